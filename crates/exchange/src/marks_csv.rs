//! `marks-csv`: one mark a row.

use crate::{
    Cell, DateOrder, Entry, Unreadable,
    csv_input::{Cells, Column, Table},
    rejected::Problem,
    values::{self, LONGEST_COMMENT, LONGEST_FOREIGN_ID},
};
use school::{Date, Session, Upn};
use std::{borrow::Cow, io::Read};

/// The columns that a file of marks may have.
const COLUMNS: &[&str] = &["upn", "mis_id", "date", "session", "code", "minutes_late", "comment"];
/// The columns that it must have beside `upn` or `mis_id`.
const REQUIRED: &[&str] = &["date", "session", "code"];
/// The longest code that any system is known to write.
const LONGEST_MARK: usize = 8;
/// A school day has not more minutes.
const MOST_MINUTES_LATE: u16 = 480;

/// A mark. It borrows from the reader, so that a million of them need no memory of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkRow<'a> {
    /// Unique pupil number, its check letter verified. This or `mis_id` is there.
    pub upn: Option<&'a Upn>,
    /// The id of the pupil in the MIS.
    pub mis_id: Option<&'a str>,
    /// The day.
    pub date: Date,
    /// Morning or afternoon.
    pub session: Session,
    /// The code as the file has it; none where the cell is blank or `-`, which is no mark.
    pub code: Option<&'a str>,
    /// Minutes late; null where the file says nothing or 0.
    pub minutes_late: Cell<u16>,
    /// The comment, its lines apart by line feeds.
    pub comment: Cell<Cow<'a, str>>,
}

/// Reads a file of marks.
///
/// ```
/// use exchange::{DateOrder, MarksCsv};
///
/// let file = "upn,date,session,code\nR674123101121,2026-09-02,AM,/\n";
/// let mut marks = MarksCsv::open(file.as_bytes(), DateOrder::Iso)?;
/// while let Some(entry) = marks.next_row()? {
///     assert_eq!(entry.map(|row| row.values.code), Ok(Some("/")));
/// }
/// # Ok::<(), exchange::Unreadable>(())
/// ```
pub struct MarksCsv<R> {
    table: Table<R>,
    dates: DateOrder,
    columns: MarkColumns,
    /// The number that was verified last: files are often sorted by pupil.
    last_upn: Option<Upn>,
}

#[derive(Clone, Copy)]
struct MarkColumns {
    upn: Column,
    mis_id: Column,
    date: Column,
    session: Column,
    code: Column,
    minutes_late: Column,
    comment: Column,
}

impl<R: Read> MarksCsv<R> {
    /// Reads the header, which names every column that is missing, unknown or there twice.
    pub fn open(input: R, dates: DateOrder) -> Result<Self, Unreadable> {
        let table = Table::open(input, COLUMNS, REQUIRED)?;
        let columns = MarkColumns {
            upn: table.columns.find("upn"),
            mis_id: table.columns.find("mis_id"),
            date: table.columns.find("date"),
            session: table.columns.find("session"),
            code: table.columns.find("code"),
            minutes_late: table.columns.find("minutes_late"),
            comment: table.columns.find("comment"),
        };
        Ok(Self { table, dates, columns, last_upn: None })
    }

    /// The next mark; none at the end of the file.
    pub fn next_row(&mut self) -> Result<Option<Entry<MarkRow<'_>>>, Unreadable> {
        if !self.table.advance()? {
            return Ok(None);
        }
        let cells = self.table.cells()?;
        Ok(Some(cells.and_then(|cells| read(cells, self.columns, self.dates, &mut self.last_upn))))
    }
}

fn read<'a>(
    mut cells: Cells<'a>,
    columns: MarkColumns,
    dates: DateOrder,
    last_upn: &'a mut Option<Upn>,
) -> Entry<MarkRow<'a>> {
    let upn = cells.optional(columns.upn, |text| verified(text, last_upn)).value();
    let mis_id = cells.optional(columns.mis_id, |text| values::line(text, LONGEST_FOREIGN_ID)).value();
    if cells.text(columns.upn).value().or(cells.text(columns.mis_id).value()).is_none() {
        let column = if columns.upn.place.is_some() { "upn" } else { "mis_id" };
        cells.fault(column, Problem::new("missing", "a mark has the UPN of its pupil or the id in the MIS"));
    }
    let date = cells.required(columns.date, |text| dates.parse(text));
    let session = cells.required(columns.session, session);
    let code = cells.optional(columns.code, |text| values::line(text, LONGEST_MARK)).value();
    let minutes_late = match cells.optional(columns.minutes_late, minutes) {
        Cell::Value(0) => Cell::Null,
        other => other,
    };
    let comment = cells.optional(columns.comment, |text| values::lines(text, LONGEST_COMMENT));
    cells.finish(MarkRow {
        upn,
        mis_id,
        // Where one of the two is missing, that is a fault, and `finish` drops the row with what stands in for it.
        date: date.unwrap_or_default(),
        session: session.unwrap_or(Session::Am),
        code: code.filter(|code| *code != "-"),
        minutes_late,
        comment,
    })
}

fn verified<'a>(text: &str, last: &'a mut Option<Upn>) -> Result<&'a Upn, Problem> {
    if last.as_ref().is_none_or(|upn| upn.as_str() != text) {
        *last = Some(values::upn(text)?);
    }
    last.as_ref().ok_or_else(Problem::missing)
}

fn session(text: &str) -> Result<Session, Problem> {
    Session::BOTH
        .into_iter()
        .find(|session| session.as_str().eq_ignore_ascii_case(text))
        .ok_or_else(|| Problem::new("unknown_value", "a session is am or pm"))
}

fn minutes(text: &str) -> Result<u16, Problem> {
    let wrong = || Problem::new("not_a_number", "minutes late is a whole number");
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(wrong());
    }
    let out_of_range = || Problem::new("out_of_range", format!("minutes late is from 0 to {MOST_MINUTES_LATE}"));
    text.parse().ok().filter(|minutes| *minutes <= MOST_MINUTES_LATE).ok_or_else(out_of_range)
}

#[cfg(test)]
#[path = "marks_csv_tests.rs"]
mod tests;
