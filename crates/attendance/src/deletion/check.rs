//! The check of a ground and of what every deletion needs.

use super::{LeavingFacts, Statement, grounds};
use school::pupil::DeletionGround;
use school::{Date, Violation};
use serde::Serialize;
use utoipa::ToSchema;

/// After how many days a deletion is said to be in retrospect: a few days pass before what ends a registration is known.
const RETROSPECT_DAYS: i64 = 5;

/// Whether a condition is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// It is met.
    Met,
    /// It is not: the deletion would be unlawful.
    NotMet,
    /// Neither the registers nor the statement tell.
    NotKnown,
}

/// One condition of a deletion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Condition {
    /// A stable word, e.g. `absent_twenty_school_days`.
    #[schema(example = "absent_twenty_school_days")]
    pub code: String,
    /// Whether it is met.
    pub finding: Finding,
    /// What the registers show, or what must be said, for a person to read.
    pub detail: String,
    /// Whether the registers alone show that it is not met: changing the pupil's record is then refused.
    pub enforced: bool,
}

/// Whether a name may be deleted, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeletionCheck {
    /// The ground; null where none was given.
    pub ground: Option<DeletionGround>,
    /// The last day on roll that is asked about.
    pub leaving_day: Date,
    /// Whether every condition is met.
    pub lawful: bool,
    /// Whether one is not met.
    pub refused: bool,
    /// The conditions.
    pub conditions: Vec<Condition>,
    /// The law.
    #[schema(value_type = String)]
    pub citation: &'static str,
}

impl Condition {
    /// A condition on which the registers decide: not met is refused.
    pub(super) fn shown(code: &str, met: bool, detail: impl Into<String>) -> Self {
        let finding = if met { Finding::Met } else { Finding::NotMet };
        Self { code: code.to_owned(), finding, detail: detail.into(), enforced: !met }
    }

    /// A condition that must be said.
    pub(super) fn said(code: &str, said: Option<bool>, detail: impl Into<String>) -> Self {
        let finding = match said {
            Some(true) => Finding::Met,
            Some(false) => Finding::NotMet,
            None => Finding::NotKnown,
        };
        Self { code: code.to_owned(), finding, detail: detail.into(), enforced: false }
    }
}

impl DeletionCheck {
    /// What the registers alone show to be unlawful, as the refusal of a change of the pupil's record.
    pub fn refusals(&self) -> Vec<Violation> {
        self.conditions
            .iter()
            .filter(|condition| condition.enforced)
            .map(|condition| {
                let detail = format!("{} ({})", condition.detail, self.citation);
                Violation::new("/ground", &condition.code, detail)
            })
            .collect()
    }
}

/// Checks whether a name may be deleted on a ground.
pub fn check(facts: &LeavingFacts<'_>, statement: &Statement, leaving_day: Date, today: Date) -> DeletionCheck {
    let mut conditions = Vec::new();
    match statement.ground {
        None => conditions.push(Condition::said(
            "ground_given",
            Some(false),
            "a name is deleted only on a ground of the closed list: name it",
        )),
        Some(ground) => conditions.extend(grounds::conditions(ground, facts, statement, leaving_day)),
    }
    conditions.push(on_roll(facts, leaving_day));
    conditions.push(Condition::said(
        "not_in_retrospect",
        Some((today - leaving_day).num_days() <= RETROSPECT_DAYS),
        "a name is never deleted in retrospect: the last day on roll is today, or at most a few days ago",
    ));
    conditions.push(no_later_marks(facts, leaving_day));
    DeletionCheck {
        ground: statement.ground,
        leaving_day,
        lawful: conditions.iter().all(|condition| condition.finding == Finding::Met),
        refused: conditions.iter().any(|condition| condition.finding == Finding::NotMet),
        conditions,
        citation: super::CITATION,
    }
}

fn on_roll(facts: &LeavingFacts<'_>, leaving_day: Date) -> Condition {
    let met = facts.stay.starting_day <= leaving_day;
    Condition::said("on_roll", Some(met), format!("the pupil is on roll from {}", facts.stay.starting_day))
}

fn no_later_marks(facts: &LeavingFacts<'_>, leaving_day: Date) -> Condition {
    let later = facts.marks.iter().filter(|(at, _)| at.date > leaving_day).count();
    Condition::said("no_marks_afterwards", Some(later == 0), format!("{later} marks stand after the last day on roll"))
}
