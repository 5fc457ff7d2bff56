//! What is said of a pattern.

use crate::summary::Period;
use school::{Date, PupilId, Upn, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The kinds of pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PatternKind {
    /// More absence on one day of the week than on the others.
    Weekday,
    /// Absence spread over many weeks of which only a part was missed.
    BrokenWeeks,
    /// Absence on the last day before and the first day after holidays.
    BesideHolidays,
    /// Absence on the same days as a sibling.
    Sibling,
    /// More, or less, absence in the last weeks than in the pupil's own weeks before.
    Change,
}

impl PatternKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Weekday, Self::BrokenWeeks, Self::BesideHolidays, Self::Sibling, Self::Change];
}

/// The patterns of one pupil.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PupilPatterns {
    /// The pupil.
    pub pupil_id: PupilId,
    /// The unique pupil number; null where it is not known.
    pub upn: Option<Upn>,
    /// The days looked at.
    pub period: Period,
    /// School days with at least one possible session: what every test draws from.
    pub days: u64,
    /// Those on which at least one session was missed.
    pub absent_days: u64,
    /// Days left out because all their sessions had C2, E or S: agreed or decided by the school, so no habit.
    pub days_left_out: u64,
    /// Sessions of the period without a mark: neither attendance nor absence.
    pub missing: u64,
    /// What could be tested, at most one of each kind.
    pub patterns: Vec<Pattern>,
}

/// One pattern with its size, its counts and its test.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Pattern {
    /// The kind.
    pub kind: PatternKind,
    /// The counts it rests on.
    pub evidence: PatternEvidence,
    /// What was counted: days of absence of the kind, or broken weeks.
    pub observed: u64,
    /// What chance alone would give on average for as many days of absence.
    pub expected: f64,
    /// Its size: observed less expected, in days or weeks.
    pub excess: f64,
    /// The share of the days of the kind that were missed; null for broken weeks.
    pub rate: Option<f64>,
    /// The share of the other days that were missed; null for broken weeks.
    pub rate_elsewhere: Option<f64>,
    /// The chance of at least as much, were the days of absence spread by chance alone; already multiplied by `alternatives`.
    pub p: f64,
    /// Among how many weekdays, siblings or directions the strongest was chosen.
    pub alternatives: u64,
    /// p adjusted for the number of pupils tested (Benjamini and Hochberg): of all patterns with at most this value, about
    /// that share is chance.
    pub adjusted_p: f64,
    /// Pupils who were tested for this kind.
    pub pupils_tested: u64,
    /// The test.
    #[schema(value_type = String)]
    pub test: &'static str,
    /// The same in a sentence.
    pub in_words: String,
}

/// The counts that a pattern rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum PatternEvidence {
    /// Of a weekday.
    Weekday {
        /// The weekday.
        weekday: Weekday,
        /// School days on it.
        days_of_kind: u64,
        /// Those missed.
        absent_of_kind: u64,
    },
    /// Of broken weeks.
    BrokenWeeks {
        /// School weeks.
        weeks: u64,
        /// Those of which a part of the days was missed.
        broken_weeks: u64,
        /// Those of which every day was missed.
        whole_weeks: u64,
    },
    /// Of days beside holidays.
    BesideHolidays {
        /// Days directly before or after a holiday.
        days_of_kind: u64,
        /// Those missed.
        absent_of_kind: u64,
        /// The days missed.
        missed: Vec<Date>,
    },
    /// Of a sibling.
    Sibling {
        /// The sibling.
        sibling_id: PupilId,
        /// Days on which both were due.
        days_together: u64,
        /// Of those, missed by the pupil.
        absent: u64,
        /// Of those, missed by the sibling.
        sibling_absent: u64,
        /// Of those, missed by both.
        absent_together: u64,
    },
    /// Of change.
    Change {
        /// Where it goes.
        direction: Direction,
        /// The first day of the recent weeks.
        recent_from: Date,
        /// School weeks that are recent.
        recent_weeks: u64,
        /// Days in them.
        recent_days: u64,
        /// Those missed.
        recent_absent: u64,
        /// School weeks before them.
        earlier_weeks: u64,
        /// Days in those.
        earlier_days: u64,
        /// Those missed.
        earlier_absent: u64,
    },
}

/// Whether absence has grown or shrunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More absence.
    Worse,
    /// Less absence.
    Better,
}

/// A share; none of nothing.
pub(super) fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
