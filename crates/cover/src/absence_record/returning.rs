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

/// The meeting of one absence as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnsRecord {
    /// The absence.
    pub absence_id: Uuid,
    /// The person.
    pub staff_id: StaffId,
    /// The meeting.
    pub meeting: ReturnToWork,
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
}
