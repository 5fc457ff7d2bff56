//! Files that come in the wrong order: what a file that was written later has said of a mark stays.

use crate::{Context, Result};
use school::{AcademicYear, AcademyId, EnrolmentId, ImportId};
use std::collections::{HashMap, HashSet};
use store::attendance::{amendments, entries};

/// The places of each sheet whose mark was last entered or amended by one of the imports.
pub(super) fn said_by(
    cx: &mut Context<'_>,
    academy: AcademyId,
    year: AcademicYear,
    enrolments: &[EnrolmentId],
    later: &HashSet<ImportId>,
) -> Result<HashMap<EnrolmentId, HashSet<u16>>> {
    let mut places: HashMap<EnrolmentId, HashSet<u16>> = HashMap::new();
    if later.is_empty() {
        return Ok(places);
    }
    // The version of a sheet orders its entries without a clock.
    let mut last: HashMap<(EnrolmentId, u16), (i32, Option<ImportId>)> = HashMap::new();
    let mut note = |key, version: i32, import| {
        let entry = last.entry(key).or_insert((version, import));
        if entry.0 <= version {
            *entry = (version, import);
        }
    };
    for entry in entries::imported(cx.db, academy, year, Some(enrolments))? {
        for mark in &entry.marks {
            note((entry.enrolment_id, mark.place), entry.version, Some(entry.import_id));
        }
    }
    for amendment in amendments::of_year(cx.db, academy, year, Some(enrolments))? {
        if let Some(place) = year.index_of(amendment.at).and_then(|place| u16::try_from(place).ok()) {
            note((amendment.enrolment_id, place), amendment.version, amendment.import_id);
        }
    }
    for ((enrolment, place), (_, import)) in last {
        if import.is_some_and(|import| later.contains(&import)) {
            places.entry(enrolment).or_default().insert(place);
        }
    }
    Ok(places)
}
