//! Imported marks.
//!
//! The file is read window by window. A window is put into the order of its pupils, so that the marks of one sheet are
//! written together, and worked off in short transactions. Windows and their order follow from the file alone: the count
//! of rows done says where to go on.

mod chunk;
mod decide;
mod order;
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
use crate::AcademyState;
use chunk::Taken;
use exchange::MarksCsv;
use reading::Reading;
use row::Window;
use serde_json::{Value, json};
use source::CsvSource;
use std::sync::Arc;

/// Imports a file of marks.
pub(super) fn run(run: &mut Run<'_>) -> Result<Option<Value>, Stopped> {
    let mut file = MarksCsv::open(run.file(), run.dates())?;
    let mut rows = 0_u64;
    while file.next_row()?.is_some() {
        rows += 1;
    }
    run.has_rows(rows);
    let (input, dates) = (run.file(), run.dates());
    import(run, 0, |_, _| Ok(CsvSource::open(input, dates)?))?;
    Ok((!listed_all(run)).then(|| json!([more_warnings(run)])))
}

/// Imports the marks of a source, of which the first `before` rows of the import are no part. The source is opened for the
/// roll and the calendars by which its rows are judged.
pub(super) fn import<S: MarkSource>(
    run: &mut Run<'_>,
    before: u64,
    open: impl FnOnce(&mut Run<'_>, &Arc<AcademyState>) -> Result<S, Stopped>,
) -> Result<S, Stopped> {
    let mut reading = Reading::begin(run)?;
    let state = Arc::clone(&reading.state);
    let mut source = open(run, &state)?;
    let mut pace = Pace::new(run.app.pool.is_postgres());
    let mut passed = before;
    loop {
        let window = reading.window(&mut source)?;
        if window.rows.is_empty() {
            return Ok(source);
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
    let load = pace.next();
    let task = chunk::Task::of(run, reading);
    let (taken, took) = run.commit(|cx| task.take(cx, window, from, load))?;
    let Some(Taken { rows, load }) = taken else { return Err(Stopped::RollChanged) };
    pace.learn(load, took);
    Ok(from + rows)
}

/// Whether every warning went on the worklist.
pub(super) fn listed_all(run: &Run<'_>) -> bool {
    run.counts.warnings <= warnings::MOST_LISTED
}

/// What is to be said where not every warning did.
pub(super) fn more_warnings(run: &Run<'_>) -> Value {
    json!({
        "code": "more_warnings",
        "detail": "only the first warnings were put on the worklist; all were counted",
        "count": run.counts.warnings,
        "listed": warnings::MOST_LISTED,
    })
}
