//! The marks of one pupil: over a range of days, one with its history, and amending one.

use super::loading::{self, Session};
use super::on_record;
use super::writing::{self, Source};
use crate::{AcademyState, Context, Error, Kind, Result};
use attendance::code::Code;
use attendance::register::{Amendment, RosterPupil, amend};
use attendance::{EntryKind, StandingMark, Warning};
use school::{AcademicYear, AcademyId, Actor, Date, EnrolmentId, Instant, PupilId, SessionAt};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use store::attendance::{amendments, details, entries, planned, sheets};

/// The longest range of days that one question may cover.
const LONGEST_RANGE_DAYS: i64 = 366;

/// One mark, or the plan for a session without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedMark {
    /// The session.
    pub at: SessionAt,
    /// The code; of the plan where there is no mark.
    pub code: Code,
    /// Minutes late.
    pub minutes_late: Option<u16>,
    /// The comment.
    pub comment: Option<String>,
    /// The code as the MIS wrote it, where it differs.
    pub raw_code: Option<String>,
    /// Whether this is a plan and no mark yet.
    pub planned: bool,
    /// How many entries the mark has had; 0 for a plan.
    pub entries: i32,
}

/// The marks of one pupil over a range of days, with the figures.
#[derive(Debug)]
pub struct PupilMarks {
    /// The pupil.
    pub pupil_id: PupilId,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// The marks and plans in the order of the sessions.
    pub marks: Vec<DatedMark>,
    /// The figures over the sessions that have begun.
    pub summary: attendance::summary::Summary,
}

/// The range of days asked for: as given, or the academic year so far.
pub(crate) fn range(cx: &Context<'_>, from: Option<Date>, to: Option<Date>) -> Result<(Date, Date)> {
    let today = school::clock::local(cx.at).0;
    let to = to.unwrap_or(today);
    let from = from.or_else(|| AcademicYear::of(to).map(AcademicYear::first_day)).unwrap_or(to);
    if from > to {
        return Err(Error::invalid("/query/to", "ends_before_it_begins", "the range ends before it begins"));
    }
    if (to - from).num_days() > LONGEST_RANGE_DAYS {
        return Err(Error::invalid("/query/to", "range_too_long", "ask for at most 366 days at a time"));
    }
    Ok((from, to))
}

/// The marks of a pupil over a range of days.
pub fn pupil_marks(cx: &mut Context<'_>, id: PupilId, from: Option<Date>, to: Option<Date>) -> Result<PupilMarks> {
    let (from, to) = range(cx, from, to)?;
    let (academy, state) = loading::pupil(cx, id)?;
    let pupil = state.pupil(id).ok_or(Error::NotFound(Kind::Pupil))?;
    let enrolments: Vec<EnrolmentId> = pupil.enrolments.iter().map(|enrolment| enrolment.id).collect();
    let mut beside: HashMap<SessionAt, details::Detail> = details::of_range(cx.db, academy, &enrolments, from, to)?
        .into_iter()
        .map(|detail| (detail.at, detail))
        .collect();
    let mut marks: BTreeMap<SessionAt, DatedMark> = BTreeMap::new();
    let stored = sheets::load(cx.db, academy, sheets::Which::Pupils(&[id]))?;
    for sheet in &stored {
        for (place, byte) in sheet.marks.iter().enumerate().filter(|(_, byte)| **byte != 0) {
            let Some(at) = sheet.year.session_at(place).filter(|at| (from..=to).contains(&at.date)) else { continue };
            let detail = beside.remove(&at);
            let raw_code = detail.as_ref().and_then(|detail| detail.raw_code.clone());
            if let Some(StandingMark { mark, entries, .. }) = loading::standing(*byte, detail) {
                let attendance::Mark { code, minutes_late, comment } = mark;
                marks.insert(at, DatedMark { at, code, minutes_late, comment, raw_code, planned: false, entries });
            }
        }
    }
    add_plans(cx, academy, &state, id, (from, to), &mut marks)?;
    let summary = super::summaries::pupil_summary(cx, &state, pupil, &stored, from, to)?;
    Ok(PupilMarks { pupil_id: id, from, to, marks: marks.into_values().collect(), summary })
}

/// Plans of sessions that have no mark yet.
fn add_plans(
    cx: &mut Context<'_>,
    academy: AcademyId,
    state: &AcademyState,
    id: PupilId,
    (from, to): (Date, Date),
    marks: &mut BTreeMap<SessionAt, DatedMark>,
) -> Result<()> {
    let plans = planned::touching(cx.db, academy, Some(&[id]), from, to)?;
    let Some(pupil) = state.pupil(id) else { return Ok(()) };
    for plan in &plans {
        for date in plan.first_day.max(from).iter_days().take_while(|date| *date <= plan.last_day.min(to)) {
            let (Some(calendar), Some(values)) = (state.calendar_on(date), pupil.characteristics_on(date)) else {
                continue;
            };
            for session in school::Session::BOTH {
                let at = SessionAt::new(date, session);
                if pupil.enrolment_on(date).is_none()
                    || !calendar.meets(at, values.year_group)
                    || marks.get(&at).is_some_and(|mark| !mark.planned)
                {
                    continue;
                }
                let Some((code, plan)) = crate::state::planned_code(plans.iter(), at) else { continue };
                let comment = plan.comment.clone();
                let mark =
                    DatedMark { at, code, minutes_late: None, comment, raw_code: None, planned: true, entries: 0 };
                marks.insert(at, mark);
            }
        }
    }
    Ok(())
}

/// One entry in the history of a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// How the mark came to be what it is from then on.
    pub kind: EntryKind,
    /// The code before; none for the original entry.
    pub original: Option<Code>,
    /// The code from then on.
    pub code: Code,
    /// Minutes late, where the entry says.
    pub minutes_late: Option<u16>,
    /// The comment, where the entry says.
    pub comment: Option<String>,
    /// Why, for an amendment.
    pub reason: Option<String>,
    /// When.
    pub at: Instant,
    /// Who.
    pub by: Actor,
    /// The import it came from.
    pub import_id: Option<school::ImportId>,
    version: i32,
}

/// A mark with its whole history.
#[derive(Debug)]
pub struct MarkWithHistory {
    /// The pupil.
    pub pupil_id: PupilId,
    /// The session.
    pub at: SessionAt,
    /// The mark that stands.
    pub standing: StandingMark,
    /// The code as the MIS wrote it, where it differs.
    pub raw_code: Option<String>,
    /// The entries, the original first.
    pub history: Vec<HistoryEntry>,
    /// What was doubtful about the amendment just made.
    pub warnings: Vec<Warning>,
}

/// The mark of a pupil at a session with its history.
pub fn find_mark(cx: &mut Context<'_>, id: PupilId, at: SessionAt) -> Result<MarkWithHistory> {
    let (academy, state) = loading::pupil(cx, id)?;
    let session = one(cx, academy, &state, id, at)?;
    let pupil = session.roster.first().ok_or(Error::NotFound(Kind::Mark))?;
    let standing = pupil.standing.clone().ok_or(Error::NotFound(Kind::Mark))?;
    let history = history_of(cx, academy, &session, pupil)?;
    let raw_code = session.raw_codes.get(&id).cloned();
    Ok(MarkWithHistory { pupil_id: id, at, standing, raw_code, history, warnings: Vec::new() })
}

fn one(
    cx: &mut Context<'_>,
    academy: AcademyId,
    state: &Arc<AcademyState>,
    id: PupilId,
    at: SessionAt,
) -> Result<Session> {
    let pupil = state.pupil(id).ok_or(Error::NotFound(Kind::Pupil))?;
    loading::session(cx, academy, state, at, &[pupil])
}

fn history_of(
    cx: &mut Context<'_>,
    academy: AcademyId,
    session: &Session,
    pupil: &RosterPupil,
) -> Result<Vec<HistoryEntry>> {
    let enrolment = pupil.enrolment_id;
    let mut history = submitted(cx, academy, session, enrolment)?;
    history.extend(imported(cx, academy, session, enrolment)?);
    for row in amendments::of_mark(cx.db, academy, enrolment, session.at)? {
        let code =
            Code::parse(&row.amended).map_err(|_| Error::Unexpected("an unknown code in an entry".to_owned()))?;
        history.push(HistoryEntry {
            kind: EntryKind::Amendment,
            original: Code::parse(&row.original).ok(),
            code,
            minutes_late: row.minutes_late.and_then(|minutes| u16::try_from(minutes).ok()),
            comment: row.comment,
            reason: Some(row.reason),
            at: row.made_at,
            by: row.by,
            import_id: row.import_id,
            version: row.version,
        });
    }
    history.sort_by_key(|entry| entry.version);
    Ok(history)
}

fn submitted(
    cx: &mut Context<'_>,
    academy: AcademyId,
    session: &Session,
    enrolment: EnrolmentId,
) -> Result<Vec<HistoryEntry>> {
    let mut found = Vec::new();
    for submission in entries::submissions_of_session(cx.db, academy, session.at)? {
        for mark in submission.marks.iter().filter(|mark| mark.enrolment_id == enrolment) {
            let Some(code) = Code::from_byte(mark.after) else { continue };
            found.push(HistoryEntry {
                kind: submission.kind.parse().unwrap_or(EntryKind::Register),
                original: Code::from_byte(mark.before),
                code,
                minutes_late: None,
                comment: None,
                reason: None,
                at: submission.sent_at,
                by: submission.by.clone(),
                import_id: None,
                version: mark.version,
            });
        }
    }
    Ok(found)
}

fn imported(
    cx: &mut Context<'_>,
    academy: AcademyId,
    session: &Session,
    enrolment: EnrolmentId,
) -> Result<Vec<HistoryEntry>> {
    let mut found = Vec::new();
    for entry in entries::imported(cx.db, academy, session.year, Some(&[enrolment]))? {
        for mark in entry.marks.iter().filter(|mark| usize::from(mark.place) == session.place) {
            let Some(code) = Code::from_byte(mark.after) else { continue };
            let import = store::imports::find(cx.db, entry.import_id)?;
            found.push(HistoryEntry {
                kind: EntryKind::Import,
                original: Code::from_byte(mark.before),
                code,
                minutes_late: None,
                comment: None,
                reason: None,
                at: entry.at,
                by: import.map_or(Actor { client: None, person: None }, |import| import.by),
                import_id: Some(entry.import_id),
                version: entry.version,
            });
        }
    }
    Ok(found)
}

/// What a caller sends to amend a mark: what is not named stays.
#[derive(Debug, Clone, Default)]
pub struct Amending {
    /// The code.
    pub code: Option<String>,
    /// Minutes late.
    pub minutes_late: Option<Option<i64>>,
    /// The comment.
    pub comment: Option<Option<String>>,
    /// Why.
    pub reason: Option<String>,
}

/// Amends one mark, or enters one that is missing. The law wants a name and a position on it. `precondition` is asked about
/// the entity tag of the mark as it stands: its count of entries.
pub fn amend_mark(
    cx: &mut Context<'_>,
    id: PupilId,
    at: SessionAt,
    sent: &Amending,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<MarkWithHistory> {
    let (academy, state) = loading::pupil(cx, id)?;
    let session = one(cx, academy, &state, id, at)?;
    let pupil = session.roster.first();
    let standing = pupil.and_then(|pupil| pupil.standing.as_ref());
    if !precondition(standing.map_or(0, |standing| standing.entries)) {
        return Err(Error::Precondition);
    }
    let code = sent.code.as_deref().or(standing.map(|standing| standing.mark.code.as_str()));
    let codes = std::iter::once((id, code));
    let on_record = on_record::of_codes(cx, academy, &state, (at.date, at.date), codes)?;
    let amendment = Amendment {
        at,
        now: cx.at,
        calendar: session.calendar()?,
        settings: state.register_settings(at.date, cx.at),
        pupil,
        on_record: &on_record,
        code: sent.code.clone(),
        minutes_late: sent.minutes_late,
        comment: sent.comment.clone(),
        reason: sent.reason.clone(),
        allowed: loading::code_use(cx),
    };
    let decision = amend(&amendment).map_err(Error::Invalid)?;
    cx.signatory()?;
    if !decision.changes.is_empty() {
        let source = Source { group_id: None, word: "person" };
        writing::write(cx, academy, &session, &decision.changes, &decision.warnings, source)?;
        let fields = json!({ "date": at.date, "session": at.session, "fields": ["code", "minutes_late", "comment"] });
        cx.record(academy, "mark", id, "amended", fields)?;
    }
    Ok(MarkWithHistory { warnings: decision.warnings, ..find_mark(cx, id, at)? })
}
