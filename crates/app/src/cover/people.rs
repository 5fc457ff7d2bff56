//! Who might be asked on a day: what the records of staff say, and what the timetable adds.

use crate::{Context, Result, staffing};
use cover::day::{Free, Person, Tier, Timetable};
use school::timetable::CycleWeek;
use school::{AcademyId, Date};

/// Everybody on the staff of an academy.
pub(super) fn on(
    cx: &mut Context<'_>,
    academy: AcademyId,
    date: Date,
    week: Option<CycleWeek>,
    timetable: &Timetable,
) -> Result<Vec<Person>> {
    let mut people = staffing::people::on(cx, academy, date, week)?;
    for person in &mut people {
        if matches!(person.tier, Tier::CoverSupervisor | Tier::CoverTeacher) {
            // Employed to cover: all of a week of twenty-five hours.
            person.free = Free { week_minutes: 1_500, term_minutes: 13 * 1_500, year_minutes: 39 * 1_500 };
        }
        know_classes(person, timetable);
    }
    Ok(people)
}

/// Adds the subjects and classes of the day's timetable to what is known of a person.
fn know_classes(person: &mut Person, timetable: &Timetable) {
    for entry in timetable.entries.iter().filter(|entry| entry.staff.contains(&person.id)) {
        person.subjects.extend(entry.subject.clone());
        person.classes.extend(entry.class.clone());
    }
}
