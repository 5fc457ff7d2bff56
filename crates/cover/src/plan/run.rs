use super::build::{self, Offers};
use super::costs::{Costing, fairness};
use super::supply::{self, Way};
use super::{Because, Fixed, Task, explain, lunch};
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
    /// What it costs more than what is booked already, in pence, with all other bookings.
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
    /// Supply that is not booked, could take something, and was not weighed.
    pub left_out: Vec<StaffId>,
}

/// Allocates a day. `interrupted` ends the search when it answers true; the answer is then the best so far.
///
/// Supply that is not booked costs the half or the whole day however much of it is used: each way of booking the three
/// cheapest people is allocated by itself, unless the bound shows that it cannot be better, and the best of all ways is
/// the best there is. Where there are more of them, the others are named, and the bound takes them into account.
pub fn plan<'a>(task: &Task<'a>, interrupted: &mut dyn FnMut() -> bool) -> Outcome<'a> {
    let offers = build::offers(task);
    let (ways, left_out) = supply::options(task, &offers);
    let Some(mut found) = cheapest(task, &offers, &ways, interrupted) else { return nothing(task) };
    // Whoever was left out costs at least half a day, and saves no more than everybody there for nothing would.
    if let Some(least) = supply::least(task, &left_out) {
        found.bound = found.bound.min(found.floor.saturating_add(least));
    }
    // Slots that only a third one brings together are kept apart here though one person might take both: with fewer of them kept
    // apart than truly are, nothing that is allowed costs less.
    if let Some(periods) = offers.looser.clone() {
        let looser = Offers { periods, looser: None, ..build::offers(task) };
        let bound = cheapest(task, &looser, &ways, interrupted).map_or(i64::MIN / 4, |looser| looser.bound);
        found.bound = found.bound.min(bound);
    }
    let Some(way) = ways.get(found.way) else { return nothing(task) };
    let mut outcome = report(task, &offers, &found.solution, way, found.bound);
    outcome.left_out = left_out.iter().filter_map(|(place, _)| Some(task.day.people.get(*place)?.id)).collect();
    outcome
}

/// The best of all ways of booking.
struct Cheapest {
    solution: Solution,
    /// The place of its way.
    way: usize,
    /// No way of these has a smaller sum.
    bound: i64,
    /// No allocation has a smaller sum if everybody of supply were there for nothing.
    floor: i64,
}

fn cheapest(task: &Task<'_>, offers: &Offers, ways: &[Way], interrupted: &mut dyn FnMut() -> bool) -> Option<Cheapest> {
    let solve = |may: &dyn Fn(usize, Span) -> bool, interrupted: &mut dyn FnMut() -> bool| {
        lunch::solve(task, offers, may, interrupted)
    };
    // With everybody there for nothing no way can be cheaper than this and its booking.
    let floor = if ways.len() > 1 {
        solve(&|_, _| true, interrupted).map_or(i64::MIN / 4, |solution| solution.bound)
    } else {
        i64::MIN / 4
    };
    let mut best: Option<(Solution, usize)> = None;
    let (mut bound, mut sum): (Option<i64>, Option<i64>) = (None, None);
    for (number, way) in ways.iter().enumerate() {
        let so_far = sum;
        if so_far.is_some_and(|so_far| floor + way.cost >= so_far) {
            bound = Some(bound.map_or(floor + way.cost, |bound| bound.min(floor + way.cost)));
            break;
        }
        let Some(solution) = solve(&|place, span| supply::is_there(task, way, place, span), interrupted) else {
            continue;
        };
        let here = solution.bound + way.cost;
        bound = Some(bound.map_or(here, |bound| bound.min(here)));
        if so_far.is_none_or(|so_far| solution.objective + way.cost < so_far) {
            sum = Some(solution.objective + way.cost);
            best = Some((solution, number));
        }
    }
    let ((solution, way), sum) = (best?, sum?);
    Some(Cheapest { solution, way, bound: bound.unwrap_or(i64::MIN / 4).min(sum), floor })
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
        left_out: Vec::new(),
    }
}

fn report<'a>(task: &Task<'a>, offers: &Offers, solution: &Solution, way: &Way, bound: i64) -> Outcome<'a> {
    let mut assignments = settled(task);
    let settled: i64 = assignments.iter().map(|planned| planned.cost).sum();
    let takers = takers(solution, task.slots.len());
    assignments.extend(explain::assignments(task, offers, way, &takers));
    let uncovered = explain::uncovered(task, offers, way, &takers);
    let objective = solution.objective + way.cost;
    let bookings = way
        .booked
        .iter()
        .filter_map(|(place, booked)| task.day.people.get(*place).map(|person| (person, *booked)))
        .filter(|(person, booked)| supply::books(person, *booked))
        .map(|(person, booked)| Booking { staff: person.id, booked, pence: way.pence })
        .collect();
    Outcome {
        status: if bound >= objective { PlanStatus::Optimal } else { PlanStatus::Feasible },
        objective: objective + settled,
        bound: bound + settled,
        assignments,
        uncovered,
        bookings,
        left_out: Vec::new(),
    }
}

/// Who takes each slot, by place.
pub(super) fn takers(solution: &Solution, slots: usize) -> Vec<Option<usize>> {
    let mut takers = vec![None; slots];
    for assignment in &solution.assignments {
        let slot = usize::try_from(assignment.lesson).ok().and_then(|index| takers.get_mut(index));
        if let Some(slot) = slot {
            *slot = usize::try_from(assignment.staff).ok();
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
