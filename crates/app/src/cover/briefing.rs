//! What whoever covers a class needs to know of it, and the notes of its teachers that say it.

use super::Loaded;
use super::given::published;
use crate::staffing::{Condition, Put, put};
use crate::{AcademyState, Context, Error, Further, Kind, Result, lessons, records, timetable};
use chrono::NaiveTime;
use cover::arrange::CoverAssignment;
use cover::briefing::{ClassNotes, CoverNotes, check, seats};
use cover::day::Activity;
use school::group::Group;
use school::pupil::SenStatus;
use school::{AcademyId, Date, GroupId, Kept, PupilId, Record, StaffId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::roll::snapshot::RollPupil;
use utoipa::ToSchema;
use uuid::Uuid;

/// What whoever covers a class is told of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Briefing {
    /// The requirement.
    pub requirement_id: Uuid,
    /// The day.
    pub date: Date,
    /// The period.
    pub period: String,
    /// From when on.
    #[serde(with = "cover::clock_time")]
    #[schema(value_type = String, example = "10:00")]
    pub starts: NaiveTime,
    /// Until when.
    #[serde(with = "cover::clock_time")]
    #[schema(value_type = String, example = "11:00")]
    pub ends: NaiveTime,
    /// What it is.
    pub activity: Activity,
    /// The class.
    pub class: String,
    /// The group whose register is taken; null where the class is none, and then nobody is listed.
    pub group_id: Option<GroupId>,
    /// The subject.
    pub subject: Option<String>,
    /// The room of the day.
    pub room: Option<String>,
    /// How a lesson of this class runs, in the words of its teachers.
    pub routine: Option<String>,
    /// How many rows of how many seats the plan has; null where there is none.
    pub seating: Option<Seating>,
    /// Who is in the class on this day, by surname and forename.
    pub pupils: Vec<BriefedPupil>,
    /// How many of them have no seat in the plan; 0 where there is no plan.
    pub without_seat: usize,
}

/// The size of a seating plan.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = SeatingSize)]
pub struct Seating {
    /// Rows, the first nearest to the board.
    pub rows: u8,
    /// Seats of a row, the first at the left as the teacher looks at the class.
    pub seats: u8,
}

/// A pupil as whoever covers the class needs to know them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BriefedPupil {
    /// The pupil.
    pub pupil_id: PupilId,
    /// The surname in use.
    pub surname: String,
    /// The forename in use.
    pub forename: String,
    /// Special educational needs provision on the day; null where the roll does not say.
    pub sen_status: Option<SenStatus>,
    /// English as an additional language; null where the roll does not say.
    pub english_additional_language: Option<bool>,
    /// What the teachers of the class ask to mind.
    pub note: Option<String>,
    /// The row of the pupil's seat.
    pub row: Option<u8>,
    /// The seat in the row.
    pub seat: Option<u8>,
}

/// What is to be known of the class of one requirement: on the day itself for whoever covers it by what was published, for
/// as long as that stands; at any time for who arranges cover (`arranges`). To anybody else it is not there. Never why
/// somebody is away.
///
/// # Errors
/// [`Error::Unsigned`] where the request names no person.
pub fn briefing(
    cx: &mut Context<'_>,
    academy: AcademyId,
    date: Date,
    requirement: Uuid,
    arranges: &Further,
) -> Result<Briefing> {
    cx.academy(academy)?;
    let person = cx.signatory()?.staff_id;
    let loaded = Loaded::alone(cx, academy, date)?;
    let missing = || Error::NotFound(Kind::Other("requirement"));
    let need = loaded.place(requirement).and_then(|place| loaded.needs.get(place)).ok_or_else(missing)?;
    if !arranges.at(academy) && !covers_today(cx, &loaded, requirement, person)? {
        return Err(missing());
    }
    let notes = match need.group_id {
        Some(group) => records::of_key::<ClassNotes>(cx, academy, &group.to_string())?.map(|kept| kept.value.notes),
        None => None,
    };
    let notes = notes.unwrap_or_default();
    let state = cx.state(academy)?;
    let roster = match need.group_id {
        Some(group) => lessons::roster(cx, &state, group, date)?,
        None => Vec::new(),
    };
    let pupils = pupils(&roster, &notes, date);
    let without_seat = pupils.iter().filter(|pupil| notes.seating.is_some() && pupil.seat.is_none()).count();
    Ok(Briefing {
        requirement_id: requirement,
        date,
        period: need.key.period.clone(),
        starts: need.span.starts,
        ends: need.span.ends,
        activity: need.activity,
        class: need.title.clone(),
        group_id: need.group_id,
        subject: need.subject.clone(),
        room: loaded.room(&need.key.period, &need.key.class, need.room.as_ref()),
        routine: notes.routine,
        seating: notes.seating.map(|plan| Seating { rows: plan.rows, seats: plan.seats }),
        pupils,
        without_seat,
    })
}

/// Whether a person covers a requirement of today by what was published.
fn covers_today(cx: &mut Context<'_>, loaded: &Loaded, requirement: Uuid, person: StaffId) -> Result<bool> {
    if school::clock::local(cx.at).0 != loaded.date {
        return Ok(false);
    }
    let published = published(cx, loaded.academy, loaded.date)?;
    let board = loaded.board();
    let mut lines = board.lines.iter().filter(|line| loaded.id_of(line.need) == requirement && line.required);
    let theirs = |cover: &CoverAssignment| cover.staff_id == person && cover.state.counts(&loaded.settings);
    Ok(lines.any(|line| line.by.iter().any(|(id, cover)| theirs(cover) && published.contains(id))))
}

fn pupils(roster: &[&RollPupil], notes: &CoverNotes, date: Date) -> Vec<BriefedPupil> {
    let members: BTreeSet<PupilId> = roster.iter().map(|pupil| pupil.record.id).collect();
    let seated = notes.seating.as_ref().map(|plan| seats(plan, &members)).unwrap_or_default();
    let noted: HashMap<PupilId, &String> = notes.pupils.iter().map(|each| (each.pupil_id, &each.note)).collect();
    let briefed = roster.iter().map(|pupil| {
        let id = pupil.record.id;
        let characteristics = pupil.characteristics_on(date);
        let place = seated.get(&id);
        BriefedPupil {
            pupil_id: id,
            surname: pupil.record.identity.surname.clone(),
            forename: pupil.record.identity.forename.clone(),
            sen_status: characteristics.and_then(|each| each.sen_status),
            english_additional_language: characteristics.and_then(|each| each.english_additional_language),
            note: noted.get(&id).map(|note| (*note).clone()),
            row: place.map(|place| place.row),
            seat: place.map(|place| place.seat),
        }
    });
    briefed.collect()
}

/// The notes of a class, for its teachers and for who arranges cover.
pub fn find_notes(cx: &mut Context<'_>, class: GroupId, arranges: &Further) -> Result<Kept<ClassNotes>> {
    let group = reach(cx, class, arranges)?;
    records::of_key(cx, group.academy_id, &class.to_string())?.ok_or(Error::NotFound(Kind::Other(ClassNotes::NAME)))
}

/// Writes the notes of a class whole, for its teachers and for who arranges cover.
///
/// # Errors
/// Everything that is wrong with them; pupils who are not in the class from today on among it.
pub fn put_notes(
    cx: &mut Context<'_>,
    class: GroupId,
    notes: CoverNotes,
    arranges: &Further,
    condition: Condition<'_>,
) -> Result<Put<ClassNotes>> {
    let group = reach(cx, class, arranges)?;
    let members = members(cx, &group)?;
    let wrong = check(&notes, &members);
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    put(cx, group.academy_id, ClassNotes { group_id: class, notes }, condition)
}

/// Takes the notes of a class away.
pub fn remove_notes(
    cx: &mut Context<'_>,
    class: GroupId,
    arranges: &Further,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<()> {
    let kept = find_notes(cx, class, arranges)?;
    records::remove(cx, &kept, precondition)
}

/// The group, where the caller teaches it or arranges cover; to anybody else there are no notes.
fn reach(cx: &mut Context<'_>, class: GroupId, arranges: &Further) -> Result<Group> {
    let group = crate::roll::groups::find_group(cx, class)?;
    let person = cx.signatory()?.staff_id;
    let today = school::clock::local(cx.at).0;
    if arranges.at(group.academy_id) || timetable::teaches(cx, group.academy_id, person, class, today)? {
        Ok(group)
    } else {
        Err(Error::NotFound(Kind::Other(ClassNotes::NAME)))
    }
}

/// Who is in a class today or later.
fn members(cx: &mut Context<'_>, group: &Group) -> Result<BTreeSet<PupilId>> {
    let today = school::clock::local(cx.at).0;
    let all = store::roll::groups::memberships(cx.db, group.academy_id, Some(group.id), None, None)?;
    let from_today = all.iter().filter(|(_, member)| member.last_day.is_none_or(|last| today <= last));
    Ok(from_today.map(|(_, member)| member.pupil_id).collect())
}

/// How many pupils are in each of some classes on a day; a class of which nobody is known to be in it is left out.
pub(super) fn sizes(
    cx: &mut Context<'_>,
    state: &AcademyState,
    classes: &BTreeSet<GroupId>,
    date: Date,
) -> Result<BTreeMap<GroupId, usize>> {
    let mut found = BTreeMap::new();
    for class in classes {
        let count = lessons::roster(cx, state, *class, date)?.len();
        if count > 0 {
            found.insert(*class, count);
        }
    }
    Ok(found)
}
