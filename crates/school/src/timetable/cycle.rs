//! The week of a two-week cycle.

use super::TimetableSettings;
use crate::{AcademicYear, Date, SchoolWeeks, Week};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use utoipa::ToSchema;

/// A week of a two-week cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema)]
pub enum CycleWeek {
    /// Week A.
    #[default]
    A,
    /// Week B.
    B,
}

impl CycleWeek {
    /// Both in their order.
    pub const BOTH: [Self; 2] = [Self::A, Self::B];

    /// `A` or `B`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
        }
    }

    /// The week so many weeks of the cycle later.
    #[must_use]
    pub fn after(self, weeks: usize) -> Self {
        match (self, weeks % 2) {
            (week, 0) => week,
            (Self::A, _) => Self::B,
            (Self::B, _) => Self::A,
        }
    }

    /// Whether something that is said of one week, or of both, holds in this one.
    pub fn is_in(self, said: Option<Self>) -> bool {
        said.is_none_or(|week| week == self)
    }
}

impl fmt::Display for CycleWeek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is neither `A` nor `B`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a week of the cycle is A or B")]
pub struct NotACycleWeek;

impl FromStr for CycleWeek {
    type Err = NotACycleWeek;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::BOTH.into_iter().find(|week| week.as_str().eq_ignore_ascii_case(text)).ok_or(NotACycleWeek)
    }
}

/// Whether two things that are each said of one week, or of both, can be in the same week.
pub(super) fn can_meet(one: Option<CycleWeek>, two: Option<CycleWeek>) -> bool {
    one.is_none() || two.is_none() || one == two
}

/// The week of the cycle that holds a date. Weeks alternate over the school weeks of the academic year: a holiday of whole
/// weeks does not count. None for a date outside the school weeks.
pub(super) fn week_of(settings: &TimetableSettings, date: Date, weeks: &SchoolWeeks) -> Option<CycleWeek> {
    let year = AcademicYear::of(date)?;
    let this = place_of(weeks, Week::of(date))?;
    let first_day = *weeks.days().get(weeks.days().partition_point(|day| *day < year.first_day()))?;
    let first = place_of(weeks, Week::of(first_day))?;
    // The last anchor of this year whose week has begun; the beginning of the year is one too.
    let (from, week) = settings
        .anchors
        .iter()
        .filter(|anchor| AcademicYear::of(anchor.from) == Some(year))
        .map(|anchor| (weeks.weeks().partition_point(|week| week.monday < Week::of(anchor.from).monday), anchor))
        .filter(|(place, _)| *place <= this)
        .max_by_key(|(place, anchor)| (*place, anchor.from))
        .map_or((first, settings.first_week), |(place, anchor)| (place, anchor.week));
    this.checked_sub(from).map(|passed| week.after(passed))
}

fn place_of(weeks: &SchoolWeeks, week: Week) -> Option<usize> {
    weeks.weeks().binary_search(&week).ok()
}
