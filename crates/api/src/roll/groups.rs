//! Groups of pupils.

use super::asking::{ask, page};
use crate::allowed::{
    Allowed, Made,
    permission::{ReadGroups, WriteGroups},
};
use crate::paths::AcademyPath;
use actix_web::{HttpResponse, get, post};
use app::roll::groups;
use chrono::{DateTime, Utc};
use school::group::{Group, GroupKind};
use school::{AcademyId, GroupId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, Cursor, ETag, IdempotencyKey, Limit, Page, Params, Problem, Segments, Tagged};

/// Where a group is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct GroupPath {
    /// The group.
    #[param(value_type = String, format = Uuid)]
    pub(crate) group_id: GroupId,
}

/// What is sent to make a group.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "7A", "kind": "registration"}))]
pub(crate) struct NewGroupBody {
    /// Its name, unique among the groups of its kind.
    #[schema(min_length = 1, max_length = 50)]
    name: String,
    /// What it is for.
    kind: GroupKind,
}

/// A group of pupils.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GroupBody {
    /// The group.
    id: GroupId,
    /// Its academy.
    academy_id: AcademyId,
    /// Its name.
    #[schema(example = "7A")]
    name: String,
    /// What it is for.
    kind: GroupKind,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

impl From<Group> for GroupBody {
    fn from(group: Group) -> Self {
        let Group { id, academy_id, name, kind, revision: _, created_at, updated_at } = group;
        Self { id, academy_id, name, kind, created_at, updated_at }
    }
}

fn etag(group: &Group) -> ETag {
    ETag::revision(i64::from(group.revision))
}

/// Which groups.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct GroupsQuery {
    /// Only groups of this kind.
    #[param(inline)]
    kind: Option<GroupKind>,
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

/// List the groups of an academy
///
/// Registration groups, teaching groups, houses and others, the oldest record first.
#[utoipa::path(
    tag = "Roll and calendar",
    params(AcademyPath, GroupsQuery),
    responses((status = 200, description = "The groups.", body = Page<GroupBody>)),
    security(("client" = ["roll:read"]), ("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/groups")]
pub(crate) async fn list_groups(
    allowed: Allowed<ReadGroups>,
    path: Segments<AcademyPath>,
    query: Params<GroupsQuery>,
) -> Result<Page<GroupBody>, Problem> {
    let GroupsQuery { kind, limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| groups::list_groups(cx, path.academy_id, kind, &ask)).await?;
    Ok(page(listing, GroupBody::from))
}

/// Create a group
///
/// Registration groups are also made by entering or importing a pupil with an unknown `registration_group`.
#[utoipa::path(
    tag = "Roll and calendar",
    params(AcademyPath),
    request_body = NewGroupBody,
    responses((status = 201, description = "Made.", body = GroupBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["roll:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/groups")]
pub(crate) async fn create_group(
    allowed: Allowed<WriteGroups>,
    path: Segments<AcademyPath>,
    key: IdempotencyKey,
    sent: Body<NewGroupBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let NewGroupBody { name, kind } = sent.into_inner();
    allowed
        .make(request, move |cx| {
            let group = groups::create_group(cx, path.academy_id, &name, kind)?;
            let location = format!("/v1/groups/{}", group.id);
            Ok(Made { etag: etag(&group), location, body: GroupBody::from(group) })
        })
        .await
}

/// Get a group
///
/// Its name and kind; its members are a list of their own.
#[utoipa::path(
    tag = "Roll and calendar",
    params(GroupPath),
    responses((status = 200, description = "The group.", body = GroupBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["roll:read"]), ("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/groups/{group_id}")]
pub(crate) async fn get_group(
    allowed: Allowed<ReadGroups>,
    path: Segments<GroupPath>,
) -> Result<Tagged<GroupBody>, Problem> {
    let group = allowed.read(move |cx| groups::find_group(cx, path.group_id)).await?;
    Ok(Tagged::new(etag(&group), group.into()))
}
