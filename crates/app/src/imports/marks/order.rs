//! Files that come in the wrong order: what a file that was written later has said of a mark, or confirmed, stays.

use super::chunk::{Sheet, Task};
use crate::{Context, Result};
use school::{AcademicYear, EnrolmentId};
use std::collections::{BTreeMap, HashMap};
use store::attendance::words::{self, Words};

/// The last words of files on the sheets; nothing where this file does not say when it was written.
pub(super) fn words(
    task: &Task<'_>,
    cx: &mut Context<'_>,
    year: AcademicYear,
    enrolments: &[EnrolmentId],
) -> Result<HashMap<EnrolmentId, Words>> {
    if task.exported_at.is_none() {
        return Ok(HashMap::new());
    }
    Ok(words::of_enrolments(cx.db, task.academy, year, enrolments)?)
}

/// Keeps what this file has said of the sheets. A confirmation is kept here alone: nothing has changed, so that it is no entry
/// of the mark's history.
pub(super) fn keep<'a>(task: &Task<'_>, cx: &mut Context<'_>, sheets: impl Iterator<Item = &'a Sheet>) -> Result<()> {
    let mut by_year: BTreeMap<AcademicYear, Vec<(EnrolmentId, &Words)>> = BTreeMap::new();
    for sheet in sheets.filter(|sheet| sheet.words.has_changed()) {
        by_year.entry(sheet.of.year).or_default().push((sheet.of.enrolment_id, &sheet.words));
    }
    for (year, mut said) in by_year {
        said.sort_unstable_by_key(|(enrolment, _)| *enrolment);
        words::save(cx.db, task.academy, year, &said)?;
    }
    Ok(())
}
