/// How much the solver may spend before it answers with the best it has.
///
/// Counted in its own steps, so that the same limits give the same answer on every machine. Time is the caller's: it
/// is checked in the closure given to [`solve`](crate::solve).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Nodes of the search tree.
    pub nodes: u64,
    /// Times that prices are moved; each costs about as much as reading all candidates once.
    pub iterations: u64,
    /// A bound that is enough: once no cover can cost less than this, nobody asks for more.
    pub enough: i64,
}

impl Limits {
    /// No limit but the caller's.
    pub const NONE: Self = Self { nodes: u64::MAX, iterations: u64::MAX, enough: i64::MAX };
}
