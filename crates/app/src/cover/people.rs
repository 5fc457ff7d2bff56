//! Who might be asked on a day: what the records of staff say, and what the timetable adds.

use crate::{Context, Result, staffing};
use cover::day::Person;
use school::timetable::{CycleWeek, TimetableVersion};
use school::{AcademyId, Date, StaffId};
use std::collections::HashMap;

/// Everybody on the staff of an academy.
pub(super) fn on(cx: &mut Context<'_>, academy: AcademyId, date: Date, week: Option<CycleWeek>) -> Result<Vec<Person>> {
    let mut people = staffing::people::on(cx, academy, date, week)?;
    let version = crate::timetable::version(cx, academy, date)?;
    let mut places: HashMap<StaffId, &mut Person> = people.iter_mut().map(|person| (person.id, person)).collect();
    if let Some(version) = &version {
        know_classes(&mut places, version);
    }
    Ok(people)
}

/// Adds the subjects and classes of the whole version of the timetable to what is known of everybody: whoever teaches a class on
/// another day knows it.
fn know_classes(people: &mut HashMap<StaffId, &mut Person>, version: &TimetableVersion) {
    for entry in version.entries.iter().filter(|entry| entry.activity.has_pupils()) {
        if let Some(person) = people.get_mut(&entry.staff_id) {
            person.subjects.extend(entry.subject.clone());
            person.classes.extend(entry.class.clone());
        }
    }
}
