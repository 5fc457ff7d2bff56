//! Whole-system tests: HTTP to a real server, on SQLite and on PostgreSQL. The tree follows the paths.
#![expect(clippy::unwrap_used, reason = "a test fails where something is missing")]

mod access;
mod bad_input;
mod closures;
mod conventions;
mod cover;
mod duties;
mod edges;
mod figures;
mod flow;
mod gate;
mod ground;
mod imports;
mod kill;
mod lessons;
mod measures;
mod nodes;
mod openapi;
mod patterns;
mod policy;
mod process;
mod recognition;
mod registers;
mod returns;
mod roll;
mod rules_page;
mod schemas;
mod sign_in;
mod staffing;
mod suspensions;
mod targets;
mod timetable;
