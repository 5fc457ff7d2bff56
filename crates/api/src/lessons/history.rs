//! What was entered into the register of a lesson, and when.

use super::register::LessonPath;
use crate::allowed::{Allowed, permission::ReadLessonRegisters};
use actix_web::get;
use app::lessons;
use chrono::{DateTime, Utc};
use school::{EntryId, PupilId, Signatory};
use serde::Serialize;
use store::lessons::{EnteredLessonMark, LessonEntry};
use utoipa::ToSchema;
use web::{Page, Problem, Segments};

/// One mark that a submission entered or amended.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LessonEntryMarkBody {
    /// The pupil.
    pupil_id: PupilId,
    /// The code before; null where there was no mark.
    original: Option<String>,
    /// The code from then on.
    code: String,
    /// Minutes late, where the entry says.
    minutes_late: Option<u16>,
    /// What was remarked; null for callers who may not read remarks.
    comment: Option<String>,
    /// `register`, `late_entry` or `amendment`.
    #[schema(example = "register")]
    kind: String,
    /// Why, for an amendment.
    reason: Option<String>,
}

/// One submission of the register of a lesson.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LessonEntryBody {
    /// The entry.
    id: EntryId,
    /// When it was sent.
    at: DateTime<Utc>,
    /// The person who sent it.
    by: Option<Signatory>,
    /// The client that sent it.
    client: Option<String>,
    /// What it entered and amended.
    marks: Vec<LessonEntryMarkBody>,
}

fn body(entry: LessonEntry, with_comments: bool) -> LessonEntryBody {
    let LessonEntry { id, key: _, at, marks, by } = entry;
    let mark = |mark: EnteredLessonMark| {
        let EnteredLessonMark { pupil_id, original, code, minutes_late, comment, kind, reason } = mark;
        let comment = comment.filter(|_| with_comments);
        LessonEntryMarkBody { pupil_id, original, code, minutes_late, comment, kind, reason }
    };
    let client = by.client.map(|(_, name)| name);
    LessonEntryBody { id, at, by: by.person, client, marks: marks.into_iter().map(mark).collect() }
}

/// List what was entered into the register of a lesson
///
/// Every submission with what it entered and amended, the first one first: nothing is ever removed.
#[utoipa::path(
    tag = "Lessons and gate",
    params(LessonPath),
    responses((status = 200, description = "The entries.", body = Page<LessonEntryBody>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/lessons/{date}/{period}/{group_id}/entries")]
pub(crate) async fn list_lesson_entries(
    allowed: Allowed<ReadLessonRegisters>,
    path: Segments<LessonPath>,
) -> Result<Page<LessonEntryBody>, Problem> {
    let (academy_id, key) = path.into_inner().parts();
    let with_comments = allowed.shows_comments();
    let entries = allowed.read(move |cx| lessons::lesson_entries(cx, academy_id, &key)).await?;
    Ok(Page::new(entries.into_iter().map(|entry| body(entry, with_comments)).collect(), None))
}
