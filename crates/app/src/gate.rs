//! The gate: who signed in late, who signed out, and what an arrival does to the register.

use crate::attendance::issues;
use crate::attendance::loading::{self, Session as Loaded};
use crate::attendance::writing::{self, Source};
use crate::roll::listing::{Ask, Listing};
use crate::{AcademyState, Context, Error, Result, records};
use attendance::gate::{Arrival, Direction, Effect, GateEvent, arrival, session_at};
use attendance::lesson::Passage;
use attendance::register::{CodeUse, OnRecord, Settings, SubmittedMark, Taking, take};
use attendance::{Code, EntryKind, Warning};
use chrono::{Duration, NaiveTime};
use school::{AcademyId, Date, Instant, IssueId, Kept, PupilId, SessionAt, Violation};
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;
use store::attendance::issues::Issue;

/// How many days back a passage may be recorded late.
const MOST_DAYS_BACK: i64 = 14;
/// How many minutes a clock at the gate may be ahead.
const MOST_MINUTES_AHEAD: i64 = 2;
/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// What a caller sends to sign a pupil in or out.
#[derive(Debug, Clone)]
pub struct Passing {
    /// The pupil.
    pub pupil_id: PupilId,
    /// Which way.
    pub kind: Direction,
    /// When; now where it is not said.
    pub at: Option<Instant>,
    /// Why.
    pub reason: Option<String>,
}

/// A passage as it was recorded.
#[derive(Debug)]
pub struct Passed {
    /// The passage.
    pub event: Kept<GateEvent>,
    /// The session in which an arrival falls.
    pub session: Option<SessionAt>,
    /// The mark of that session now.
    pub code: Option<Code>,
    /// Minutes late of that mark.
    pub minutes_late: Option<u16>,
    /// What was doubtful about the mark.
    pub warnings: Vec<Warning>,
}

/// What an arrival did.
struct Done {
    effect: Effect,
    session: Option<SessionAt>,
    code: Option<Code>,
    minutes_late: Option<u16>,
    warnings: Vec<Warning>,
}

/// Signs a pupil in or out. An arrival while the register is open makes the mark L, after it has closed U, with the minutes
/// since it opened; a code that fits better stays and the difference is listed. Leaving never changes a mark. The passage is
/// recorded in any case.
///
/// # Errors
/// [`Error::Invalid`] where the pupil is not on roll that day, or the moment is to come or long past.
pub fn record_passage(cx: &mut Context<'_>, academy: AcademyId, sent: &Passing) -> Result<Passed> {
    let state = cx.state(academy)?;
    let at = sent.at.unwrap_or(cx.at);
    let (date, time) = school::clock::local(at);
    let reason = check(cx, &state, sent, at)?;
    let done = match sent.kind {
        Direction::In => arrive(cx, academy, &state, sent.pupil_id, (date, time), reason.as_deref())?,
        Direction::Out => nothing(Effect::None),
    };
    let Done { effect, session, code, minutes_late, warnings } = done;
    let event = GateEvent { pupil_id: sent.pupil_id, kind: sent.kind, at, date, reason, effect };
    let event = records::add(cx, academy, event)?;
    Ok(Passed { event, session, code, minutes_late, warnings })
}

fn check(cx: &Context<'_>, state: &AcademyState, sent: &Passing, at: Instant) -> Result<Option<String>> {
    let mut errors = Vec::new();
    let date = school::clock::local(at).0;
    if at > cx.at + Duration::minutes(MOST_MINUTES_AHEAD) {
        errors.push(Violation::new("/at", "in_the_future", "a passage is recorded when it has happened"));
    }
    if at < cx.at - Duration::days(MOST_DAYS_BACK) {
        let detail = format!("a passage is recorded within {MOST_DAYS_BACK} days");
        errors.push(Violation::new("/at", "too_long_ago", detail));
    }
    match state.pupil(sent.pupil_id) {
        None => errors.push(Violation::new("/pupil_id", "unknown_pupil", "the academy has no such pupil")),
        Some(pupil) if pupil.enrolment_on(date).is_none() => {
            errors.push(Violation::new("/pupil_id", "not_on_roll", "the pupil is not on roll on this day"));
        }
        Some(_) => {}
    }
    let reason = sent.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    if reason.is_some_and(|reason| reason.chars().count() > LONGEST_REASON || reason.chars().any(char::is_control)) {
        let detail = format!("at most {LONGEST_REASON} characters on one line");
        errors.push(Violation::new("/reason", "malformed", detail));
    }
    if errors.is_empty() { Ok(reason.map(str::to_owned)) } else { Err(Error::Invalid(errors)) }
}

fn nothing(effect: Effect) -> Done {
    Done { effect, session: None, code: None, minutes_late: None, warnings: Vec::new() }
}

fn arrive(
    cx: &mut Context<'_>,
    academy: AcademyId,
    state: &Arc<AcademyState>,
    pupil_id: PupilId,
    (date, time): (Date, NaiveTime),
    reason: Option<&str>,
) -> Result<Done> {
    let Some(calendar) = state.calendar_on(date) else { return Ok(nothing(Effect::None)) };
    let Some(times) = state.register_times(date) else { return Ok(nothing(Effect::None)) };
    let Some(session) = session_at(time, &times) else { return Ok(nothing(Effect::None)) };
    let at = SessionAt::new(date, session);
    let pupils: Vec<_> = state.pupil(pupil_id).into_iter().collect();
    let loaded = loading::session(cx, academy, state, at, &pupils)?;
    let marked = loaded.roster.first().filter(|pupil| !pupil.boarder && calendar.meets(at, pupil.year_group));
    let Some(pupil) = marked else { return Ok(nothing(Effect::None)) };
    let standing = pupil.standing.as_ref().map(|standing| standing.mark.clone());
    let stays = |effect: Effect| Done {
        effect,
        session: Some(at),
        code: standing.as_ref().map(|mark| mark.code),
        minutes_late: standing.as_ref().and_then(|mark| mark.minutes_late),
        warnings: Vec::new(),
    };
    match arrival(time, session, &times, standing.as_ref().map(|mark| mark.code)) {
        Arrival::Nothing => Ok(stays(Effect::None)),
        Arrival::Kept(_) => {
            list_conflict(cx, academy, &loaded, time, "gate_arrival", None)?;
            Ok(stays(Effect::Conflict))
        }
        Arrival::Mark { .. } if standing.is_none() && pupil.planned.is_some() => Ok(stays(Effect::Planned)),
        Arrival::Mark { code, minutes_late } => {
            if standing.is_some() && cx.acting.actor.person.is_none() {
                // The law wants a name on an amendment, and a machine at the gate has none: a person settles it.
                list_conflict(cx, academy, &loaded, time, "gate_arrival_unsigned", Some(code))?;
                return Ok(stays(Effect::Conflict));
            }
            enter(cx, academy, &loaded, (code, minutes_late), time, reason)
        }
    }
}

/// Enters or amends the one mark of the session that was loaded.
fn enter(
    cx: &mut Context<'_>,
    academy: AcademyId,
    loaded: &Loaded,
    (code, minutes_late): (Code, Option<u16>),
    time: NaiveTime,
    reason: Option<&str>,
) -> Result<Done> {
    let said = reason.map_or_else(String::new, |reason| format!(": {reason}"));
    let reason = format!("signed in at the gate at {}{said}", time.format("%H:%M"));
    let sent = marks_for(loaded, code, minutes_late);
    let short: String = reason.chars().take(LONGEST_REASON).collect();
    let taking = Taking {
        at: loaded.at,
        now: cx.at,
        calendar: loaded.calendar()?,
        // The reason is the gate's own, and long enough.
        settings: Settings { shortest_reason: 0, ..loaded.state.register_settings(loaded.at.date, cx.at) },
        roster: &loaded.roster,
        // Neither of the two codes rests on a record.
        on_record: &OnRecord::default(),
        marks: &sent,
        reason: Some(&short),
        // Which of the two codes it is follows from the time alone.
        allowed: CodeUse::All,
    };
    let Ok(decision) = take(&taking) else {
        // The passage is recorded in any case, and a person looks at the mark.
        list_conflict(cx, academy, loaded, time, "gate_arrival", Some(code))?;
        return Ok(nothing(Effect::Conflict));
    };
    let source = Source { group_id: None, word: "gate" };
    writing::write(cx, academy, loaded, &decision.changes, &decision.warnings, source)?;
    let amended = decision.changes.iter().any(|change| change.kind == EntryKind::Amendment);
    let kind = if amended { "amended" } else { "entered" };
    for change in &decision.changes {
        let fields =
            json!({ "date": change.at.date, "session": change.at.session, "fields": ["code", "minutes_late"] });
        cx.record(academy, "mark", change.pupil_id, kind, fields)?;
    }
    let effect = if amended { Effect::Amended } else { Effect::Entered };
    Ok(Done { effect, session: Some(loaded.at), code: Some(code), minutes_late, warnings: decision.warnings })
}

fn marks_for(loaded: &Loaded, code: Code, minutes_late: Option<u16>) -> Vec<SubmittedMark> {
    let mark = |pupil_id| SubmittedMark {
        pupil_id,
        code: Some(code.as_str().to_owned()),
        minutes_late: minutes_late.map(i64::from),
        comment: None,
    };
    loaded.roster.iter().map(|pupil| mark(pupil.pupil_id)).collect()
}

/// Puts the difference between the mark that stands and the arrival on the list of conflicts.
fn list_conflict(
    cx: &mut Context<'_>,
    academy: AcademyId,
    loaded: &Loaded,
    time: NaiveTime,
    code: &str,
    other: Option<Code>,
) -> Result<()> {
    let Some(pupil) = loaded.roster.first() else { return Ok(()) };
    let issue = Issue {
        id: cx.new_id::<IssueId>(),
        pupil_id: pupil.pupil_id,
        at: loaded.at,
        kind: "conflict".to_owned(),
        code: code.to_owned(),
        detail: format!("signed in at the gate at {}; the mark stands as it is", time.format("%H:%M")),
        standing_code: pupil.standing.as_ref().map(|standing| standing.mark.code.as_str().to_owned()),
        other_code: other.map(|code| code.as_str().to_owned()),
        source: "gate".to_owned(),
        found_at: cx.at,
        settled_at: None,
    };
    issues::raise(cx, academy, &[issue])
}

/// The passages of a day in the order in which they were recorded.
pub fn list_passages(
    cx: &mut Context<'_>,
    academy: AcademyId,
    date: Date,
    ask: &Ask,
) -> Result<Listing<Kept<GateEvent>>> {
    records::list(cx, academy, &records::Filter { subjects: None, from: Some(date), to: Some(date) }, ask)
}

/// The passages of a day of each pupil, in the order in which they happened.
pub(crate) fn passages(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<HashMap<PupilId, Vec<Passage>>> {
    let filter = records::Filter { subjects: None, from: Some(date), to: Some(date) };
    let mut passages: HashMap<PupilId, Vec<Passage>> = HashMap::new();
    for event in records::all::<GateEvent>(cx, academy, &filter)? {
        let GateEvent { pupil_id, kind, at, .. } = event.value;
        passages.entry(pupil_id).or_default().push(Passage { at, inwards: kind == Direction::In });
    }
    for of_pupil in passages.values_mut() {
        of_pupil.sort_by_key(|passage| passage.at);
    }
    Ok(passages)
}
