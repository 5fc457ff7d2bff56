//! Marks beside the records of suspensions.

use super::held_for;
use crate::records::{self, Filter};
use crate::{Context, Error, Result};
use attendance::code::Code;
use attendance::suspension::{Disagreement, Suspension, SuspensionRecord, disagreements};
use school::{AcademicYear, AcademyId, Date, PupilId, SessionAt};
use std::collections::HashMap;
use store::attendance::sheets::{self, Which};

/// The longest range of days that one check covers.
const LONGEST_RANGE_DAYS: i64 = 366;

/// A session of a pupil in which marks and records differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Differing {
    /// The pupil.
    pub pupil_id: PupilId,
    /// What differs.
    pub disagreement: Disagreement,
}

/// The sessions that have begun, from one day to another, in which E marks and the records of suspensions differ, by pupil and
/// session.
pub fn check_academy(
    cx: &mut Context<'_>,
    academy: AcademyId,
    from: Option<Date>,
    to: Option<Date>,
) -> Result<Vec<Differing>> {
    let (today, now) = school::clock::local(cx.at);
    let to = to.unwrap_or(today).min(today);
    let from = from.or_else(|| AcademicYear::of(to).map(AcademicYear::first_day)).unwrap_or(to);
    if from > to {
        return Err(Error::invalid("/query/to", "ends_before_it_begins", "the range ends before it begins"));
    }
    if (to - from).num_days() > LONGEST_RANGE_DAYS {
        return Err(Error::invalid("/query/to", "range_too_long", "ask for at most 366 days at a time"));
    }
    let state = cx.state(academy)?;
    let filter = Filter { from: Some(from), to: Some(to), ..Filter::default() };
    let mut recorded: HashMap<PupilId, Vec<Suspension>> = HashMap::new();
    for kept in records::all::<SuspensionRecord>(cx, academy, &filter)? {
        recorded.entry(kept.value.pupil_id).or_default().extend(kept.value.standing());
    }
    let mut marks = read_marks(cx, academy, from, to)?;
    let has_begun = |at: SessionAt| {
        at.date < today
            || state.calendar_on(at.date).is_some_and(|calendar| calendar.sessions.of(at.session).opens <= now)
    };
    let mut differing = Vec::new();
    for pupil in &state.roll.pupils {
        let id = pupil.record.id;
        let marks = marks.remove(&id).unwrap_or_default();
        let recorded = recorded.remove(&id).unwrap_or_default();
        if recorded.is_empty() && !marks.iter().any(|(_, code)| code.as_str() == "E") {
            continue;
        }
        let held = |at: SessionAt| has_begun(at) && held_for(&state, pupil, at);
        let found = disagreements(&marks, &recorded, &held, (from, to));
        differing.extend(found.into_iter().map(|disagreement| Differing { pupil_id: id, disagreement }));
    }
    Ok(differing)
}

type Marks = HashMap<PupilId, Vec<(SessionAt, Code)>>;

/// The marks of every pupil between two days in the order of their sessions.
fn read_marks(cx: &mut Context<'_>, academy: AcademyId, from: Date, to: Date) -> Result<Marks> {
    let mut marks: Marks = HashMap::new();
    let years = [AcademicYear::of(from), AcademicYear::of(to)];
    for (place, year) in years.into_iter().enumerate() {
        let Some(year) = year.filter(|year| place == 0 || Some(*year) != years[0]) else { continue };
        for sheet in sheets::load(cx.db, academy, Which::Year(year))? {
            let of_pupil = marks.entry(sheet.pupil_id).or_default();
            for (index, byte) in sheet.marks.iter().enumerate().filter(|(_, byte)| **byte != 0) {
                let (Some(at), Some(code)) = (year.session_at(index), Code::from_byte(*byte)) else { continue };
                if (from..=to).contains(&at.date) {
                    of_pupil.push((at, code));
                }
            }
        }
    }
    marks.values_mut().for_each(|of_pupil| of_pupil.sort_by_key(|(at, _)| *at));
    Ok(marks)
}
