//! Cover that was given: the one place from which counts, feeds and registers read it, whoever gave it.

use super::loading::{self, Records};
use super::requirement_id;
use crate::{Context, Error, Result};
use cover::arrange::{CoverAssignment, How};
use cover::day::Done;
use cover::need::needs;
use school::{AcademicYear, AcademyId, Date, GroupId, Kept, StaffId};
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// The most days that one use case looks back over.
const MOST_DAYS: i64 = 400;

/// Days, both ends inside.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    pub(super) from: Date,
    pub(super) to: Date,
}

/// One cover that is arranged or was given, and still has its lesson.
#[derive(Debug, Clone)]
pub struct Given {
    /// The assignment.
    pub assignment: Kept<CoverAssignment>,
    /// Its minutes.
    pub minutes: u32,
}

/// All cover of an academy from a day to a day that still has its lesson: a requirement that is no longer derived (the
/// timetable changed, the absence was cancelled) counts for nobody. Merged classes are in it, marked as such.
pub fn given(cx: &mut Context<'_>, academy: AcademyId, from: Date, to: Date) -> Result<Vec<Given>> {
    if to < from || (to - from).num_days() > MOST_DAYS {
        return Err(Error::invalid("/query/to", "out_of_range", format!("0 to {MOST_DAYS} days after from")));
    }
    let records = loading::over(cx, academy, Range { from, to })?;
    let mut by_day: BTreeMap<Date, Vec<&Kept<CoverAssignment>>> = BTreeMap::new();
    for kept in records.assignments.iter().filter(|kept| kept.value.state.holds()) {
        by_day.entry(kept.value.date).or_default().push(kept);
    }
    let mut found = Vec::new();
    for (date, assignments) in by_day {
        let needed = needed(cx, academy, date, &records)?;
        let stand = assignments.into_iter().filter(|kept| needed.contains(&kept.value.requirement_id));
        found.extend(stand.map(|kept| Given { minutes: kept.value.span().minutes(), assignment: kept.clone() }));
    }
    Ok(found)
}

/// The requirements of a day that need cover.
fn needed(cx: &mut Context<'_>, academy: AcademyId, date: Date, records: &Records) -> Result<HashSet<Uuid>> {
    let timetable = loading::timetable(&crate::timetable::day(cx, academy, date)?);
    let day = loading::assemble(timetable, date, &records.absences, &records.events, &records.settings);
    let decided: HashMap<Uuid, bool> = records
        .decisions
        .iter()
        .filter_map(|kept| kept.value.required.map(|required| (kept.value.requirement_id, required)))
        .collect();
    let found = needs(&day, &records.settings).into_iter().filter_map(|need| {
        let id = requirement_id(academy, date, &need.key);
        decided.get(&id).copied().unwrap_or(!need.independent_study).then_some(id)
    });
    Ok(found.collect())
}

/// What everybody has covered in the week, term and year of a day, the day itself left out.
pub(super) fn done(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<HashMap<StaffId, Done>> {
    let Some(year) = AcademicYear::of(date) else { return Ok(HashMap::new()) };
    let week = date.week(chrono::Weekday::Mon);
    let term = cx.state(academy)?.calendars.get(&year).and_then(|calendar| {
        let terms = calendar.terms.iter();
        terms.filter(|term| term.first_day <= date).map(|term| term.first_day).max()
    });
    let (monday, sunday) = (week.first_day(), week.last_day());
    let covers = given(cx, academy, year.first_day(), date.max(sunday))?;
    let mut found: HashMap<StaffId, Done> = HashMap::new();
    for Given { assignment, minutes } in covers {
        let CoverAssignment { date: day, staff_id, how, .. } = assignment.value;
        if day == date || how == How::Merged {
            continue;
        }
        let done = found.entry(staff_id).or_default();
        if (monday..=sunday).contains(&day) {
            done.week = done.week.saturating_add(1);
            done.week_minutes += minutes;
        }
        if day < date {
            done.year = done.year.saturating_add(1);
            done.year_minutes += minutes;
            done.term_minutes += if term.is_some_and(|term| day >= term) { minutes } else { 0 };
        }
    }
    Ok(found)
}

/// Whether a person covers a class, or the group whose register it is, in a period of a day: then the register of the class
/// is theirs to take.
pub fn covers(
    cx: &mut Context<'_>,
    academy: AcademyId,
    staff: StaffId,
    date: Date,
    period: &str,
    group: GroupId,
) -> Result<bool> {
    let day = crate::timetable::day(cx, academy, date)?;
    let classes: HashSet<String> = day.lesson(period, group).filter_map(|entry| entry.class.clone()).collect();
    let covers = given(cx, academy, date, date)?;
    Ok(covers
        .iter()
        .map(|given| &given.assignment.value)
        .any(|cover| cover.staff_id == staff && cover.period == period && classes.contains(&cover.class)))
}
