//! The roll: pupils and those around them, groups, and the calendar that makes their days.

mod calendars;
mod people;
mod pupils;
