//! The timetable of an academy: its settings, periods, versions, shortened days and rooms, and what happens on a date.

mod cache;
mod day;
mod names;
mod periods;
mod rooms;
mod settings;
mod shortened;
mod versions;

pub use cache::TimetableCache;
pub use day::{Part, StaffDay, as_on, day, outlines, part_of_day, staff_day, teaches, version};
pub use names::{Names, names};
pub use periods::{Periods, find_periods};
pub use rooms::{all_rooms, create_room, find_room, list_rooms, put_room, remove_room};
pub use settings::{find_settings, put_settings};
pub use shortened::{create_shortened_day, find_shortened_day, list_shortened_days, remove_shortened_day};
pub use versions::{VersionLine, list_versions};
