//! The marks of one pupil.

use crate::allowed::{
    Allowed,
    permission::{AmendMarks, ReadMarks},
};
use crate::paths::PupilPath;
use actix_web::{get, patch};
use app::attendance::marks::{self, Amending, DatedMark, HistoryEntry, MarkWithHistory, PupilMarks};
use attendance::code::Code;
use attendance::summary::Summary;
use attendance::{EntryKind, Mark, Warning};
use chrono::{DateTime, Utc};
use school::{Date, ImportId, PupilId, Session, SessionAt, Signatory};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, ETag, IfMatch, Params, Patch, Problem, Segments, Tagged};

/// A range of days.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RangeQuery {
    /// The first day; the first of the academic year where it is left out.
    #[param(example = "2026-09-01")]
    pub(crate) from: Option<Date>,
    /// The last day; today where it is left out. At most 366 days in all.
    #[param(example = "2026-11-23")]
    pub(crate) to: Option<Date>,
}

/// One mark, or the plan for a session without one.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DatedMarkBody {
    /// The day.
    date: Date,
    /// The session.
    session: Session,
    /// The code.
    code: Code,
    /// Minutes late, where known.
    minutes_late: Option<u16>,
    /// What was remarked; null for callers who may not read remarks.
    comment: Option<String>,
    /// The code as the MIS wrote it, where it differs.
    raw_code: Option<String>,
    /// Whether this is a plan and no mark yet; plans are in no figure.
    planned: bool,
    /// How many entries the mark has had; 0 for a plan.
    entries: i32,
}

/// The attendance of one pupil over a range of days.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PupilAttendanceBody {
    /// The pupil.
    pupil_id: PupilId,
    /// The first day.
    from: Date,
    /// The last day.
    to: Date,
    /// The marks and plans in the order of the sessions.
    marks: Vec<DatedMarkBody>,
    /// The figures over the sessions of the range that have begun.
    summary: Summary,
}

/// Get the attendance of a pupil
///
/// Every mark of the range in order, what is planned for sessions without a mark, and the figures with every count.
#[utoipa::path(
    tag = "Attendance",
    params(PupilPath, RangeQuery),
    responses((status = 200, description = "The marks and the figures.", body = PupilAttendanceBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/pupils/{pupil_id}/attendance")]
pub(crate) async fn get_pupil_attendance(
    allowed: Allowed<ReadMarks>,
    path: Segments<PupilPath>,
    query: Params<RangeQuery>,
) -> Result<Tagged<PupilAttendanceBody>, Problem> {
    let RangeQuery { from, to } = query.into_inner();
    let with_comments = allowed.shows_comments();
    let found = allowed.read(move |cx| marks::pupil_marks(cx, path.pupil_id, from, to)).await?;
    let PupilMarks { pupil_id, from, to, marks, summary } = found;
    let marks = marks.into_iter().map(|mark| dated(mark, with_comments)).collect();
    let body = PupilAttendanceBody { pupil_id, from, to, marks, summary };
    Ok(crate::answers::by_digest(body))
}

fn dated(mark: DatedMark, with_comments: bool) -> DatedMarkBody {
    let DatedMark { at, code, minutes_late, comment, raw_code, planned, entries } = mark;
    let SessionAt { date, session } = at;
    let comment = comment.filter(|_| with_comments);
    DatedMarkBody { date, session, code, minutes_late, comment, raw_code, planned, entries }
}

/// Where a mark is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct MarkPath {
    /// The pupil.
    #[param(value_type = String, format = Uuid)]
    pub(crate) pupil_id: PupilId,
    /// The day.
    pub(crate) date: Date,
    /// `am` or `pm`.
    #[param(inline)]
    pub(crate) session: Session,
}

/// One entry in the history of a mark.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HistoryEntryBody {
    /// How the mark came to be what it is from then on.
    kind: EntryKind,
    /// The code before; null for the original entry.
    original: Option<Code>,
    /// The code from then on.
    code: Code,
    /// Minutes late, where the entry says.
    minutes_late: Option<u16>,
    /// The comment, where the entry says; null for callers who may not read remarks.
    comment: Option<String>,
    /// Why, for an amendment.
    reason: Option<String>,
    /// When.
    at: DateTime<Utc>,
    /// The name and position of the person; null where a program acted for nobody.
    by: Option<Signatory>,
    /// The name of the client program.
    client: Option<String>,
    /// The import it came from.
    import_id: Option<ImportId>,
}

/// A mark with its whole history: original entry, amended entry, reason, date, and name and position of the person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MarkHistoryBody {
    /// The pupil.
    pupil_id: PupilId,
    /// The day.
    date: Date,
    /// The session.
    session: Session,
    /// The code that stands.
    code: Code,
    /// Minutes late, where known.
    minutes_late: Option<u16>,
    /// What was remarked; null for callers who may not read remarks.
    comment: Option<String>,
    /// The code as the MIS wrote it, where it differs.
    raw_code: Option<String>,
    /// The entries, the original first.
    history: Vec<HistoryEntryBody>,
    /// What was doubtful about the amendment just made; empty when the mark is only read.
    warnings: Vec<Warning>,
}

fn history_body(found: MarkWithHistory, with_comments: bool) -> Tagged<MarkHistoryBody> {
    let MarkWithHistory { pupil_id, at, standing, raw_code, history, warnings } = found;
    let SessionAt { date, session } = at;
    let etag = ETag::revision(i64::from(standing.entries));
    let Mark { code, minutes_late, comment } = standing.mark;
    let comment = comment.filter(|_| with_comments);
    let history = history.into_iter().map(|entry| entry_body(entry, with_comments)).collect();
    let body = MarkHistoryBody { pupil_id, date, session, code, minutes_late, comment, raw_code, history, warnings };
    Tagged::new(etag, body)
}

fn entry_body(entry: HistoryEntry, with_comments: bool) -> HistoryEntryBody {
    let HistoryEntry { kind, original, code, minutes_late, comment, reason, at, by, import_id, .. } = entry;
    HistoryEntryBody {
        kind,
        original,
        code,
        minutes_late,
        comment: comment.filter(|_| with_comments),
        reason,
        at,
        by: by.person,
        client: by.client.map(|(_, name)| name),
        import_id,
    }
}

/// Get a mark with its history
///
/// The mark that stands, the original entry and each amendment with its reason, when, and the name and position of who made
/// it. The entity tag is the count of entries.
#[utoipa::path(
    tag = "Attendance",
    params(MarkPath),
    responses((status = 200, description = "The mark.", body = MarkHistoryBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/pupils/{pupil_id}/marks/{date}/{session}")]
pub(crate) async fn get_mark(
    allowed: Allowed<ReadMarks>,
    path: Segments<MarkPath>,
) -> Result<Tagged<MarkHistoryBody>, Problem> {
    let MarkPath { pupil_id, date, session } = path.into_inner();
    let with_comments = allowed.shows_comments();
    let found = allowed.read(move |cx| marks::find_mark(cx, pupil_id, SessionAt::new(date, session))).await?;
    Ok(history_body(found, with_comments))
}

/// An amendment of a mark: what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "M", "reason": "Appointment card seen"}))]
pub(crate) struct AmendMarkBody {
    /// A national code in force on that day.
    #[serde(default)]
    #[schema(max_length = 8, nullable = false)]
    code: Option<String>,
    /// Minutes after the register opened, with L or U; null where unknown.
    #[serde(default)]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 480)]
    minutes_late: Patch<Option<i64>>,
    /// A remark; null takes it away.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 1000)]
    comment: Patch<Option<String>>,
    /// Why the mark is amended, at least three characters.
    #[schema(min_length = 3, max_length = 1000)]
    reason: String,
}

/// Amend a mark
///
/// Changes one mark, or enters one that is missing. The original stays visible with the reason, the time, and the name and
/// position of the person: send it for a member of staff (`Acting-Staff`). A mark is never removed.
#[utoipa::path(
    tag = "Attendance",
    params(MarkPath),
    request_body = AmendMarkBody,
    responses((status = 200, description = "The mark as it stands now, with its history.", body = MarkHistoryBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[patch("/v1/pupils/{pupil_id}/marks/{date}/{session}")]
pub(crate) async fn amend_mark(
    allowed: Allowed<AmendMarks>,
    path: Segments<MarkPath>,
    condition: IfMatch,
    sent: Body<AmendMarkBody>,
) -> Result<Tagged<MarkHistoryBody>, Problem> {
    let MarkPath { pupil_id, date, session } = path.into_inner();
    let with_comments = allowed.shows_comments();
    let AmendMarkBody { code, minutes_late, comment, reason } = sent.into_inner();
    let amending = Amending {
        code,
        minutes_late: crate::answers::set(minutes_late),
        comment: crate::answers::set(comment),
        reason: Some(reason),
    };
    let found = allowed
        .write(move |cx| {
            let holds = |entries: i32| condition.check(&ETag::revision(i64::from(entries))).is_ok();
            marks::amend_mark(cx, pupil_id, SessionAt::new(date, session), &amending, &holds)
        })
        .await?;
    Ok(history_body(found, with_comments))
}
