//! Calendars that phones and mail programs subscribe to (iCalendar, RFC 5545). Times are UTC: no program needs to know our
//! time zone for it.

use chrono::{DateTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus};

/// One entry of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The same for the same thing, whatever happens to it.
    pub uid: String,
    /// Counts the changes that were told.
    pub sequence: u32,
    /// When it was told so.
    pub stamp: DateTime<Utc>,
    /// It starts.
    pub starts: DateTime<Utc>,
    /// It ends.
    pub ends: DateTime<Utc>,
    /// What it is called.
    pub summary: String,
    /// Where.
    pub location: Option<String>,
    /// Whether it no longer takes place: programs then take it off.
    pub cancelled: bool,
}

/// The calendar as text.
pub fn render(name: &str, entries: &[Entry]) -> String {
    let mut calendar = Calendar::new();
    calendar.name(name);
    for entry in entries {
        calendar.push(event(entry));
    }
    calendar.done().to_string()
}

fn event(entry: &Entry) -> Event {
    let mut event = Event::new();
    event
        .uid(&entry.uid)
        .sequence(entry.sequence)
        .timestamp(entry.stamp)
        .last_modified(entry.stamp)
        .starts(entry.starts)
        .ends(entry.ends)
        .summary(&entry.summary)
        .status(if entry.cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed });
    if let Some(location) = &entry.location {
        event.location(location);
    }
    event.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_utc_and_what_is_cancelled_says_so() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let entry = Entry {
            uid: "a-lesson".to_owned(),
            sequence: 2,
            stamp: at("2026-11-23T07:00:00Z"),
            starts: at("2026-11-23T09:00:00Z"),
            ends: at("2026-11-23T10:00:00Z"),
            summary: "Cover 8y/En2, period 1; bring, pens".to_owned(),
            location: Some("E4".to_owned()),
            cancelled: true,
        };
        let text = render("Cover", &[entry]);
        for line in [
            "UID:a-lesson",
            "SEQUENCE:2",
            "DTSTAMP:20261123T070000Z",
            "LAST-MODIFIED:20261123T070000Z",
            "DTSTART:20261123T090000Z",
            "STATUS:CANCELLED",
        ] {
            assert!(text.lines().any(|each| each == line), "{line} in {text}");
        }
        assert!(text.contains("SUMMARY:Cover 8y/En2\\, period 1\\; bring\\, pens"), "{text}");
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    }
}
