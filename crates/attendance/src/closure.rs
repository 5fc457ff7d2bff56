//! Whole-school events: planned closure, unexpected closure, closure of a part, travel disruption, public health.
//!
//! A closure changes many marks at once and each as if it were amended alone: the original, the reason, when and who stay on
//! record (School Attendance (Pupil Registration) (England) Regulations 2024). What it may overwrite is the table of
//! [`verdict`].

mod check;
mod decide;
mod effect;
mod matrix;
mod record;
mod undo;

pub use check::{CheckedClosure, SentClosure, check};
pub use decide::{Closing, Outcome, decide};
pub use effect::{ClosureEffect, CodeCount, KeptCount, KeptMark, Tally};
pub use matrix::{Verdict, Why, verdict};
pub use record::{ClosureRecord, Undone};
pub use undo::{Before, Restored, restore};

/// The law and guidance that closures rest on.
pub const CITATION: &str = "School Attendance (Pupil Registration) (England) Regulations 2024, regulation 10; DfE, Working \
                            together to improve school attendance: codes Y1 to Y7 and #";
