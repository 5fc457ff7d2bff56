//! What happens on a date.

use super::cache;
use crate::{AcademyState, Context, Result};
use school::timetable::{TimetableDay, TimetableVersion};
use school::{AcademyId, Date, GroupId, Session, SessionAt, StaffId, StaffMember};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What happens at an academy in reach on a date: its periods with clock times and who does what in them. Empty on a day
/// without school; without the classes whose pupils are all left out of the session by the calendar.
pub fn day(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<TimetableDay> {
    let state = cx.state(academy)?;
    let timetable = cache::parts(cx, academy)?;
    let version = cache::version_on(cx, academy, date)?;
    let mut day = timetable.in_version(version.as_deref(), date, state.calendar_on(date), &state.weeks);
    if state.calendar_on(date).is_some_and(|calendar| calendar.leaves_out_year_groups_on(date)) {
        let at_home = classes_at_home(cx, academy, &state, date)?;
        day.keep_classes(|group, session| !at_home.contains(&(group, session)));
    }
    Ok(day)
}

/// The classes of which nobody is expected in a session of a day. A class whose pupils nobody has named is not among them.
fn classes_at_home(
    cx: &mut Context<'_>,
    academy: AcademyId,
    state: &AcademyState,
    date: Date,
) -> Result<HashSet<(GroupId, Session)>> {
    let mut expected: HashMap<(GroupId, Session), bool> = HashMap::new();
    for (_, member) in store::roll::groups::memberships(cx.db, academy, None, None, None)? {
        let holds = member.first_day <= date && member.last_day.is_none_or(|last| date <= last);
        let Some(pupil) = state.pupil(member.pupil_id).filter(|pupil| holds && pupil.enrolment_on(date).is_some())
        else {
            continue;
        };
        for session in Session::BOTH {
            *expected.entry((member.group_id, session)).or_default() |=
                state.expects(pupil, SessionAt::new(date, session));
        }
    }
    Ok(expected.into_iter().filter(|(_, expected)| !expected).map(|(class, _)| class).collect())
}

/// What happens on a date by the version of the timetable that holds on another day.
pub fn as_on(cx: &mut Context<'_>, academy: AcademyId, date: Date, by: Date) -> Result<TimetableDay> {
    let state = cx.state(academy)?;
    let timetable = cache::parts(cx, academy)?;
    let version = cache::version_on(cx, academy, by)?;
    Ok(timetable.in_version(version.as_deref(), date, state.calendar_on(date), &state.weeks))
}

/// Some days without what happens in their periods: the week of the cycle, the periods, whether they are shortened.
pub fn outlines(
    cx: &mut Context<'_>,
    academy: AcademyId,
    dates: impl Iterator<Item = Date>,
) -> Result<Vec<TimetableDay>> {
    let state = cx.state(academy)?;
    let timetable = cache::parts(cx, academy)?;
    Ok(dates.map(|date| timetable.in_version(None, date, state.calendar_on(date), &state.weeks)).collect())
}

/// The whole version of the timetable that holds on a date at an academy in reach, where one does.
pub fn version(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<Option<Arc<TimetableVersion>>> {
    cx.academy(academy)?;
    cache::version_on(cx, academy, date)
}

/// Whether a person teaches a class by the version that holds on a date.
pub fn teaches(cx: &mut Context<'_>, academy: AcademyId, staff: StaffId, group: GroupId, date: Date) -> Result<bool> {
    let version = version(cx, academy, date)?;
    let mut entries = version.iter().flat_map(|version| &version.entries);
    Ok(entries.any(|entry| entry.staff_id == staff && entry.group_id == Some(group) && entry.activity.has_pupils()))
}

/// The day of one person.
#[derive(Debug, Clone)]
pub struct StaffDay {
    /// The person.
    pub member: StaffMember,
    /// The day, with the entries of this person only.
    pub day: TimetableDay,
}

/// What a member of staff in reach does on a date.
pub fn staff_day(cx: &mut Context<'_>, staff: StaffId, date: Date) -> Result<StaffDay> {
    let member = crate::roll::staff::find_staff(cx, staff)?;
    let mut day = day(cx, member.academy_id, date)?;
    day.entries.retain(|entry| entry.staff_id == staff);
    Ok(StaffDay { member, day })
}

/// Which part of a day is asked for.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// Only the lessons of this class.
    pub group_id: Option<GroupId>,
    /// Only what happens in this room.
    pub room: Option<String>,
}

/// What happens at an academy in reach on a date: of a class, or in a room, where one is given.
pub fn part_of_day(cx: &mut Context<'_>, academy: AcademyId, date: Date, part: &Part) -> Result<TimetableDay> {
    let mut day = day(cx, academy, date)?;
    day.entries.retain(|entry| {
        part.group_id.is_none_or(|group| entry.group_id == Some(group))
            && part.room.as_deref().is_none_or(|room| entry.room.as_deref() == Some(room))
    });
    Ok(day)
}
