//! Reading CSV: the table of a file, its header, its rows.
//!
//! The rows are found by a scanner of our own because three things matter here that a lenient parser does not tell: the
//! physical line of every row, a quoted cell that is never closed, and a row without end, which must not be gathered in
//! memory first.

mod cells;
mod columns;
mod scanner;
mod split;

pub(crate) use cells::Cells;
pub(crate) use columns::{Column, Columns};

use crate::{
    Rejected, Unreadable,
    rejected::{Fault, Problem},
};
use scanner::Scanner;
use std::io::Read;

/// The rows of a CSV file below its header.
pub(crate) struct Table<R> {
    scanner: Scanner<R>,
    pub(crate) columns: Columns,
}

impl<R: Read> Table<R> {
    /// Reads the header. A file has `upn` or `mis_id` and all of `required`, and nothing that is not `known`.
    pub(crate) fn open(
        input: R,
        known: &'static [&'static str],
        required: &[&'static str],
    ) -> Result<Self, Unreadable> {
        Self::open_keyed(input, known, required, &columns::PUPIL_KEYS)
    }

    /// Reads the header of a file of which no row is about a pupil.
    pub(crate) fn open_without_pupils(
        input: R,
        known: &'static [&'static str],
        required: &[&'static str],
    ) -> Result<Self, Unreadable> {
        Self::open_keyed(input, known, required, &[])
    }

    fn open_keyed(
        input: R,
        known: &'static [&'static str],
        required: &[&'static str],
        keys: &[&str],
    ) -> Result<Self, Unreadable> {
        let mut scanner = Scanner::open(input)?;
        if !scanner.advance()? {
            return Err(Unreadable::Empty);
        }
        let columns = Columns::read(&scanner.record()?, known, required, keys)?;
        Ok(Self { scanner, columns })
    }

    /// Goes to the next row that is not blank; false at the end of the file.
    pub(crate) fn advance(&mut self) -> Result<bool, Unreadable> {
        self.scanner.advance()
    }

    /// The cells of the row, unless it has not the shape of one.
    pub(crate) fn cells(&self) -> Result<Result<Cells<'_>, Rejected>, Unreadable> {
        let record = self.scanner.record()?;
        let problem = if record.misplaced_quote() {
            let detail = "a quote stands inside a cell; put the whole cell in quotes and write each quote in it twice";
            Problem::new("misplaced_quote", detail)
        } else if record.len() == self.columns.width() {
            return Ok(Ok(Cells::new(record)));
        } else {
            let detail = format!("the row has {} cells and the header {}", record.len(), self.columns.width());
            Problem::new("wrong_number_of_cells", detail)
        };
        let errors: Vec<Fault> = vec![problem.at("", None)];
        Ok(Err(Rejected { line: record.line(), errors }))
    }
}
