//! A row that cannot be taken.

use std::borrow::Cow;

/// A row that cannot be taken, with everything that is wrong in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The physical line on which the row begins, from 1.
    pub line: u64,
    /// What is wrong, at least one thing.
    pub errors: Vec<Fault>,
}

/// One thing that is wrong in a row. The detail never repeats what stood in the cell: that may be personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where exactly it stands, for a format in which a row is more than a line.
    pub position: Option<Position>,
    /// The column of a CSV file or the element of an XML file; empty for the row as a whole.
    pub column: &'static str,
    /// A stable word that programs may match on, e.g. `not_a_date`.
    pub code: &'static str,
    /// What is wrong, for a person to read.
    pub detail: Cow<'static, str>,
}

/// A place in a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: u64,
    /// The character in the line, from 1.
    pub column: u64,
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// What is wrong with one value, before it is known where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: &'static str,
    pub(crate) detail: Cow<'static, str>,
}

impl Problem {
    pub(crate) fn new(code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { code, detail: detail.into() }
    }

    /// A value that the file must have and has not.
    pub(crate) fn missing() -> Self {
        Self::new("missing", "a value is required")
    }

    pub(crate) fn at(self, column: &'static str, position: Option<Position>) -> Fault {
        Fault { position, column, code: self.code, detail: self.detail }
    }
}
