//! Allocation: all requirements of a day together, by hard rules first and one weighted sum after them.

mod apart;
mod because;
mod booking;
mod build;
mod costs;
mod doubles;
mod explain;
mod help;
mod lunch;
mod rules;
mod run;
mod slot;
mod supply;

#[cfg(test)]
mod advice;
#[cfg(test)]
mod booking_tests;
#[cfg(test)]
mod order;
#[cfg(test)]
mod pull;
#[cfg(test)]
mod tests;

pub use because::Because;
pub(crate) use rules::vetted;
pub use rules::{Asked, Rule, broken, busy};
pub use run::{Booking, Outcome, PlanStatus, Planned, Uncovered, plan};
pub use slot::{Fixed, Slot};
pub use supply::book;

use crate::need::Day;
use crate::settings::CoverSettings;
use school::StaffId;
use std::collections::BTreeSet;

/// What is to be allocated.
#[derive(Debug, Clone)]
pub struct Task<'a> {
    /// The day.
    pub day: &'a Day,
    /// How.
    pub settings: &'a CoverSettings,
    /// What is open to be given to anybody.
    pub slots: Vec<Slot<'a>>,
    /// What is settled and stays.
    pub fixed: Vec<Fixed<'a>>,
    /// Who is not to be asked this time.
    pub exclude: BTreeSet<StaffId>,
}
