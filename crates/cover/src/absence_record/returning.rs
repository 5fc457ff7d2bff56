//! Meetings on the return to work.

use super::Spell;
use school::{Date, Record, StaffId, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a meeting came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReturnOutcome {
    /// Back to the whole of the work.
    FullReturn,
    /// Back with adjustments.
    Adjustments,
    /// Back in steps.
    PhasedReturn,
    /// Referred to occupational health.
    OccupationalHealth,
    /// The informal stage of the policy.
    InformalStage,
    /// A formal stage of the policy.
    FormalStage,
}

/// A meeting on the return to work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"held_on": "2026-11-23", "outcome": "full_return"}))]
pub struct ReturnToWork {
    /// When it was held.
    pub held_on: Date,
    /// What it came to.
    pub outcome: ReturnOutcome,
    /// What was agreed.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub agreed: Option<String>,
    /// Whether the absence is related to a disability or to pregnancy: it then never counts against the person.
    #[serde(default)]
    pub protection: Option<super::Protection>,
    /// When the adjustments or the phased return are looked at again.
    #[serde(default)]
    pub review_on: Option<Date>,
}

/// A review of what was agreed on the return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"held_on": "2026-12-07", "next_review_on": "2027-01-11"}))]
pub struct ReturnReview {
    /// When it was held.
    pub held_on: Date,
    /// What came of it.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub notes: Option<String>,
    /// When it is looked at again; null where nothing is left to look at.
    #[serde(default)]
    pub next_review_on: Option<Date>,
}

/// The meeting of one absence as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnsRecord {
    /// The absence.
    pub absence_id: Uuid,
    /// The person.
    pub staff_id: StaffId,
    /// The meeting.
    pub meeting: ReturnToWork,
    /// The reviews that were held since, in their order.
    #[serde(default)]
    pub reviews: Vec<ReturnReview>,
}

impl ReturnsRecord {
    /// When what was agreed is to be looked at (again); none where nothing is left to look at.
    pub fn review_due(&self) -> Option<Date> {
        self.last_review().map_or(self.meeting.review_on, |review| review.next_review_on)
    }
}

impl ReturnsRecord {
    /// The last review of what the meeting agreed: those that were held before it are of the meeting that it replaced.
    fn last_review(&self) -> Option<&ReturnReview> {
        self.reviews.iter().rev().find(|review| review.held_on >= self.meeting.held_on)
    }
}

/// The most reviews of one return.
pub const MOST_REVIEWS: usize = 100;

/// Everything that is wrong with a further review.
pub fn check_review(review: &ReturnReview, record: &ReturnsRecord, today: Date) -> Vec<Violation> {
    let mut errors = Vec::new();
    let mut refuse = |pointer: &str, code: &str, detail: &str| errors.push(Violation::new(pointer, code, detail));
    let before = record.last_review().map_or(record.meeting.held_on, |last| last.held_on);
    if record.review_due().is_none() {
        refuse("", "no_review_due", "nothing that was agreed is to be looked at again");
    }
    if review.held_on < before {
        refuse("/held_on", "before_the_last", "a review is held after the meeting and the review before it");
    }
    if review.held_on > today {
        refuse("/held_on", "in_the_future", "a review is recorded once it was held");
    }
    if review.next_review_on.is_some_and(|day| day <= review.held_on) {
        refuse("/next_review_on", "ends_before_it_begins", "the next review is after this one");
    }
    if record.reviews.len() >= MOST_REVIEWS {
        refuse("", "too_many", "so many reviews are held of no return");
    }
    errors
}

/// What is on record of the protection of one absence, said by human resources while it is open or after. It stands before what a
/// meeting on the return said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectionRecord {
    /// The absence.
    pub absence_id: Uuid,
    /// The person.
    pub staff_id: StaffId,
    /// What protects it; none where it is said that nothing does.
    pub protection: Option<super::Protection>,
}

impl Record for ProtectionRecord {
    const KIND: &'static str = "absence_protection";
    const NAME: &'static str = "protection of an absence";

    fn subject(&self) -> Option<Uuid> {
        Some(self.staff_id.0)
    }

    fn natural_key(&self) -> Option<String> {
        Some(self.absence_id.to_string())
    }
}

impl Record for ReturnsRecord {
    const KIND: &'static str = "return_to_work";
    const NAME: &'static str = "return-to-work meeting";

    fn subject(&self) -> Option<Uuid> {
        Some(self.staff_id.0)
    }

    fn natural_key(&self) -> Option<String> {
        Some(self.absence_id.to_string())
    }
}

/// Everything that is wrong with a meeting for a spell.
pub fn check_return(meeting: &ReturnToWork, spell: &Spell, today: Date) -> Vec<Violation> {
    let mut errors = Vec::new();
    let mut refuse = |pointer: &str, code: &str, detail: &str| errors.push(Violation::new(pointer, code, detail));
    match spell.last_day {
        None => refuse("", "still_away", "the absence is open: give it its last day first"),
        Some(last) if meeting.held_on < last => {
            refuse("/held_on", "before_the_return", "the meeting is held on the return, not before the last day away");
        }
        Some(_) => {}
    }
    if meeting.held_on > today {
        refuse("/held_on", "in_the_future", "a meeting is recorded once it was held");
    }
    let steps = matches!(meeting.outcome, ReturnOutcome::Adjustments | ReturnOutcome::PhasedReturn);
    if steps && meeting.agreed.as_ref().is_none_or(|text| text.trim().is_empty()) {
        refuse("/agreed", "missing", "say which adjustments or steps were agreed");
    }
    if meeting.review_on.is_some_and(|day| day < meeting.held_on) {
        refuse("/review_on", "ends_before_it_begins", "the review is before the meeting");
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::super::SpellCategory;
    use super::super::lost::tests::{day, spell};
    use super::*;

    #[test]
    fn a_meeting_is_held_on_the_return() {
        let meeting = ReturnToWork {
            held_on: day("2026-11-20"),
            outcome: ReturnOutcome::PhasedReturn,
            agreed: None,
            protection: None,
            review_on: Some(day("2026-11-01")),
        };
        let codes = |last: Option<&str>| {
            let spell = spell(SpellCategory::Sickness, "2026-11-02", last);
            check_return(&meeting, &spell, day("2026-11-23")).into_iter().map(|each| each.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(Some("2026-11-19")), ["missing", "ends_before_it_begins"]);
        assert_eq!(codes(Some("2026-11-21"))[0], "before_the_return");
        assert_eq!(codes(None)[0], "still_away");
    }

    #[test]
    fn a_review_is_marked_done_and_names_the_next() {
        let meeting = ReturnToWork {
            held_on: day("2026-11-02"),
            outcome: ReturnOutcome::PhasedReturn,
            agreed: Some("Mornings".to_owned()),
            protection: None,
            review_on: Some(day("2026-11-16")),
        };
        let staff_id = StaffId(Uuid::nil());
        let mut record = ReturnsRecord { absence_id: Uuid::nil(), staff_id, meeting, reviews: Vec::new() };
        assert_eq!(record.review_due(), Some(day("2026-11-16")));
        let review = |held: &str, next: Option<&str>| ReturnReview {
            held_on: day(held),
            notes: None,
            next_review_on: next.map(day),
        };
        let codes = |review: &ReturnReview, record: &ReturnsRecord| {
            check_review(review, record, day("2026-11-23")).into_iter().map(|each| each.code).collect::<Vec<_>>()
        };
        assert_eq!(
            codes(&review("2026-11-01", Some("2026-11-01")), &record),
            ["before_the_last", "ends_before_it_begins"]
        );
        assert_eq!(codes(&review("2026-12-01", None), &record), ["in_the_future"]);
        record.reviews.push(review("2026-11-16", Some("2026-12-07")));
        assert_eq!(record.review_due(), Some(day("2026-12-07")));
        record.reviews.push(review("2026-11-20", None));
        assert_eq!(
            (record.review_due(), codes(&review("2026-11-21", None), &record)),
            (None, vec!["no_review_due".to_owned()])
        );
        // Another meeting, held after those reviews, has a review of its own.
        record.meeting.held_on = day("2026-11-21");
        record.meeting.review_on = Some(day("2026-11-28"));
        assert_eq!(record.review_due(), Some(day("2026-11-28")));
        assert_eq!(codes(&review("2026-11-22", None), &record), Vec::<String>::new());
    }
}
