use super::budget::Budget;
use super::objective::Objective;
use super::search::Search;
use super::solution::{Assignment, Solution, Status};
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
    Ok(report(day, &takers, cost, bound, &budget))
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
