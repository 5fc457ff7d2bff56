//! Who might be asked on a day, as far as the staff records and the timetable say it.

use crate::{Context, Result};
use cover::day::{Free, Person, Tier, Timetable};
use school::{AcademyId, Role, StaffMember};

/// The most staff of one academy that are looked at.
const MOST: i64 = 5_000;

/// Everybody on the staff of an academy.
pub(super) fn on(cx: &mut Context<'_>, academy: AcademyId, timetable: &Timetable) -> Result<Vec<Person>> {
    let staff = store::roll::staff::list(cx.db, academy, None, None, MOST)?;
    Ok(staff.iter().map(|member| person(member, timetable)).collect())
}

fn person(member: &StaffMember, timetable: &Timetable) -> Person {
    let mut person = Person::unknown(member.id, tier(&member.roles));
    if person.tier == Tier::CoverSupervisor {
        // Employed to cover: all of a week of twenty-five hours.
        person.free = Free { week_minutes: 1_500, term_minutes: 13 * 1_500, year_minutes: 39 * 1_500 };
    }
    know_classes(&mut person, timetable);
    person
}

/// Adds the subjects and classes of the day's timetable to what is known of a person.
fn know_classes(person: &mut Person, timetable: &Timetable) {
    for entry in timetable.entries.iter().filter(|entry| entry.staff.contains(&person.id)) {
        person.subjects.extend(entry.subject.clone());
        person.classes.extend(entry.class.clone());
    }
}

fn tier(roles: &[Role]) -> Tier {
    let has = |wanted: &[Role]| roles.iter().any(|role| wanted.contains(role));
    if has(&[Role::CoverSupervisor]) {
        Tier::CoverSupervisor
    } else if has(&[Role::SeniorLeader, Role::Headteacher]) {
        Tier::Leader
    } else if has(&[Role::Teacher, Role::Tutor, Role::HeadOfYear]) {
        Tier::Teacher
    } else {
        Tier::NotAsked
    }
}
