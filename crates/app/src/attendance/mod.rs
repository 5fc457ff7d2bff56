//! Registers, marks and what follows from them.

mod beside;
pub mod board;
pub mod closures;
pub mod concerns;
pub mod effects;
pub mod explain;
mod families;
pub mod issues;
pub mod licences;
pub mod loading;
pub mod local_codes;
pub mod marks;
pub mod measures;
pub(crate) mod on_record;
pub mod patterns;
pub mod planned;
pub mod recognition;
pub mod registers;
mod scoped;
pub(crate) mod sheets;
pub mod summaries;
pub mod targets;
pub mod tidings;
mod undone;
pub mod verify;
pub mod what_if;
pub(crate) mod writing;
