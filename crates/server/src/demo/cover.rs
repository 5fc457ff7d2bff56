//! Who is away from the secondary academy on the day that is shown: what the cover manager finds in the morning.

use super::day::Day;
use super::world::MadeAcademy;
use chrono::NaiveTime;
use cover::absence::{Category, CoverWork, StaffAbsence};
use cover::briefing::{ClassNotes, CoverNotes, Place, PupilNote, SeatingPlan};
use cover::day::EventKind;
use cover::event::CoverEvent;
use school::{Date, GroupId, StaffId, StaffMember};
use std::collections::BTreeSet;

/// The places of the teachers who are away, among the teachers of the academy.
const AWAY: [usize; 3] = [2, 9, 16];
/// The seats of a row in a made-up classroom.
const SEATS: u8 = 6;

/// A seating plan, a routine and a note about one pupil for the classes of those who are away.
pub(super) fn notes(academy: &MadeAcademy) -> Vec<ClassNotes> {
    let Some(timetable) = &academy.timetable else { return Vec::new() };
    let teachers = teachers(academy);
    let away: Vec<StaffId> = AWAY.iter().filter_map(|place| teachers.get(*place).map(|member| member.id)).collect();
    let theirs: BTreeSet<GroupId> = timetable
        .version
        .entries
        .iter()
        .filter(|entry| away.contains(&entry.staff_id))
        .filter_map(|entry| entry.group_id)
        .collect();
    let noted = timetable.classes.iter().filter(|class| theirs.contains(&class.id)).map(|class| {
        let members = timetable.members.iter().map(|(_, member)| member).filter(|member| member.group_id == class.id);
        let seats = (1..=SEATS).flat_map(|row| (1..=SEATS).map(move |seat| (row, seat)));
        let places: Vec<Place> =
            members.zip(seats).map(|(member, (row, seat))| Place { row, seat, pupil_id: member.pupil_id }).collect();
        let pupils = places.first().map(|place| PupilNote {
            pupil_id: place.pupil_id,
            note: "Inhaler in the blazer; may step out for a minute".to_owned(),
        });
        let routine =
            "Books are on the window sill. The class starts with the quiz on the board, in silence.".to_owned();
        let seating = Some(SeatingPlan { rows: SEATS, seats: SEATS, places });
        let notes = CoverNotes { seating, routine: Some(routine), pupils: pupils.into_iter().collect() };
        ClassNotes { group_id: class.id, notes }
    });
    noted.collect()
}

/// What is kept of the day.
#[derive(Debug, Default)]
pub(super) struct Morning {
    pub(super) absences: Vec<StaffAbsence>,
    pub(super) events: Vec<CoverEvent>,
}

/// Three teachers away, one of them for nobody knows how long, and a trip.
pub(super) fn morning(academy: &MadeAcademy, day: Day) -> Morning {
    let Some(timetable) = &academy.timetable else { return Morning::default() };
    let teachers = teachers(academy);
    let person = |place: usize| teachers.get(place).map(|member| member.id);
    let before = academy.days_up_to(day.today).iter().rev().nth(1).copied().unwrap_or(day.today);
    let mut absences = Vec::new();
    absences.extend(person(AWAY[0]).map(|id| absence(id, (day.today, Some(day.today)), Category::Sickness)));
    absences.extend(person(AWAY[1]).map(|id| absence(id, (before, None), Category::Sickness)));
    absences.extend(person(AWAY[2]).map(|id| StaffAbsence {
        starts: NaiveTime::from_hms_opt(11, 30, 0),
        foreseeable: true,
        ..absence(id, (day.today, Some(day.today)), Category::Training)
    }));
    let classes: Vec<String> = timetable
        .classes
        .iter()
        .filter(|class| class.name.starts_with("9A/"))
        .map(|class| class.name.clone())
        .collect();
    let trip = CoverEvent {
        kind: EventKind::Trip,
        name: "Visit to the Museum of Made-Up Things".to_owned(),
        first_day: day.today,
        last_day: day.today,
        starts: None,
        ends: NaiveTime::from_hms_opt(12, 30, 0),
        periods: None,
        weekdays: None,
        weeks: None,
        except: Vec::new(),
        staff_ids: person(20).into_iter().collect(),
        classes,
        year_groups: Vec::new(),
        rooms: Vec::new(),
        cover_work: Vec::new(),
        first_name: None,
        additional_staff: Vec::new(),
        external: false,
        subject: None,
        candidates: None,
        practical: false,
    };
    Morning { absences, events: vec![trip] }
}

fn teachers(academy: &MadeAcademy) -> Vec<&StaffMember> {
    academy.staff.iter().filter(|member| member.position == "Teacher").collect()
}

fn absence(staff_id: StaffId, (first_day, last_day): (Date, Option<Date>), category: Category) -> StaffAbsence {
    let text = "Worksheet on the desk; answers in the drawer".to_owned();
    StaffAbsence {
        staff_id,
        first_day,
        last_day,
        starts: None,
        ends: None,
        times_apply: None,
        periods: None,
        weekdays: None,
        weeks: None,
        except: Vec::new(),
        category: Some(category),
        reason: None,
        foreseeable: false,
        foreseeable_said: false,
        cover_needed: true,
        cover_work: vec![CoverWork { date: None, period: None, class: None, text, link: None }],
        self_reported: category == Category::Sickness,
        cancelled: None,
    }
}
