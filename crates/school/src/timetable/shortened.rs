//! Days that run differently.

use super::LONGEST_NAME;
use crate::calendar::clock_time;
use crate::{Date, Violation};
use chrono::NaiveTime;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most periods of one day.
const MOST_PERIODS: usize = 30;
/// The longest reason.
const LONGEST_REASON: usize = 200;

/// A day with period times of its own: an early closure, a mock exam, a day off timetable. Periods of the ordinary day that it
/// does not name do not take place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"date": "2026-12-18", "reason": "End of term", "periods": [{"name": "1", "starts": "09:00", "ends": "09:40"}]}))]
pub struct ShortenedDay {
    /// The day.
    #[schema(example = "2026-12-18")]
    pub date: Date,
    /// Why.
    #[schema(min_length = 1, max_length = 200, example = "End of term")]
    pub reason: String,
    /// The periods that take place; none for a day off timetable.
    #[schema(max_items = 30)]
    pub periods: Vec<ShortenedPeriod>,
}

/// A period of such a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShortenedPeriod {
    /// The name of the period of the ordinary day.
    #[schema(min_length = 1, max_length = 50, example = "1")]
    pub name: String,
    /// It starts, local time.
    #[schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "09:00")]
    #[serde(with = "clock_time")]
    pub starts: NaiveTime,
    /// It ends, local time.
    #[schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "09:40")]
    #[serde(with = "clock_time")]
    pub ends: NaiveTime,
}

impl ShortenedDay {
    /// Everything that is wrong with the day.
    pub fn check(&self) -> Vec<Violation> {
        let mut errors = super::checks::name("/reason", &self.reason, LONGEST_REASON);
        if self.periods.len() > MOST_PERIODS {
            errors.push(Violation::new("/periods", "too_many", format!("at most {MOST_PERIODS} periods")));
        }
        for (place, period) in self.periods.iter().enumerate().take(MOST_PERIODS) {
            let pointer = format!("/periods/{place}");
            errors.extend(super::checks::name(&format!("{pointer}/name"), &period.name, LONGEST_NAME));
            if period.ends <= period.starts {
                let detail = "a period ends after it starts";
                errors.push(Violation::new(format!("{pointer}/ends"), "ends_before_it_begins", detail));
            }
            let before = &self.periods[..place];
            if before.iter().any(|other| other.name == period.name) {
                let detail = "the day has a period of this name already";
                errors.push(Violation::new(format!("{pointer}/name"), "duplicate_period", detail));
            } else if before.iter().any(|other| period.starts < other.ends && other.starts < period.ends) {
                let detail = "the period overlaps another of the day";
                errors.push(Violation::new(format!("{pointer}/starts"), "overlapping_periods", detail));
            }
        }
        errors
    }
}
