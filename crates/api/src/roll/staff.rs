//! Staff.

use super::asking::{ask, page};
use super::staff_bodies::{NewStaffBody, StaffBody, StaffPatchBody};
use crate::allowed::{
    Allowed, Made,
    permission::{ReadStaff, WriteStaff},
};
use crate::paths::AcademyPath;
use access::Action;
use actix_web::{HttpResponse, get, patch, post};
use app::roll::staff::{self, MayGrant, NewStaff, StaffPatch};
use school::{StaffId, StaffMember};
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Body, Cursor, ETag, IdempotencyKey, IfMatch, Limit, Page, Params, Problem, Segments, Tagged};

/// Where a member of staff is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct StaffPath {
    /// The staff record.
    #[param(value_type = String, format = Uuid)]
    pub(crate) staff_id: StaffId,
}

/// Which staff.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct StaffQuery {
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

fn etag(member: &StaffMember) -> ETag {
    ETag::revision(i64::from(member.revision))
}

/// Where the caller may give roles.
fn may_grant(allowed: &Allowed<WriteStaff>) -> MayGrant {
    let reach = |action| allowed.also(action).ok().map(|acting| acting.reach);
    MayGrant { roles: reach(Action::GrantRoles), trust_roles: reach(Action::GrantTrustRoles) }
}

/// List the staff of an academy
///
/// The oldest record first.
#[utoipa::path(
    tag = "Roll and calendar",
    params(AcademyPath, StaffQuery),
    responses((status = 200, description = "The staff.", body = Page<StaffBody>)),
    security(("client" = ["roll:read"]), ("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/staff")]
pub(crate) async fn list_staff(
    allowed: Allowed<ReadStaff>,
    path: Segments<AcademyPath>,
    query: Params<StaffQuery>,
) -> Result<Page<StaffBody>, Problem> {
    let StaffQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| staff::list_staff(cx, path.academy_id, &ask)).await?;
    Ok(page(listing, StaffBody::from))
}

/// Create a member of staff
///
/// What a person may do comes from the roles; giving them, and saying who signs in, needs the right to give roles.
#[utoipa::path(
    tag = "Roll and calendar",
    params(AcademyPath),
    request_body = NewStaffBody,
    responses((status = 201, description = "Added.", body = StaffBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["roll:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/staff")]
pub(crate) async fn create_staff(
    allowed: Allowed<WriteStaff>,
    path: Segments<AcademyPath>,
    key: IdempotencyKey,
    sent: Body<NewStaffBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let new = NewStaff::from(sent.into_inner());
    let may_grant = may_grant(&allowed);
    allowed
        .make(request, move |cx| {
            let member = staff::create_staff(cx, path.academy_id, &new, &may_grant)?;
            let location = format!("/v1/staff/{}", member.id);
            Ok(Made { etag: etag(&member), location, body: StaffBody::from(member) })
        })
        .await
}

/// Get a member of staff
///
/// One staff record: a person who works at two academies has two.
#[utoipa::path(
    tag = "Roll and calendar",
    params(StaffPath),
    responses((status = 200, description = "The member of staff.", body = StaffBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["roll:read"]), ("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}")]
pub(crate) async fn get_staff(
    allowed: Allowed<ReadStaff>,
    path: Segments<StaffPath>,
) -> Result<Tagged<StaffBody>, Problem> {
    let member = allowed.read(move |cx| staff::find_staff(cx, path.staff_id)).await?;
    Ok(Tagged::new(etag(&member), member.into()))
}

/// Update a member of staff
///
/// Changes the fields sent and leaves the others. What the person has signed keeps the name and position of its time.
#[utoipa::path(
    tag = "Roll and calendar",
    params(StaffPath),
    request_body = StaffPatchBody,
    responses((status = 200, description = "The member of staff as they stand now.", body = StaffBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["roll:write"]), ("person" = []))
)]
#[patch("/v1/staff/{staff_id}")]
pub(crate) async fn update_staff(
    allowed: Allowed<WriteStaff>,
    path: Segments<StaffPath>,
    condition: IfMatch,
    sent: Body<StaffPatchBody>,
) -> Result<Tagged<StaffBody>, Problem> {
    let patch = StaffPatch::from(sent.into_inner());
    let may_grant = may_grant(&allowed);
    let member = allowed
        .write(move |cx| {
            let still_same = |member: &StaffMember| condition.check(&etag(member)).is_ok();
            staff::patch_staff(cx, path.staff_id, &patch, &may_grant, &still_same)
        })
        .await?;
    Ok(Tagged::new(etag(&member), member.into()))
}
