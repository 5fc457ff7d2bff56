//! A dated version of the timetable.

use super::Entry;
use crate::Date;
use serde::{Deserialize, Serialize};

/// The most entries of one version: 300 people with 100 periods each.
pub const MOST_ENTRIES: usize = 30_000;

/// The timetable that holds from a day on, until the next version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimetableVersion {
    /// The first day.
    pub valid_from: Date,
    /// What happens in it, in no particular order.
    pub entries: Vec<Entry>,
}
