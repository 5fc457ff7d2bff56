//! What the registers of covered lessons say of the person who covers.

use super::line_management::sees_figures_of;
use crate::cover::given;
use crate::{AcademyState, Context, Error, Kind, Result, lessons, timetable};
use cover::arrange::{CoverAssignment, How};
use cover::quality::{CoveredLesson, Quality, quality};
use school::clock::instant_of;
use school::timetable::TimetableDay;
use school::{AcademyId, Date, GroupId, PupilId, StaffId};
use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};
use store::lessons::{LessonEntry, LessonKey, entries};

/// The longest range, in days.
const MOST_DAYS: i64 = 366;
/// The most covers that are looked through: more than anybody gives in a year.
const MOST_COVERS: usize = 2_000;
/// The most submissions of one lesson that are looked through.
const MOST_ENTRIES: i64 = 500;

/// The figures of a member of staff from a day to a day, both inside: for the person, their line manager and human resources.
/// To anybody else the person is not there.
pub fn quality_of(cx: &mut Context<'_>, staff: StaffId, from: Date, to: Date) -> Result<Quality> {
    let member = crate::roll::staff::find_staff(cx, staff)?;
    if !sees_figures_of(cx, &member)? {
        return Err(Error::NotFound(Kind::Staff));
    }
    if to < from || (to - from).num_days() > MOST_DAYS {
        let detail = format!("the range runs from a day to the same or a later one, at most {MOST_DAYS} days");
        return Err(Error::invalid("/query/to", "out_of_range", detail));
    }
    let academy = member.academy_id;
    let covers = covers_of(cx, academy, staff, from, to)?;
    let state = cx.state(academy)?;
    let mut days: BTreeMap<Date, TimetableDay> = BTreeMap::new();
    let mut found = Vec::with_capacity(covers.len());
    for cover in covers.iter().take(MOST_COVERS) {
        let day = match days.entry(cover.date) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(timetable::day(cx, academy, cover.date)?),
        };
        let group = group_of(day, cover);
        found.push(lesson(cx, &state, cover, group)?);
    }
    let (settings, _) = crate::cover::settings::find_settings(cx, academy)?;
    Ok(quality(&found, (from, to), settings.register_on_time_minutes, cx.at))
}

/// What a person covered by what was published and still stands, merged classes apart.
pub(super) fn covers_of(
    cx: &mut Context<'_>,
    academy: AcademyId,
    staff: StaffId,
    from: Date,
    to: Date,
) -> Result<Vec<CoverAssignment>> {
    let published: BTreeSet<_> = super::fairness::last_published(cx, academy, from, to)?
        .into_values()
        .flat_map(|publication| publication.lines)
        .flat_map(|line| line.shares)
        .map(|share| share.assignment_id)
        .collect();
    let covers = given(cx, academy, from, to)?.into_iter().map(|given| given.assignment);
    let theirs = covers.filter(|kept| kept.value.staff_id == staff && kept.value.how == How::Cover);
    Ok(theirs.filter(|kept| published.contains(&kept.id.0)).map(|kept| kept.value).collect())
}

/// The group whose register is taken in a covered lesson.
fn group_of(day: &TimetableDay, cover: &CoverAssignment) -> Option<GroupId> {
    let mut here = day.entries.iter().filter(|entry| {
        entry.period == cover.period && entry.activity.has_pupils() && entry.class.as_deref() == Some(&cover.class)
    });
    here.find_map(|entry| entry.group_id)
}

fn lesson(
    cx: &mut Context<'_>,
    state: &AcademyState,
    cover: &CoverAssignment,
    group: Option<GroupId>,
) -> Result<CoveredLesson> {
    let mut found = CoveredLesson {
        starts: instant_of(cover.date, cover.starts),
        ends: instant_of(cover.date, cover.ends),
        has_register: false,
        saved_at: None,
        saved_by_other: false,
        marks: 0,
        corrected: 0,
    };
    let Some(group) = group else { return Ok(found) };
    let key = LessonKey { date: cover.date, period: cover.period.clone(), group_id: group };
    let sent = entries(cx.db, state.academy_id, &key, MOST_ENTRIES)?;
    found.has_register = !sent.is_empty() || !lessons::roster(cx, state, group, cover.date)?.is_empty();
    count(&mut found, &sent, cover.staff_id);
    Ok(found)
}

/// Counts what a person and others sent for one lesson, the first submission first.
fn count(found: &mut CoveredLesson, sent: &[LessonEntry], staff: StaffId) {
    let mut own: BTreeSet<PupilId> = BTreeSet::new();
    let mut corrected: BTreeSet<PupilId> = BTreeSet::new();
    for entry in sent {
        let theirs = entry.by.person.as_ref().is_some_and(|person| person.staff_id == staff);
        let pupils = entry.marks.iter().map(|mark| mark.pupil_id);
        if theirs {
            found.saved_at.get_or_insert(entry.at);
            own.extend(pupils);
        } else {
            found.saved_by_other = true;
            corrected.extend(pupils.filter(|pupil| own.contains(pupil)));
        }
    }
    found.marks = u32::try_from(own.len()).unwrap_or(u32::MAX);
    found.corrected = u32::try_from(corrected.len()).unwrap_or(u32::MAX);
}
