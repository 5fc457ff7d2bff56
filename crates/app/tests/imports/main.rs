//! Imports, on SQLite and, where `ROLLCALL_TEST_DATABASE_URL` is set, on PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod alongside;
mod amendments;
mod ctf;
mod duplicates;
mod kept_sheets;
mod marks;
mod planned;
mod pupils;
mod receiving;
mod resume;
mod scene;
mod timetable;
