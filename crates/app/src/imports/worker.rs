//! Working imports off.

use super::run::{Progress, Run, Stopped, lease_from};
use super::{Format, ctf, marks, pupils, sweep, timetable};
use crate::{Acting, App, Error, Kind, Result};
use access::Reach;
use exchange::Unreadable;
use school::{AcademyId, Actor, ImportId};
use serde_json::{Value, json};
use std::time::Duration;
use store::events::Event;
use store::imports::{self, Import};

/// How often work that failed is done again before the import is given up or left to another worker.
const ATTEMPTS: u32 = 5;
/// How long to wait before the first further attempt; each later one waits twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(100);
/// How often somebody who waits for another worker looks.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Takes the oldest import that waits, or that its worker has left, and works it off. Answers whether there was one.
///
/// # Errors
/// [`Error::Store`] where the database could not be reached: the import is resumed once its lease is over.
pub fn run_next(app: &App) -> Result<bool> {
    let now = app.clock.now();
    let waits = imports::waits(&mut *app.pool.lend()?, now)?;
    let claimed = if waits { claim(app, None)? } else { None };
    let Some(import) = claimed else {
        sweep::sweep(app)?;
        return Ok(false);
    };
    work_off(app, import, &mut |_| {})?;
    Ok(true)
}

/// Works one import off, and before it those of its academy that go before it, or waits for the worker that has one of them;
/// `progress` is told how far it has come. Answers the import as it ended.
pub fn run_one(app: &App, id: ImportId, progress: &mut dyn FnMut(&Progress)) -> Result<Import> {
    loop {
        let import = find(app, id)?;
        progress(&Progress { counts: import.counts, rows: None });
        if import.finished_at.is_some() {
            return Ok(import);
        }
        match claim(app, Some(import.academy_id))? {
            Some(claimed) if claimed.id == id => work_off(app, claimed, progress)?,
            Some(claimed) => work_off(app, claimed, &mut |_| {})?,
            None => std::thread::sleep(LOOK_EVERY),
        }
    }
}

fn claim(app: &App, academy: Option<AcademyId>) -> Result<Option<Import>> {
    // The worker does it for whoever sent the file.
    let worker = Acting { actor: Actor { client: None, person: None }, reach: Reach::everything() };
    app.write(&worker, |cx| {
        let Some(import) = imports::claim(cx.db, academy, cx.at, lease_from(cx.at))? else { return Ok(None) };
        let (id, at) = (cx.new_id(), cx.at);
        let (academy_id, subject_id, fields) = (Some(import.academy_id), import.id.0, json!(["status"]));
        let begun = Event { id, academy_id, subject_kind: "import", subject_id, kind: "started", at, fields };
        store::events::record(cx.db, &import.by, &[begun])?;
        Ok(Some(import))
    })
}

fn find(app: &App, id: ImportId) -> Result<Import> {
    let mut lent = app.pool.lend()?;
    imports::find(&mut lent, id)?.ok_or(Error::NotFound(Kind::Import))
}

/// Works an import off that this worker holds, from where it had come.
fn work_off(app: &App, mut import: Import, progress: &mut dyn FnMut(&Progress)) -> Result<()> {
    let (academy, id) = (import.academy_id, import.id);
    let mut attempt = 1;
    loop {
        let mut run = Run::new(app, import, progress);
        let error = match all(&mut run).and_then(|notes| Ok(run.finish(None, notes.as_ref())?)) {
            Ok(()) => break,
            Err(Stopped::Unreadable(unreadable)) => {
                run.finish(Some(&problem_of(&unreadable)), None)?;
                break;
            }
            Err(Stopped::RollChanged) => None,
            Err(Stopped::Failed(error)) => Some(error),
        };
        let held = *run.held();
        if let Some(error) = error {
            if attempt == ATTEMPTS {
                give_up(&run, error)?;
                break;
            }
            tracing::warn!(import = %id, attempt, %error, "an import stopped and is taken up again");
            std::thread::sleep(FIRST_WAIT * 2_u32.pow(attempt - 1));
            attempt += 1;
        }
        import = find(app, id)?;
        if import.lease_until != Some(held.lease_until) || import.counts.rows != held.rows {
            // The lease ran out, and another worker has it.
            return Ok(());
        }
    }
    sweep::drop_file(app, academy, id)
}

fn all(run: &mut Run<'_>) -> std::result::Result<Option<Value>, Stopped> {
    let format: Format = run.import.format.parse().map_err(|_| Error::Unexpected("an unknown format".to_owned()))?;
    match format {
        Format::PupilsCsv => pupils::run(run),
        Format::MarksCsv => marks::run(run),
        Format::Ctf => ctf::run(run),
        Format::TimetableCsv => timetable::lines::run(run),
        Format::PeriodsCsv => timetable::periods::run(run),
    }
}

/// The problem of a file that cannot be read. Every file is read to its end before anything of it is written.
fn problem_of(unreadable: &Unreadable) -> String {
    let line = unreadable.line().map(|line| format!(" (line {line})")).unwrap_or_default();
    format!("{}{line}: {unreadable}; nothing was imported", unreadable.code())
}

/// Leaves an import to another worker where the database was out of reach, and otherwise ends it.
fn give_up(run: &Run<'_>, error: Error) -> Result<()> {
    if matches!(error, Error::Stale | Error::Store(store::Error::Busy | store::Error::Connection(_))) {
        return Err(error);
    }
    tracing::error!(import = %run.import.id, %error, "an import was given up");
    let rows = run.counts.rows;
    let problem =
        format!("server_error: the server could not go on; {rows} rows were worked off and stay; send the file again");
    run.finish(Some(&problem), None)
}
