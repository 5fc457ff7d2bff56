//! Fit notes.

use super::returning::ReturningPath;
use crate::allowed::{
    Allowed, Made,
    permission::{ReadAbsenceReasons, RecordStaffAbsences, WriteEmployment},
};
use access::Action;
use actix_web::{HttpResponse, get, post, put};
use app::staffing::absence_record::{self as use_case, Certified};
use cover::absence_record::{Certification, FitNote};
use school::StaffId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Body, ETag, IdempotencyKey, IfMatch, Problem, Segments, Tagged};

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

fn notes(certified: Certified) -> FitNotesBody {
    let Certified { academy_id: _, staff_id, notes, certification, revision: _ } = certified;
    FitNotesBody { staff_id, notes, certification }
}

/// Create a fit note
///
/// A person certifies the own sickness for seven calendar days; from the eighth a fit note is needed. What the illness is does
/// not belong here. Who may not read why staff are away is answered with the note that they sent and nothing else: neither
/// whether the absence is one of sickness nor which notes there are.
#[utoipa::path(
    tag = "Staff",
    params(ReturningPath),
    request_body = FitNote,
    responses((status = 201, description = "Added: all the notes of the absence, for who may read them.", body = FitNotesBody, headers(("ETag" = String, description = "The entity tag.")))),
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
            let certified = use_case::add_fit_note(cx, path.staff_absence_id, note.clone(), &reasons)?;
            let location = format!("/v1/staff-absences/{}/fit-notes", path.staff_absence_id);
            let etag = ETag::revision(i64::from(certified.revision));
            Ok(Made { etag, location, body: notes(certified) })
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
    let (certified, today) = allowed
        .read(move |cx| Ok((use_case::find_fit_notes(cx, path.staff_absence_id)?, school::clock::local(cx.at).0)))
        .await?;
    Ok(Tagged::new(super::dated(certified.revision, today), notes(certified)))
}

/// The fit notes of an absence as they should have been.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"notes": [{"kind": "not_fit", "issued_on": "2026-11-16", "first_day": "2026-11-16", "last_day": "2026-11-29"}]}))]
pub(crate) struct FitNotesPutBody {
    /// All the notes, whole.
    #[schema(max_items = 200)]
    notes: Vec<FitNote>,
}

/// Put the fit notes of an absence
///
/// Corrects them: a note that was entered wrongly, or for the wrong absence. All of them are sent; what stood before stays on record.
#[utoipa::path(
    tag = "Staff",
    params(ReturningPath),
    request_body = FitNotesPutBody,
    responses((status = 200, description = "The notes as they stand now.", body = FitNotesBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[put("/v1/staff-absences/{staff_absence_id}/fit-notes")]
pub(crate) async fn put_fit_notes(
    allowed: Allowed<WriteEmployment>,
    path: Segments<ReturningPath>,
    condition: IfMatch,
    sent: Body<FitNotesPutBody>,
) -> Result<Tagged<FitNotesBody>, Problem> {
    let sent = sent.into_inner().notes;
    let (certified, today) = allowed
        .write(move |cx| {
            let today = school::clock::local(cx.at).0;
            let holds = |revision: Option<i32>| condition.check(&super::dated(revision.unwrap_or(0), today)).is_ok();
            Ok((use_case::put_fit_notes(cx, path.staff_absence_id, sent.clone(), &holds)?, today))
        })
        .await?;
    Ok(Tagged::new(super::dated(certified.revision, today), notes(certified)))
}
