//! Meetings on the return to work, and what protects an absence.

use crate::allowed::{
    Allowed, Made,
    permission::{ReadAbsenceReasons, RecordStaffAbsences, WriteEmployment},
};
use access::Action;
use actix_web::{HttpResponse, get, post, put};
use app::staffing::absence_record::{self as use_case, Returned};
use chrono::{DateTime, Utc};
use cover::absence_record::{Protection, ReturnOutcome, ReturnReview, ReturnToWork, ReturnsRecord};
use school::{Date, RecordId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{Body, ETag, IdempotencyKey, IfMatch, Problem, Segments, Tagged};

/// Where the absence of a member of staff is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ReturningPath {
    /// The absence.
    #[param(value_type = String, format = Uuid)]
    pub(super) staff_absence_id: RecordId,
}

/// A meeting on the return to work.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReturnToWorkBody {
    /// The record.
    id: RecordId,
    /// The absence.
    absence_id: Uuid,
    /// The person.
    staff_id: StaffId,
    /// When it was held.
    held_on: Date,
    /// What it came to.
    outcome: ReturnOutcome,
    /// What was agreed; null for callers who may not read reasons.
    agreed: Option<String>,
    /// What protects the absence; null for callers who may not read reasons.
    protection: Option<Protection>,
    /// When what was agreed is looked at again, by the meeting.
    review_on: Option<Date>,
    /// The reviews that were held since; empty for callers who may not read reasons.
    reviews: Vec<ReturnReview>,
    /// When the next review is due; null where nothing is left to look at.
    review_due: Option<Date>,
    /// When it was recorded last.
    updated_at: DateTime<Utc>,
}

fn body(returned: Returned, with_reasons: bool) -> ReturnToWorkBody {
    let Returned { kept, protection } = returned;
    let review_due = kept.value.review_due();
    let ReturnsRecord { absence_id, staff_id, meeting, reviews } = kept.value;
    let ReturnToWork { held_on, outcome, agreed, protection: _, review_on } = meeting;
    ReturnToWorkBody {
        id: kept.id,
        absence_id,
        staff_id,
        held_on,
        outcome,
        agreed: agreed.filter(|_| with_reasons),
        protection: protection.filter(|_| with_reasons),
        review_on,
        reviews: if with_reasons { reviews } else { Vec::new() },
        review_due,
        updated_at: kept.updated_at,
    }
}

/// Create a return-to-work meeting
///
/// Held on the return from an absence that has ended; recording it again replaces it and keeps the first on record. An absence
/// that is said here to be related to pregnancy or disability never counts against the person. Who may not read why staff were
/// away says nothing of that, and replaces a meeting only with `If-Match`: 412 without it.
#[utoipa::path(
    tag = "Staff",
    params(ReturningPath, ("If-Match" = Option<String>, Header, description = "The entity tag that the meeting had when the caller saw it last.")),
    request_body = ReturnToWork,
    responses((status = 201, description = "Recorded.", body = ReturnToWorkBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409, 412]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/staff-absences/{staff_absence_id}/return-to-work")]
pub(crate) async fn create_return_to_work(
    allowed: Allowed<RecordStaffAbsences>,
    path: Segments<ReturningPath>,
    condition: IfMatch,
    key: IdempotencyKey,
    sent: Body<ReturnToWork>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let meeting = sent.into_inner();
    let reasons = allowed.further(Action::ReadAbsenceReasons);
    allowed
        .make(request, move |cx| {
            let (holds, stated) = (super::condition(&condition), condition.is_present());
            let absence = path.staff_absence_id;
            let found = use_case::record_return(cx, absence, meeting.clone(), &holds, (&reasons, stated))?;
            let with_reasons = reasons.at(found.kept.academy_id);
            Ok(Made { etag: tag(&found), location: address(absence), body: body(found, with_reasons) })
        })
        .await
}

/// Get the return-to-work meeting of an absence
///
/// For those who may read why staff were away.
#[utoipa::path(
    tag = "Staff",
    params(ReturningPath),
    responses((status = 200, description = "The meeting.", body = ReturnToWorkBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff-absences/{staff_absence_id}/return-to-work")]
pub(crate) async fn get_return_to_work(
    allowed: Allowed<ReadAbsenceReasons>,
    path: Segments<ReturningPath>,
) -> Result<Tagged<ReturnToWorkBody>, Problem> {
    let found = allowed.read(move |cx| use_case::find_return(cx, path.staff_absence_id)).await?;
    Ok(Tagged::new(tag(&found), body(found, true)))
}

fn tag(returned: &Returned) -> ETag {
    ETag::revision(i64::from(returned.kept.revision))
}

fn address(absence: RecordId) -> String {
    format!("/v1/staff-absences/{absence}/return-to-work")
}

/// Create a review of a return to work
///
/// Marks the review that is due as done: what was agreed on the return was looked at again. It names the next one where there is
/// one; the reminders follow.
#[utoipa::path(
    tag = "Staff",
    params(ReturningPath),
    request_body = ReturnReview,
    responses((status = 201, description = "Recorded: the meeting with all its reviews.", body = ReturnToWorkBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/staff-absences/{staff_absence_id}/return-to-work/reviews")]
pub(crate) async fn create_return_review(
    allowed: Allowed<WriteEmployment>,
    path: Segments<ReturningPath>,
    key: IdempotencyKey,
    sent: Body<ReturnReview>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let review = sent.into_inner();
    allowed
        .make(request, move |cx| {
            let absence = path.staff_absence_id;
            let found = use_case::record_review(cx, absence, review.clone())?;
            Ok(Made { etag: tag(&found), location: address(absence), body: body(found, true) })
        })
        .await
}

/// What protects an absence from counting against the person.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"protection": "disability"}))]
pub(crate) struct AbsenceProtectionBody {
    /// What protects it; null for nothing.
    protection: Option<Protection>,
}

/// Get what protects an absence
///
/// Whether it is related to pregnancy or to a disability, by what human resources said, else by the meeting on the return.
#[utoipa::path(
    tag = "Staff",
    params(ReturningPath),
    responses((status = 200, description = "What protects it.", body = AbsenceProtectionBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff-absences/{staff_absence_id}/protection")]
pub(crate) async fn get_absence_protection(
    allowed: Allowed<ReadAbsenceReasons>,
    path: Segments<ReturningPath>,
) -> Result<Tagged<AbsenceProtectionBody>, Problem> {
    let (protection, revision) = allowed.read(move |cx| use_case::find_protection(cx, path.staff_absence_id)).await?;
    Ok(Tagged::new(ETag::revision(i64::from(revision)), AbsenceProtectionBody { protection }))
}

/// Put what protects an absence
///
/// By human resources or the head, while the absence is open too: from then on it counts for no threshold. Null says that nothing
/// protects it, whatever a meeting said.
#[utoipa::path(
    tag = "Staff",
    params(ReturningPath),
    request_body = AbsenceProtectionBody,
    responses((status = 200, description = "What protects it now.", body = AbsenceProtectionBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[put("/v1/staff-absences/{staff_absence_id}/protection")]
pub(crate) async fn put_absence_protection(
    allowed: Allowed<WriteEmployment>,
    path: Segments<ReturningPath>,
    condition: IfMatch,
    sent: Body<AbsenceProtectionBody>,
) -> Result<Tagged<AbsenceProtectionBody>, Problem> {
    let protection = sent.into_inner().protection;
    let put = allowed
        .write(move |cx| {
            let holds = super::of_settings(&condition);
            use_case::put_protection(cx, path.staff_absence_id, protection, &holds)
        })
        .await?;
    let body = AbsenceProtectionBody { protection: put.kept.value.protection };
    Ok(Tagged::new(ETag::revision(i64::from(put.kept.revision)), body))
}
