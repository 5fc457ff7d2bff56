//! Whether a name may be deleted from the admission register: only on a listed ground, with its conditions met.
//!
//! School Attendance (Pupil Registration) (England) Regulations 2024, regulation 9: a name is deleted when, and only when, a
//! ground is met, and never in retrospect. What the registers show is checked here; what they cannot show is asked.

mod check;
mod facts;
mod grounds;

pub use check::{Condition, DeletionCheck, Finding, check};
pub use facts::{ExclusionFacts, LeavingFacts, Statement};

/// The law that every check rests on.
pub const CITATION: &str = "School Attendance (Pupil Registration) (England) Regulations 2024, regulation 9";
