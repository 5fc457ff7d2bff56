//! Who is in a group from which day to which.

use super::asking::{ask, page};
use super::groups::GroupPath;
use crate::allowed::{
    Allowed,
    permission::{ReadGroups, WriteGroups},
};
use crate::answers::by_digest;
use actix_web::{HttpResponse, delete, get, post, put};
use app::roll::members::{self, Membering};
use school::group::Membership;
use school::{Date, GroupId, PupilId};
use serde::{Deserialize, Serialize};
use store::roll::groups::Kept;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{Body, Cursor, IdempotencyKey, IfMatch, Limit, Page, Params, Problem, Segments, Tagged};

/// Where the membership of a pupil in a group is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct MemberPath {
    /// The group.
    #[param(value_type = String, format = Uuid)]
    group_id: GroupId,
    /// The pupil.
    #[param(value_type = String, format = Uuid)]
    pupil_id: PupilId,
}

/// A pupil in a group between two days, both inside.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MembershipBody {
    /// The membership.
    id: Uuid,
    /// The group.
    group_id: GroupId,
    /// The pupil.
    pupil_id: PupilId,
    /// The first day.
    first_day: Date,
    /// The last day; null while it is open.
    last_day: Option<Date>,
}

impl From<(Uuid, Membership)> for MembershipBody {
    fn from((id, membership): (Uuid, Membership)) -> Self {
        let Membership { group_id, pupil_id, first_day, last_day } = membership;
        Self { id, group_id, pupil_id, first_day, last_day }
    }
}

/// The days of a membership.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"first_day": "2026-09-09", "last_day": null}))]
pub(crate) struct PutMemberBody {
    /// The first day.
    first_day: Date,
    /// The last day; left out or null, it ends with the pupil's stay on roll.
    #[serde(default)]
    last_day: Option<Date>,
}

/// One pupil to be put into a group.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMemberBody {
    /// The pupil, on roll on all of these days.
    pupil_id: PupilId,
    /// The first day.
    first_day: Date,
    /// The last day; left out or null, it ends with the pupil's stay on roll.
    #[serde(default)]
    last_day: Option<Date>,
}

/// Pupils to be put into a group.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"members": [{"pupil_id": "0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50", "first_day": "2026-09-09"}]}))]
pub(crate) struct NewMembersBody {
    /// The pupils.
    #[schema(min_items = 1, max_items = 500)]
    members: Vec<NewMemberBody>,
}

/// Whether a membership that begins on the day, or that there is none, is what the caller read.
fn holds(condition: &IfMatch, standing: Option<Kept>) -> bool {
    match standing {
        Some(kept) => condition.check(&by_digest(MembershipBody::from(kept)).etag).is_ok(),
        None => condition.check_absent().is_ok(),
    }
}

/// Which memberships.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MembersQuery {
    /// Only memberships that hold this day; of all days where it is left out.
    #[param(example = "2026-11-23")]
    on: Option<Date>,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
    /// Only what has changed since: the `watermark` of an answer before, or an instant.
    #[param(max_length = 64)]
    updated_since: Option<String>,
}

/// List the members of a group
///
/// Each membership with its days. Who is in the register of a day is said by the register itself, which asks for pupils on roll
/// only.
#[utoipa::path(
    tag = "Roll and calendar",
    params(GroupPath, MembersQuery),
    responses((status = 200, description = "The memberships.", body = Page<MembershipBody>)),
    security(("client" = ["roll:read"]), ("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/groups/{group_id}/members")]
pub(crate) async fn list_group_members(
    allowed: Allowed<ReadGroups>,
    path: Segments<GroupPath>,
    query: Params<MembersQuery>,
) -> Result<Page<MembershipBody>, Problem> {
    let MembersQuery { on, limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| members::list_members(cx, path.group_id, on, &ask)).await?;
    Ok(page(listing, MembershipBody::from))
}

/// The memberships as they stand.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MembersBody {
    /// The memberships, in the order in which they were sent.
    data: Vec<MembershipBody>,
    /// Always null.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// Add members to a group
///
/// All or none. A membership that begins on the same day gets the last day sent; the same memberships again change nothing. A
/// pupil is in one registration group at a time: to move one, change `registration_group` of the pupil.
#[utoipa::path(
    tag = "Roll and calendar",
    params(GroupPath),
    request_body = NewMembersBody,
    responses((status = 200, description = "The memberships as they stand now.", body = MembersBody)),
    security(("client" = ["roll:write"]), ("person" = []))
)]
#[post("/v1/groups/{group_id}/members")]
pub(crate) async fn add_group_members(
    allowed: Allowed<WriteGroups>,
    path: Segments<GroupPath>,
    key: IdempotencyKey,
    sent: Body<NewMembersBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let wanted: Vec<Membering> = sent.into_inner().members.into_iter().map(Membering::from).collect();
    allowed
        .act(request, move |cx| {
            let kept = members::put_members(cx, path.group_id, &wanted)?;
            Ok(MembersBody { data: kept.into_iter().map(MembershipBody::from).collect(), next_cursor: None })
        })
        .await
}

impl From<NewMemberBody> for Membering {
    fn from(body: NewMemberBody) -> Self {
        let NewMemberBody { pupil_id, first_day, last_day } = body;
        Self { pupil_id, first_day, last_day }
    }
}

/// Put a pupil into a group
///
/// A membership of the pupil that begins on the same day gets the last day sent, so this also ends one.
#[utoipa::path(
    tag = "Roll and calendar",
    params(MemberPath),
    request_body = PutMemberBody,
    responses((status = 200, description = "The membership as it stands now.", body = MembershipBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["roll:write"]), ("person" = []))
)]
#[put("/v1/groups/{group_id}/members/{pupil_id}")]
pub(crate) async fn put_group_member(
    allowed: Allowed<WriteGroups>,
    path: Segments<MemberPath>,
    condition: IfMatch,
    sent: Body<PutMemberBody>,
) -> Result<Tagged<MembershipBody>, Problem> {
    let MemberPath { group_id, pupil_id } = path.into_inner();
    let PutMemberBody { first_day, last_day } = sent.into_inner();
    let wanted = Membering { pupil_id, first_day, last_day };
    let kept = allowed
        .write(move |cx| members::put_member(cx, group_id, wanted, &|standing| holds(&condition, *standing)))
        .await?;
    Ok(by_digest(kept.into()))
}

/// Which membership of the pupil.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RemoveMemberQuery {
    /// Its first day.
    #[param(example = "2027-01-05")]
    first_day: Date,
}

/// Take back a membership that has not begun
///
/// One that has begun is ended with a last day instead: who was in the group stays on record.
#[utoipa::path(
    tag = "Roll and calendar",
    params(MemberPath, RemoveMemberQuery),
    responses((status = 204, description = "Taken back.")),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["roll:write"]), ("person" = []))
)]
#[delete("/v1/groups/{group_id}/members/{pupil_id}")]
pub(crate) async fn remove_group_member(
    allowed: Allowed<WriteGroups>,
    path: Segments<MemberPath>,
    query: Params<RemoveMemberQuery>,
    condition: IfMatch,
) -> Result<HttpResponse, Problem> {
    let MemberPath { group_id, pupil_id } = path.into_inner();
    let first_day = query.first_day;
    allowed
        .write(move |cx| {
            let still_same = |standing: &Option<Kept>| holds(&condition, *standing);
            members::remove_member(cx, group_id, pupil_id, first_day, &still_same)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
