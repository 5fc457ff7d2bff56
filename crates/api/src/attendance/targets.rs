//! Targets.

use super::target_bodies::{NewTargetBody, TargetBody, TargetPatchBody};
use crate::allowed::{
    Allowed,
    permission::{ReadTargets, WriteTargets},
};
use crate::paths::AcademyPath;
use crate::roll::asking::{ask, page};
use actix_web::{HttpResponse, delete, get, patch, post};
use app::Context;
use app::attendance::targets::{self, TargetPatch};
use attendance::targets::Progress;
use school::{Date, RecordId};
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Body, Cursor, IdempotencyKey, IfMatch, Limit, Page, Params, Problem, Segments, Tagged};

/// Where a target is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct TargetPath {
    /// The target.
    #[param(value_type = String, format = Uuid)]
    target_id: RecordId,
}

/// Which targets.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TargetsQuery {
    /// Only those that touch this day or a later one.
    from: Option<Date>,
    /// Only those that touch this day or an earlier one.
    to: Option<Date>,
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

/// List the targets of an academy
///
/// The oldest first. Progress is asked for target by target.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, TargetsQuery),
    responses((status = 200, description = "The targets.", body = Page<TargetBody>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/targets")]
pub(crate) async fn list_targets(
    allowed: Allowed<ReadTargets>,
    path: Segments<AcademyPath>,
    query: Params<TargetsQuery>,
) -> Result<Page<TargetBody>, Problem> {
    let TargetsQuery { from, to, limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| targets::list_targets(cx, path.academy_id, from, to, &ask)).await?;
    Ok(page(listing, TargetBody::from))
}

/// Create a target
///
/// For an academy, a year group or a group, over at most 366 days. One target for a scope, measure and range of days.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath),
    request_body = NewTargetBody,
    responses((status = 201, description = "Made.", body = TargetBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/targets")]
pub(crate) async fn create_target(
    allowed: Allowed<WriteTargets>,
    path: Segments<AcademyPath>,
    key: IdempotencyKey,
    sent: Body<NewTargetBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let target = sent.into_inner().target().map_err(Problem::invalid_body)?;
    let make = move |cx: &mut Context<'_>| targets::create_target(cx, path.academy_id, &target);
    allowed.add(request, "/v1/targets", TargetBody::from, make).await
}

/// Get a target
///
/// What is wanted by when.
#[utoipa::path(
    tag = "Attendance",
    params(TargetPath),
    responses((status = 200, description = "The target.", body = TargetBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/targets/{target_id}")]
pub(crate) async fn get_target(
    allowed: Allowed<ReadTargets>,
    path: Segments<TargetPath>,
) -> Result<Tagged<TargetBody>, Problem> {
    allowed.find(TargetBody::from, move |cx| targets::find_target(cx, path.target_id)).await
}

/// Update a target
///
/// Changes the fields sent. Scope and measure stay: another of either is another target.
#[utoipa::path(
    tag = "Attendance",
    params(TargetPath),
    request_body = TargetPatchBody,
    responses((status = 200, description = "The target as it stands now.", body = TargetBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[patch("/v1/targets/{target_id}")]
pub(crate) async fn update_target(
    allowed: Allowed<WriteTargets>,
    path: Segments<TargetPath>,
    condition: IfMatch,
    sent: Body<TargetPatchBody>,
) -> Result<Tagged<TargetBody>, Problem> {
    let patch = TargetPatch::from(sent.into_inner());
    let target = path.target_id;
    allowed.change(condition, TargetBody::from, move |cx, holds| targets::patch_target(cx, target, &patch, holds)).await
}

/// Delete a target
///
/// Its versions stay on record.
#[utoipa::path(
    tag = "Attendance",
    params(TargetPath),
    responses((status = 204, description = "Deleted.")),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[delete("/v1/targets/{target_id}")]
pub(crate) async fn delete_target(
    allowed: Allowed<WriteTargets>,
    path: Segments<TargetPath>,
    condition: IfMatch,
) -> Result<HttpResponse, Problem> {
    allowed.remove(condition, move |cx, holds| targets::remove_target(cx, path.target_id, holds)).await
}

/// Get the progress of a target
///
/// The measure so far, what it takes from now on to reach the target, and whether it can still be reached.
#[utoipa::path(
    tag = "Attendance",
    params(TargetPath),
    responses((status = 200, description = "The progress.", body = Progress, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/targets/{target_id}/progress")]
pub(crate) async fn get_target_progress(
    allowed: Allowed<ReadTargets>,
    path: Segments<TargetPath>,
) -> Result<Tagged<Progress>, Problem> {
    let found = allowed.read(move |cx| targets::target_progress(cx, path.target_id)).await?;
    Ok(crate::answers::by_digest(found))
}
