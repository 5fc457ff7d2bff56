//! A school day as cover sees it: who is timetabled where, who is away, who is there to be asked.

mod away;
mod person;
mod span;
mod timetable;

pub use away::{Away, DayEvent, EventKind, Source};
pub use person::{Booked, Done, Free, Limits as CoverLimits, Person, Restriction, Supply, Tier, Vetting};
pub use span::Span;
pub use timetable::{Activity, Entry, Period, Timetable};
