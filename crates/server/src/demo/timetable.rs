//! The timetable of the secondary academy: forms are registered by their tutors and taught together in every subject.

use super::day::Day;
use super::random::Random;
use super::world::{MadeAcademy, founding};
use chrono::NaiveTime;
use school::group::{Group, GroupKind, Membership};
use school::timetable::{Activity, Entry, Period, PeriodGrid, Room, TimetableVersion};
use school::{Date, GroupId, Phase, Role, StaffId, Weekday};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Subjects with their short name, how many periods a week every form has of them, and the building they are taught in.
const SUBJECTS: &[(&str, &str, usize, &str)] = &[
    ("English", "En", 4, "Quill House"),
    ("Mathematics", "Ma", 4, "Abacus House"),
    ("Science", "Sc", 5, "Retort House"),
    ("Physical education", "Pe", 2, "Sports hall"),
    ("History", "Hi", 2, "Quill House"),
    ("Geography", "Ge", 2, "Quill House"),
    ("Languages", "La", 2, "Abacus House"),
    ("Art", "Ar", 1, "Easel House"),
    ("Music", "Mu", 1, "Easel House"),
    ("Drama", "Dr", 1, "Easel House"),
    ("Computing", "Co", 1, "Abacus House"),
];
/// The order in which a form meets the subjects: places in [`SUBJECTS`], so that no subject comes twice in a row.
const ROUND: [usize; 25] = [0, 1, 2, 4, 3, 5, 0, 1, 2, 6, 7, 2, 0, 1, 8, 2, 4, 5, 0, 1, 2, 3, 9, 6, 10];
/// A period: its name, when it starts and when it ends, in hours and minutes.
type Slot = (&'static str, (u32, u32), (u32, u32));
const LESSONS: [Slot; 5] = [
    ("1", (9, 10), (10, 10)),
    ("2", (10, 10), (11, 10)),
    ("3", (11, 30), (12, 30)),
    ("4", (13, 10), (14, 10)),
    ("5", (14, 10), (15, 10)),
];
const REGISTRATION: Slot = ("Reg", (8, 40), (9, 10));
const WEEK: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
/// The most lessons a week that one person teaches.
const MOST_LESSONS: usize = 21;
/// How many periods are planning, preparation and assessment: a tenth of the teaching and a little more.
const PPA: usize = 3;

/// A timetable with the classes that it names.
#[derive(Debug)]
pub(super) struct MadeTimetable {
    pub(super) grid: PeriodGrid,
    pub(super) version: TimetableVersion,
    pub(super) rooms: Vec<Room>,
    pub(super) classes: Vec<Group>,
    pub(super) members: Vec<(Uuid, Membership)>,
}

/// The timetable of a secondary academy; a primary one has none: its classes stay with their teachers.
pub(super) fn make(academy: &MadeAcademy, day: Day, random: &mut Random) -> Option<MadeTimetable> {
    if academy.shape.phase == Phase::Primary {
        return None;
    }
    let valid_from = *academy.school_days(day.year).first()?;
    let mut planner = Planner::of(academy, valid_from);
    for form in 0..academy.groups.len() {
        planner.register(form);
        for subject in 0..SUBJECTS.len() {
            planner.teach(form, subject, day, random);
        }
    }
    planner.plan_time();
    let Planner { entries, rooms, classes, members, .. } = planner;
    let grid = PeriodGrid { valid_from, periods: periods() };
    Some(MadeTimetable { grid, version: TimetableVersion { valid_from, entries }, rooms, classes, members })
}

fn periods() -> Vec<Period> {
    let time = |(hour, minute): (u32, u32)| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    let of_day = |day: Weekday| {
        std::iter::once(REGISTRATION).chain(LESSONS).map(move |(name, starts, ends)| Period {
            week: None,
            day,
            name: name.to_owned(),
            starts: time(starts),
            ends: time(ends),
        })
    };
    WEEK.into_iter().flat_map(of_day).collect()
}

/// The subject of a form in a slot of the week.
fn subject_of(form: usize, slot: usize) -> usize {
    ROUND[(slot + form) % ROUND.len()]
}

struct Planner<'a> {
    academy: &'a MadeAcademy,
    valid_from: Date,
    /// The teachers of each subject.
    teachers: Vec<(usize, Vec<StaffId>)>,
    busy: HashMap<StaffId, HashSet<usize>>,
    room_of: HashMap<StaffId, String>,
    entries: Vec<Entry>,
    rooms: Vec<Room>,
    classes: Vec<Group>,
    members: Vec<(Uuid, Membership)>,
}

impl<'a> Planner<'a> {
    fn of(academy: &'a MadeAcademy, valid_from: Date) -> Self {
        let mut people: Vec<StaffId> = academy
            .staff
            .iter()
            .filter(|member| member.roles.contains(&Role::Teacher))
            .map(|member| member.id)
            .collect();
        let week: usize = SUBJECTS.iter().map(|subject| subject.2).sum();
        let all = people.len();
        let mut teachers = Vec::new();
        for (place, subject) in SUBJECTS.iter().enumerate() {
            let share = (all * subject.2 / week).max(2).min(people.len());
            teachers.push((place, people.split_off(people.len() - share)));
        }
        // Who is left over teaches English.
        if let Some((_, english)) = teachers.first_mut() {
            english.append(&mut people);
        }
        let mut planner = Self {
            academy,
            valid_from,
            teachers,
            busy: HashMap::new(),
            room_of: HashMap::new(),
            entries: Vec::new(),
            rooms: Vec::new(),
            classes: Vec::new(),
            members: Vec::new(),
        };
        planner.furnish();
        planner
    }

    /// A room for every teacher, those of one subject near each other.
    fn furnish(&mut self) {
        for (subject, people) in &self.teachers {
            let (name, short, _, building) = SUBJECTS[*subject];
            for (place, person) in people.iter().enumerate() {
                let room = Room {
                    name: format!("{short}{}", place + 1),
                    capacity: Some(32),
                    suitable_for: vec![name.to_lowercase()],
                    building: Some(building.to_owned()),
                };
                self.room_of.insert(*person, room.name.clone());
                self.rooms.push(room);
            }
        }
    }

    /// The tutor registers the form every morning.
    fn register(&mut self, form: usize) {
        let Some((_, group)) = self.academy.groups.get(form) else { return };
        let Some(tutor) = self.academy.tutors.get(&group.id) else { return };
        for day in WEEK {
            self.entries.push(Entry {
                staff_id: *tutor,
                week: None,
                day,
                period: REGISTRATION.0.to_owned(),
                activity: Activity::Registration,
                group_id: Some(group.id),
                class: Some(group.name.clone()),
                subject: None,
                room: self.room_of.get(tutor).cloned(),
            });
        }
    }

    /// One class of one subject, by one teacher where one is free in all of its periods.
    fn teach(&mut self, form: usize, subject: usize, day: Day, random: &mut Random) {
        let slots: Vec<usize> = (0..ROUND.len()).filter(|slot| subject_of(form, *slot) == subject).collect();
        let Some((_, people)) = self.teachers.get(subject) else { return };
        let mut by_load: Vec<(usize, StaffId)> = people.iter().map(|id| (self.load(*id), *id)).collect();
        by_load.sort_by_key(|(load, _)| *load);
        let whole = by_load
            .iter()
            .find(|(load, id)| load + slots.len() <= MOST_LESSONS && slots.iter().all(|slot| self.is_free(*id, *slot)));
        let whole = whole.map(|(_, id)| *id);
        let class = self.class(form, subject, day, random);
        for slot in slots {
            let one = whole.or_else(|| by_load.iter().map(|(_, id)| *id).find(|id| self.is_free(*id, slot)));
            if let (Some(person), Some((group_id, name))) = (one, &class) {
                self.lesson(person, slot, subject, *group_id, name);
            }
        }
    }

    fn lesson(&mut self, person: StaffId, slot: usize, subject: usize, group_id: GroupId, class: &str) {
        self.busy.entry(person).or_default().insert(slot);
        let (day, period) = place_of(slot);
        self.entries.push(Entry {
            staff_id: person,
            week: None,
            day,
            period: period.to_owned(),
            activity: Activity::Lesson,
            group_id: Some(group_id),
            class: Some(class.to_owned()),
            subject: Some(SUBJECTS[subject].0.to_owned()),
            room: self.room_of.get(&person).cloned(),
        });
    }

    /// The teaching group of a form and a subject, with the pupils of the form.
    fn class(&mut self, form: usize, subject: usize, day: Day, random: &mut Random) -> Option<(GroupId, String)> {
        let (_, registration) = self.academy.groups.get(form)?;
        let at = founding(day);
        let group = Group {
            id: random.id(at),
            academy_id: self.academy.academy.id,
            name: format!("{}/{}", registration.name, SUBJECTS[subject].1),
            kind: GroupKind::Teaching,
            revision: 1,
            created_at: at,
            updated_at: at,
        };
        for pupil in &self.academy.pupils {
            for (_, form) in pupil.members.iter().filter(|(_, member)| member.group_id == registration.id) {
                if form.last_day.is_none_or(|last| last >= self.valid_from) {
                    let first_day = form.first_day.max(self.valid_from);
                    self.members.push((random.id(at), Membership { group_id: group.id, first_day, ..*form }));
                }
            }
        }
        let made = (group.id, group.name.clone());
        self.classes.push(group);
        Some(made)
    }

    /// Three free periods of everybody who teaches are planning, preparation and assessment.
    fn plan_time(&mut self) {
        let people: Vec<StaffId> = self.teachers.iter().flat_map(|(_, people)| people.clone()).collect();
        for (place, person) in people.into_iter().enumerate() {
            let free = (0..ROUND.len()).map(|slot| (slot + 7 * place) % ROUND.len());
            let free: Vec<usize> = free.filter(|slot| self.is_free(person, *slot)).take(PPA).collect();
            for slot in free {
                let (day, period) = place_of(slot);
                self.busy.entry(person).or_default().insert(slot);
                self.entries.push(Entry {
                    staff_id: person,
                    week: None,
                    day,
                    period: period.to_owned(),
                    activity: Activity::Ppa,
                    group_id: None,
                    class: None,
                    subject: None,
                    room: None,
                });
            }
        }
    }

    fn load(&self, person: StaffId) -> usize {
        self.busy.get(&person).map_or(0, HashSet::len)
    }

    fn is_free(&self, person: StaffId, slot: usize) -> bool {
        self.busy.get(&person).is_none_or(|taken| !taken.contains(&slot))
    }
}

/// The day and the period of a slot of the week.
fn place_of(slot: usize) -> (Weekday, &'static str) {
    (WEEK[slot / LESSONS.len() % WEEK.len()], LESSONS[slot % LESSONS.len()].0)
}
