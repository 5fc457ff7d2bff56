//! The record of a closure.

use super::{CheckedClosure, ClosureEffect};
use crate::Code;
use school::{Date, Instant, Record, Session};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A closure as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosureRecord {
    /// The first day.
    pub first_day: Date,
    /// The last day, inside.
    pub last_day: Date,
    /// The sessions.
    pub sessions: Vec<Session>,
    /// The year groups; none for the whole school.
    pub year_groups: Option<Vec<i16>>,
    /// The code.
    pub code: Code,
    /// Why.
    pub reason: String,
    /// What it did.
    pub effect: ClosureEffect,
    /// That it was taken back.
    pub undone: Option<Undone>,
}

/// That a closure was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Undone {
    /// When.
    #[schema(value_type = chrono::DateTime<chrono::Utc>)]
    pub at: Instant,
    /// Why.
    pub reason: String,
    /// What that did.
    pub effect: ClosureEffect,
}

impl Record for ClosureRecord {
    const KIND: &'static str = "closure";
    const NAME: &'static str = "closure";

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.first_day), Some(self.last_day))
    }
}

impl ClosureRecord {
    /// As the rules see it.
    pub fn closure(&self) -> CheckedClosure {
        CheckedClosure {
            first_day: self.first_day,
            last_day: self.last_day,
            sessions: self.sessions.clone(),
            year_groups: self.year_groups.clone(),
            code: self.code,
            reason: self.reason.clone(),
            warnings: Vec::new(),
        }
    }
}
