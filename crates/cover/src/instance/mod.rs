//! A day's cover as a pure optimisation instance: what is read, and what is refused.

mod day;
mod fault;
mod increments;
mod validation;

pub use day::{Candidate, Instance, Lesson, StaffMember};
pub use fault::{Fault, InvalidInstance};
pub use validation::{LARGEST_NUMBER, MOST_CANDIDATES, MOST_DOUBLES, MOST_LESSONS, MOST_PERIODS, MOST_STAFF};
