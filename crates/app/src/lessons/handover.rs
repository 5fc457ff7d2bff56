//! Who may take the register of a lesson: by role, or because they cover it.

use super::Lesson;
use crate::{Context, Error, Further, Result, records, timetable};
use access::CodeUse;
use school::timetable::{Activity, HandedOver};
use school::{AcademyId, GroupId, Record, SessionAt, StaffId};
use std::collections::BTreeSet;
use store::lessons::LessonKey;

/// Whether the caller may take the register of a lesson: attendance staff, the teachers of the class, whoever the class was
/// handed to, and whoever covers it by what was published. A teacher whose whole lesson is covered has passed the register on,
/// until the cover is taken back. A client that acts for nobody is trusted with what its scope allows.
pub fn may_take(cx: &mut Context<'_>, lesson: &Lesson) -> Result<bool> {
    let Some(person) = cx.person() else { return Ok(true) };
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

/// Lets who may do it by role (`by_role`) to the register of a lesson, and beside them only whoever covers the lesson by what was
/// published, from its day on and as long as the cover stands: whatever their role, that register and no other.
///
/// # Errors
/// [`Error::Forbidden`] for anybody else; [`Error::NotFound`] for an academy out of reach.
pub fn admit(cx: &mut Context<'_>, academy: AcademyId, key: &LessonKey, by_role: &Further) -> Result<()> {
    if by_role.at(academy) {
        return Ok(());
    }
    cx.academy(academy)?;
    if covers(cx, academy, key)? { Ok(()) } else { Err(not_covered()) }
}

/// The same for the register of a registration group at a session: whoever covers the group's registration in it.
///
/// # Errors
/// As [`admit`].
pub fn admit_to_session(
    cx: &mut Context<'_>,
    academy: AcademyId,
    group_id: GroupId,
    at: SessionAt,
    by_role: &Further,
) -> Result<()> {
    if by_role.at(academy) {
        return Ok(());
    }
    cx.academy(academy)?;
    let day = timetable::day(cx, academy, at.date)?;
    let registrations = day.of_group(group_id).filter(|entry| entry.activity == Activity::Registration);
    let here = |period: &String| day.period(period).is_some_and(|period| period.session == at.session);
    let periods: BTreeSet<String> = registrations.map(|entry| entry.period.clone()).filter(here).collect();
    for period in periods {
        if covers(cx, academy, &LessonKey { date: at.date, period, group_id })? {
            return Ok(());
        }
    }
    Err(not_covered())
}

fn not_covered() -> Error {
    Error::Forbidden("without a role that takes registers, a person takes those of the classes that they cover")
}

/// Whether the caller covers a lesson of today or before by what was published.
fn covers(cx: &mut Context<'_>, academy: AcademyId, key: &LessonKey) -> Result<bool> {
    let Some(person) = cx.person() else { return Ok(false) };
    if key.date > school::clock::local(cx.at).0 {
        return Ok(false);
    }
    let passed = crate::cover::passed(cx, academy, key.date, &key.period, key.group_id)?;
    Ok(passed.iter().any(|each| each.to == person))
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
