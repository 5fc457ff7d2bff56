//! Keeping an allocation: what is as it was is left alone, what no longer stands is written down.

use super::Loaded;
use super::allocation::{Allocated, Allocation, ClockSpan};
use super::notices::{Notice, tell};
use super::solving::{Ask, Pin, task};
use crate::{Context, Result, records};
use cover::arrange::{CoverAssignment, How, State, Terms};
use cover::day::Span;
use cover::plan::{Fixed, Rule, Task};
use school::Kept;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Writes what is to be: assignments that are as they were are left alone.
pub(super) fn save(
    cx: &mut Context<'_>,
    loaded: &Loaded,
    ask: &Ask,
    allocation: &Allocation,
    correction: Option<&String>,
) -> Result<()> {
    settle_gone(cx, loaded)?;
    let mut left: Vec<&Allocated> = allocation.assignments.iter().collect();
    let board = loaded.board();
    let (Task { fixed, .. }, _) = task(loaded, &board.lines, ask);
    let pinned = |planned: &Allocated| {
        let pin = ask.pins.iter().find(|pin| is_pin(pin, planned))?;
        let here = |each: &&Fixed<'_>| each.staff == pin.staff_id && loaded.id_of(each.need) == pin.requirement_id;
        let overridden = fixed.iter().find(here).map(|each| each.overridden.clone()).unwrap_or_default();
        Some(Pinned { overridden, reason: pin.reason.as_deref().map(|reason| reason.trim().to_owned()) })
    };
    let standing: BTreeSet<Uuid> = board.lines.iter().flat_map(|line| line.by.iter().map(|(id, _)| *id)).collect();
    for kept in loaded.assignments.iter().filter(|kept| standing.contains(&kept.id.0)) {
        let mine = left.iter().position(|planned| is_of(kept, planned));
        match mine.map(|place| left.swap_remove(place)) {
            Some(planned) => {
                let mut after = as_planned(kept, planned, pinned(planned));
                if after != kept.value {
                    after.correction = correction.cloned().or(after.correction);
                    records::change(cx, kept.clone(), after, &|_| true)?;
                }
            }
            None => replace(cx, kept)?,
        }
    }
    for planned in left {
        let parted = loaded.assignments.iter().find(|kept| standing.contains(&kept.id.0) && is_of(kept, planned));
        match parted {
            // A requirement that fell into two parts: what was agreed of the whole holds of each.
            Some(kept) => {
                let mut after = as_planned(kept, planned, pinned(planned));
                after.correction = correction.cloned().or(after.correction);
                records::add(cx, loaded.academy, after)?;
            }
            None => add(cx, loaded, planned, pinned(planned), correction)?,
        }
    }
    Ok(())
}

/// Whether an assignment was made for the time of what is planned.
fn is_of(kept: &Kept<CoverAssignment>, planned: &Allocated) -> bool {
    planned.requirement_id == kept.value.requirement_id
        && planned.staff_id == kept.value.staff_id
        && Span::new(planned.span.starts, planned.span.ends).overlaps(kept.value.span())
}

/// An assignment with the times that are planned, and with what a pin leaves on it.
fn as_planned(kept: &Kept<CoverAssignment>, planned: &Allocated, pinned: Option<Pinned>) -> CoverAssignment {
    let ClockSpan { starts, ends } = planned.span;
    let mut after = CoverAssignment { starts, ends, ..kept.value.clone() };
    if let Some(Pinned { overridden, reason }) = pinned {
        (after.pinned, after.overridden) = (true, overridden);
        after.reason = reason.or(after.reason);
    }
    after
}

/// What a pin leaves on its assignment.
struct Pinned {
    overridden: Vec<Rule>,
    reason: Option<String>,
}

fn is_pin(pin: &Pin, planned: &Allocated) -> bool {
    pin.requirement_id == planned.requirement_id && pin.staff_id == planned.staff_id
}

fn add(
    cx: &mut Context<'_>,
    loaded: &Loaded,
    planned: &Allocated,
    pinned: Option<Pinned>,
    correction: Option<&String>,
) -> Result<()> {
    let Some(need) = loaded.place(planned.requirement_id).and_then(|place| loaded.needs.get(place)) else {
        return Ok(());
    };
    let is_pinned = pinned.is_some();
    let (overridden, reason) = pinned.map_or((Vec::new(), None), |pinned| (pinned.overridden, pinned.reason));
    let assignment = CoverAssignment {
        date: loaded.date,
        requirement_id: planned.requirement_id,
        period: need.key.period.clone(),
        class: need.key.class.clone(),
        absent_staff_id: need.key.absent,
        staff_id: planned.staff_id,
        starts: planned.span.starts,
        ends: planned.span.ends,
        state: State::Arranged,
        how: How::Cover,
        terms: Terms::Ordinary,
        terms_reason: None,
        pinned: is_pinned,
        overridden,
        reason,
        ended_because: None,
        correction: correction.cloned(),
    };
    records::add(cx, loaded.academy, assignment).map(drop)
}

/// Writes down what no longer stands.
pub(super) fn settle_gone(cx: &mut Context<'_>, loaded: &Loaded) -> Result<()> {
    for gone in loaded.board().gone {
        if let Some(kept) = loaded.assignments.iter().find(|kept| kept.id.0 == gone.id) {
            end(cx, kept, State::FellAway, gone.because.as_str())?;
        }
    }
    Ok(())
}

/// Somebody else has it now: whoever was asked for it is told.
pub(super) fn replace(cx: &mut Context<'_>, kept: &Kept<CoverAssignment>) -> Result<()> {
    let CoverAssignment { date, requirement_id, staff_id, state, .. } = kept.value;
    if matches!(state, State::Offered | State::Accepted) {
        tell(cx, kept.academy_id, Notice::Released, (date, requirement_id), [staff_id])?;
    }
    end(cx, kept, State::Replaced, "replaced")
}

pub(super) fn end(cx: &mut Context<'_>, kept: &Kept<CoverAssignment>, state: State, because: &str) -> Result<()> {
    let after = CoverAssignment { state, ended_because: Some(because.to_owned()), ..kept.value.clone() };
    records::change(cx, kept.clone(), after, &|_| true).map(drop)
}
