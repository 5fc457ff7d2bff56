//! Lessons of a class that follow each other, which one person had better take.

use super::Slot;
use crate::day::{Period, Span};
use crate::need::{Day, Need};

/// Whether one part of a class's day follows the other: no more than rows in which nothing is taught lie between them (a break, a
/// registration that nobody holds), and the first lasts to the end of its period and the second from the beginning of its own. A part of a
/// lesson that ends before the lesson does is followed by nothing.
pub(super) fn follows(day: &Day, (one, there): (&Need, Span), (other, then): (&Need, Span)) -> bool {
    let period = |need: &Need| day.timetable.periods.get(need.place).map(|period: &Period| period.span);
    one.key.class == other.key.class
        && one.activity.has_pupils()
        && other.activity.has_pupils()
        && one.place < other.place
        && period(one).is_some_and(|whole| there.ends >= whole.ends)
        && period(other).is_some_and(|whole| then.starts <= whole.starts)
        && (one.place + 1..other.place).all(|place| !is_taught(day, place))
}

fn is_taught(day: &Day, place: usize) -> bool {
    day.timetable.entries.iter().any(|entry| entry.period == place && entry.activity.has_pupils())
}

/// Pairs of slots of one class that follow each other, the earlier one first.
pub(super) fn doubles(day: &Day, slots: &[Slot<'_>]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (one, first) in slots.iter().enumerate() {
        let here = (first.need, first.span);
        let after = slots.iter().enumerate().filter(|(_, second)| follows(day, here, (second.need, second.span)));
        found.extend(after.map(|(other, _)| (one, other)));
    }
    found
}
