//! Fit notes.

use super::super::managers::refuse_own;
use super::super::{Condition, put};
use super::{spell_of, today};
use crate::records;
use crate::{Context, Error, Further, Result};
use cover::absence_record::{
    Certification, FitNote, FitNotesRecord, certification, check_fit_note, check_fit_note_beside, same_days,
};
use school::{AcademyId, RecordId, StaffId, Violation};

/// The fit notes of an absence, and how far it is certified today.
#[derive(Debug, Clone, PartialEq)]
pub struct Certified {
    /// The academy.
    pub academy_id: AcademyId,
    /// The person.
    pub staff_id: StaffId,
    /// The notes.
    pub notes: Vec<FitNote>,
    /// How far the absence is certified; none where no certificate is needed, and for who may not read reasons.
    pub certification: Option<Certification>,
    /// The revision of the record; 0 where there is none.
    pub revision: i32,
}

/// The fit notes of an absence.
pub fn find_fit_notes(cx: &mut Context<'_>, absence: RecordId) -> Result<Certified> {
    let (academy, spell) = spell_of(cx, absence)?;
    let kept = records::of_key::<FitNotesRecord>(cx, academy, &absence.to_string())?;
    let (notes, revision) = kept.map_or((Vec::new(), 0), |kept| (kept.value.notes, kept.revision));
    let certification = certification(&spell, &notes, today(cx));
    Ok(Certified { academy_id: academy, staff_id: spell.staff_id, notes, certification, revision })
}

/// The most fit notes of one absence.
pub const MOST_NOTES: usize = 200;

/// Adds a fit note to an absence. Who may not read why staff are away (`sees`) is told nothing but what they sent: whether the
/// absence is of sickness, and what notes there are, would follow from a refusal. A note for days of which there is one is then
/// the same note again, and one on an absence of another category is something for human resources to look at.
pub fn add_fit_note(cx: &mut Context<'_>, absence: RecordId, note: FitNote, sees: &Further) -> Result<Certified> {
    let (academy, spell) = spell_of(cx, absence)?;
    let before = find_fit_notes(cx, absence)?;
    let confidential = sees.at(academy);
    let mut errors = check_fit_note(&note, &spell, today(cx));
    let full = before.notes.len() >= MOST_NOTES;
    if confidential {
        errors.extend(check_fit_note_beside(&note, &spell, &before.notes));
        if full {
            errors.push(Violation::new("", "too_many", format!("an absence has at most {MOST_NOTES} fit notes")));
        }
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    if !full && !before.notes.iter().any(|other| same_days(other, &note)) {
        let mut notes = before.notes;
        notes.push(note.clone());
        put(cx, academy, FitNotesRecord { absence_id: absence.0, staff_id: spell.staff_id, notes }, &|_| true)?;
    }
    if confidential {
        return find_fit_notes(cx, absence);
    }
    Ok(Certified { notes: vec![note], certification: None, revision: 0, ..before })
}

/// Writes the fit notes of an absence as they should have been: a note that was entered wrongly is corrected, one that belongs
/// elsewhere goes. What stood before stays on record.
pub fn put_fit_notes(
    cx: &mut Context<'_>,
    absence: RecordId,
    notes: Vec<FitNote>,
    condition: Condition<'_>,
) -> Result<Certified> {
    let (academy, spell) = spell_of(cx, absence)?;
    refuse_own(cx, spell.staff_id)?;
    let today = today(cx);
    let mut errors = Vec::new();
    if notes.len() > MOST_NOTES {
        errors.push(Violation::new("/notes", "too_many", format!("an absence has at most {MOST_NOTES} fit notes")));
    }
    for (place, note) in notes.iter().enumerate().take(MOST_NOTES) {
        let found = check_fit_note(note, &spell, today).into_iter();
        let found = found.chain(check_fit_note_beside(note, &spell, &notes[..place]));
        errors.extend(
            found.map(|each| Violation::new(format!("/notes/{place}{}", each.pointer), &each.code, each.detail)),
        );
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    put(cx, academy, FitNotesRecord { absence_id: absence.0, staff_id: spell.staff_id, notes }, condition)?;
    find_fit_notes(cx, absence)
}
