//! Feedback about somebody: what others said well or ill of their work.

use school::{Date, Record, StaffId, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What kind of feedback it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackKind {
    /// Praise.
    Praise,
    /// A concern: what follows from it is written down.
    Concern,
    /// Anything else.
    Other,
}

/// Feedback about somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// The person.
    pub staff_id: StaffId,
    /// The line manager under whose name it stands.
    pub line_manager_id: StaffId,
    /// What kind it is.
    pub kind: FeedbackKind,
    /// When it was given.
    pub given_on: Date,
    /// Who gave it.
    pub given_by: String,
    /// What was said.
    pub text: String,
    /// What follows from it.
    pub follow_up: Option<String>,
    /// Why it was withdrawn; null while it stands.
    pub withdrawn: Option<String>,
}

impl Record for Feedback {
    const KIND: &'static str = "staff_feedback";
    const NAME: &'static str = "feedback";

    fn subject(&self) -> Option<Uuid> {
        Some(self.staff_id.0)
    }

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.given_on), Some(self.given_on))
    }
}

/// Everything that is wrong with feedback.
pub fn check_feedback(feedback: &Feedback, today: Date) -> Vec<Violation> {
    let mut errors = Vec::new();
    let mut refuse = |pointer: &str, code: &str, detail: &str| errors.push(Violation::new(pointer, code, detail));
    if feedback.staff_id == feedback.line_manager_id {
        refuse("/line_manager_id", "own_manager", "nobody is their own line manager");
    }
    if feedback.given_on > today {
        refuse("/given_on", "in_the_future", "this is recorded once it has happened");
    }
    for (pointer, text) in [("/given_by", &feedback.given_by), ("/text", &feedback.text)] {
        if text.trim().is_empty() {
            refuse(pointer, "missing", "this may not be empty");
        }
    }
    let follows = feedback.follow_up.as_ref().is_some_and(|text| !text.trim().is_empty());
    if feedback.kind == FeedbackKind::Concern && !follows {
        refuse("/follow_up", "missing", "a concern asks for what follows");
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_concern_asks_for_what_follows_and_nothing_is_empty() {
        let mut feedback = Feedback {
            staff_id: StaffId(Uuid::from_u128(1)),
            line_manager_id: StaffId(Uuid::from_u128(1)),
            kind: FeedbackKind::Concern,
            given_on: "2026-11-21".parse().unwrap(),
            given_by: " ".to_owned(),
            text: "Left the class alone".to_owned(),
            follow_up: None,
            withdrawn: None,
        };
        let found = |feedback: &Feedback| {
            let errors = check_feedback(feedback, "2026-11-20".parse().unwrap());
            errors.into_iter().map(|each| format!("{} {}", each.pointer, each.code)).collect::<Vec<_>>()
        };
        let all =
            ["/line_manager_id own_manager", "/given_on in_the_future", "/given_by missing", "/follow_up missing"];
        assert_eq!(found(&feedback), all);
        feedback.line_manager_id = StaffId(Uuid::from_u128(2));
        feedback.given_on = "2026-11-20".parse().unwrap();
        feedback.given_by = "The head of science".to_owned();
        feedback.kind = FeedbackKind::Praise;
        assert_eq!(found(&feedback), Vec::<String>::new());
    }
}
