//! Observations of covered lessons, and one-to-ones.

use school::{Date, Record, StaffId, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How something was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ObservationRating)]
pub enum Rating {
    /// Strong.
    Strong,
    /// Sound.
    Sound,
    /// To be developed.
    Developing,
    /// Of concern.
    Concern,
}

/// Whose lesson was observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ObservationKind {
    /// A lesson that the person covered.
    #[default]
    CoveredLesson,
    /// The person's own work: a drop-in on a lesson of their own, at the gate, in the attendance office.
    OwnWork,
}

/// What was seen and can be counted; null where nobody looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ObservedFacts {
    /// Whether the lesson started on time.
    #[serde(default)]
    pub started_on_time: Option<bool>,
    /// Whether the work that was set was clear to the class.
    #[serde(default)]
    pub work_clear: Option<bool>,
    /// Whether the work was collected and returned to the teacher.
    #[serde(default)]
    pub work_returned: Option<bool>,
    /// How often somebody was called to the lesson because of behaviour.
    #[serde(default)]
    #[schema(maximum = 50)]
    pub call_outs: Option<u8>,
}

/// An observation of a lesson that somebody covered, or of their own work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// The person observed.
    pub staff_id: StaffId,
    /// Who observed: the line manager.
    pub line_manager_id: StaffId,
    /// When.
    pub observed_on: Date,
    /// Whose lesson it was.
    #[serde(default)]
    pub kind: ObservationKind,
    /// The period.
    pub period: Option<String>,
    /// The class.
    pub class: Option<String>,
    /// The start of the lesson.
    pub start: Rating,
    /// Whether the work was clear to the class.
    pub work: Rating,
    /// Behaviour.
    pub behaviour: Rating,
    /// Whether the observer saw the register being taken.
    pub register_taken: bool,
    /// Whether the register of the covered lesson, as it is kept here, was saved by the person; null where there is none, or not
    /// one lesson alone was meant.
    #[serde(default)]
    pub register_on_record: Option<bool>,
    /// What can be counted.
    #[serde(default)]
    pub facts: ObservedFacts,
    /// What follows from it.
    pub follow_up: Option<String>,
    /// Why it was withdrawn; null while it stands.
    #[serde(default)]
    pub withdrawn: Option<String>,
}

impl Record for Observation {
    const KIND: &'static str = "cover_observation";
    const NAME: &'static str = "observation";

    fn subject(&self) -> Option<Uuid> {
        Some(self.staff_id.0)
    }

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.observed_on), Some(self.observed_on))
    }
}

/// A one-to-one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneToOne {
    /// The person.
    pub staff_id: StaffId,
    /// The line manager.
    pub line_manager_id: StaffId,
    /// When it was held.
    pub held_on: Date,
    /// What was spoken of.
    pub notes: String,
    /// What was agreed.
    pub agreed: Vec<String>,
    /// When the next one is.
    pub next_on: Option<Date>,
    /// Why it was withdrawn; null while it stands.
    #[serde(default)]
    pub withdrawn: Option<String>,
}

impl Record for OneToOne {
    const KIND: &'static str = "one_to_one";
    const NAME: &'static str = "one-to-one";

    fn subject(&self) -> Option<Uuid> {
        Some(self.staff_id.0)
    }

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.held_on), Some(self.held_on))
    }
}

fn future(pointer: &str, day: Date, today: Date, errors: &mut Vec<Violation>) {
    if day > today {
        errors.push(Violation::new(pointer, "in_the_future", "this is recorded once it has happened"));
    }
}

/// Everything that is wrong with an observation.
pub fn check_observation(observation: &Observation, today: Date) -> Vec<Violation> {
    let mut errors = Vec::new();
    if observation.staff_id == observation.line_manager_id {
        errors.push(Violation::new("/line_manager_id", "own_manager", "nobody observes themselves"));
    }
    future("/observed_on", observation.observed_on, today, &mut errors);
    let covered = observation.kind == ObservationKind::CoveredLesson;
    if covered && observation.period.is_none() && observation.class.is_none() {
        let detail = "an observed cover is found by its period or its class";
        errors.push(Violation::new("/class", "missing", detail));
    }
    let ratings = [observation.start, observation.work, observation.behaviour];
    let weak = ratings.contains(&Rating::Concern) || !observation.register_taken;
    if weak && observation.follow_up.as_ref().is_none_or(|text| text.trim().is_empty()) {
        errors.push(Violation::new(
            "/follow_up",
            "missing",
            "a concern, or a register not taken, asks for what follows",
        ));
    }
    errors
}

/// Everything that is wrong with a one-to-one.
pub fn check_one_to_one(meeting: &OneToOne, today: Date) -> Vec<Violation> {
    let mut errors = Vec::new();
    if meeting.staff_id == meeting.line_manager_id {
        errors.push(Violation::new("/line_manager_id", "own_manager", "nobody is their own line manager"));
    }
    future("/held_on", meeting.held_on, today, &mut errors);
    if meeting.next_on.is_some_and(|next| next <= meeting.held_on) {
        errors.push(Violation::new("/next_on", "not_after", "the next one-to-one is after this one"));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_concern_asks_for_what_follows() {
        let mut observation = Observation {
            staff_id: StaffId(Uuid::from_u128(1)),
            line_manager_id: StaffId(Uuid::from_u128(2)),
            observed_on: "2026-11-20".parse().unwrap(),
            kind: ObservationKind::OwnWork,
            period: None,
            class: None,
            start: Rating::Sound,
            work: Rating::Concern,
            behaviour: Rating::Strong,
            register_taken: true,
            register_on_record: None,
            facts: ObservedFacts::default(),
            follow_up: None,
            withdrawn: None,
        };
        let codes = |observation: &Observation| {
            let found = check_observation(observation, "2026-11-20".parse().unwrap());
            found.into_iter().map(|each| each.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(&observation), ["missing"]);
        observation.follow_up = Some("Instructions on the board".to_owned());
        assert_eq!(codes(&observation), Vec::<String>::new());
        observation.observed_on = "2026-11-21".parse().unwrap();
        observation.line_manager_id = observation.staff_id;
        assert_eq!(codes(&observation), ["own_manager", "in_the_future"]);
        observation.kind = ObservationKind::CoveredLesson;
        assert_eq!(codes(&observation), ["own_manager", "in_the_future", "missing"]);
    }
}
