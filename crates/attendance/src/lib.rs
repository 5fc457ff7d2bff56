//! The rules of attendance: the register codes and what they mean on a day, mark sheets, taking and amending registers,
//! planned absences, the figures and the thresholds.
//!
//! Values in, values out: nothing here reads a file, a database or the time of day, and nothing panics whatever it is
//! given.

pub mod closure;
pub mod code;
pub mod concerns;
pub mod course;
pub mod deletion;
pub mod entry;
pub mod forecast;
pub mod gate;
pub mod history;
pub mod kernel;
pub mod lesson;
pub mod licence;
pub mod local_code;
pub mod measures;
pub mod patterns;
pub mod planned;
pub mod policy;
pub mod recognition;
pub mod register;
pub mod returns;
pub mod scope;
pub mod sheet;
pub mod statistics;
pub mod summary;
pub mod suspension;
pub mod targets;
pub mod warning;
pub mod what_if;

pub use code::{AttendanceCode, Category, Code, CountsAs};

pub use concerns::Concern;
pub use entry::{EntryKind, Mark, MarkChange, StandingMark};
pub use sheet::MarkSheet;
pub use summary::{Summary, Tally};

pub use warning::Warning;

#[cfg(test)]
mod proof;
