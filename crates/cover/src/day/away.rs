use super::Span;
use crate::event::Wanted;
use school::StaffId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What takes somebody away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// An absence.
    Absence(Uuid),
    /// An event.
    Event(Uuid),
}

/// Somebody who is away for a part of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Away {
    /// Who.
    pub staff: StaffId,
    /// By the clock; none for the whole day.
    pub span: Option<Span>,
    /// Only in these periods; none for all that the span touches.
    pub periods: Option<Vec<String>>,
    /// Whether it could be foreseen: then teachers are not asked.
    pub foreseeable: bool,
    /// Whether the person's lessons need cover.
    pub cover_needed: bool,
    /// Whether it is on the school's business: a trip, a meeting, a course. Then it is work, and no break.
    pub on_business: bool,
    /// What takes them away.
    pub source: Source,
}

impl Away {
    /// The part of a period for which the person is away.
    pub fn part_of(&self, period: &super::Period) -> Option<Span> {
        if self.periods.as_ref().is_some_and(|periods| !periods.contains(&period.name)) {
            return None;
        }
        self.span.map_or(Some(period.span), |span| span.common(period.span))
    }
}

/// What kind of event changes a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// Staff and pupils are out.
    Trip,
    /// An examination: pupils are out of their lessons, staff may be needed there, rooms are taken.
    Exam,
    /// Rooms cannot be used.
    RoomClosure,
    /// Classes or year groups have no lessons.
    ClassSuspended,
    /// Staff are in a meeting.
    Meeting,
    /// Staff, classes or rooms are needed for something else.
    Other,
}

/// An event as far as it touches the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayEvent {
    /// The event.
    pub id: Uuid,
    /// What kind.
    pub kind: EventKind,
    /// By the clock; none for the whole day.
    pub span: Option<Span>,
    /// Only in these periods; none for all that the span touches.
    pub periods: Option<Vec<String>>,
    /// Classes that are away from their lessons.
    pub classes: Vec<String>,
    /// Year groups that are.
    pub year_groups: Vec<i16>,
    /// Rooms that cannot be used.
    pub rooms: Vec<String>,
    /// Whom it needs beside those timetabled.
    pub wanted: Vec<Wanted>,
    /// The subject of an external exam: no teacher of it invigilates.
    pub external_subject: Option<String>,
}

impl DayEvent {
    /// The part of the day that somebody whom it needs is there: by their own times, or from the first to the last of its periods.
    /// None on a day without periods.
    pub fn span_of(&self, wanted: &Wanted, periods: &[super::Period]) -> Option<Span> {
        let all = periods.iter().filter(|period| self.touches(period)).map(|period| period.span).reduce(Span::hull)?;
        let span = Span::new(wanted.starts.unwrap_or(all.starts), wanted.ends.unwrap_or(all.ends));
        (span.minutes() > 0).then_some(span)
    }

    /// Whether it holds for the whole of a period: a class that is away for half of a lesson still has one.
    pub fn holds_in(&self, period: &super::Period) -> bool {
        self.periods.as_ref().is_none_or(|periods| periods.contains(&period.name))
            && self.span.is_none_or(|span| span.contains(period.span))
    }

    /// Whether it touches a period.
    pub fn touches(&self, period: &super::Period) -> bool {
        self.periods.as_ref().is_none_or(|periods| periods.contains(&period.name))
            && self.span.is_none_or(|span| span.overlaps(period.span))
    }

    /// Whether it takes a class away from a lesson in a period.
    pub fn takes_away(&self, entry: &super::Entry, period: &super::Period) -> bool {
        let named = entry.class.as_ref().is_some_and(|class| self.classes.contains(class))
            || entry.year().is_some_and(|year| self.year_groups.contains(&year));
        named && entry.activity.has_pupils() && self.holds_in(period)
    }
}
