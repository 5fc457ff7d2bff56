//! Who is away from the secondary academy on the day that is shown: what the cover manager finds in the morning.

use super::day::Day;
use super::world::MadeAcademy;
use chrono::NaiveTime;
use cover::absence::{Category, CoverWork, StaffAbsence};
use cover::day::EventKind;
use cover::event::CoverEvent;
use school::{Date, StaffId, StaffMember};

/// What is kept of the day.
#[derive(Debug, Default)]
pub(super) struct Morning {
    pub(super) absences: Vec<StaffAbsence>,
    pub(super) events: Vec<CoverEvent>,
}

/// Three teachers away, one of them for nobody knows how long, and a trip.
pub(super) fn morning(academy: &MadeAcademy, day: Day) -> Morning {
    let Some(timetable) = &academy.timetable else { return Morning::default() };
    let teachers: Vec<&StaffMember> = academy.staff.iter().filter(|member| member.position == "Teacher").collect();
    let person = |place: usize| teachers.get(place).map(|member| member.id);
    let before = academy.days_up_to(day.today).iter().rev().nth(1).copied().unwrap_or(day.today);
    let mut absences = Vec::new();
    absences.extend(person(2).map(|id| absence(id, (day.today, Some(day.today)), Category::Sickness)));
    absences.extend(person(9).map(|id| absence(id, (before, None), Category::Sickness)));
    absences.extend(person(16).map(|id| StaffAbsence {
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
        staff_ids: person(20).into_iter().collect(),
        classes,
        year_groups: Vec::new(),
        rooms: Vec::new(),
    };
    Morning { absences, events: vec![trip] }
}

fn absence(staff_id: StaffId, (first_day, last_day): (Date, Option<Date>), category: Category) -> StaffAbsence {
    let text = "Worksheet on the desk; answers in the drawer".to_owned();
    StaffAbsence {
        staff_id,
        first_day,
        last_day,
        starts: None,
        ends: None,
        periods: None,
        weekdays: None,
        category: Some(category),
        reason: None,
        foreseeable: false,
        cover_needed: true,
        cover_work: vec![CoverWork { date: None, period: None, class: None, text, link: None }],
        self_reported: category == Category::Sickness,
        cancelled: None,
    }
}
