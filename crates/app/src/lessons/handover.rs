//! Who may take the register of a lesson.

use super::Lesson;
use crate::{Context, Result, records};
use access::CodeUse;
use school::timetable::HandedOver;
use school::{AcademyId, Record, StaffId};
use store::lessons::LessonKey;

/// Whether the caller may take the register of a lesson: attendance staff, the teachers of the class, whoever the class was
/// handed to, and whoever covers it by what was published. A teacher whose whole lesson is covered has passed the register on,
/// until the cover is taken back. A client that acts for nobody is trusted with what its scope allows.
pub fn may_take(cx: &mut Context<'_>, lesson: &Lesson) -> Result<bool> {
    let Some(person) = cx.acting.actor.person.as_ref().map(|person| person.staff_id) else { return Ok(true) };
    if cx.acting.reach.codes == CodeUse::All {
        return Ok(true);
    }
    let key = lesson.key();
    if find(cx, lesson.academy_id, &handed(&key, person))?.is_some() {
        return Ok(true);
    }
    let passed = crate::cover::passed(cx, lesson.academy_id, key.date, &key.period, key.group_id)?;
    let teaches = lesson.entries.iter().any(|entry| entry.staff_id == person);
    let passed_on = passed.iter().any(|each| each.from == person && each.whole);
    Ok(passed.iter().any(|each| each.to == person) || (teaches && !passed_on))
}

/// Hands a class to a person for one lesson: what publishing cover does. Handing it over again changes nothing.
pub fn hand_over(cx: &mut Context<'_>, academy: AcademyId, key: &LessonKey, to: StaffId) -> Result<()> {
    let handed = handed(key, to);
    if find(cx, academy, &handed)?.is_none() {
        records::add(cx, academy, handed)?;
    }
    Ok(())
}

/// Takes a class back that was handed over; nothing where it was not.
pub fn take_back(cx: &mut Context<'_>, academy: AcademyId, key: &LessonKey, from: StaffId) -> Result<()> {
    match find(cx, academy, &handed(key, from))? {
        Some(kept) => records::remove(cx, &kept, &|_| true),
        None => Ok(()),
    }
}

fn handed(key: &LessonKey, staff_id: StaffId) -> HandedOver {
    HandedOver { date: key.date, period: key.period.clone(), group_id: key.group_id, staff_id }
}

fn find(cx: &mut Context<'_>, academy: AcademyId, handed: &HandedOver) -> Result<Option<school::Kept<HandedOver>>> {
    records::of_key(cx, academy, &handed.natural_key().unwrap_or_default())
}
