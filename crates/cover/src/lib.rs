//! Staff cover.

mod board;
mod instance;
mod solver;

pub use instance::*;
pub use solver::*;
