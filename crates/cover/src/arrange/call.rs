//! Calls: cover that several people are asked for at once, and the first who accepts has it.

use chrono::{DateTime, Utc};
use school::{Date, Record, StaffId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;

/// How far a call has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CoverCallState)]
pub enum CallState {
    /// Nobody has accepted yet.
    Open,
    /// Somebody has accepted.
    Taken,
    /// Whoever arranges cover took it back.
    Withdrawn,
}

/// Several people asked for one requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CoverCall {
    /// The day.
    pub date: Date,
    /// The requirement.
    pub requirement_id: Uuid,
    /// Its period.
    pub period: String,
    /// Its class.
    pub class: String,
    /// The absent person; where an event needs somebody in nobody's place, the event.
    pub absent_staff_id: StaffId,
    /// Who is asked.
    pub asked: Vec<StaffId>,
    /// Who of them has declined.
    #[serde(default)]
    pub declined: Vec<StaffId>,
    /// Until when it may be answered; null while the cover is to be had.
    #[serde(default)]
    pub answer_by: Option<DateTime<Utc>>,
    /// How far it has come.
    pub state: CallState,
    /// Who accepted.
    #[serde(default)]
    pub taken_by: Option<StaffId>,
}

impl Record for CoverCall {
    const KIND: &'static str = "cover_call";
    const NAME: &'static str = "call for cover";

    fn subject(&self) -> Option<Uuid> {
        Some(self.requirement_id)
    }

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.date), Some(self.date))
    }
}

/// Why a call cannot be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallClosed {
    /// Somebody else was first.
    Taken,
    /// It was taken back.
    Withdrawn,
    /// Its time is over.
    TooLate,
}

impl CallClosed {
    /// In words.
    pub fn says(self) -> &'static str {
        match self {
            Self::Taken => "somebody else has accepted this cover already",
            Self::Withdrawn => "this call has been withdrawn",
            Self::TooLate => "the time in which this call could be answered is over",
        }
    }
}

impl CoverCall {
    /// What keeps the call from being answered at a moment; none where it is open.
    pub fn closed_at(&self, now: DateTime<Utc>) -> Option<CallClosed> {
        match self.state {
            CallState::Taken => Some(CallClosed::Taken),
            CallState::Withdrawn => Some(CallClosed::Withdrawn),
            CallState::Open => self.answer_by.filter(|by| *by < now).map(|_| CallClosed::TooLate),
        }
    }

    /// Whether a person is asked and has not answered.
    pub fn waits_for(&self, staff: StaffId) -> bool {
        self.asked.contains(&staff) && !self.declined.contains(&staff)
    }
}

/// Everybody who was ever asked for a requirement by one of its calls, whatever came of it: nobody is asked twice.
pub fn asked_before<'a>(calls: impl IntoIterator<Item = &'a CoverCall>, requirement: Uuid) -> BTreeSet<StaffId> {
    let calls = calls.into_iter().filter(|call| call.requirement_id == requirement);
    calls.flat_map(|call| call.asked.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staff(number: u128) -> StaffId {
        StaffId(Uuid::from_u128(number))
    }

    fn call(requirement: u128, asked: &[u128]) -> CoverCall {
        CoverCall {
            date: "2026-11-23".parse().unwrap(),
            requirement_id: Uuid::from_u128(requirement),
            period: "1".to_owned(),
            class: "7A/Ma".to_owned(),
            absent_staff_id: staff(9),
            asked: asked.iter().map(|number| staff(*number)).collect(),
            declined: Vec::new(),
            answer_by: Some("2026-11-23T08:00:00Z".parse().unwrap()),
            state: CallState::Open,
            taken_by: None,
        }
    }

    #[test]
    fn a_call_is_answered_until_its_time_is_over_or_somebody_was_first() {
        let at = |time: &str| format!("2026-11-23T{time}Z").parse().unwrap();
        let open = call(1, &[1, 2]);
        assert_eq!(open.closed_at(at("08:00:00")), None);
        assert_eq!(open.closed_at(at("08:00:01")), Some(CallClosed::TooLate));
        let taken = CoverCall { state: CallState::Taken, ..open.clone() };
        assert_eq!(taken.closed_at(at("07:00:00")), Some(CallClosed::Taken), "whenever it is asked");
        let declined = CoverCall { declined: vec![staff(1)], ..open };
        assert!(!declined.waits_for(staff(1)) && declined.waits_for(staff(2)) && !declined.waits_for(staff(3)));
    }

    #[test]
    fn who_was_asked_for_a_requirement_is_told_by_all_its_calls() {
        let withdrawn = CoverCall { state: CallState::Withdrawn, ..call(1, &[1, 2]) };
        let calls = [withdrawn, call(1, &[3]), call(2, &[4])];
        let asked = asked_before(&calls, Uuid::from_u128(1));
        assert_eq!(asked.into_iter().collect::<Vec<_>>(), [staff(1), staff(2), staff(3)]);
    }
}
