//! Whole-system tests: HTTP to a real server, on SQLite and on PostgreSQL. The tree follows the paths.
#![expect(clippy::unwrap_used, reason = "a test fails where something is missing")]

mod bad_input;
mod flow;
mod ground;
mod openapi;
mod schemas;
mod sign_in;
