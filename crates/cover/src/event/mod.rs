//! Events that change a day: trips, exams, closed rooms, suspended classes, meetings.

mod additional;

pub(crate) use additional::pieces;
pub use additional::{AdditionalStaff, AdditionalWork, INVIGILATION, MOST_ADDITIONAL, Wanted};

use crate::absence::{CoverWork, LONGEST_ABSENCE, MOST_NAMED, Recurrence, recurrence, work};
use crate::day::{Away, DayEvent, EventKind, Source, Span};
use chrono::{Datelike, NaiveTime};
use school::timetable::CycleWeek;
use school::{Date, Record, StaffId, Violation, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The most people, classes or rooms that one event names.
pub const MOST_IN_EVENT: usize = 500;

/// An event: who and what it takes away from the timetable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CoverEvent {
    /// What kind.
    pub kind: EventKind,
    /// What it is called on the notice board.
    pub name: String,
    /// What it was called first, where it was called otherwise: it names the places that it asks for, as long as it lasts.
    #[serde(default)]
    pub first_name: Option<String>,
    /// The first day.
    pub first_day: Date,
    /// The last day, inside.
    pub last_day: Date,
    /// From this time of each day on; null from the start of the day.
    #[serde(default, with = "crate::clock_time::option")]
    #[schema(value_type = Option<String>, example = "10:15")]
    pub starts: Option<NaiveTime>,
    /// Up to this time of each day; null to the end of the day.
    #[serde(default, with = "crate::clock_time::option")]
    #[schema(value_type = Option<String>, example = "12:00")]
    pub ends: Option<NaiveTime>,
    /// Only these periods of each day.
    #[serde(default)]
    pub periods: Option<Vec<String>>,
    /// Only these days of the week.
    #[serde(default)]
    pub weekdays: Option<Vec<Weekday>>,
    /// Only in these weeks of a two-week cycle.
    #[serde(default)]
    pub weeks: Option<Vec<CycleWeek>>,
    /// Not on these days.
    #[serde(default)]
    pub except: Vec<Date>,
    /// Staff who are away from their lessons for it.
    #[serde(default)]
    pub staff_ids: Vec<StaffId>,
    /// Classes that are away from their lessons: whoever teaches them is free.
    #[serde(default)]
    pub classes: Vec<String>,
    /// Year groups that are.
    #[serde(default)]
    pub year_groups: Vec<i16>,
    /// Rooms that cannot be used.
    #[serde(default)]
    pub rooms: Vec<String>,
    /// The work for the classes whose teachers are away for it.
    #[serde(default)]
    pub cover_work: Vec<CoverWork>,
    /// How many people it needs beside those timetabled, and for what.
    #[serde(default)]
    pub additional_staff: Vec<AdditionalStaff>,
    /// Whether it is the exam of an awarding body: whoever invigilates is trained for it and no teacher of the subject.
    #[serde(default)]
    pub external: bool,
    /// The subject of an exam.
    #[serde(default)]
    pub subject: Option<String>,
    /// How many sit an exam.
    #[serde(default)]
    pub candidates: Option<u16>,
    /// Whether an exam is a practical one.
    #[serde(default)]
    pub practical: bool,
}

impl Record for CoverEvent {
    const KIND: &'static str = "cover_event";
    const NAME: &'static str = "cover event";

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.first_day), Some(self.last_day))
    }
}

impl CoverEvent {
    fn recurrence(&self) -> Recurrence<'_> {
        Recurrence { weekdays: self.weekdays.as_deref(), weeks: self.weeks.as_deref(), except: &self.except }
    }

    /// The work set for a class in a period of a day.
    pub fn work_for(&self, date: Date, period: &str, class: &str) -> Option<&CoverWork> {
        crate::absence::work_for(&self.cover_work, date, period, class)
    }

    fn span(&self) -> Option<Span> {
        crate::absence::span(self.starts, self.ends)
    }

    /// What the event is on one day of a week of the timetable's cycle, and whom it takes away; nothing where it does not fall on
    /// it. An event is always foreseeable.
    pub fn on(&self, id: Uuid, date: Date, week: Option<CycleWeek>) -> Option<(DayEvent, Vec<Away>)> {
        let inside = (self.first_day..=self.last_day).contains(&date);
        if !inside || !self.recurrence().falls_on(date, week) {
            return None;
        }
        let away = self.staff_ids.iter().map(|staff| Away {
            staff: *staff,
            span: self.span(),
            periods: self.periods.clone(),
            foreseeable: true,
            cover_needed: true,
            on_business: true,
            source: Source::Event(id),
        });
        let event = DayEvent {
            id,
            kind: self.kind,
            span: self.span(),
            periods: self.periods.clone(),
            classes: self.classes.clone(),
            year_groups: self.year_groups.clone(),
            rooms: self.rooms.clone(),
            wanted: self.wanted(),
            external_subject: self.subject.clone().filter(|_| self.external),
        };
        Some((event, away.collect()))
    }

    /// Everything that is wrong with it.
    pub fn check(&self) -> Vec<Violation> {
        let mut wrong = Vec::new();
        if self.name.trim().is_empty() {
            wrong.push(Violation::new("/name", "missing_field", "an event has a name"));
        }
        if !(2000..=2200).contains(&self.first_day.year()) {
            wrong.push(Violation::new("/first_day", "out_of_range", "a date between 2000 and 2200 is meant"));
        }
        if self.last_day < self.first_day {
            wrong.push(Violation::new("/last_day", "ends_before_start", "an event ends on or after its first day"));
        } else if (self.last_day - self.first_day).num_days() > LONGEST_ABSENCE {
            wrong.push(Violation::new("/last_day", "too_long", format!("at most {LONGEST_ABSENCE} days")));
        }
        if let (Some(starts), Some(ends)) = (self.starts, self.ends)
            && ends <= starts
        {
            wrong.push(Violation::new("/ends", "ends_before_start", "an event ends after it starts"));
        }
        if self.periods.as_ref().is_some_and(|periods| periods.is_empty() || periods.len() > MOST_NAMED) {
            wrong.push(Violation::new("/periods", "wrong_number", format!("1 to {MOST_NAMED} periods, or null")));
        }
        if self.periods.is_some() && (self.starts.is_some() || self.ends.is_some()) {
            wrong.push(Violation::new("/periods", "contradiction", "send times or periods, not both"));
        }
        recurrence(self.recurrence(), self.first_day, Some(self.last_day), &mut wrong);
        work(&self.cover_work, &mut wrong);
        self.check_additional(&mut wrong);
        for (name, count) in
            [("/staff_ids", self.staff_ids.len()), ("/classes", self.classes.len()), ("/rooms", self.rooms.len())]
        {
            if count > MOST_IN_EVENT {
                wrong.push(Violation::new(name, "too_many", format!("at most {MOST_IN_EVENT}")));
            }
        }
        if self.kind == EventKind::RoomClosure && self.rooms.is_empty() {
            wrong.push(Violation::new("/rooms", "missing_field", "a room closure names the rooms"));
        }
        if self.kind == EventKind::ClassSuspended && self.classes.is_empty() && self.year_groups.is_empty() {
            let detail = "a suspension names the classes or year groups that have no lessons";
            wrong.push(Violation::new("/classes", "missing_field", detail));
        }
        wrong
    }
}
