//! Hours beyond the contract and time off in lieu.

use super::appraisals::ManagementQuery;
use crate::allowed::{
    Allowed,
    permission::{ClaimExtraHours, ReadOwnCover},
};
use crate::roll::asking::{ask, page};
use crate::roll::staff::StaffPath;
use actix_web::{HttpResponse, get, patch, post};
use app::staffing::extra_hours as use_case;
use chrono::{DateTime, Utc};
use cover::extra_hours::{ExtraHours, Kind, Status};
use school::{Date, Kept, RecordId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, IdempotencyKey, IfMatch, Page, Params, Problem, Segments, Tagged};

/// Where a claim is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ExtraHoursPath {
    /// The claim.
    #[param(value_type = String, format = Uuid)]
    extra_hours_id: RecordId,
}

/// What is sent to claim hours, or to ask for time off in lieu.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "toil", "day": "2026-11-19", "minutes": 120, "reason": "Open evening"}))]
pub(crate) struct NewExtraHoursBody {
    /// What they are about.
    kind: Kind,
    /// The day.
    day: Date,
    /// How long, in minutes.
    #[schema(minimum = 1, maximum = 720)]
    minutes: u16,
    /// What for.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// How a claim is decided.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExtraHoursDecision, example = json!({"status": "approved"}))]
pub(crate) struct DecisionBody {
    /// Approved, refused, or taken back.
    status: Status,
    /// Why; needed for a refusal.
    #[serde(default)]
    #[schema(max_length = 500)]
    decision: Option<String>,
}

/// Hours of one person on one day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExtraHoursBody {
    /// The claim.
    id: RecordId,
    /// The person.
    staff_id: StaffId,
    /// What they are about.
    kind: Kind,
    /// The day.
    day: Date,
    /// How long, in minutes.
    minutes: u16,
    /// What for.
    reason: String,
    /// How far it has come.
    status: Status,
    /// Who decided.
    decided_by: Option<StaffId>,
    /// Why it was decided so.
    decision: Option<String>,
    /// When it was claimed.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

fn body(kept: Kept<ExtraHours>) -> ExtraHoursBody {
    let ExtraHours { staff_id, kind, day, minutes, reason, status, decided_by, decision } = kept.value;
    ExtraHoursBody {
        id: kept.id,
        staff_id,
        kind,
        day,
        minutes,
        reason,
        status,
        decided_by,
        decision,
        created_at: kept.created_at,
        updated_at: kept.updated_at,
    }
}

/// List the extra hours of a member of staff
///
/// Work beyond the contract and time off in lieu, the oldest record first; the account stands in the working time. For the person,
/// their line manager and human resources; to anybody else the person is not there.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath, ManagementQuery),
    responses((status = 200, description = "The hours.", body = Page<ExtraHoursBody>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/extra-hours")]
pub(crate) async fn list_extra_hours(
    allowed: Allowed<ReadOwnCover>,
    path: Segments<StaffPath>,
    query: Params<ManagementQuery>,
) -> Result<Page<ExtraHoursBody>, Problem> {
    let ManagementQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| use_case::list_hours(cx, path.staff_id, &ask)).await?;
    Ok(page(listing, body))
}

/// Create a claim of extra hours
///
/// Work for time off in lieu or for pay, within three months; or time off in lieu, no more than was approved and is not asked for
/// already.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath),
    request_body = NewExtraHoursBody,
    responses((status = 201, description = "Claimed.", body = ExtraHoursBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/staff/{staff_id}/extra-hours")]
pub(crate) async fn create_extra_hours(
    allowed: Allowed<ClaimExtraHours>,
    path: Segments<StaffPath>,
    key: IdempotencyKey,
    sent: Body<NewExtraHoursBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let NewExtraHoursBody { kind, day, minutes, reason } = sent.into_inner();
    let claim = ExtraHours {
        staff_id: path.staff_id,
        kind,
        day,
        minutes,
        reason,
        status: Status::Claimed,
        decided_by: None,
        decision: None,
    };
    allowed.add(request, "/v1/extra-hours", body, move |cx| use_case::claim_hours(cx, claim.clone())).await
}

/// Get a claim of extra hours
///
/// For the person, their line manager and human resources; to anybody else it is not there.
#[utoipa::path(
    tag = "Staff",
    params(ExtraHoursPath),
    responses((status = 200, description = "The claim.", body = ExtraHoursBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/extra-hours/{extra_hours_id}")]
pub(crate) async fn get_extra_hours(
    allowed: Allowed<ReadOwnCover>,
    path: Segments<ExtraHoursPath>,
) -> Result<Tagged<ExtraHoursBody>, Problem> {
    allowed.find(body, move |cx| use_case::find_hours(cx, path.extra_hours_id)).await
}

/// Update a claim of extra hours
///
/// The line manager or human resources approve or refuse it, nobody about their own; the person takes back what is not decided.
/// What was approved can be taken back by who decides, as long as the time off was not taken.
#[utoipa::path(
    tag = "Staff",
    params(ExtraHoursPath),
    request_body = DecisionBody,
    responses((status = 200, description = "The claim as it stands now.", body = ExtraHoursBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[patch("/v1/extra-hours/{extra_hours_id}")]
pub(crate) async fn update_extra_hours(
    allowed: Allowed<ClaimExtraHours>,
    path: Segments<ExtraHoursPath>,
    condition: IfMatch,
    sent: Body<DecisionBody>,
) -> Result<Tagged<ExtraHoursBody>, Problem> {
    let (id, DecisionBody { status, decision }) = (path.extra_hours_id, sent.into_inner());
    allowed
        .change(condition, body, move |cx, holds| use_case::decide_hours(cx, id, (status, decision.clone()), holds))
        .await
}
