//! Cover that was given: the one place from which counts, feeds and registers read it, whoever gave it.

use super::loading::{self, Records};
use super::requirement_id;
use crate::{Context, Error, Result, records};
use cover::arrange::{CoverAssignment, How};
use cover::day::Done;
use cover::need::needs;
use cover::publication::Publication;
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
        let stand = assignments.into_iter().filter(|kept| needed.contains_key(&kept.value.requirement_id));
        found.extend(stand.map(|kept| Given { minutes: kept.value.span().minutes(), assignment: kept.clone() }));
    }
    Ok(found)
}

/// The requirements of a day that need cover, and whether each is for the whole of its period.
fn needed(cx: &mut Context<'_>, academy: AcademyId, date: Date, records: &Records) -> Result<HashMap<Uuid, bool>> {
    let timetable = loading::timetable(&crate::timetable::day(cx, academy, date)?);
    let day = loading::assemble(timetable, date, &records.absences, &records.events, &records.settings);
    let decided: HashMap<Uuid, bool> = records
        .decisions
        .iter()
        .filter_map(|kept| kept.value.required.map(|required| (kept.value.requirement_id, required)))
        .collect();
    let found = needs(&day, &records.settings).into_iter().filter_map(|need| {
        let id = requirement_id(academy, date, &need.key);
        let whole = day.timetable.periods.get(need.place).is_some_and(|period| need.span.contains(period.span));
        decided.get(&id).copied().unwrap_or(!need.independent_study).then_some((id, whole))
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

/// The register of a lesson that passes from an absent teacher to whoever covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    /// The absent teacher.
    pub from: StaffId,
    /// Who covers.
    pub to: StaffId,
    /// Whether the teacher is away for the whole of the period.
    pub whole: bool,
}

/// From whom to whom the register of a class passes in a period of a day: with cover that was published, for as long as it
/// stands. Taken back, declined, or without its absence it passes nothing.
pub fn passed(
    cx: &mut Context<'_>,
    academy: AcademyId,
    date: Date,
    period: &str,
    group: GroupId,
) -> Result<Vec<Passed>> {
    let day = crate::timetable::day(cx, academy, date)?;
    let classes: HashSet<String> = day.lesson(period, group).filter_map(|entry| entry.class.clone()).collect();
    let records = loading::over(cx, academy, Range { from: date, to: date })?;
    let here = |cover: &CoverAssignment| cover.period == period && classes.contains(&cover.class);
    let mut covers = records.assignments.iter().filter(|kept| kept.value.state.holds() && here(&kept.value)).peekable();
    if covers.peek().is_none() {
        return Ok(Vec::new());
    }
    let published = published(cx, academy, date)?;
    let needed = needed(cx, academy, date, &records)?;
    Ok(covers
        .filter(|kept| published.contains(&kept.id.0))
        .filter_map(|kept| {
            let whole = *needed.get(&kept.value.requirement_id)?;
            Some(Passed { from: kept.value.absent_staff_id, to: kept.value.staff_id, whole })
        })
        .collect())
}

/// The assignments of the version of a day that was published last.
pub(super) fn published(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<HashSet<Uuid>> {
    let filter = records::Filter { subjects: None, from: Some(date), to: Some(date) };
    let versions: Vec<Kept<Publication>> = records::all(cx, academy, &filter)?;
    let last = versions.iter().max_by_key(|kept| kept.value.version);
    let lines = last.into_iter().flat_map(|kept| &kept.value.lines);
    Ok(lines.flat_map(|line| &line.shares).map(|share| share.assignment_id).collect())
}
