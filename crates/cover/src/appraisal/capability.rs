//! The flag that a capability process runs about somebody: since when, why, when it is reviewed, how it ended.

use super::{Reminder, ReminderKind};
use school::{Date, Record, StaffId, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How a capability process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CapabilityOutcome {
    /// The work is as it should be.
    Improved,
    /// Other duties were agreed.
    Redeployed,
    /// The person left.
    Left,
    /// The contract was ended.
    Dismissed,
}

/// A review of a capability process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"due_on": "2026-12-11"}))]
pub struct CapabilityReview {
    /// When it is to be held.
    pub due_on: Date,
    /// When it was held; null while it was not.
    #[serde(default)]
    pub held_on: Option<Date>,
}

/// The end of a capability process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ended_on": "2027-02-12", "outcome": "improved"}))]
pub struct CapabilityEnd {
    /// When it ended.
    pub ended_on: Date,
    /// How.
    pub outcome: CapabilityOutcome,
}

/// A capability process about somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capability {
    /// The person.
    pub staff_id: StaffId,
    /// The line manager under whose name it stands.
    pub line_manager_id: StaffId,
    /// When it began.
    pub started_on: Date,
    /// Why.
    pub reason: String,
    /// Its reviews, the earliest first.
    pub reviews: Vec<CapabilityReview>,
    /// Its end; null while it runs.
    pub end: Option<CapabilityEnd>,
    /// Why it was withdrawn; null while it stands.
    pub withdrawn: Option<String>,
}

impl Record for Capability {
    const KIND: &'static str = "capability_process";
    const NAME: &'static str = "capability process";

    fn subject(&self) -> Option<Uuid> {
        Some(self.staff_id.0)
    }

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.started_on), self.end.as_ref().map(|end| end.ended_on))
    }
}

impl Capability {
    /// Whether it runs.
    pub fn is_open(&self) -> bool {
        self.end.is_none() && self.withdrawn.is_none()
    }

    /// When the next review is to be held.
    fn next_review(&self) -> Option<Date> {
        self.reviews.iter().find(|review| review.held_on.is_none()).map(|review| review.due_on)
    }
}

/// Everything that is wrong with a capability process.
pub fn check_capability(process: &Capability, today: Date) -> Vec<Violation> {
    let mut errors = Vec::new();
    let mut refuse = |pointer: &str, code: &str, detail: &str| errors.push(Violation::new(pointer, code, detail));
    if process.staff_id == process.line_manager_id {
        refuse("/line_manager_id", "own_manager", "nobody is their own line manager");
    }
    if process.started_on > today {
        refuse("/started_on", "in_the_future", "this is recorded once it has happened");
    }
    if process.reason.trim().is_empty() {
        refuse("/reason", "missing", "this may not be empty");
    }
    let mut before = process.started_on;
    for (place, review) in process.reviews.iter().enumerate() {
        if review.due_on <= before {
            let detail = "reviews come after the beginning, each after the one before";
            refuse(&format!("/reviews/{place}/due_on"), "not_after", detail);
        }
        before = before.max(review.due_on);
        let held = format!("/reviews/{place}/held_on");
        match review.held_on {
            Some(day) if day > today => refuse(&held, "in_the_future", "this is recorded once it has happened"),
            Some(day) if day < process.started_on => refuse(&held, "before_it_began", "it is before the beginning"),
            _ => {}
        }
    }
    match &process.end {
        None if process.next_review().is_none() => {
            refuse("/reviews", "no_review_ahead", "a process that runs has a review that is still to be held");
        }
        Some(end) if end.ended_on > today => {
            refuse("/end/ended_on", "in_the_future", "this is recorded once it has happened");
        }
        Some(end) if end.ended_on < process.started_on => {
            refuse("/end/ended_on", "ends_before_it_begins", "the end is before the beginning");
        }
        _ => {}
    }
    errors
}

/// The next review of a process that runs, where it is due within `ahead` days or overdue.
pub fn of_capability(process: &Capability, id: Uuid, today: Date, ahead: u16) -> Option<Reminder> {
    let due = process.next_review().filter(|_| process.is_open())?;
    if (due - today).num_days() > i64::from(ahead) {
        return None;
    }
    let detail = "the review of a capability process is to be held".to_owned();
    Some(Reminder::new(ReminderKind::CapabilityReview, Some(process.staff_id), Some(due), today, detail).of_record(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn process() -> Capability {
        let review = |due: &str, held: Option<&str>| CapabilityReview { due_on: day(due), held_on: held.map(day) };
        Capability {
            staff_id: StaffId(Uuid::from_u128(1)),
            line_manager_id: StaffId(Uuid::from_u128(2)),
            started_on: day("2026-10-01"),
            reason: "Registers are not taken".to_owned(),
            reviews: vec![review("2026-10-22", Some("2026-10-23")), review("2026-11-19", None)],
            end: None,
            withdrawn: None,
        }
    }

    #[test]
    fn a_process_that_runs_has_a_review_ahead_and_is_reminded_of_it() {
        let today = day("2026-11-23");
        let found = |process: &Capability| {
            let errors = check_capability(process, today);
            errors.into_iter().map(|each| format!("{} {}", each.pointer, each.code)).collect::<Vec<_>>()
        };
        let mut some = process();
        assert_eq!(found(&some), Vec::<String>::new());
        let due = |process: &Capability| {
            of_capability(process, Uuid::nil(), today, 0).map(|reminder| (reminder.due_on, reminder.overdue))
        };
        assert_eq!(due(&some), Some((Some(day("2026-11-19")), true)));
        some.reviews[1].held_on = Some(day("2026-11-20"));
        assert_eq!((found(&some), due(&some)), (vec!["/reviews no_review_ahead".to_owned()], None));
        some.end = Some(CapabilityEnd { ended_on: day("2026-11-20"), outcome: CapabilityOutcome::Improved });
        assert_eq!(found(&some), Vec::<String>::new());
        let mut wrong = process();
        wrong.reason = String::new();
        wrong.reviews[0].held_on = Some(day("2026-09-30"));
        wrong.reviews[1].due_on = day("2026-10-22");
        wrong.end = Some(CapabilityEnd { ended_on: day("2026-09-30"), outcome: CapabilityOutcome::Left });
        assert_eq!(
            found(&wrong),
            [
                "/reason missing",
                "/reviews/0/held_on before_it_began",
                "/reviews/1/due_on not_after",
                "/end/ended_on ends_before_it_begins"
            ]
        );
    }
}
