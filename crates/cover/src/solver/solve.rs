use super::ascent::Prices;
use super::budget::Budget;
use super::general::Found;
use super::objective::Objective;
use super::rises::worth_keeping;
use super::search::Search;
use super::solution::{Assignment, Solution, Status};
use super::start::start;
use super::{Limits, general};
use crate::board::{self, Board};
use crate::instance::{Instance, InvalidInstance};
use std::collections::HashSet;

/// Finds the cheapest cover and proves that it is.
///
/// `interrupted` is asked often (many times a millisecond on ordinary days) and ends the search when it answers true;
/// a time limit is a closure that looks at a clock. The answer is then the best cover so far with a valid bound. The
/// same instance and limits give the same answer, as long as nothing is interrupted.
pub fn solve(
    day: &Instance,
    limits: Limits,
    interrupted: &mut dyn FnMut() -> bool,
) -> Result<Solution, InvalidInstance> {
    solve_from(day, &[], limits, interrupted)
}

/// The same from a cover that is there already: when the search is ended early, the answer is never worse than that cover, as
/// far as it is allowed, with the cheapest who is free for the rest.
pub fn solve_from(
    day: &Instance,
    there: &[Assignment],
    limits: Limits,
    interrupted: &mut dyn FnMut() -> bool,
) -> Result<Solution, InvalidInstance> {
    day.validate()?;
    let objective = Objective::new(day);
    let mut budget = Budget::new(limits, interrupted);
    let (takers, cost, bound) = match board::build(day) {
        Some(board) => {
            let mut search = Search::new(&board, &objective);
            let prices = search.run(&mut budget);
            let (takers, best, bound) = (search.takers, search.best, search.bound);
            if bound < best && bound < budget.enough() && !budget.stopped() {
                finish(day, &objective, &board, &prices, (takers, best, bound), &mut budget)
            } else {
                (takers, best, bound)
            }
        }
        None => general::solve(day, &objective, &mut budget),
    };
    let (takers, cost) = if bound >= cost { (takers, cost) } else { better(day, &objective, there, takers, cost) };
    Ok(report(day, &takers, cost, bound, &budget))
}

/// Lets the general solver look for a better cover among the choices with which one could still be had: those are few.
fn finish(
    day: &Instance,
    objective: &Objective<'_>,
    board: &Board,
    prices: &Prices,
    (takers, best, bound): Found,
    budget: &mut Budget<'_>,
) -> Found {
    let keep = worth_keeping(board, &prices.values, prices.bound, best - 1);
    let mut kept: HashSet<(u64, u64)> = HashSet::new();
    let id = |person: u32, lesson: u32| (day.staff[person as usize].id, day.lessons[lesson as usize].id);
    for slot in &board.slots {
        let choices = slot.choices.clone().filter(|choice| keep.choices[*choice]);
        kept.extend(choices.map(|choice| id(slot.person, board.choices[choice].lesson)));
        for run in slot.runs.clone().filter(|run| keep.runs[*run]) {
            kept.extend(board.lessons_of(&board.runs[run]).iter().map(|lesson| id(slot.person, *lesson)));
        }
    }
    let mut small = day.clone();
    small.candidates.retain(|candidate| kept.contains(&(candidate.staff, candidate.lesson)));
    let (others, cost, floor) = general::solve(&small, &Objective::new(&small), budget);
    // Whatever costs less than the best is among what was kept.
    let bound = bound.max(floor.min(best));
    match objective.of(&others) {
        Some(cost_of) if cost_of < best => (others, cost.min(cost_of), bound.min(cost)),
        _ => (takers, best, bound),
    }
}

/// The better one of a cover that was found and one that needs no search.
fn better(
    day: &Instance,
    objective: &Objective<'_>,
    there: &[Assignment],
    found: Vec<Option<u32>>,
    cost: i64,
) -> (Vec<Option<u32>>, i64) {
    let start = start(day, objective, there);
    match objective.of(&start) {
        Some(simple) if simple < cost => (start, simple),
        _ => (found, cost),
    }
}

fn report(day: &Instance, takers: &[Option<u32>], objective: i64, bound: i64, budget: &Budget<'_>) -> Solution {
    let mut assignments = Vec::with_capacity(takers.len());
    let mut uncovered = Vec::new();
    for (lesson, taker) in day.lessons.iter().zip(takers) {
        match taker {
            Some(person) => assignments.push(Assignment { lesson: lesson.id, staff: day.staff[*person as usize].id }),
            None => uncovered.push(lesson.id),
        }
    }
    let status = if bound >= objective { Status::Optimal } else { Status::Feasible };
    Solution { status, objective, bound, assignments, uncovered, nodes: budget.nodes, iterations: budget.iterations }
}
