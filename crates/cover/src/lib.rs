//! Staff cover: who takes the lessons of those who are away.
//!
//! The heart is [`solve`]: it reads a day as a pure [`Instance`], finds the cheapest cover and proves that nothing is
//! cheaper. It has no clock and does no input or output.
//!
//! ```
//! let day: cover::Instance = serde_json::from_str(
//!     r#"{"periods": 2, "staff": [{"id": 1}, {"id": 2}], "lessons": [{"id": 10, "period": 0}, {"id": 11, "period": 1}],
//!         "doubles": [[10, 11]], "candidates": [[1, 10, 4], [2, 10, 9], [2, 11, 9]],
//!         "fairness_increments": {"1": [0], "2": [0, 1]}, "double_bonus": 15, "uncovered": [1000, 1000]}"#,
//! )?;
//! let best = cover::solve(&day, cover::Limits::NONE, &mut || false)?;
//! assert_eq!((best.status, best.objective), (cover::Status::Optimal, 4));
//! assert_eq!(best.assignments.len(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod absence;
pub mod absence_record;
pub mod agency;
pub mod appraisal;
pub mod arrange;
mod board;
pub mod briefing;
pub mod clock_time;
pub mod day;
pub mod event;
pub mod extra_hours;
mod fairness;
pub mod generate;
mod instance;
pub mod ledger;
pub mod need;
pub mod plan;
pub mod publication;
pub mod quality;
pub mod rooms;
#[cfg(test)]
mod sample;
pub mod settings;
mod solver;
pub mod staff;
pub mod supply;
pub mod vetting;
pub mod working_time;

pub use fairness::Spread;
pub use instance::{
    Candidate, Fault, Instance, InvalidInstance, LARGEST_NUMBER, Lesson, MOST_CANDIDATES, MOST_DOUBLES, MOST_LESSONS,
    MOST_PERIODS, MOST_STAFF, StaffMember,
};
pub use solver::{Assignment, Limits, Solution, Status, solve, solve_from};
