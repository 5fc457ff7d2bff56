use super::Day;
use crate::day::{Entry, Period};
use uuid::Uuid;

/// A class whose room cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomNeed {
    /// The place of the period.
    pub place: usize,
    /// The period.
    pub period: String,
    /// The class.
    pub class: String,
    /// The room that cannot be used.
    pub room: String,
    /// The event that takes it.
    pub event: Uuid,
}

/// Every class of a day whose room is taken by an event.
pub fn room_needs(day: &Day) -> Vec<RoomNeed> {
    let mut found: Vec<RoomNeed> = day
        .timetable
        .entries
        .iter()
        .filter(|entry| entry.activity.has_pupils() && !day.is_lifted(entry))
        .filter_map(|entry| need(day, entry, day.timetable.periods.get(entry.period)?))
        .collect();
    found.sort_by(|one, other| (one.place, &one.class).cmp(&(other.place, &other.class)));
    found.dedup_by(|one, other| (one.place, &one.class) == (other.place, &other.class));
    found
}

fn need(day: &Day, entry: &Entry, period: &Period) -> Option<RoomNeed> {
    let room = entry.room.as_ref()?;
    let event = day.events.iter().find(|event| event.touches(period) && event.rooms.contains(room))?;
    Some(RoomNeed {
        place: entry.period,
        period: period.name.clone(),
        class: entry.label().to_owned(),
        room: room.clone(),
        event: event.id,
    })
}
