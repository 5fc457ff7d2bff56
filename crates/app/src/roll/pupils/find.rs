//! One pupil, with what holds on a day.

use crate::roll::book::PupilEntry;
use crate::{Context, Error, Kind, Result};
use school::pupil::{Enrolment, Pupil};
use school::{Date, GroupId, PupilId};
use std::collections::HashMap;
use store::roll::pupils::Record;
use store::roll::snapshot::RollPupil;

/// The date at the moment of the transaction.
pub(crate) fn today(cx: &Context<'_>) -> Date {
    school::clock::local(cx.at).0
}

/// A pupil's own row, where the pupil is in reach.
pub(crate) fn reach_pupil(cx: &mut Context<'_>, id: PupilId) -> Result<Record> {
    let record = store::roll::pupils::find(cx.db, id)?;
    record.filter(|record| cx.acting.reach.covers(record.academy_id)).ok_or(Error::NotFound(Kind::Pupil))
}

/// A pupil in reach, as they stand today.
pub fn find_pupil(cx: &mut Context<'_>, id: PupilId) -> Result<Pupil> {
    let academy = reach_pupil(cx, id)?.academy_id;
    let roll = store::roll::snapshot::load(cx.db, academy, Some(&[id]))?;
    let today = today(cx);
    let pupil = roll.pupils.first().ok_or(Error::NotFound(Kind::Pupil))?;
    Ok(as_at(pupil, &roll.group_names, standing_day(&pupil.enrolments, today)))
}

/// The day by which a pupil is shown where none is asked for: today; the last day of one who has left, and the first of one
/// who is yet to come.
pub(super) fn standing_day(enrolments: &[Enrolment], today: Date) -> Date {
    let Some(stay) = enrolments.last().map(|latest| latest.stay) else { return today };
    if enrolments.iter().any(|enrolment| enrolment.stay.holds_on(today)) {
        return today;
    }
    if today < stay.starting_day { stay.starting_day } else { stay.leaving_day.unwrap_or(today) }
}

/// A pupil with what holds on a day.
pub fn as_at(pupil: &RollPupil, group_names: &HashMap<GroupId, String>, day: Date) -> Pupil {
    let registration_group = pupil.registration_on(day).and_then(|group| group_names.get(&group)).cloned();
    let record = pupil.record.clone();
    Pupil {
        id: record.id,
        academy_id: record.academy_id,
        person_id: record.person_id,
        identity: record.identity,
        characteristics: pupil.characteristics_on(day).cloned().unwrap_or_default(),
        registration_group,
        enrolments: pupil.enrolments.clone(),
        revision: record.revision,
        created_at: record.created_at,
        updated_at: record.updated_at,
    }
}

/// A pupil of the roll book, as they stand today.
pub(super) fn shown(entry: &PupilEntry, group_names: &HashMap<GroupId, String>, today: Date) -> Pupil {
    as_at(&entry.to_roll_pupil(), group_names, standing_day(&entry.enrolments, today))
}
