//! Training and until when it holds.

use chrono::Months;
use school::{Date, Record, StaffId, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What training is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrainingKind {
    /// Safeguarding: refreshed each year.
    Safeguarding,
    /// First aid: three years.
    FirstAid,
    /// Fire safety.
    Fire,
    /// Manual handling.
    ManualHandling,
    /// Prevent.
    Prevent,
    /// Behaviour.
    Behaviour,
    /// Invigilation by the rules of the Joint Council for Qualifications: each academic year.
    Invigilation,
    /// Anything else.
    Other,
}

impl TrainingKind {
    /// For how many months it holds where nobody says otherwise. First aid is three years; the others are custom
    /// (unconfirmed).
    pub fn months(self) -> Option<u32> {
        match self {
            Self::FirstAid | Self::ManualHandling => Some(36),
            Self::Safeguarding | Self::Invigilation | Self::Fire => Some(12),
            Self::Prevent => Some(24),
            Self::Behaviour | Self::Other => None,
        }
    }
}

/// Training that somebody has had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "first_aid", "title": "First aid at work", "completed_on": "2026-09-01"}))]
pub struct Training {
    /// What it is about.
    pub kind: TrainingKind,
    /// The course.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// When it was completed.
    pub completed_on: Date,
    /// Until when it holds; where it is left out, as long as its kind does.
    #[serde(default)]
    pub expires_on: Option<Date>,
    /// How long it took, in minutes.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100_000)]
    pub minutes: Option<u32>,
    /// What it cost, in pence.
    #[serde(default)]
    #[schema(maximum = 100_000_000)]
    pub cost_pence: Option<u32>,
    /// What came of it.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub impact: Option<String>,
}

/// Training as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingRecord {
    /// The person.
    pub staff_id: StaffId,
    /// The training.
    pub training: Training,
    /// Why it was withdrawn; null while it stands.
    #[serde(default)]
    pub withdrawn: Option<String>,
}

impl Record for TrainingRecord {
    const KIND: &'static str = "training";
    const NAME: &'static str = "training";

    fn subject(&self) -> Option<Uuid> {
        Some(self.staff_id.0)
    }

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.training.completed_on), self.training.expires_on)
    }
}

impl Training {
    /// The same with its expiry filled in from its kind.
    #[must_use]
    pub fn dated(mut self) -> Self {
        let by_kind =
            || self.kind.months().and_then(|months| self.completed_on.checked_add_months(Months::new(months)));
        self.expires_on = self.expires_on.or_else(by_kind);
        self
    }
}

/// Everything that is wrong with training.
pub fn check_training(training: &Training, today: Date) -> Vec<Violation> {
    let mut errors = Vec::new();
    if training.completed_on > today {
        errors.push(Violation::new("/completed_on", "in_the_future", "training is recorded once it was completed"));
    }
    if chrono::Datelike::year(&training.completed_on) < 1950 {
        errors.push(Violation::new("/completed_on", "out_of_range", "the day is outside the years that are kept"));
    }
    if training.expires_on.is_some_and(|end| end < training.completed_on || chrono::Datelike::year(&end) > 2199) {
        errors.push(Violation::new(
            "/expires_on",
            "out_of_range",
            "it expires after it was completed, by the year 2199",
        ));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_aid_holds_three_years() {
        let training: Training =
            serde_json::from_str(r#"{"kind":"first_aid","title":"First aid","completed_on":"2026-02-28"}"#).unwrap();
        assert_eq!(training.clone().dated().expires_on, "2029-02-28".parse().ok());
        let own = Training { expires_on: "2027-01-01".parse().ok(), ..training.clone() };
        assert_eq!(own.dated().expires_on, "2027-01-01".parse().ok());
        assert_eq!(check_training(&training, "2026-02-27".parse().unwrap()).len(), 1);
    }
}
