//! The only crate that knows SQL: one set of functions for SQLite and PostgreSQL.
//!
//! Functions take the connection first and belong to a transaction that the use case opened with [`write`] or [`read`].
//! Nothing here decides: rules are the domain crates'.
#![recursion_limit = "256"]

mod actor;
pub mod attendance;
pub mod cover;
mod db;
mod error;
pub mod events;
pub mod families;
pub mod imports;
pub mod lessons;
mod migrations;
mod pool;
pub mod records;
pub mod roll;
mod schema;
pub mod security;
mod sql_types;
pub mod timetable;
mod words;

pub use db::{Db, open, read, write};
pub use diesel::result::Error as TransactionError;
pub use error::{Error, Result};
pub use migrations::{are_pending, migrate};
pub use pool::{Lent, Pool};
