//! The roll: academies, calendars, pupils, groups, contacts and staff.

pub mod academies;
pub mod calendars;
pub mod contacts;
pub mod groups;
pub mod pupils;
pub mod snapshot;
pub mod staff;
