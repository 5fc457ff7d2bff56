//! What was sent for a register, and by whom: of a lesson, and of a session of a registration group.

use crate::{AcademyState, Context, Result, lessons};
use cover::quality::CoveredLesson;
use school::{Actor, GroupId, Instant, PupilId, SessionAt, StaffId};
use std::collections::{BTreeSet, HashMap};
use store::attendance::{amendments, entries};
use store::lessons::LessonKey;

/// The most submissions of one lesson that are looked through.
const MOST_ENTRIES: i64 = 500;

/// The reason is not yet known.
const NO_REASON_YET: &str = "N";

/// One submission or amendment: when, whether the person sent it, and whose marks it holds.
pub(super) struct Sent {
    at: Instant,
    own: bool,
    pupils: Vec<PupilId>,
}

fn is_by(actor: &Actor, staff: StaffId) -> bool {
    actor.person.as_ref().is_some_and(|person| person.staff_id == staff)
}

/// What was sent for the register of a lesson.
pub(super) fn for_lesson(
    cx: &mut Context<'_>,
    state: &AcademyState,
    key: &LessonKey,
    staff: StaffId,
) -> Result<Vec<Sent>> {
    let sent = store::lessons::entries(cx.db, state.academy_id, key, MOST_ENTRIES)?;
    let sent = sent.into_iter().map(|entry| Sent {
        at: entry.at,
        own: is_by(&entry.by, staff),
        pupils: entry.marks.iter().map(|mark| mark.pupil_id).collect(),
    });
    Ok(sent.collect())
}

/// What was sent for the register of a group at a session, and the amendments of its marks.
pub(super) fn for_session(
    cx: &mut Context<'_>,
    state: &AcademyState,
    at: SessionAt,
    group: GroupId,
    staff: StaffId,
) -> Result<Vec<Sent>> {
    let academy = state.academy_id;
    let submissions = entries::submissions_of_session(cx.db, academy, at)?;
    let submissions: Vec<_> = submissions.into_iter().filter(|sent| sent.group_id == Some(group)).collect();
    let roster = lessons::roster(cx, state, group, at.date)?;
    let pupils: HashMap<_, _> =
        roster.iter().flat_map(|pupil| pupil.enrolments.iter().map(|each| (each.id, pupil.record.id))).collect();
    let enrolments: Vec<_> = pupils.keys().copied().collect();
    let mut found: Vec<Sent> = submissions
        .iter()
        .map(|sent| Sent {
            at: sent.sent_at,
            own: is_by(&sent.by, staff),
            pupils: sent.marks.iter().filter_map(|mark| pupils.get(&mark.enrolment_id).copied()).collect(),
        })
        .collect();
    // Marks of a session that nobody has sent a register for were made elsewhere: what became of them is no correction.
    if !found.is_empty() {
        let amended = amendments::of_session(cx.db, academy, &enrolments, at)?;
        // A reason found for N is what the office is for, and an import speaks for nobody: neither says that a mark was wrong.
        let corrects = amended
            .into_iter()
            .filter(|amendment| amendment.import_id.is_none() && amendment.original != NO_REASON_YET);
        found.extend(corrects.map(|amendment| Sent {
            at: amendment.made_at,
            own: is_by(&amendment.by, staff),
            pupils: vec![amendment.pupil_id],
        }));
    }
    Ok(found)
}

/// Counts what the person and others sent, whatever order it comes in; answers whether the person was the first.
pub(super) fn count(found: &mut CoveredLesson, mut sent: Vec<Sent>) -> bool {
    sent.sort_by_key(|each| each.at);
    let mut own: BTreeSet<PupilId> = BTreeSet::new();
    let mut corrected: BTreeSet<PupilId> = BTreeSet::new();
    for each in &sent {
        let pupils = each.pupils.iter().copied();
        if each.own {
            found.saved_at.get_or_insert(each.at);
            own.extend(pupils);
        } else {
            found.saved_by_other = true;
            corrected.extend(pupils.filter(|pupil| own.contains(pupil)));
        }
    }
    found.marks = u32::try_from(own.len()).unwrap_or(u32::MAX);
    found.corrected = u32::try_from(corrected.len()).unwrap_or(u32::MAX);
    sent.first().is_some_and(|first| first.own)
}
