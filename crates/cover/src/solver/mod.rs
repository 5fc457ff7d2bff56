//! The solver: a start by min-cost flow, a bound by prices, and a search over the doubles that stay open.

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
mod tree;

pub use limits::Limits;
pub use solution::{Assignment, Solution, Status};
pub use solve::solve;
