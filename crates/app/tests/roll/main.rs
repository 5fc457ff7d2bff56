//! The use cases of the roll, on SQLite and, where `ROLLCALL_TEST_DATABASE_URL` is set, on PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a test fails where something is missing")]

mod academies;
mod calendars;
mod contacts;
mod groups;
mod house;
mod imports;
mod pupil_changes;
mod pupil_lists;
mod pupils;
mod records;
mod staff;
