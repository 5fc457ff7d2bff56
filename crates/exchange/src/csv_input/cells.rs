//! The cells of one row, read as values.

use super::{columns::Column, scanner::Record};
use crate::{
    Cell, Rejected,
    rejected::{Fault, Problem},
};

/// The cells of one row, and what was found wrong in them so far.
pub(crate) struct Cells<'r> {
    record: Record<'r>,
    faults: Vec<Fault>,
}

impl<'r> Cells<'r> {
    pub(super) fn new(record: Record<'r>) -> Self {
        Self { record, faults: Vec::new() }
    }

    /// A cell as it stands.
    pub(crate) fn text(&self, column: Column) -> Cell<&'r str> {
        match column.place.map(|place| self.record.cell(place)) {
            None => Cell::Absent,
            Some("") => Cell::Null,
            Some(text) => Cell::Value(text),
        }
    }

    /// A cell that may be empty and whose column may be absent.
    pub(crate) fn optional<T>(&mut self, column: Column, read: impl FnOnce(&'r str) -> Result<T, Problem>) -> Cell<T> {
        match self.text(column) {
            Cell::Absent => Cell::Absent,
            Cell::Null => Cell::Null,
            Cell::Value(text) => self.good(column, read(text)).map_or(Cell::Null, Cell::Value),
        }
    }

    /// A cell that holds a value; none where it does not, which is a fault.
    pub(crate) fn required<T>(
        &mut self,
        column: Column,
        read: impl FnOnce(&'r str) -> Result<T, Problem>,
    ) -> Option<T> {
        let value = self.text(column).value().map_or_else(|| Err(Problem::missing()), read);
        self.good(column, value)
    }

    /// Notes what is wrong with a column.
    pub(crate) fn fault(&mut self, column: &'static str, problem: Problem) {
        self.faults.push(problem.at(column, None));
    }

    /// The row, if nothing is wrong with it.
    pub(crate) fn finish<T>(self, values: T) -> crate::Entry<T> {
        let line = self.record.line();
        if self.faults.is_empty() {
            Ok(crate::Row { line, values })
        } else {
            Err(Rejected { line, errors: self.faults })
        }
    }

    fn good<T>(&mut self, column: Column, value: Result<T, Problem>) -> Option<T> {
        value.map_err(|problem| self.fault(column.name, problem)).ok()
    }
}
