//! What a rule finds.

use super::Evidence;
use school::Date;

/// That a rule is met: since when, by when something is due, and what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) met_on: Date,
    pub(super) due_on: Option<Date>,
    pub(super) evidence: Evidence,
}

impl Found {
    /// Met on a day, with nothing due by a day.
    pub(super) fn on(met_on: Date, evidence: Evidence) -> Self {
        Self { met_on, due_on: None, evidence }
    }

    /// The same with the day by which something is due.
    pub(super) fn due(self, due_on: Option<Date>) -> Self {
        Self { due_on, ..self }
    }
}
