//! Calls: everybody who could take a requirement is asked at once, or those who are named; the first who accepts has it.

use super::Loaded;
use super::arranging::rules;
use super::notices::{Notice, tell};
use crate::records::{self, Filter};
use crate::{Context, Error, Further, Kind, Result};
use chrono::{Duration, NaiveTime};
use cover::arrange::{
    Board, CallClosed, CallState, CoverAssignment, CoverCall, How, Line, State, Status, Terms, asked_before,
};
use cover::need::Need;
use cover::plan::Rule;
use school::clock::{instant_of, local};
use school::{AcademyId, Date, Instant, Kept, Record, RecordId, StaffId, Violation};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use uuid::Uuid;

/// How many days ahead one looks for calls that wait for somebody.
const DAYS_AHEAD: i64 = 28;

/// Who is to be asked.
#[derive(Debug, Clone, Default)]
pub struct Calling {
    /// These; none for everybody who breaks no hard rule.
    pub staff_ids: Option<Vec<StaffId>>,
    /// Until when they may answer.
    pub answer_by: Option<Instant>,
}

/// Asks everybody who breaks no hard rule for a requirement, or those who are named. Nobody is asked twice for the same one.
///
/// # Errors
/// [`Error::Conflict`] where it is arranged, published, not required or over, and where nobody is left to be asked;
/// [`Error::Invalid`] with each of the named who breaks a rule, or was asked already.
pub fn call(
    cx: &mut Context<'_>,
    academy: AcademyId,
    date: Date,
    requirement: Uuid,
    calling: &Calling,
) -> Result<Kept<CoverCall>> {
    let loaded = Loaded::held(cx, academy, date)?;
    let missing = || Error::NotFound(Kind::Other("requirement"));
    let place = loaded.place(requirement).ok_or_else(missing)?;
    let board = loaded.board();
    let line = board.lines.get(place).ok_or_else(missing)?;
    open(&loaded, line, cx.at)?;
    in_time(cx, date, line.need, calling.answer_by)?;
    let before = asked_before(loaded.calls.iter().map(|kept| &kept.value), requirement);
    let asked = match &calling.staff_ids {
        None => everybody(&loaded, &board, line.need, &before)?,
        Some(named) => those(&loaded, &board, line.need, named, &before)?,
    };
    if asked.is_empty() {
        let why = "nobody is left to be asked: all who break no rule have been asked for this already";
        return Err(Error::Conflict(why.to_owned()));
    }
    let call = CoverCall {
        date,
        requirement_id: requirement,
        period: line.need.key.period.clone(),
        class: line.need.key.class.clone(),
        absent_staff_id: line.need.key.absent,
        asked: asked.clone(),
        declined: Vec::new(),
        answer_by: calling.answer_by,
        state: CallState::Open,
        taken_by: None,
    };
    let kept = records::add(cx, academy, call)?;
    tell(cx, academy, Notice::Called, (date, requirement), asked)?;
    Ok(kept)
}

/// Whether a requirement may be called: nobody has it, or was asked by name, for any part of it.
/// Once it has ended nobody can be asked for it or accept it.
fn open(loaded: &Loaded, line: &Line<'_>, now: Instant) -> Result<()> {
    let why = match line.status {
        Status::Open if loaded.over => "this day is over",
        Status::Open if has_ended(loaded.date, line.need, now) => CallClosed::TooLate.says(),
        Status::Open if line.need.parts.len() > 1 => "this has several parts; ask for each by name",
        Status::Open => return Ok(()),
        Status::NotRequired => "this needs no cover",
        Status::Offered => "somebody has been asked for this by name; take that back first",
        Status::PartlyArranged => "a part of this is arranged; ask for the rest by name",
        Status::Arranged | Status::Published | Status::ChangedAfterPublish => "this is arranged already",
    };
    Err(Error::Conflict(why.to_owned()))
}

/// Whether the time of a requirement is over, and with it that of its calls.
pub(super) fn has_ended(date: Date, need: &Need, now: Instant) -> bool {
    instant_of(date, need.span.ends) <= now
}

fn in_time(cx: &Context<'_>, date: Date, need: &Need, answer_by: Option<Instant>) -> Result<()> {
    let Some(by) = answer_by else { return Ok(()) };
    if by <= cx.at || by > instant_of(date, need.span.ends) {
        return Err(Error::invalid("/answer_by", "out_of_range", "from now to the end of the requirement"));
    }
    Ok(())
}

fn everybody(loaded: &Loaded, board: &Board<'_>, need: &Need, before: &BTreeSet<StaffId>) -> Result<Vec<StaffId>> {
    let mut found = Vec::new();
    for person in loaded.day.people.iter().filter(|person| !before.contains(&person.id)) {
        if rules(loaded, board, need, need.span, (person.id, How::Cover))?.is_empty() {
            found.push(person.id);
        }
    }
    Ok(found)
}

fn those(
    loaded: &Loaded,
    board: &Board<'_>,
    need: &Need,
    named: &[StaffId],
    before: &BTreeSet<StaffId>,
) -> Result<Vec<StaffId>> {
    let (mut wrong, mut found) = (Vec::new(), Vec::new());
    for (place, staff) in named.iter().enumerate() {
        let mut refuse = |code: &str, detail: String| {
            wrong.push(Violation::new(format!("/staff_ids/{place}"), code, detail));
        };
        if found.contains(staff) {
            refuse("repeated", "the person is named twice".to_owned());
        } else if !loaded.day.people.iter().any(|person| person.id == *staff) {
            refuse("unknown_staff", "no member of staff of this academy has this id".to_owned());
        } else if before.contains(staff) {
            refuse("asked_already", "the person has been asked for this already".to_owned());
        } else {
            for rule in rules(loaded, board, need, need.span, (*staff, How::Cover))? {
                refuse(rule.as_str(), format!("the person is {}", rule.says()));
            }
        }
        found.push(*staff);
    }
    if wrong.is_empty() { Ok(found) } else { Err(Error::Invalid(wrong)) }
}

/// A call, for those who are asked and for who arranges cover (`arranges`); to anybody else it is not there.
pub fn find_call(cx: &mut Context<'_>, id: RecordId, arranges: &Further) -> Result<Kept<CoverCall>> {
    let kept: Kept<CoverCall> = records::find(cx, id)?;
    let person = cx.person();
    let asked = person.is_some_and(|person| kept.value.asked.contains(&person));
    if asked || arranges.at(kept.academy_id) { Ok(kept) } else { Err(missing()) }
}

fn missing() -> Error {
    Error::NotFound(Kind::Other(CoverCall::NAME))
}

/// The call as it stands once nobody else writes the cover of its day any more, with who answers it.
fn held(cx: &mut Context<'_>, id: RecordId) -> Result<(Kept<CoverCall>, StaffId)> {
    let found: Kept<CoverCall> = records::find(cx, id)?;
    let person = cx.signatory()?.staff_id;
    if !found.value.asked.contains(&person) {
        return Err(missing());
    }
    store::cover::hold_day(cx.db, found.academy_id, found.value.date)?;
    Ok((records::find(cx, id)?, person))
}

/// Accepts a call: the first who does has the cover. Who accepts again is told what they have.
///
/// # Errors
/// [`Error::Conflict`] where somebody was first, the call was withdrawn or its time is over, and where the person breaks a rule
/// by now.
pub fn accept(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<CoverAssignment>> {
    let (kept, person) = held(cx, id)?;
    let CoverCall { date, requirement_id, .. } = kept.value;
    let loaded = Loaded::of(cx, kept.academy_id, date)?;
    let theirs = |holds: bool| {
        let of = |each: &&Kept<CoverAssignment>| {
            each.value.requirement_id == requirement_id
                && each.value.staff_id == person
                && each.value.state.holds() == holds
        };
        loaded.assignments.iter().find(of).cloned()
    };
    if kept.value.taken_by == Some(person)
        && let Some(assignment) = theirs(true)
    {
        return Ok(assignment);
    }
    if let Some(closed) = kept.value.closed_at(cx.at) {
        return Err(Error::Conflict(closed.says().to_owned()));
    }
    let board = loaded.board();
    let line = loaded.place(requirement_id).and_then(|place| board.lines.get(place));
    let line = line.ok_or_else(|| Error::Conflict("this cover is no longer needed".to_owned()))?;
    open(&loaded, line, cx.at)?;
    let need = line.need;
    let mut broken = rules(&loaded, &board, need, need.span, (person, How::Cover))?;
    // Having declined it does not keep a person from taking it after all.
    broken.retain(|rule| *rule != Rule::Declined);
    if !broken.is_empty() {
        let names: Vec<String> = broken.iter().map(|rule| format!("{} ({})", rule.says(), rule.as_str())).collect();
        return Err(Error::Conflict(format!("you are {}", names.join(", "))));
    }
    let given = assignment(&kept.value, need, person, State::Accepted);
    let declined = theirs(false).filter(|each| each.value.state == State::Declined);
    let given = match declined {
        Some(declined) => records::change(cx, declined, given, &|_| true)?,
        None => records::add(cx, kept.academy_id, given)?,
    };
    close(cx, &loaded, requirement_id, CallState::Taken, Some(person))?;
    Ok(given)
}

fn assignment(call: &CoverCall, need: &Need, staff_id: StaffId, state: State) -> CoverAssignment {
    CoverAssignment {
        date: call.date,
        requirement_id: call.requirement_id,
        period: need.key.period.clone(),
        class: need.key.class.clone(),
        absent_staff_id: need.key.absent,
        staff_id,
        starts: need.span.starts,
        ends: need.span.ends,
        state,
        how: How::Cover,
        terms: Terms::Ordinary,
        terms_reason: None,
        pinned: false,
        overridden: Vec::new(),
        reason: None,
        ended_because: (state == State::Declined).then(|| "declined".to_owned()),
        correction: None,
    }
}

/// Ends every open call of a requirement and tells those who were still asked.
fn close(
    cx: &mut Context<'_>,
    loaded: &Loaded,
    requirement: Uuid,
    state: CallState,
    taken_by: Option<StaffId>,
) -> Result<()> {
    let calls = loaded.calls.iter().filter(|each| each.value.requirement_id == requirement);
    for kept in calls.filter(|each| each.value.state == CallState::Open) {
        let waiting: Vec<StaffId> =
            kept.value.asked.iter().copied().filter(|staff| kept.value.waits_for(*staff)).collect();
        let others = waiting.into_iter().filter(|staff| Some(*staff) != taken_by);
        let notice = if state == CallState::Taken { Notice::Taken } else { Notice::Withdrawn };
        tell(cx, loaded.academy, notice, (loaded.date, requirement), others)?;
        let after = CoverCall { state, taken_by, ..kept.value.clone() };
        records::change(cx, kept.clone(), after, &|_| true)?;
    }
    Ok(())
}

/// Declines a call: it counts as a refusal, and the person is not asked for this again. A call that can no longer be answered
/// stays as it is.
pub fn decline(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<CoverCall>> {
    let (kept, person) = held(cx, id)?;
    if kept.value.closed_at(cx.at).is_some() || !kept.value.waits_for(person) {
        return Ok(kept);
    }
    let loaded = Loaded::alone(cx, kept.academy_id, kept.value.date)?;
    let need = loaded.place(kept.value.requirement_id).and_then(|place| loaded.needs.get(place));
    let Some(need) = need else { return Ok(kept) };
    records::add(cx, kept.academy_id, assignment(&kept.value, need, person, State::Declined))?;
    let CoverCall { date, requirement_id, .. } = kept.value;
    tell(cx, kept.academy_id, Notice::Declined, (date, requirement_id), [person])?;
    let mut after = kept.value.clone();
    after.declined.push(person);
    records::change(cx, kept, after, &|_| true)
}

/// Takes a call back; one that was taken back already stays so.
///
/// # Errors
/// [`Error::Conflict`] where somebody has accepted it.
pub fn withdraw(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<CoverCall>> {
    let found: Kept<CoverCall> = records::find(cx, id)?;
    store::cover::hold_day(cx.db, found.academy_id, found.value.date)?;
    let kept: Kept<CoverCall> = records::find(cx, id)?;
    match kept.value.state {
        CallState::Withdrawn => Ok(kept),
        CallState::Taken => Err(Error::Conflict("somebody has accepted this cover; release it instead".to_owned())),
        CallState::Open => {
            let waiting: Vec<StaffId> =
                kept.value.asked.iter().copied().filter(|staff| kept.value.waits_for(*staff)).collect();
            let about = (kept.value.date, kept.value.requirement_id);
            tell(cx, kept.academy_id, Notice::Withdrawn, about, waiting)?;
            let after = CoverCall { state: CallState::Withdrawn, ..kept.value.clone() };
            records::change(cx, kept, after, &|_| true)
        }
    }
}

/// A call that waits for somebody's answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = OpenCoverCall)]
pub struct OpenCall {
    /// The call.
    pub id: RecordId,
    /// The day.
    pub date: Date,
    /// The requirement.
    pub requirement_id: Uuid,
    /// Its period.
    pub period: String,
    /// From when on.
    #[serde(with = "cover::clock_time")]
    #[schema(value_type = String, example = "10:00")]
    pub starts: NaiveTime,
    /// Until when.
    #[serde(with = "cover::clock_time")]
    #[schema(value_type = String, example = "11:00")]
    pub ends: NaiveTime,
    /// The class.
    pub class: String,
    /// The subject.
    pub subject: Option<String>,
    /// The room of the day.
    pub room: Option<String>,
    /// Until when it may be answered; null while the cover is to be had.
    pub answer_by: Option<chrono::DateTime<chrono::Utc>>,
}

/// The calls of the next four weeks that wait for a person's answer and whose cover is still to be had, for the person and for
/// who arranges cover (`for_others`).
pub fn open_calls(cx: &mut Context<'_>, staff: StaffId, for_others: &Further) -> Result<Vec<OpenCall>> {
    let member = crate::roll::staff::find_staff(cx, staff)?;
    let own = cx.person().is_none_or(|person| person == staff);
    if !own && !for_others.at(member.academy_id) {
        return Err(Error::NotFound(Kind::Staff));
    }
    let (today, _) = local(cx.at);
    let filter = Filter { subjects: None, from: Some(today), to: Some(today + Duration::days(DAYS_AHEAD)) };
    let now = cx.at;
    let waits = |call: &CoverCall| call.waits_for(staff) && call.closed_at(now).is_none();
    let mut by_day: BTreeMap<Date, Vec<Kept<CoverCall>>> = BTreeMap::new();
    for kept in records::matching(cx, member.academy_id, &filter, waits)? {
        by_day.entry(kept.value.date).or_default().push(kept);
    }
    let mut found = Vec::new();
    for (date, calls) in by_day {
        let loaded = Loaded::alone(cx, member.academy_id, date)?;
        let board = loaded.board();
        let here = calls.iter().filter_map(|kept| open_call(&loaded, &board, kept, now));
        found.extend(here);
    }
    found.sort_by_key(|call| (call.date, call.starts, call.id));
    Ok(found)
}

fn open_call(loaded: &Loaded, board: &Board<'_>, kept: &Kept<CoverCall>, now: Instant) -> Option<OpenCall> {
    let line = board.lines.get(loaded.place(kept.value.requirement_id)?)?;
    open(loaded, line, now).ok()?;
    let need = line.need;
    Some(OpenCall {
        id: kept.id,
        date: loaded.date,
        requirement_id: kept.value.requirement_id,
        period: need.key.period.clone(),
        starts: need.span.starts,
        ends: need.span.ends,
        class: need.title.clone(),
        subject: need.subject.clone(),
        room: loaded.room(&need.key.period, &need.key.class, need.room.as_ref()),
        answer_by: kept.value.answer_by,
    })
}
