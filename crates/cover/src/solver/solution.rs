use serde::{Deserialize, Serialize};

/// What is known about a solution.
///
/// There is no "infeasible": every lesson may be left without cover at its cost, so every valid instance has a solution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Proven: nothing costs less.
    Optimal,
    /// Allowed, but a limit or the caller ended the search before the proof.
    Feasible,
}

/// One lesson and who takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// The lesson.
    pub lesson: u64,
    /// The person.
    pub staff: u64,
}

/// Who covers what, and how good that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// Whether this is proven to be best.
    pub status: Status,
    /// What this cover costs.
    pub objective: i64,
    /// No cover can cost less than this.
    pub bound: i64,
    /// The lessons that have cover, in the order of the instance.
    pub assignments: Vec<Assignment>,
    /// The lessons without, in the order of the instance.
    pub uncovered: Vec<u64>,
    /// Nodes of the search tree visited.
    pub nodes: u64,
    /// Times that prices were moved.
    pub iterations: u64,
}

impl Solution {
    /// By how much a better cover could be cheaper; 0 when this one is proven to be best.
    pub fn gap(&self) -> i64 {
        self.objective - self.bound
    }
}
