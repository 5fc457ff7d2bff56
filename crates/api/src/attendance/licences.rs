//! Performance licences.

use crate::allowed::{
    Allowed,
    permission::{PlanAbsences, ReadMarks},
};
use crate::paths::PupilPath;
use crate::roll::asking::{ask, page};
use actix_web::{HttpResponse, delete, get, post};
use app::Context;
use app::attendance::licences;
use attendance::licence::{Licence, LicenceKind};
use chrono::{DateTime, Utc};
use school::{Date, Kept, PupilId, RecordId, Signatory};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, Cursor, IdempotencyKey, IfMatch, Limit, Page, Params, Problem, Segments, Tagged};

/// Where a licence is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct LicencePath {
    /// The licence.
    #[param(value_type = String, format = Uuid)]
    licence_id: RecordId,
}

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LicencesQuery {
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

/// What is sent to record a licence.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "performance_licence", "number": "MC-2026-117", "issued_by": "Made-up County Council",
    "first_day": "2026-12-07", "last_day": "2026-12-11"}))]
pub(crate) struct NewLicenceBody {
    /// What allows the performance or work.
    kind: LicenceKind,
    /// Its number; left out only for an exemption.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200)]
    number: Option<String>,
    /// The local authority, body or court that gave it; for an exemption the provision it rests on.
    #[schema(min_length = 1, max_length = 200)]
    issued_by: String,
    /// The first day.
    first_day: Date,
    /// The last day, inside; at most 400 days in all.
    last_day: Date,
}

/// A licence, approval or exemption for a performance or for work abroad.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LicenceBody {
    /// The licence.
    id: RecordId,
    /// The pupil.
    pupil_id: PupilId,
    /// What allows the performance or work.
    kind: LicenceKind,
    /// Its number; null for an exemption.
    number: Option<String>,
    /// The local authority, body or court that gave it.
    issued_by: String,
    /// The first day.
    first_day: Date,
    /// The last day, inside.
    last_day: Date,
    /// When it was recorded.
    created_at: DateTime<Utc>,
    /// The person who recorded it.
    by: Option<Signatory>,
}

fn body(kept: Kept<Licence>) -> LicenceBody {
    let Kept { id, academy_id: _, value, revision: _, created_at, updated_at: _, by } = kept;
    let Licence { pupil_id, kind, number, issued_by, first_day, last_day } = value;
    LicenceBody { id, pupil_id, kind, number, issued_by, first_day, last_day, created_at, by: by.person }
}

/// List the performance licences of a pupil
///
/// Licences, approvals and exemptions that leave with C1 rests on, in the order in which they were recorded.
#[utoipa::path(
    tag = "Attendance",
    params(PupilPath, LicencesQuery),
    responses((status = 200, description = "The licences.", body = Page<LicenceBody>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/pupils/{pupil_id}/performance-licences")]
pub(crate) async fn list_performance_licences(
    allowed: Allowed<ReadMarks>,
    path: Segments<PupilPath>,
    query: Params<LicencesQuery>,
) -> Result<Page<LicenceBody>, Problem> {
    let LicencesQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| licences::list_licences(cx, path.pupil_id, &ask)).await?;
    Ok(page(listing, body))
}

/// Record a performance licence
///
/// C1 is leave for a regulated performance, or for work abroad, on the days that a licence, approval or exemption names. A C1
/// in a session that none covers is warned of, when it is marked, imported or planned. No mark and no plan is made by it.
#[utoipa::path(
    tag = "Attendance",
    params(PupilPath),
    request_body = NewLicenceBody,
    responses((status = 201, description = "Recorded.", body = LicenceBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[post("/v1/pupils/{pupil_id}/performance-licences")]
pub(crate) async fn record_performance_licence(
    allowed: Allowed<PlanAbsences>,
    path: Segments<PupilPath>,
    key: IdempotencyKey,
    sent: Body<NewLicenceBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let NewLicenceBody { kind, number, issued_by, first_day, last_day } = sent.into_inner();
    let licence = Licence { pupil_id: path.pupil_id, kind, number, issued_by, first_day, last_day };
    let record = move |cx: &mut Context<'_>| licences::record_licence(cx, &licence);
    allowed.add(request, "/v1/performance-licences", body, record).await
}

/// Get a performance licence
///
/// What allows it, its number, who gave it and its days.
#[utoipa::path(
    tag = "Attendance",
    params(LicencePath),
    responses((status = 200, description = "The licence.", body = LicenceBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/performance-licences/{licence_id}")]
pub(crate) async fn get_performance_licence(
    allowed: Allowed<ReadMarks>,
    path: Segments<LicencePath>,
) -> Result<Tagged<LicenceBody>, Problem> {
    allowed.find(body, move |cx| licences::find_licence(cx, path.licence_id)).await
}

/// Remove a performance licence
///
/// One that was recorded wrongly, or was withdrawn. Marks stay; its versions stay on record.
#[utoipa::path(
    tag = "Attendance",
    params(LicencePath),
    responses((status = 204, description = "Removed.")),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[delete("/v1/performance-licences/{licence_id}")]
pub(crate) async fn remove_performance_licence(
    allowed: Allowed<PlanAbsences>,
    path: Segments<LicencePath>,
    condition: IfMatch,
) -> Result<HttpResponse, Problem> {
    allowed.remove(condition, move |cx, holds| licences::remove_licence(cx, path.licence_id, holds)).await
}
