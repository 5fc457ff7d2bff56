//! What training came to: hours, cost, and what of it has expired.

use super::{Training, TrainingKind};
use school::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// One kind of training and until when it held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExpiredTraining {
    /// The kind.
    pub kind: TrainingKind,
    /// The last day on which the course that held longest did.
    pub expires_on: Date,
}

/// What the training of one person came to from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrainingTotals {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Courses completed from the one to the other.
    pub courses: u32,
    /// Their minutes, as far as they say how long they took.
    pub minutes: u64,
    /// Of them, courses that do not say it.
    pub without_minutes: u32,
    /// Their cost in pence, as far as they say it.
    pub cost_pence: u64,
    /// Of them, courses that do not say it.
    pub without_cost: u32,
    /// Kinds of which no course holds any more today, whenever it was completed.
    pub expired: Vec<ExpiredTraining>,
}

/// Adds the training of a person up; `today` is the day on which it has expired or not.
pub fn totals(trainings: &[&Training], (from, to): (Date, Date), today: Date) -> TrainingTotals {
    let within: Vec<_> = trainings.iter().filter(|each| (from..=to).contains(&each.completed_on)).collect();
    let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    // Of several courses of a kind the one that holds longest counts; none without an end ever expires.
    let mut longest: BTreeMap<TrainingKind, Option<Date>> = BTreeMap::new();
    for training in trainings {
        let known = longest.entry(training.kind).or_insert(training.expires_on);
        *known = known.zip(training.expires_on).map(|(one, other)| one.max(other));
    }
    let expired = longest.into_iter().filter_map(|(kind, end)| Some(ExpiredTraining { kind, expires_on: end? }));
    TrainingTotals {
        from,
        to,
        courses: small(within.len()),
        minutes: within.iter().filter_map(|each| each.minutes).map(u64::from).sum(),
        without_minutes: small(within.iter().filter(|each| each.minutes.is_none()).count()),
        cost_pence: within.iter().filter_map(|each| each.cost_pence).map(u64::from).sum(),
        without_cost: small(within.iter().filter(|each| each.cost_pence.is_none()).count()),
        expired: expired.filter(|each| each.expires_on < today).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn training(kind: &str, completed: &str, expires: Option<&str>, minutes: Option<u32>) -> Training {
        let json = serde_json::json!({ "kind": kind, "title": "Course", "completed_on": completed, "expires_on": expires,
            "minutes": minutes, "cost_pence": minutes.map(|minutes| minutes * 100) });
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn totals_are_of_the_range_and_expiry_of_today() {
        let all = [
            training("first_aid", "2020-01-01", Some("2023-01-01"), Some(360)),
            training("first_aid", "2023-01-10", Some("2026-01-10"), Some(360)),
            training("fire", "2026-09-01", Some("2027-09-01"), Some(60)),
            training("other", "2026-10-01", None, None),
            training("other", "2019-10-01", Some("2020-10-01"), None),
        ];
        let day = |text: &str| text.parse::<Date>().unwrap();
        let found = totals(&all.iter().collect::<Vec<_>>(), (day("2026-09-01"), day("2027-07-31")), day("2026-11-23"));
        assert_eq!(
            (found.courses, found.minutes, found.without_minutes, found.cost_pence, found.without_cost),
            (2, 60, 1, 6_000, 1)
        );
        assert_eq!(found.expired, [ExpiredTraining { kind: TrainingKind::FirstAid, expires_on: day("2026-01-10") }]);
    }
}
