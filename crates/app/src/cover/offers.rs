//! Offers in bulk: everybody who was arranged is asked whether they agree.

use super::Loaded;
use super::notices::{Notice, tell};
use crate::{Context, Error, Result, records};
use cover::arrange::{CoverAssignment, State};
use school::{AcademyId, Date};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What asking everybody who was arranged came to.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CoverOffers)]
pub struct Offers {
    /// The day.
    pub date: Date,
    /// The assignments that are offered by this.
    pub offered: Vec<Uuid>,
    /// How many were offered before and wait for an answer.
    pub waiting: usize,
    /// How many are accepted.
    pub accepted: usize,
}

/// Offers all arranged cover of a day that nobody was asked about yet. Asking again asks nobody twice.
///
/// # Errors
/// [`Error::Conflict`] where the day is over.
pub fn offer_all(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<Offers> {
    let loaded = Loaded::held_alone(cx, academy, date)?;
    if loaded.over {
        return Err(Error::Conflict("this day is over".to_owned()));
    }
    let board = loaded.board();
    let mut found = Offers { date, offered: Vec::new(), waiting: 0, accepted: 0 };
    let given = board.lines.iter().filter(|line| line.required).flat_map(|line| &line.by);
    for (id, assignment) in given {
        match assignment.state {
            State::Offered => found.waiting += 1,
            State::Accepted => found.accepted += 1,
            State::Arranged => found.offered.push(*id),
            State::Declined | State::Replaced | State::FellAway => {}
        }
    }
    for id in &found.offered {
        let Some(kept) = loaded.assignments.iter().find(|kept| kept.id.0 == *id) else { continue };
        let after = CoverAssignment { state: State::Offered, ..kept.value.clone() };
        records::change(cx, kept.clone(), after, &|_| true)?;
        let CoverAssignment { requirement_id, staff_id, .. } = kept.value;
        tell(cx, academy, Notice::Offered, (date, requirement_id), [staff_id])?;
    }
    Ok(found)
}
