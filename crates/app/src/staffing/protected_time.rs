//! Whether the timetable gives teachers the time that it owes them, and how much of their directed time it takes.

use super::all_staff;
use super::central_record::Known;
use crate::{Context, Error, Result, timetable};
use cover::arrange::CoverAssignment;
use cover::staff::{
    Block, CoverRole, DirectedTime, Employment, Entitlement, Span, Timetabled, TimetabledKind, Warning, directed_time,
    entitlement, warnings,
};
use school::timetable::{Activity, DayEntry};
use school::{AcademicYear, AcademyId, Date, StaffId, StaffMember};
use std::collections::{BTreeMap, HashMap};

/// How many days are looked through for the school weeks of one cycle.
const LONGEST_SEARCH: usize = 60;

/// One teacher's protected and directed time.
#[derive(Debug, Clone, PartialEq)]
pub struct Protected {
    /// The person.
    pub member: StaffMember,
    /// What the timetable owes and gives in the two school weeks from the day on.
    pub entitlement: Entitlement,
    /// The directed time of the academic year by the timetable.
    pub directed: DirectedTime,
    /// What is doubtful.
    pub warnings: Vec<Warning>,
}

/// Protected and directed time of the teachers of an academy, in the order of the staff records: two whole school weeks from
/// the one that holds `on`, which are one cycle of any timetable. Covers count up to `on`, that day with them.
pub fn protected_time(cx: &mut Context<'_>, academy: AcademyId, on: Date) -> Result<Vec<Protected>> {
    let staff = all_staff(cx, academy)?;
    let known = Known::load(cx, academy)?;
    let year = AcademicYear::of(on)
        .ok_or_else(|| Error::invalid("/query/on", "out_of_range", "the day is outside the years that are kept"))?;
    let cycle = blocks(cx, academy, on)?;
    let directed = directed_minutes(cx, academy, year)?;
    let covered = covered_minutes(cx, academy, (year.first_day(), on))?;
    let teachers = staff.into_iter().filter_map(|member| {
        let employment = known.employment(member.id)?;
        let teaches = employment.cover_roles.contains(&CoverRole::Teacher) && employment.employed_on(on);
        let covered = covered.get(&member.id).copied().unwrap_or(0);
        teaches.then(|| one(&member, employment, &cycle, &directed, covered))
    });
    Ok(teachers.collect())
}

fn one(
    member: &StaffMember,
    employment: &Employment,
    cycle: &HashMap<StaffId, Timetabled>,
    directed: &HashMap<StaffId, Vec<u32>>,
    covered: u32,
) -> Protected {
    let timetabled = cycle.get(&member.id).cloned().unwrap_or_default();
    let entitlement = entitlement(&timetabled, employment.early_career_year);
    let days = directed.get(&member.id).map(Vec::as_slice).unwrap_or_default();
    let directed = directed_time(employment, days.iter().copied(), covered);
    let mut doubts = warnings(&entitlement);
    if directed.applies && directed.remaining_minutes < 0 {
        let minutes = -directed.remaining_minutes;
        doubts.push(Warning {
            code: "directed_time_passed",
            detail: format!("timetable and covers direct {minutes} minutes more than the year allows"),
        });
    }
    Protected { member: member.clone(), entitlement, directed, warnings: doubts }
}

/// The days of two school weeks, the first of them the one that holds a day or the next that has school.
fn school_days(cx: &mut Context<'_>, academy: AcademyId, on: Date) -> Result<Vec<Date>> {
    let state = cx.state(academy)?;
    let monday = school::Week::of(on).monday;
    let days = monday.iter_days().take(LONGEST_SEARCH).filter(|day| state.is_school_day(*day));
    let mut weeks: Vec<Date> = Vec::new();
    let mut found = Vec::new();
    for day in days {
        let week = school::Week::of(day).monday;
        if weeks.last() != Some(&week) {
            weeks.push(week);
        }
        if weeks.len() > 2 {
            break;
        }
        found.push(day);
    }
    Ok(found)
}

fn kind(activity: Activity) -> Option<TimetabledKind> {
    match activity {
        Activity::Lesson | Activity::Registration => Some(TimetabledKind::Teaching),
        Activity::Ppa => Some(TimetabledKind::Ppa),
        Activity::Ect => Some(TimetabledKind::Ect),
        Activity::Duty | Activity::Meeting => Some(TimetabledKind::Other),
        Activity::Free => None,
    }
}

fn minutes(entry: &DayEntry) -> u16 {
    u16::try_from((entry.ends - entry.starts).num_minutes().max(0)).unwrap_or(0)
}

/// What everybody has in the cycle; what follows on itself without a break is one block.
fn blocks(cx: &mut Context<'_>, academy: AcademyId, on: Date) -> Result<HashMap<StaffId, Timetabled>> {
    let mut found: HashMap<StaffId, Timetabled> = HashMap::new();
    for date in school_days(cx, academy, on)? {
        let day = timetable::day(cx, academy, date)?;
        let mut ends: HashMap<StaffId, (chrono::NaiveTime, TimetabledKind)> = HashMap::new();
        let mut entries: Vec<&DayEntry> = day.entries.iter().collect();
        entries.sort_by_key(|entry| (entry.staff_id, entry.starts));
        for entry in entries {
            let Some(kind) = kind(entry.activity) else { continue };
            let blocks = &mut found.entry(entry.staff_id).or_default().blocks;
            let minutes = minutes(entry);
            match blocks.last_mut().filter(|_| ends.get(&entry.staff_id) == Some(&(entry.starts, kind))) {
                Some(block) => block.minutes = block.minutes.saturating_add(minutes),
                None => blocks.push(Block { kind, minutes }),
            }
            ends.insert(entry.staff_id, (entry.ends, kind));
        }
    }
    Ok(found)
}

/// What everybody covered from a day to a day by what was published and still stands, merged classes apart.
fn covered_minutes(
    cx: &mut Context<'_>,
    academy: AcademyId,
    (from, to): (Date, Date),
) -> Result<HashMap<StaffId, u32>> {
    let covers = super::quality::published_covers(cx, academy, (from, to))?;
    let covers: Vec<CoverAssignment> = covers.into_iter().map(|published| published.cover).collect();
    added_minutes(cx, academy, &covers)
}

/// The minutes that covers add to everybody's directed time. Who was freed, by a class on a trip, and covers in that period is
/// directed once and not twice: what the own timetable directs already is left out.
pub(super) fn added_minutes(
    cx: &mut Context<'_>,
    academy: AcademyId,
    covers: &[CoverAssignment],
) -> Result<HashMap<StaffId, u32>> {
    let mut by_day: BTreeMap<Date, Vec<&CoverAssignment>> = BTreeMap::new();
    for cover in covers {
        by_day.entry(cover.date).or_default().push(cover);
    }
    let mut found: HashMap<StaffId, u32> = HashMap::new();
    for (date, covers) in by_day {
        let day = timetable::day(cx, academy, date)?;
        for cover in covers {
            let own = day.of_staff(cover.staff_id).filter(|entry| kind(entry.activity).is_some());
            let own: Vec<Span> = own.map(|entry| Span::between(entry.starts, entry.ends)).collect();
            *found.entry(cover.staff_id).or_default() += minutes_beside(Span::between(cover.starts, cover.ends), &own);
        }
    }
    Ok(found)
}

/// The minutes of a span that are in none of some others.
fn minutes_beside(span: Span, others: &[Span]) -> u32 {
    let beside = |minute: &u16| !others.iter().any(|other| other.from <= *minute && *minute < other.to);
    u32::try_from((span.from..span.to).filter(beside).count()).unwrap_or(u32::MAX)
}

/// Minutes timetabled for everybody on each school day of a year.
pub(super) fn directed_minutes(
    cx: &mut Context<'_>,
    academy: AcademyId,
    year: AcademicYear,
) -> Result<HashMap<StaffId, Vec<u32>>> {
    let state = cx.state(academy)?;
    let mut found: HashMap<StaffId, Vec<u32>> = HashMap::new();
    let Some(calendar) = state.calendars.get(&year) else { return Ok(found) };
    for date in year.first_day().iter_days().take(year.days()).filter(|date| calendar.is_school_day(*date)) {
        let mut of_day: HashMap<StaffId, u32> = HashMap::new();
        for entry in timetable::day(cx, academy, date)?.entries {
            if kind(entry.activity).is_some() {
                *of_day.entry(entry.staff_id).or_default() += u32::from(minutes(&entry));
            }
        }
        for (staff, minutes) in of_day {
            found.entry(staff).or_default().push(minutes);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_is_directed_once() {
        let span = |from, to| Span { from, to };
        let cover = span(540, 600);
        assert_eq!(minutes_beside(cover, &[]), 60);
        assert_eq!(minutes_beside(cover, &[span(540, 600), span(540, 600)]), 0);
        assert_eq!(minutes_beside(cover, &[span(500, 550), span(545, 560), span(600, 660)]), 40);
    }
}
