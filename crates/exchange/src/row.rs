//! One good row of a file.

use crate::Rejected;

/// The values of a row and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<T> {
    /// The physical line on which the row begins, from 1.
    pub line: u64,
    /// What the row says.
    pub values: T,
}

/// A row as the readers give it: good, or rejected with everything that is wrong in it.
pub type Entry<T> = Result<Row<T>, Rejected>;
