use super::budget::Budget;
use super::objective::Objective;
use super::search::Search;
use super::solution::{Assignment, Solution, Status};
use super::start::start;
use super::{Limits, general};
use crate::board;
use crate::instance::{Instance, InvalidInstance};

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
            search.run(&mut budget);
            (search.takers, search.best, search.bound)
        }
        None => general::solve(day, &objective, &mut budget),
    };
    let (takers, cost) = if bound >= cost { (takers, cost) } else { better(day, &objective, there, takers, cost) };
    Ok(report(day, &takers, cost, bound, &budget))
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
