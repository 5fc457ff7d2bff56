use super::standing::{is_required, standing};
use super::{CoverAssignment, CoverDecision, FellAway, State};
use crate::day::Span;
use crate::need::{Day, Need, NeedKey};
use crate::settings::CoverSettings;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// How far a requirement has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CoverStatus)]
pub enum Status {
    /// Nobody yet.
    Open,
    /// It needs nobody: decided so, or independent study.
    NotRequired,
    /// Somebody has been asked and has not answered.
    Offered,
    /// Somebody for a part of it.
    PartlyArranged,
    /// Somebody for all of it.
    Arranged,
    /// As it was published last.
    Published,
    /// Otherwise than it was published last.
    ChangedAfterPublish,
}

/// A requirement and who covers it.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// The requirement.
    pub need: &'a Need,
    /// Whether it needs cover.
    pub required: bool,
    /// What was decided about it.
    pub decision: Option<&'a CoverDecision>,
    /// Who covers, in the order of time.
    pub by: Vec<(Uuid, CoverAssignment)>,
    /// How far it has come, publication apart.
    pub status: Status,
}

/// A day with what needs cover and who gives it.
#[derive(Debug, Clone)]
pub struct Board<'a> {
    /// The requirements.
    pub lines: Vec<Line<'a>>,
    /// Arranged cover that no longer stands.
    pub gone: Vec<FellAway>,
}

/// Puts the day together. `over`: the day is behind us, and what the records of people say by now is not asked of what they gave
/// then.
pub fn board<'a>(
    day: &Day,
    needs: &'a [Need],
    decisions: &'a HashMap<NeedKey, CoverDecision>,
    assignments: impl IntoIterator<Item = (Uuid, &'a CoverAssignment)>,
    settings: &CoverSettings,
    over: bool,
) -> Board<'a> {
    let (mut stands, gone) = standing(day, needs, decisions, assignments, (!over).then_some(settings));
    let line = |(place, need): (usize, &'a Need)| {
        let decision = decisions.get(&need.key);
        let required = is_required(need, decision);
        let mut by = stands.remove(&place).unwrap_or_default();
        by.sort_by_key(|(id, assignment)| (assignment.starts, *id));
        let status = status(need, required, &by, settings);
        Line { need, required, decision, by, status }
    };
    let lines = needs.iter().enumerate().map(line).collect();
    Board { lines, gone }
}

fn status(need: &Need, required: bool, by: &[(Uuid, CoverAssignment)], settings: &CoverSettings) -> Status {
    if !required {
        return Status::NotRequired;
    }
    if by.is_empty() {
        return Status::Open;
    }
    let waits = |state: State| state == State::Offered || (settings.agreement_needed && state == State::Arranged);
    let spans = || by.iter().map(|(_, assignment)| assignment.span());
    if !need.parts.iter().all(|part| covers(*part, spans())) {
        Status::PartlyArranged
    } else if by.iter().any(|(_, assignment)| waits(assignment.state)) {
        Status::Offered
    } else {
        Status::Arranged
    }
}

/// Whether spans in the order of their starts leave no gap in a whole.
fn covers(whole: Span, parts: impl Iterator<Item = Span>) -> bool {
    let mut reached = whole.starts;
    for part in parts.filter(|part| part.overlaps(whole)) {
        if part.starts > reached {
            return false;
        }
        reached = reached.max(part.ends);
    }
    reached >= whole.ends
}
