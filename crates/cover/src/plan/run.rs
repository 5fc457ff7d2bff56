use super::apart;
use super::booking::Found;
use super::build::{self, Offers};
use super::costs::{Costing, fairness};
use super::{Because, Fixed, Task, explain, supply};
use crate::day::{Booked, Span};
use crate::need::Need;
use crate::solver::Solution;
use school::StaffId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is known about an allocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PlanStatus {
    /// Proven: nothing costs less.
    Optimal,
    /// The time ran out before the proof: the best so far, with a bound.
    Feasible,
    /// What was asked for contradicts itself: nothing was allocated.
    Infeasible,
}

/// One assignment of an allocation.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned<'a> {
    /// The requirement.
    pub need: &'a Need,
    /// The part of it.
    pub span: Span,
    /// Who.
    pub staff: StaffId,
    /// Whether it was settled before.
    pub settled: bool,
    /// Its part of the weighted sum.
    pub cost: i64,
    /// Why.
    pub because: Vec<Because>,
}

/// A requirement, or a part of it, for which there is nobody.
#[derive(Debug, Clone, PartialEq)]
pub struct Uncovered<'a> {
    /// The requirement.
    pub need: &'a Need,
    /// The part of it.
    pub span: Span,
    /// Its part of the weighted sum.
    pub cost: i64,
    /// Why, and what would make it possible.
    pub because: Vec<Because>,
}

/// Supply that the allocation would book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// Who.
    pub staff: StaffId,
    /// For what part of the day in all.
    pub booked: Booked,
    /// What this booking costs beyond what is booked already, in pence.
    pub pence: u64,
}

/// An allocation.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome<'a> {
    /// What is known about it.
    pub status: PlanStatus,
    /// The weighted sum: of all assignments, bookings, and requirements without anybody.
    pub objective: i64,
    /// No allocation has a smaller sum.
    pub bound: i64,
    /// Who takes what, settled ones first.
    pub assignments: Vec<Planned<'a>>,
    /// What nobody takes.
    pub uncovered: Vec<Uncovered<'a>>,
    /// Supply that it would book.
    pub bookings: Vec<Booking>,
}

/// Allocates a day. `interrupted` ends the search when it answers true; the answer is then the best so far.
///
/// Supply that is not booked costs the half or the whole day however much of it is used: what is booked is decided with everything else, and
/// the best of all ways of booking is proven like the allocation itself.
pub fn plan<'a>(task: &Task<'a>, interrupted: &mut dyn FnMut() -> bool) -> Outcome<'a> {
    let mut offers = build::offers(task);
    let Some(mut found) = apart::cheapest(task, &mut offers, interrupted) else { return nothing(task) };
    // What the solver cannot be told is bounded by a problem with fewer rules, and where the best of that keeps all of them it is allowed.
    let mut other = None;
    if let Some(mut looser) = build::loosened(task, &offers) {
        other = apart::cheapest(task, &mut looser, interrupted);
        found.bound = found.bound.min(other.as_ref().map_or(i64::MIN / 4, |other| other.bound));
    }
    let outcome = report(task, &offers, &found);
    let other = other.filter(|other| is_possible(task, &other.takers));
    match other.map(|other| report(task, &offers, &Found { bound: found.bound, ..other })) {
        Some(other) if other.objective < outcome.objective => other,
        _ => outcome,
    }
}

/// Whether nobody is in two places at one time.
fn is_possible(task: &Task<'_>, takers: &[Option<usize>]) -> bool {
    let taken = || task.slots.iter().zip(takers).enumerate().filter(|(_, (_, taker))| taker.is_some());
    taken().all(|(index, (slot, taker))| {
        taken().all(|(other, (there, theirs))| other == index || theirs != taker || !there.span.overlaps(slot.span))
    })
}

/// A day that is no instance of the solver's: more people or lessons than it takes.
fn nothing<'a>(task: &Task<'a>) -> Outcome<'a> {
    let detail = "the day is larger than what can be allocated";
    let uncovered: Vec<Uncovered<'a>> = task
        .slots
        .iter()
        .map(|slot| Uncovered {
            need: slot.need,
            span: slot.span,
            cost: build::uncovered(task, slot),
            because: vec![Because::costs("too_large", 0, detail)],
        })
        .collect();
    Outcome {
        status: PlanStatus::Infeasible,
        objective: uncovered.iter().map(|each| each.cost).sum(),
        bound: 0,
        assignments: Vec::new(),
        uncovered,
        bookings: Vec::new(),
    }
}

fn report<'a>(task: &Task<'a>, offers: &Offers, found: &Found) -> Outcome<'a> {
    let mut assignments = settled(task);
    let settled: i64 = assignments.iter().map(|planned| planned.cost).sum();
    let Found { takers, way, bound, .. } = found;
    assignments.extend(explain::assignments(task, offers, way, takers));
    let uncovered = explain::uncovered(task, offers, way, takers);
    // The true sum is that of all that is told: the solver knows the short covers of somebody with limits apart from their others, with
    // less fairness and without doubles of the two. Its bound holds all the same.
    let told = assignments.iter().map(|planned| planned.cost).chain(uncovered.iter().map(|open| open.cost));
    let objective = told.sum::<i64>();
    let bound = (bound + settled).min(objective);
    let booked = way.booked.iter().filter_map(|choice| {
        let person = task.day.people.get(choice.place).filter(|person| supply::books(person, choice.booked))?;
        Some(Booking { staff: person.id, booked: choice.booked, pence: u64::from(choice.pence) })
    });
    let bookings = booked.collect();
    Outcome {
        status: if bound >= objective { PlanStatus::Optimal } else { PlanStatus::Feasible },
        objective,
        bound,
        assignments,
        uncovered,
        bookings,
    }
}

/// Who takes each slot, by place; of whichever account of theirs.
pub(super) fn takers(solution: &Solution, slots: usize, people: usize) -> Vec<Option<usize>> {
    let mut takers = vec![None; slots];
    for assignment in &solution.assignments {
        let slot = usize::try_from(assignment.lesson).ok().and_then(|index| takers.get_mut(index));
        if let Some(slot) = slot {
            *slot = usize::try_from(assignment.staff).ok().map(|account| account % people.max(1));
        }
    }
    takers
}

fn settled<'a>(task: &Task<'a>) -> Vec<Planned<'a>> {
    let mut before: std::collections::HashMap<StaffId, usize> = std::collections::HashMap::new();
    let mut found = Vec::with_capacity(task.fixed.len());
    for fixed in &task.fixed {
        let person = task.day.people.iter().find(|person| person.id == fixed.staff);
        let mut because = vec![Because::costs("settled", 0, "accepted, or chosen by a person")];
        if let (Some(person), false) = (person, fixed.merged) {
            let today = before.entry(fixed.staff).or_default();
            let others: Vec<&Fixed<'_>> = build::settled(task, person.id);
            let (day, settings) = (task.day, task.settings);
            let costing = Costing { day, whole: day, settings, person, settled: &others };
            because.extend(costing.of_need(fixed.need, fixed.span));
            let fairness = fairness(task.settings, person, *today);
            because.push(Because::costs("fairness", fairness, explain::load(person)));
            *today += 1;
        }
        for rule in &fixed.overridden {
            because.push(Because::costs(rule.as_str(), 0, format!("set aside by a person: {}", rule.says())));
        }
        found.push(Planned {
            need: fixed.need,
            span: fixed.span,
            staff: fixed.staff,
            settled: true,
            cost: because.iter().map(|each| each.cost).sum(),
            because,
        });
    }
    found
}
