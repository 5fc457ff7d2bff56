//! What needs cover: always derived from who is away, the timetable and the events, never kept.

mod derive;
mod moved;

pub use derive::needs;
pub use moved::{RoomNeed, room_needs};

use crate::day::{Activity, Away, Booked, DayEvent, Entry, Person, Source, Span, Timetable};
use chrono::NaiveTime;
use school::{Date, GroupId, StaffId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// One day as cover sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Day {
    /// The timetable.
    pub timetable: Timetable,
    /// Who is away.
    pub away: Vec<Away>,
    /// What else changes the day.
    pub events: Vec<DayEvent>,
    /// Who might be asked.
    pub people: Vec<Person>,
    /// Classes in another room than that of the timetable.
    pub moved: Vec<Moved>,
    /// The buildings of rooms whose records say one, by the room's name.
    pub buildings: BTreeMap<String, String>,
    /// How many pupils rooms hold, where that is known, by the room's name.
    pub seats: BTreeMap<String, i32>,
    /// Cover on other days of the absences that touch this day.
    pub other_days: Vec<ClassCover>,
    /// Whoever is timetabled and cannot hold a class alone: where a teacher is timetabled too, the class is theirs.
    pub support: BTreeSet<StaffId>,
    /// When the afternoon begins, for half days of supply; none for half past twelve.
    pub afternoon: Option<NaiveTime>,
}

/// Somebody who covers a class on another day of the same absence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassCover {
    /// The absent person.
    pub absent: StaffId,
    /// The class.
    pub class: String,
    /// Who covers.
    pub staff: StaffId,
    /// The day.
    pub date: Date,
    /// Whether that was before this day.
    pub before: bool,
}

/// A class in another room than that of the timetable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The period.
    pub period: String,
    /// The class.
    pub class: String,
    /// The room of the day.
    pub room: String,
}

/// What makes a requirement the same one when it is derived again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NeedKey {
    /// The period.
    pub period: String,
    /// The class, or what else the entry is called.
    pub class: String,
    /// The absent person; of somebody whom an event needs, the event's id.
    pub absent: StaffId,
}

/// What whoever invigilates has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invigilation {
    /// The subject of an exam of an awarding body: they are trained to invigilate and do not teach it.
    pub external_subject: Option<String>,
}

/// Something that needs cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What makes it the same when it is derived again.
    pub key: NeedKey,
    /// What its class is called now; of somebody whom an event needs, their place.
    pub title: String,
    /// The place of the period.
    pub place: usize,
    /// From where the need begins to where it ends.
    pub span: Span,
    /// The parts of the period that need cover, in their order: one in all but rare cases. Between them somebody is there.
    pub parts: Vec<Span>,
    /// What it is.
    pub activity: Activity,
    /// The subject.
    pub subject: Option<String>,
    /// The room.
    pub room: Option<String>,
    /// The year group.
    pub year_group: Option<i16>,
    /// The group whose register is taken.
    pub group_id: Option<GroupId>,
    /// Others timetabled with the class who are away too.
    pub also_absent: Vec<StaffId>,
    /// Whether all of it could be foreseen.
    pub foreseeable: bool,
    /// What takes the absent person away.
    pub sources: Vec<Source>,
    /// Whether the class studies by itself by the rule of its year group.
    pub independent_study: bool,
    /// What whoever takes it has to be, where it is to invigilate.
    pub invigilation: Option<Invigilation>,
}

impl Need {
    /// The absent person; none where an event needs somebody in nobody's place.
    pub fn absent(&self) -> Option<StaffId> {
        (self.activity != Activity::Event).then_some(self.key.absent)
    }

    /// The event that needs somebody.
    pub fn event(&self) -> Option<Uuid> {
        (self.activity == Activity::Event).then_some(self.key.absent.0)
    }

    /// What of a part of the day it needs somebody in.
    pub fn parts_in(&self, span: Span) -> impl Iterator<Item = Span> + use<'_> {
        self.parts.iter().filter_map(move |part| span.common(*part))
    }

    /// Whether it needs somebody in a part of the day.
    pub fn asks_in(&self, span: Span) -> bool {
        self.parts.iter().any(|part| part.overlaps(span))
    }
}

impl Day {
    /// The room in which a class is on this day.
    pub fn room_of<'a>(&'a self, period: &str, class: &str, usual: Option<&'a str>) -> Option<&'a str> {
        let moved = self.moved.iter().find(|moved| moved.period == period && moved.class == class);
        moved.map(|moved| moved.room.as_str()).or(usual)
    }

    /// Cover of the class of a requirement on other days of the absence.
    pub fn of_this_absence(&self, need: &Need) -> impl Iterator<Item = &ClassCover> {
        let key = need.key.clone();
        self.other_days.iter().filter(move |cover| cover.absent == key.absent && cover.class == key.class)
    }

    /// The building of a room, as far as it is known.
    pub fn building(&self, room: &str) -> Option<String> {
        crate::rooms::building(room, self.buildings.get(room).map(String::as_str))
    }

    /// Who of those timetabled with a class holds it: its teachers, or whoever is there alone.
    pub fn holders(&self, entry: &Entry) -> Vec<StaffId> {
        let teachers: Vec<StaffId> =
            entry.staff.iter().copied().filter(|staff| !self.support.contains(staff)).collect();
        if teachers.is_empty() { entry.staff.clone() } else { teachers }
    }

    /// When the afternoon begins: that of the register, else half past twelve.
    pub fn noon(&self) -> NaiveTime {
        self.afternoon.unwrap_or_else(|| NaiveTime::from_hms_opt(12, 30, 0).unwrap_or(NaiveTime::MIN))
    }

    /// The half of the day to which something belongs that begins at a time.
    pub fn half_of(&self, starts: NaiveTime) -> Booked {
        if starts < self.noon() { Booked::Morning } else { Booked::Afternoon }
    }

    /// When somebody is there who is booked for a part of the day: for every period that begins in it, to its end.
    pub fn booked_span(&self, booked: Booked) -> Option<Span> {
        let (first, last) = (NaiveTime::MIN, NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN));
        let noon = self.noon();
        let of_morning = self.timetable.periods.iter().map(|period| period.span).filter(|span| span.starts < noon);
        let until = of_morning.map(|span| span.ends).max().map_or(noon, |ends| ends.max(noon));
        match booked {
            Booked::No => None,
            Booked::Day => Some(Span::new(first, last)),
            Booked::Morning => Some(Span::new(first, until)),
            Booked::Afternoon => Some(Span::new(noon, last)),
        }
    }

    /// Whether the class of an entry is away from it.
    pub fn is_lifted(&self, entry: &Entry) -> bool {
        self.timetable
            .periods
            .get(entry.period)
            .is_some_and(|period| self.events.iter().any(|event| event.takes_away(entry, period)))
    }

    /// Whether a person is away in a part of the day, in the periods that it touches.
    pub fn is_away(&self, staff: StaffId, span: Span) -> bool {
        self.away.iter().any(|away| away.staff == staff && self.takes(away, span))
    }

    /// Whether a person is away on the school's business in a part of the day.
    pub fn is_on_business(&self, staff: StaffId, span: Span) -> bool {
        self.away.iter().any(|away| away.staff == staff && away.on_business && self.takes(away, span))
    }

    fn takes(&self, away: &Away, span: Span) -> bool {
        let whole = away.periods.is_none() && away.span.is_none_or(|there| there.overlaps(span));
        let mut parts = self.timetable.periods.iter().filter_map(|period| away.part_of(period));
        whole || parts.any(|part| part.overlaps(span))
    }

    /// Whether a person's own class is away in a part of the day, and they are not.
    pub fn is_freed(&self, staff: StaffId, span: Span) -> bool {
        self.timetable.of(staff, span).any(|entry| entry.activity.has_pupils() && self.is_lifted(entry))
            && !self.is_away(staff, span)
    }
}
