//! One import at work: what it has done so far, committed together with what it did.

use super::pieces::Pieces;
use crate::{Acting, App, Context, Error, Result};
use access::{Academies, Reach};
use chrono::TimeDelta;
use exchange::{DateOrder, Unreadable};
use school::{AcademyId, Instant};
use serde_json::{Value, json};
use std::time::Duration;
use store::imports::{self, Counts, Held, Import, Rejection};

/// How long a worker holds an import without a sign of life.
const LEASE_SECONDS: i64 = 60;

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The counts so far.
    pub counts: Counts,
    /// How many rows the file has, once that is known.
    pub rows: Option<u64>,
}

/// Why the work stopped before its end.
#[derive(Debug)]
pub(super) enum Stopped {
    /// The file cannot be read.
    Unreadable(Unreadable),
    /// The roll or a calendar has changed since it was read.
    RollChanged,
    /// Anything else.
    Failed(Error),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<Unreadable> for Stopped {
    fn from(unreadable: Unreadable) -> Self {
        match unreadable {
            // The bytes come from the database: nothing is wrong with the file.
            Unreadable::Io { .. } => Self::Failed(Error::Store(store::Error::Busy)),
            other => Self::Unreadable(other),
        }
    }
}

/// What one transaction did.
#[derive(Debug)]
pub(super) struct Step<T> {
    /// What it adds to the counts.
    pub(super) counts: Counts,
    /// What it refused.
    pub(super) rejections: Vec<Rejection>,
    /// Anything else.
    pub(super) value: T,
}

/// One import at work.
pub(super) struct Run<'a> {
    pub(super) app: &'a App,
    pub(super) acting: Acting,
    pub(super) import: Import,
    /// The moment at which the rules judge: one for the whole run, so that no two rows are judged differently.
    pub(super) now: Instant,
    pub(super) counts: Counts,
    held: Held,
    rows: Option<u64>,
    progress: &'a mut dyn FnMut(&Progress),
}

impl<'a> Run<'a> {
    /// Goes on with an import that this worker holds.
    pub(super) fn new(app: &'a App, import: Import, progress: &'a mut dyn FnMut(&Progress)) -> Self {
        let now = app.clock.now();
        let held = Held {
            academy_id: import.academy_id,
            id: import.id,
            rows: import.counts.rows,
            lease_until: import.lease_until.unwrap_or(now),
        };
        let reach = Reach { academies: Academies::one(import.academy_id), ..Reach::everything() };
        let acting = Acting { actor: import.by.clone(), reach };
        let counts = import.counts;
        Self { app, acting, import, now, counts, held, rows: None, progress }
    }

    pub(super) fn academy(&self) -> AcademyId {
        self.import.academy_id
    }

    pub(super) fn held(&self) -> &Held {
        &self.held
    }

    /// Rows done, by this worker or an earlier one.
    pub(super) fn rows_done(&self) -> u64 {
        u64::try_from(self.counts.rows).unwrap_or(0)
    }

    /// The file from its beginning.
    pub(super) fn file(&self) -> Pieces<'a> {
        Pieces::new(self.app, self.import.academy_id, self.import.id)
    }

    /// How its dates are written.
    pub(super) fn dates(&self) -> DateOrder {
        if self.import.day_first { DateOrder::Uk } else { DateOrder::Iso }
    }

    /// Keeps the moment at which the other system wrote the file, where the file says it and its sender did not.
    pub(super) fn is_written_at(&mut self, moment: Instant) -> Result<()> {
        self.app.write(&self.acting, |cx| Ok(imports::written_at(cx.db, &self.held, moment)?))?;
        self.import.exported_at = Some(moment);
        Ok(())
    }

    /// Says how many rows there are.
    pub(super) fn has_rows(&mut self, rows: u64) {
        self.rows = Some(rows);
        (self.progress)(&Progress { counts: self.counts, rows: self.rows });
    }

    /// Does a piece of the work in one transaction together with how far it has come; nothing where the work answers none.
    /// Answers also how long the work itself took: how long the disk takes to make sure of it depends little on how much it
    /// is.
    pub(super) fn commit<T>(
        &mut self,
        work: impl Fn(&mut Context<'_>) -> Result<Option<Step<T>>>,
    ) -> Result<(Option<T>, Duration)> {
        let done = self.app.write(&self.acting, |cx| {
            let begun = std::time::Instant::now();
            let Some(step) = work(cx)? else { return Ok(None) };
            let (counts, lease_until) = self.save(cx, &step)?;
            Ok(Some((step.value, counts, lease_until, begun.elapsed())))
        })?;
        let Some((value, counts, lease_until, took)) = done else { return Ok((None, Duration::ZERO)) };
        self.counts = counts;
        self.held = Held { rows: counts.rows, lease_until, ..self.held };
        (self.progress)(&Progress { counts, rows: self.rows });
        Ok((Some(value), took))
    }

    fn save<T>(&self, cx: &mut Context<'_>, step: &Step<T>) -> Result<(Counts, Instant)> {
        let (academy, id) = (self.import.academy_id, self.import.id);
        imports::reject(cx.db, academy, id, &step.rejections)?;
        let Counts { created, updated, .. } = step.counts;
        if created + updated > 0 && !self.import.dry_run {
            cx.record(academy, "import", id, "rows_imported", json!({ "created": created, "updated": updated }))?;
        }
        let counts = sum(&self.counts, &step.counts);
        let until = cx.at + TimeDelta::seconds(LEASE_SECONDS);
        imports::progress(cx.db, &self.held, &counts, cx.at, until)?;
        Ok((counts, until))
    }

    /// Ends the import.
    pub(super) fn finish(&self, problem: Option<&str>, notes: Option<&Value>) -> Result<()> {
        self.app.write(&self.acting, |cx| {
            imports::finish(cx.db, &self.held, problem, notes.cloned(), cx.at)?;
            let kind = if problem.is_some() { "failed" } else { "succeeded" };
            cx.record(self.import.academy_id, "import", self.import.id, kind, json!(["status"]))
        })
    }
}

/// Until when an import taken now is held.
pub(super) fn lease_from(now: Instant) -> Instant {
    now + TimeDelta::seconds(LEASE_SECONDS)
}

fn sum(one: &Counts, two: &Counts) -> Counts {
    Counts {
        rows: one.rows + two.rows,
        created: one.created + two.created,
        updated: one.updated + two.updated,
        unchanged: one.unchanged + two.unchanged,
        rejected: one.rejected + two.rejected,
        warnings: one.warnings + two.warnings,
        conflicts: one.conflicts + two.conflicts,
    }
}
