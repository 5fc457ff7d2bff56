//! The solver: a start by min-cost flow, a bound by prices, and a search over the doubles that stay open.
//!
//! Without the bonus for doubles the day is a min-cost flow (`flow`), which gives a first cover and a price for each
//! lesson. With prices, everybody's best plan of the day stands alone (`schedules`): a small table over the slots of one
//! person, in which a double is one step. The sum of these plans is a lower bound, and moving the prices raises it
//! (`ascent`), nearly always to the optimum itself. What cannot be part of a cover as good as the bound is then struck
//! out (`rises`), which leaves little to search (`tree`). Bounds are whole numbers of small parts throughout, so that no
//! rounding is ever trusted. Days whose doubles have another shape go to a general solver (`general`).

mod ascent;
mod budget;
mod flow;
mod general;
mod limits;
mod objective;
mod rises;
mod schedules;
mod search;
mod solution;
mod solve;
mod start;
mod tree;

#[cfg(test)]
mod tests;

pub use limits::Limits;
pub use solution::{Assignment, Solution, Status};
pub use solve::{solve, solve_from};
