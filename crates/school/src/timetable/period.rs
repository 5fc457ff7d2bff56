//! The periods of a school day.

use super::cycle::can_meet;
use super::{CycleWeek, LONGEST_NAME};
use crate::calendar::clock_time;
use crate::{Date, Violation, Weekday};
use chrono::NaiveTime;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most periods of one grid: thirty a day in two weeks of seven days.
pub const MOST_PERIODS: usize = 420;

/// A period: a named stretch of a day of the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TimetablePeriod)]
pub struct Period {
    /// The week of the cycle; null for both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable)]
    pub week: Option<CycleWeek>,
    /// The day of the week.
    pub day: Weekday,
    /// What the academy calls it, e.g. `1` or `Reg`; unique in the day.
    #[schema(min_length = 1, max_length = 50, example = "1")]
    pub name: String,
    /// It starts, local time.
    #[schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "09:00")]
    #[serde(with = "clock_time")]
    pub starts: NaiveTime,
    /// It ends, local time; the minute itself is outside.
    #[schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "10:00")]
    #[serde(with = "clock_time")]
    pub ends: NaiveTime,
}

/// The periods that hold from a day on, until the next grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodGrid {
    /// The first day.
    pub valid_from: Date,
    /// The periods.
    pub periods: Vec<Period>,
}

impl Period {
    /// Whether both can be on the same day.
    fn can_meet(&self, other: &Self) -> bool {
        self.day == other.day && can_meet(self.week, other.week)
    }

    /// Everything that is wrong with the period by itself; pointers are the names of its fields.
    pub fn check(&self) -> Vec<Violation> {
        let mut errors = super::checks::name("/period", &self.name, LONGEST_NAME);
        if self.ends <= self.starts {
            errors.push(Violation::new("/ends", "ends_before_it_begins", "a period ends after it starts"));
        }
        errors
    }

    /// What keeps the period from standing beside another.
    pub fn check_beside(&self, other: &Self) -> Option<Violation> {
        if !self.can_meet(other) {
            return None;
        }
        if self.name == other.name {
            let detail = "the day has a period of this name already";
            return Some(Violation::new("/period", "duplicate_period", detail));
        }
        let detail = "the period overlaps another of the day";
        (self.starts < other.ends && other.starts < self.ends)
            .then(|| Violation::new("/starts", "overlapping_periods", detail))
    }
}

impl PeriodGrid {
    /// The periods of a day of a week of the cycle in their order.
    pub fn of_day(&self, week: CycleWeek, day: Weekday) -> Vec<&Period> {
        let mut periods: Vec<&Period> =
            self.periods.iter().filter(|period| period.day == day && week.is_in(period.week)).collect();
        periods.sort_by_key(|period| (period.starts, period.ends));
        periods
    }

    /// Whether an entry of a week (none: of both) finds the period in each week that it is in.
    pub fn has(&self, week: Option<CycleWeek>, day: Weekday, name: &str) -> bool {
        CycleWeek::BOTH.into_iter().filter(|each| each.is_in(week)).all(|each| {
            self.periods.iter().any(|period| period.day == day && period.name == name && each.is_in(period.week))
        })
    }
}
