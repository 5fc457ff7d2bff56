//! What needs cover: always derived from who is away, the timetable and the events, never kept.

mod derive;
mod moved;

pub use derive::needs;
pub use moved::{RoomNeed, room_needs};

use crate::day::{Activity, Away, DayEvent, Entry, Person, Source, Span, Timetable};
use chrono::NaiveTime;
use school::{Date, GroupId, StaffId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// The absent person.
    pub absent: StaffId,
}

/// Something that needs cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What makes it the same when it is derived again.
    pub key: NeedKey,
    /// The place of the period.
    pub place: usize,
    /// The part of the period that needs cover.
    pub span: Span,
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
