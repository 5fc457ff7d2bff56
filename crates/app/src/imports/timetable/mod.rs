//! Imported timetables and periods.
//!
//! A file of either is decided on as a whole and written in one transaction with its counts and rejections: it is small (at most
//! [`MOST_ENTRIES`] rows), and half a timetable would be a wrong one. A killed import therefore has done all of it or nothing.

mod deciding;
pub(super) mod lines;
mod names;
pub(super) mod periods;

use super::rejections;
use super::run::{Run, Step, Stopped};
use crate::{Context, Result, records};
use exchange::{Entry, Position, Row, Unreadable};
use school::timetable::{MOST_ENTRIES, PeriodGrid, TimetableVersion};
use school::{AcademicYear, AcademyId, Date, Kept, Record, Violation};
use serde_json::Value;
use store::imports::{Counts, Rejection};

/// A row of a file, or why it is refused.
enum Read<T> {
    Row(Row<T>),
    Refused(Vec<Rejection>),
}

/// Everything that a file says and what of it was refused so far.
struct Outcome {
    counts: Counts,
    rejections: Vec<Rejection>,
}

impl Outcome {
    fn of(rows: usize) -> Self {
        let counts = Counts { rows: i64::try_from(rows).unwrap_or(i64::MAX), ..Counts::default() };
        Self { counts, rejections: Vec::new() }
    }

    fn refuse(&mut self, refused: impl IntoIterator<Item = Rejection>) {
        self.counts.rejected += 1;
        self.rejections.extend(refused);
    }

    fn refuse_for(&mut self, line: u64, violation: Violation) {
        self.refuse(rejections::of_rules(line, 0, vec![violation]));
    }

    fn step<T>(self, value: T) -> Step<T> {
        Step { counts: self.counts, rejections: self.rejections, value }
    }
}

/// Reads a whole file.
fn read_all<T>(
    next: &mut dyn FnMut() -> std::result::Result<Option<Entry<T>>, Unreadable>,
) -> std::result::Result<Vec<Read<T>>, Stopped> {
    let mut rows = Vec::new();
    while let Some(entry) = next()? {
        if rows.len() == MOST_ENTRIES {
            let line = entry.map_or_else(|rejected| rejected.line, |row| row.line);
            let position = Position { line, column: 1 };
            return Err(Unreadable::TooMuch { position, what: "rows", most: MOST_ENTRIES as u64 }.into());
        }
        rows.push(match entry {
            Ok(row) => Read::Row(row),
            Err(rejected) => Read::Refused(rejections::of_reader(&rejected)),
        });
    }
    Ok(rows)
}

/// What a file is decided by.
#[derive(Debug, Clone, Copy)]
struct Task {
    academy: AcademyId,
    dry_run: bool,
    complete: bool,
    /// The day that was named.
    named: Option<Date>,
    today: Date,
}

impl Task {
    fn of(run: &Run<'_>) -> Self {
        Self {
            academy: run.academy(),
            dry_run: run.import.dry_run,
            complete: run.import.complete,
            named: run.import.effective_from,
            today: school::clock::local(run.now).0,
        }
    }

    /// From which day the file holds: the day that was named, else the day of the import. The first file of an academy holds
    /// from the beginning of the academic year: nothing was known before it.
    fn from(&self, is_first: bool) -> Date {
        let begin = || AcademicYear::of(self.today).map(AcademicYear::first_day);
        self.named.or_else(|| begin().filter(|_| is_first)).unwrap_or(self.today)
    }
}

/// A kind of record of which one holds from its first day until the next.
trait Dated: Record {
    fn first_day(&self) -> Date;
}

impl Dated for PeriodGrid {
    fn first_day(&self) -> Date {
        self.valid_from
    }
}

impl Dated for TimetableVersion {
    fn first_day(&self) -> Date {
        self.valid_from
    }
}

/// Writes what holds from a day on: over the record that begins on this day, or beside the others.
fn save<T: Dated>(cx: &mut Context<'_>, academy: AcademyId, value: T) -> Result<Kept<T>> {
    match records::of_key::<T>(cx, academy, &value.first_day().to_string())? {
        Some(kept) => records::change(cx, kept, value, &|_| true),
        None => records::add(cx, academy, value),
    }
}

/// One transaction for the whole file; nothing where an earlier worker has done it.
fn commit_once(
    run: &mut Run<'_>,
    rows: usize,
    work: impl Fn(&mut Context<'_>) -> Result<Step<Option<Value>>>,
) -> std::result::Result<Option<Value>, Stopped> {
    run.has_rows(rows as u64);
    if run.rows_done() > 0 || rows == 0 {
        return Ok(None);
    }
    let (notes, _) = run.commit(|cx| work(cx).map(Some))?;
    Ok(notes.flatten())
}
