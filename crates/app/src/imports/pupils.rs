//! Imported pupils.

use super::pace::Pace;
use super::rejections;
use super::run::{Run, Step, Stopped};
use crate::roll::RollBook;
use crate::roll::pupils::{Outcome, PupilFields};
use crate::{Context, Error};
use exchange::{Entry, PupilRow, PupilsCsv, Row, Unreadable};
use school::{AcademyId, Violation};
use serde_json::Value;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use store::imports::Counts;

/// How many pupils are saved in one transaction.
const AT_A_TIME: usize = 200;

/// Imports a file of pupils.
pub(super) fn run(run: &mut Run<'_>) -> Result<Option<Value>, Stopped> {
    let mut file = PupilsCsv::open(run.file(), run.dates())?;
    let mut rows = 0;
    while file.next_row()?.is_some() {
        rows += 1;
    }
    run.has_rows(rows);
    let mut file = PupilsCsv::open(run.file(), run.dates())?;
    import(run, &mut || file.next_row())?;
    Ok(None)
}

/// Imports the pupils that `next` gives, all of the import's rows up to their end.
pub(super) fn import(
    run: &mut Run<'_>,
    next: &mut dyn FnMut() -> Result<Option<Entry<PupilRow>>, Unreadable>,
) -> Result<(), Stopped> {
    let pace = Pace::new(run.app.pool.is_postgres());
    let mut said = Said::default();
    let mut passed = 0;
    loop {
        let mut rows = Vec::with_capacity(AT_A_TIME);
        while rows.len() < AT_A_TIME
            && let Some(entry) = next()?
        {
            passed += 1;
            let judged = said.judge(entry);
            if passed > run.rows_done() {
                rows.push(judged);
            }
        }
        if rows.is_empty() {
            return Ok(());
        }
        let (academy, dry_run) = (run.academy(), run.import.dry_run);
        let reason = format!("import {}", run.import.id);
        run.commit(|cx| save(cx, academy, dry_run, &reason, &rows).map(Some))?;
        pace.pause();
    }
}

/// What a row by itself comes to.
enum Judged {
    /// It is to be saved.
    Row(Box<Row<PupilRow>>),
    /// A row before said the same.
    Repeated,
    /// It is refused.
    Refused(Vec<store::imports::Rejection>),
}

/// What the rows before said of which pupil and stay, as hashes.
#[derive(Default)]
struct Said(HashMap<u64, u64>);

impl Said {
    /// Two different rows for one stay of one pupil are one too many.
    fn judge(&mut self, entry: Entry<PupilRow>) -> Judged {
        let row = match entry {
            Ok(row) => row,
            Err(rejected) => return Judged::Refused(rejections::of_reader(&rejected)),
        };
        let values = &row.values;
        let key = (values.upn.as_ref().value().map(ToString::to_string), values.mis_id.as_ref().value());
        let key = hash(&(key, values.starting_day.as_ref().value()));
        let all = hash(&format!("{values:?}"));
        match self.0.insert(key, all) {
            None => Judged::Row(Box::new(row)),
            Some(before) if before == all => Judged::Repeated,
            Some(before) => {
                self.0.insert(key, before);
                let detail = "an earlier row of the file says something else of this pupil";
                let violation = Violation::new("/upn", "duplicate_pupil", detail);
                Judged::Refused(rejections::of_rules(row.line, 0, vec![violation]))
            }
        }
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn save(
    cx: &mut Context<'_>,
    academy: AcademyId,
    dry_run: bool,
    reason: &str,
    rows: &[Judged],
) -> crate::Result<Step<()>> {
    let mut book = RollBook::open(cx, academy, None)?;
    let mut step = Step { counts: Counts::default(), rejections: Vec::new(), value: () };
    for row in rows {
        step.counts.rows += 1;
        match row {
            Judged::Repeated => step.counts.unchanged += 1,
            Judged::Refused(refused) => {
                step.counts.rejected += 1;
                step.rejections.extend_from_slice(refused);
            }
            Judged::Row(row) => upsert(cx, &mut book, reason, row, &mut step)?,
        }
    }
    if !dry_run {
        book.save(cx)?;
    }
    Ok(step)
}

fn upsert(
    cx: &mut Context<'_>,
    book: &mut RollBook,
    reason: &str,
    row: &Row<PupilRow>,
    step: &mut Step<()>,
) -> crate::Result<()> {
    let (fields, effective_from) = PupilFields::of_row(row.values.clone());
    match book.upsert_pupil(cx, &fields, effective_from, reason) {
        Ok(upserted) => {
            let count = match upserted.outcome {
                Outcome::Created => &mut step.counts.created,
                Outcome::Updated => &mut step.counts.updated,
                Outcome::Unchanged => &mut step.counts.unchanged,
            };
            *count += 1;
            step.counts.warnings += i64::from(!upserted.warnings.is_empty());
        }
        Err(Error::Invalid(violations)) => {
            step.counts.rejected += 1;
            step.rejections.extend(rejections::of_rules(row.line, 0, violations));
        }
        Err(other) => return Err(other),
    }
    Ok(())
}
