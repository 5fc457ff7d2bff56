//! Meetings on the return to work, and fit notes.

use crate::allowed::{
    Allowed, Made,
    permission::{ReadAbsenceReasons, RecordStaffAbsences},
};
use crate::answers::by_digest;
use access::Action;
use actix_web::{HttpResponse, get, post};
use app::staffing::absence_record::{self as use_case, Certified};
use chrono::{DateTime, Utc};
use cover::absence_record::{Certification, FitNote, Protection, ReturnOutcome, ReturnToWork, ReturnsRecord};
use school::{Date, Kept, RecordId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{Body, ETag, IdempotencyKey, Problem, Segments, Tagged};

/// Where the absence of a member of staff is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ReturningPath {
    /// The absence.
    #[param(value_type = String, format = Uuid)]
    staff_absence_id: RecordId,
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
    /// When what was agreed is looked at again.
    review_on: Option<Date>,
    /// When it was recorded last.
    updated_at: DateTime<Utc>,
}

fn body(kept: Kept<ReturnsRecord>, with_reasons: bool) -> ReturnToWorkBody {
    let ReturnsRecord { absence_id, staff_id, meeting } = kept.value;
    let ReturnToWork { held_on, outcome, agreed, protection, review_on } = meeting;
    ReturnToWorkBody {
        id: kept.id,
        absence_id,
        staff_id,
        held_on,
        outcome,
        agreed: agreed.filter(|_| with_reasons),
        protection: protection.filter(|_| with_reasons),
        review_on,
        updated_at: kept.updated_at,
    }
}

/// Create a return-to-work meeting
///
/// Held on the return from an absence that has ended; recording it again replaces it and keeps the first on record. An absence
/// that is said here to be related to pregnancy or disability never counts against the person.
#[utoipa::path(
    tag = "Staff",
    params(ReturningPath),
    request_body = ReturnToWork,
    responses((status = 201, description = "Recorded.", body = ReturnToWorkBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/staff-absences/{staff_absence_id}/return-to-work")]
pub(crate) async fn create_return_to_work(
    allowed: Allowed<RecordStaffAbsences>,
    path: Segments<ReturningPath>,
    key: IdempotencyKey,
    sent: Body<ReturnToWork>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let meeting = sent.into_inner();
    let reasons = allowed.further(Action::ReadAbsenceReasons);
    allowed
        .make(request, move |cx| {
            let kept = use_case::record_return(cx, path.staff_absence_id, meeting.clone())?;
            let location = format!("/v1/staff-absences/{}/return-to-work", path.staff_absence_id);
            let with_reasons = reasons.at(kept.academy_id);
            Ok(Made { etag: ETag::revision(i64::from(kept.revision)), location, body: body(kept, with_reasons) })
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
    let kept = allowed.read(move |cx| use_case::find_return(cx, path.staff_absence_id)).await?;
    Ok(Tagged::new(ETag::revision(i64::from(kept.revision)), body(kept, true)))
}

/// The fit notes of an absence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FitNotesBody {
    /// The person.
    staff_id: StaffId,
    /// The notes in the order in which they came.
    notes: Vec<FitNote>,
    /// How far the absence is certified today; null where no certificate is needed.
    certification: Option<Certification>,
}

fn notes(certified: Certified, with_reasons: bool) -> FitNotesBody {
    let Certified { academy_id: _, staff_id, mut notes, certification, revision: _ } = certified;
    if !with_reasons {
        for note in &mut notes {
            note.adjustments = None;
        }
    }
    FitNotesBody { staff_id, notes, certification }
}

/// Create a fit note
///
/// A person certifies the own sickness for seven calendar days; from the eighth a fit note is needed. What the illness is does
/// not belong here.
#[utoipa::path(
    tag = "Staff",
    params(ReturningPath),
    request_body = FitNote,
    responses((status = 201, description = "Added: all the notes of the absence.", body = FitNotesBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/staff-absences/{staff_absence_id}/fit-notes")]
pub(crate) async fn create_fit_note(
    allowed: Allowed<RecordStaffAbsences>,
    path: Segments<ReturningPath>,
    key: IdempotencyKey,
    sent: Body<FitNote>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let note = sent.into_inner();
    let reasons = allowed.further(Action::ReadAbsenceReasons);
    allowed
        .make(request, move |cx| {
            let certified = use_case::add_fit_note(cx, path.staff_absence_id, note.clone())?;
            let location = format!("/v1/staff-absences/{}/fit-notes", path.staff_absence_id);
            let etag = ETag::revision(i64::from(certified.revision));
            let with_reasons = reasons.at(certified.academy_id);
            Ok(Made { etag, location, body: notes(certified, with_reasons) })
        })
        .await
}

/// Get the fit notes of an absence
///
/// With how far it is certified today, and from which day a note is missing.
#[utoipa::path(
    tag = "Staff",
    params(ReturningPath),
    responses((status = 200, description = "The fit notes.", body = FitNotesBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff-absences/{staff_absence_id}/fit-notes")]
pub(crate) async fn get_fit_notes(
    allowed: Allowed<ReadAbsenceReasons>,
    path: Segments<ReturningPath>,
) -> Result<Tagged<FitNotesBody>, Problem> {
    let certified = allowed.read(move |cx| use_case::find_fit_notes(cx, path.staff_absence_id)).await?;
    Ok(by_digest(notes(certified, true)))
}
