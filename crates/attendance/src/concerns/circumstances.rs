//! What is known of a pupil beside the marks.

use crate::{planned::PlannedAbsence, suspension::Suspension};
use school::Date;

/// What is known of a pupil beside the marks, as far as rules ask for it. All of it may be empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct Circumstances<'a> {
    /// The planned absences that are not cancelled, in any order.
    pub plans: &'a [PlannedAbsence],
    /// The suspensions and exclusions on record that stand, in any order.
    pub suspensions: &'a [Suspension],
    /// The spells in which the pupil boards, by first and last day (none while it lasts): boarders are not marked.
    pub boarding: &'a [(Date, Option<Date>)],
}

impl Circumstances<'_> {
    /// Whether the pupil boards on a day.
    pub fn boards_on(&self, date: Date) -> bool {
        self.boarding.iter().any(|(first, last)| *first <= date && last.is_none_or(|last| date <= last))
    }
}
