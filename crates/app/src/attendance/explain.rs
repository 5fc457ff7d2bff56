//! Why a rule is met or is not, as it is known now or was known at a moment.

use super::beside::Beside;
use super::concerns::{attendance_of, day, read_sheets};
use super::sheets::{Sheets, sheet_of};
use super::verify::{Write, code_byte};
use crate::{AcademyState, Context, Error, Kind, Result};
use attendance::MarkSheet;
use attendance::concerns::{Explanation, Rule, explain};
use school::{AcademicYear, AcademyId, Date, EnrolmentId, EntryId, Instant, PupilId};
use std::collections::HashMap;
use store::attendance::sheets::{self, StoredSheet, Which};
use store::attendance::{amendments, entries};
use store::roll::snapshot::RollPupil;

/// How many submissions are read at a time.
const AT_A_TIME: i64 = 5_000;

/// Explains a rule for one pupil on a day; with `known_at` from nothing but what had been recorded by that moment. The roll
/// and the calendars are those of today.
pub fn explain_rule(
    cx: &mut Context<'_>,
    id: PupilId,
    rule: Rule,
    as_of: Option<Date>,
    known_at: Option<Instant>,
) -> Result<Explanation> {
    let as_of = match (as_of, known_at) {
        (None, Some(moment)) => day(cx, Some(school::clock::local(moment).0))?,
        (as_of, _) => day(cx, as_of)?,
    };
    let (academy, state) = super::loading::pupil(cx, id)?;
    let pupil = state.pupil(id).ok_or(Error::NotFound(Kind::Pupil))?;
    let mut beside = Beside::load(cx, academy, Some(&[id]), as_of)?;
    let kept = match known_at {
        None => read_sheets(cx, academy, Which::Pupils(&[id]))?,
        Some(moment) => {
            beside.forget_plans_after(moment);
            sheets_known_at(cx, academy, &state, pupil, moment)?
        }
    };
    let record = attendance_of(&state, pupil, &kept, as_of);
    Ok(beside.ask(&state, pupil, &record, as_of, |asked| explain(asked, rule, known_at)))
}

/// The sheets of a pupil as they stood at a moment: what was written later is taken back, the last first.
fn sheets_known_at(
    cx: &mut Context<'_>,
    academy: AcademyId,
    state: &AcademyState,
    pupil: &RollPupil,
    moment: Instant,
) -> Result<Sheets> {
    let stored = sheets::load(cx.db, academy, Which::Pupils(&[pupil.record.id]))?;
    let enrolments: Vec<EnrolmentId> = pupil.enrolments.iter().map(|enrolment| enrolment.id).collect();
    let mut known = Sheets::default();
    for year in state.calendars.keys().copied() {
        let mine: Vec<&StoredSheet> = stored.iter().filter(|sheet| sheet.year == year).collect();
        if mine.is_empty() {
            continue;
        }
        let mut writes = written_after(cx, academy, year, &enrolments, moment)?;
        for sheet in mine {
            let later = writes.remove(&sheet.enrolment_id).unwrap_or_default();
            known.insert(year, sheet.enrolment_id, taken_back(sheet, later)?);
        }
    }
    Ok(known)
}

/// What was written on the sheets of the enrolments after a moment.
fn written_after(
    cx: &mut Context<'_>,
    academy: AcademyId,
    year: AcademicYear,
    enrolments: &[EnrolmentId],
    moment: Instant,
) -> Result<HashMap<EnrolmentId, Vec<Write>>> {
    let mut writes: HashMap<EnrolmentId, Vec<Write>> = HashMap::new();
    // Ids are in the order of time: what was sent before the moment is passed over by the database.
    let mut after = Some(EntryId(school::uuid_at(moment, [0; 10])));
    loop {
        let some = entries::submissions_of_year(cx.db, academy, year, after, AT_A_TIME)?;
        let Some(last) = some.last() else { break };
        after = Some(last.id);
        for submission in some.iter().filter(|submission| submission.sent_at > moment) {
            let Some(place) = year.index_of(submission.at) else { continue };
            for mark in submission.marks.iter().filter(|mark| enrolments.contains(&mark.enrolment_id)) {
                let write = (mark.version, place, mark.before, mark.after);
                writes.entry(mark.enrolment_id).or_default().push(write);
            }
        }
    }
    let imported = entries::imported(cx.db, academy, year, Some(enrolments))?;
    for entry in imported.iter().filter(|entry| entry.at > moment) {
        let marks = entry.marks.iter();
        let of_entry = marks.map(|mark| (entry.version, usize::from(mark.place), mark.before, mark.after));
        writes.entry(entry.enrolment_id).or_default().extend(of_entry);
    }
    let amended = amendments::of_year(cx.db, academy, year, Some(enrolments))?;
    for row in amended.iter().filter(|row| row.made_at > moment) {
        let Some(place) = year.index_of(row.at) else { continue };
        let write = (row.version, place, code_byte(&row.original), code_byte(&row.amended));
        writes.entry(row.enrolment_id).or_default().push(write);
    }
    Ok(writes)
}

fn taken_back(sheet: &StoredSheet, mut writes: Vec<Write>) -> Result<MarkSheet> {
    writes.sort_unstable();
    let mut marks = sheet.marks.clone();
    for (_, place, before, _) in writes.into_iter().rev() {
        if let Some(byte) = marks.get_mut(place) {
            *byte = before;
        }
    }
    sheet_of(&StoredSheet { marks, ..sheet.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_write_is_taken_back_first() {
        let year: AcademicYear = "2026-27".parse().unwrap();
        let mut sheet = StoredSheet {
            enrolment_id: EnrolmentId(Default::default()),
            pupil_id: PupilId(Default::default()),
            year,
            version: 3,
            marks: vec![0; school::SESSIONS_IN_SHEET],
        };
        sheet.marks[70] = b'I';
        let writes = vec![(3, 70, b'O', b'I'), (1, 70, 0, b'N'), (2, 70, b'N', b'O')];
        let byte = |writes: &[Write]| taken_back(&sheet, writes.to_vec()).unwrap().as_bytes()[70];
        assert_eq!([byte(&writes[..1]), byte(&[writes[0], writes[2]]), byte(&writes)], [b'O', b'N', 0]);
    }
}
