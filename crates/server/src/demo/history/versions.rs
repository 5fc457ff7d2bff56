//! The order of the entries of each sheet: every write counts its version up by one.

use super::History;
use crate::demo::world::MadeAcademy;
use school::{AcademicYear, EnrolmentId, Instant};
use std::collections::HashMap;
use store::attendance::sheets::StoredSheet;

/// The last version of each sheet.
type Versions = HashMap<(EnrolmentId, AcademicYear), i32>;

/// Where the version of a write goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Entry {
    /// A mark of a submission.
    Submitted(usize, usize),
    /// An amendment.
    Amended(usize),
}

/// Numbers the writes of every sheet in the order of time, and makes the sheets.
pub(super) fn number(history: &mut History, academy: &MadeAcademy) {
    let mut versions: Versions =
        history.imported.iter().map(|entry| ((entry.enrolment_id, entry.year), entry.version)).collect();
    let mut writes: Vec<(Instant, Entry, EnrolmentId, AcademicYear)> = Vec::new();
    for (place, submission) in history.submissions.iter().enumerate() {
        for (nth, mark) in submission.marks.iter().enumerate() {
            writes.push((submission.sent_at, Entry::Submitted(place, nth), mark.enrolment_id, submission.year));
        }
    }
    for (place, amendment) in history.amendments.iter().enumerate() {
        writes.push((amendment.made_at, Entry::Amended(place), amendment.enrolment_id, amendment.year));
    }
    writes.sort_unstable_by_key(|(at, entry, ..)| (*at, *entry));
    for (_, entry, enrolment, year) in writes {
        let version = versions.entry((enrolment, year)).or_default();
        *version += 1;
        match entry {
            Entry::Submitted(place, nth) => {
                if let Some(mark) = history.submissions.get_mut(place).and_then(|each| each.marks.get_mut(nth)) {
                    mark.version = *version;
                }
            }
            Entry::Amended(place) => {
                if let Some(amendment) = history.amendments.get_mut(place) {
                    amendment.version = *version;
                }
            }
        }
    }
    add_sheets(history, academy, &versions);
}

fn add_sheets(history: &mut History, academy: &MadeAcademy, versions: &Versions) {
    for pupil in &academy.pupils {
        for sheet in &pupil.sheets {
            let Some(version) = versions.get(&(sheet.enrolment_id, sheet.year)) else { continue };
            history.sheets.push(StoredSheet {
                enrolment_id: sheet.enrolment_id,
                pupil_id: pupil.record.id,
                year: sheet.year,
                version: *version,
                marks: sheet.marks.to_vec(),
            });
        }
    }
}
