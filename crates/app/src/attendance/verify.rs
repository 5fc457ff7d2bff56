//! Proving that the sheets are what the entries say.

use crate::{Context, Result};
use attendance::code::Code;
use school::{AcademicYear, AcademyId, EnrolmentId, SESSIONS_IN_SHEET};
use std::collections::HashMap;
use store::attendance::{amendments, entries, sheets};

/// A sheet that is not what its entries say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The sheet's enrolment.
    pub enrolment_id: EnrolmentId,
    /// The academic year.
    pub year: AcademicYear,
    /// What differs.
    pub what: String,
}

/// How many sheets and entries were compared, and what differed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// Sheets compared.
    pub sheets: usize,
    /// Entries replayed, one a mark.
    pub entries: usize,
    /// What differed.
    pub differences: Vec<Difference>,
}

/// One write of one byte: the sheet's version after it, the place, the byte before and after.
pub(super) type Write = (i32, usize, u8, u8);

/// How many submissions are read at a time.
const AT_A_TIME: i64 = 5_000;

/// Replays every entry of every sheet of an academy in the order in which it was written, and compares.
pub fn verify_sheets(cx: &mut Context<'_>, academy: AcademyId) -> Result<Verified> {
    let state = cx.state(academy)?;
    let mut verified = Verified::default();
    for year in state.calendars.keys().copied() {
        let mut writes = read_entries(cx, academy, year)?;
        verified.entries += writes.values().map(Vec::len).sum::<usize>();
        for sheet in sheets::load(cx.db, academy, sheets::Which::Year(year))? {
            verified.sheets += 1;
            let mine = writes.remove(&sheet.enrolment_id).unwrap_or_default();
            if let Err(what) = replay(mine, &sheet) {
                verified.differences.push(Difference { enrolment_id: sheet.enrolment_id, year, what });
            }
        }
        for enrolment_id in writes.into_keys() {
            let what = "there are entries and no sheet".to_owned();
            verified.differences.push(Difference { enrolment_id, year, what });
        }
    }
    Ok(verified)
}

fn read_entries(
    cx: &mut Context<'_>,
    academy: AcademyId,
    year: AcademicYear,
) -> Result<HashMap<EnrolmentId, Vec<Write>>> {
    let mut writes: HashMap<EnrolmentId, Vec<Write>> = HashMap::new();
    let mut after = None;
    loop {
        let some = entries::submissions_of_year(cx.db, academy, year, after, AT_A_TIME)?;
        let Some(last) = some.last() else { break };
        after = Some(last.id);
        for submission in some {
            let Some(place) = year.index_of(submission.at) else { continue };
            for mark in submission.marks {
                let write = (mark.version, place, mark.before, mark.after);
                writes.entry(mark.enrolment_id).or_default().push(write);
            }
        }
    }
    for entry in entries::imported(cx.db, academy, year, None)? {
        let mine = writes.entry(entry.enrolment_id).or_default();
        let of_import =
            entry.marks.iter().map(|mark| (entry.version, usize::from(mark.place), mark.before, mark.after));
        mine.extend(of_import);
    }
    for row in amendments::of_year(cx.db, academy, year, None)? {
        let Some(place) = year.index_of(row.at) else { continue };
        let write = (row.version, place, code_byte(&row.original), code_byte(&row.amended));
        writes.entry(row.enrolment_id).or_default().push(write);
    }
    Ok(writes)
}

/// The byte of a code that an amendment names.
pub(super) fn code_byte(text: &str) -> u8 {
    Code::parse(text).map_or(0, Code::byte)
}

fn replay(mut writes: Vec<Write>, sheet: &sheets::StoredSheet) -> std::result::Result<(), String> {
    writes.sort_unstable();
    let mut marks = vec![0_u8; SESSIONS_IN_SHEET];
    for (version, place, before, after) in writes {
        match marks.get_mut(place) {
            Some(byte) if *byte == before => *byte = after,
            Some(_) => return Err(format!("the entry of version {version} did not follow on the one before")),
            None => return Err(format!("the entry of version {version} is outside the year")),
        }
        if version > sheet.version {
            return Err(format!("there is an entry of version {version}, and the sheet is at {}", sheet.version));
        }
    }
    without_meaning(sheet)?;
    match marks.iter().zip(&sheet.marks).position(|(replayed, kept)| replayed != kept) {
        None => Ok(()),
        Some(place) => Err(format!("the sheet differs from its entries at place {place}")),
    }
}

/// Every code on a sheet has a meaning on its day: a code whose meaning was lost would count as nothing, silently.
fn without_meaning(sheet: &sheets::StoredSheet) -> std::result::Result<(), String> {
    for (place, byte) in sheet.marks.iter().enumerate().filter(|(_, byte)| **byte != 0) {
        let at = sheet.year.session_at(place);
        let code = Code::from_byte(*byte);
        if at.zip(code).and_then(|(at, code)| attendance::code::on(code, at.date)).is_none() {
            return Err(format!("the code at place {place} has no meaning on its day"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_without_a_meaning_on_its_day_is_found() {
        let year: AcademicYear = "2026-27".parse().unwrap();
        let mut sheet = sheets::StoredSheet {
            enrolment_id: EnrolmentId(Default::default()),
            pupil_id: school::PupilId(Default::default()),
            year,
            version: 1,
            marks: vec![0; SESSIONS_IN_SHEET],
        };
        sheet.marks[100] = b'I';
        assert_eq!(without_meaning(&sheet), Ok(()));
        // H was retired in August 2024.
        sheet.marks[100] = b'H';
        assert!(without_meaning(&sheet).is_err());
    }
}
