//! Imported marks.
//!
//! The file is read window by window. A window is put into the order of its pupils, so that the marks of one sheet are
//! written together, and worked off in short transactions. Windows and their order follow from the file alone: the count
//! of rows done says where to go on.

mod chunk;
mod decide;
mod plans;
mod pupils;
mod reading;
mod row;
mod save;
mod seen;
mod source;
mod warnings;

pub(super) use source::{MarkSource, Sent, SentRow};

use super::pace::Pace;
use super::run::{Run, Stopped};
use chunk::Taken;
use exchange::MarksCsv;
use reading::Reading;
use row::Window;
use serde_json::{Value, json};
use source::CsvSource;

/// Imports a file of marks.
pub(super) fn run(run: &mut Run<'_>) -> Result<Option<Value>, Stopped> {
    let mut file = MarksCsv::open(run.file(), run.dates())?;
    let mut rows = 0_u64;
    while file.next_row()?.is_some() {
        rows += 1;
    }
    run.has_rows(rows);
    let mut source = CsvSource::open(run.file(), run.dates())?;
    import(run, &mut source, 0)?;
    Ok(notes(run))
}

/// Imports the marks of a source of which the first `before` rows of the import are no part.
pub(super) fn import(run: &mut Run<'_>, source: &mut impl MarkSource, before: u64) -> Result<(), Stopped> {
    let mut reading = Reading::begin(run)?;
    let mut pace = Pace::new(run.app.pool.is_postgres());
    let mut passed = before;
    loop {
        let window = reading.window(source)?;
        if window.rows.is_empty() {
            return Ok(());
        }
        let end = passed + window.rows.len() as u64;
        let mut from = usize::try_from(run.rows_done().saturating_sub(passed)).unwrap_or(usize::MAX);
        while from < window.rows.len() {
            from = commit(run, &reading, &window, from, &mut pace)?;
        }
        passed = end;
    }
}

fn commit(
    run: &mut Run<'_>,
    reading: &Reading,
    window: &Window,
    from: usize,
    pace: &mut Pace,
) -> Result<usize, Stopped> {
    let units = pace.units();
    let task = chunk::Task::of(run, reading);
    let (taken, begun) = run.commit(|cx| task.take(cx, window, from, units))?;
    let Some(Taken { rows, units }) = taken else { return Err(Stopped::RollChanged) };
    pace.learn(units, begun);
    Ok(from + rows)
}

/// What is to be said of the marks as a whole.
pub(super) fn notes(run: &Run<'_>) -> Option<Value> {
    (run.counts.warnings > warnings::MOST_LISTED).then(|| {
        json!([{
            "code": "more_warnings",
            "detail": "only the first warnings were put on the worklist; all were counted",
            "count": run.counts.warnings,
            "listed": warnings::MOST_LISTED,
        }])
    })
}
