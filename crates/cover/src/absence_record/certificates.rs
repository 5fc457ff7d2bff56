//! Certificates of sickness: the person's own for seven calendar days, a fit note from the eighth.

use super::{Spell, SpellCategory};
use chrono::Days;
use school::{Date, Record, StaffId, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// For so many calendar days a person certifies the own sickness.
pub const SELF_CERTIFIED_DAYS: u64 = 7;
/// The longest time that one fit note covers, in days: three months at first, longer later (unconfirmed); a year is refused.
const LONGEST_NOTE: i64 = 366;

/// What a fit note says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FitNoteKind {
    /// Not fit for work.
    NotFit,
    /// May be fit for work with adjustments.
    MayBeFit,
}

/// A fit note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "not_fit", "issued_on": "2026-11-16", "first_day": "2026-11-16", "last_day": "2026-11-29"}))]
pub struct FitNote {
    /// What it says.
    pub kind: FitNoteKind,
    /// When it was issued.
    pub issued_on: Date,
    /// The first day that it covers.
    pub first_day: Date,
    /// The last day, inside.
    pub last_day: Date,
    /// The adjustments that it names. What the illness is does not belong here.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub adjustments: Option<String>,
}

/// The fit notes of one absence as they are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FitNotesRecord {
    /// The absence.
    pub absence_id: Uuid,
    /// The person.
    pub staff_id: StaffId,
    /// The notes, in the order in which they came.
    pub notes: Vec<FitNote>,
}

impl Record for FitNotesRecord {
    const KIND: &'static str = "fit_notes";
    const NAME: &'static str = "fit notes";

    fn subject(&self) -> Option<Uuid> {
        Some(self.staff_id.0)
    }

    fn natural_key(&self) -> Option<String> {
        Some(self.absence_id.to_string())
    }
}

/// Everything that is wrong with a fit note for a spell by what everybody may know who may record one: its own days and those
/// of the absence.
pub fn check_fit_note(note: &FitNote, spell: &Spell, today: Date) -> Vec<Violation> {
    let mut errors = Vec::new();
    let mut refuse = |pointer: &str, code: &str, detail: &str| errors.push(Violation::new(pointer, code, detail));
    if note.issued_on > today {
        refuse("/issued_on", "in_the_future", "a fit note is recorded once it was issued");
    }
    if note.last_day < note.first_day {
        refuse("/last_day", "ends_before_it_begins", "the last day is before the first");
    } else if (note.last_day - note.first_day).num_days() >= LONGEST_NOTE {
        refuse("/last_day", "too_long", "one fit note covers less than a year");
    }
    if !spell.touches(note.first_day, note.last_day) {
        refuse("/first_day", "outside_the_absence", "the note covers no day of the absence");
    }
    if note.kind == FitNoteKind::MayBeFit && note.adjustments.as_ref().is_none_or(|text| text.trim().is_empty()) {
        refuse("/adjustments", "missing", "a note that says may be fit names the adjustments");
    }
    errors
}

/// What else is wrong with it by what only those may know who read why staff are away: the category of the absence, and the
/// notes that are on its record.
pub fn check_fit_note_beside(note: &FitNote, spell: &Spell, others: &[FitNote]) -> Vec<Violation> {
    let mut errors = Vec::new();
    if !certifies(spell) {
        let detail = "a fit note certifies sickness, and the absence is of another category";
        errors.push(Violation::new("", "not_sickness", detail));
    }
    if others.iter().any(|other| same_days(other, note)) {
        errors.push(Violation::new("/first_day", "repeated", "a note for these days is on the record"));
    }
    errors
}

/// Whether two notes cover the same days.
pub fn same_days(one: &FitNote, other: &FitNote) -> bool {
    one.first_day == other.first_day && one.last_day == other.last_day
}

/// Whether a fit note belongs to an absence: sickness, also where it is related to a pregnancy.
pub fn certifies(spell: &Spell) -> bool {
    spell.is(SpellCategory::Sickness) || spell.is(SpellCategory::Pregnancy)
}

/// How far a spell of sickness is certified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Certification {
    /// The last day that the person certifies, inside.
    pub self_certified_until: Date,
    /// From this day on a fit note is needed, where the spell lasts so long; null where it does not.
    pub fit_note_needed_from: Option<Date>,
    /// The first day by `as_of` that is neither certified by the person nor by a note; null where there is none.
    pub uncertified_from: Option<Date>,
    /// Where it is written.
    pub citation: &'static str,
}

/// How far a spell is certified on a day; none where no certificate is needed.
pub fn certification(spell: &Spell, notes: &[FitNote], as_of: Date) -> Option<Certification> {
    if !certifies(spell) {
        return None;
    }
    let own = spell.first_day.checked_add_days(Days::new(SELF_CERTIFIED_DAYS - 1))?;
    let eighth = own.succ_opt()?;
    let last = spell.last_day.map_or(as_of, |last| last.min(as_of));
    let needed = (eighth <= last).then_some(eighth);
    let mut ordered: Vec<&FitNote> = notes.iter().collect();
    ordered.sort_by_key(|note| note.first_day);
    let mut covered_to = own;
    for note in ordered {
        if covered_to.succ_opt().is_some_and(|next| note.first_day <= next) {
            covered_to = covered_to.max(note.last_day);
        }
    }
    let uncertified_from = needed.and(covered_to.succ_opt()).filter(|day| *day <= last);
    let citation = "Statutory Sick Pay (Medical Evidence) Regulations 1985: from the eighth day";
    Some(Certification { self_certified_until: own, fit_note_needed_from: needed, uncertified_from, citation })
}

#[cfg(test)]
mod tests {
    use super::super::lost::tests::{day, spell};
    use super::*;

    fn note(first: &str, last: &str) -> FitNote {
        FitNote {
            kind: FitNoteKind::NotFit,
            issued_on: day(first),
            first_day: day(first),
            last_day: day(last),
            adjustments: None,
        }
    }

    #[test]
    fn the_eighth_day_needs_a_note() {
        let ill = spell(SpellCategory::Sickness, "2026-11-02", None);
        let of = |as_of: &str, notes: &[FitNote]| {
            let found = certification(&ill, notes, day(as_of)).unwrap();
            (found.fit_note_needed_from, found.uncertified_from)
        };
        assert_eq!(of("2026-11-08", &[]), (None, None));
        assert_eq!(of("2026-11-09", &[]), (Some(day("2026-11-09")), Some(day("2026-11-09"))));
        let notes = [note("2026-11-09", "2026-11-15"), note("2026-11-18", "2026-11-30")];
        assert_eq!(of("2026-11-15", &notes).1, None);
        assert_eq!(of("2026-11-20", &notes).1, Some(day("2026-11-16")), "a gap of two days");
        assert_eq!(of("2026-11-20", &[notes[1].clone(), note("2026-11-05", "2026-11-17")]).1, None);
        let of = |category| certification(&spell(category, "2026-11-02", None), &[], day("2026-11-20"));
        assert_eq!(of(SpellCategory::OtherPaid), None);
        // Sickness that is related to a pregnancy is certified like any other.
        assert_eq!(of(SpellCategory::Pregnancy).unwrap().uncertified_from, Some(day("2026-11-09")));
    }

    #[test]
    fn a_note_must_fit_the_absence() {
        let ill = spell(SpellCategory::Sickness, "2026-11-02", Some("2026-11-13"));
        let codes = |note: &FitNote, spell: &Spell| {
            let found = check_fit_note(note, spell, day("2026-11-23"));
            let found = found.into_iter().chain(check_fit_note_beside(note, spell, std::slice::from_ref(note)));
            found.map(|each| each.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(&note("2026-11-09", "2026-11-15"), &ill), ["repeated"]);
        assert_eq!(check_fit_note_beside(&note("2026-11-09", "2026-11-15"), &ill, &[]), []);
        assert_eq!(
            codes(&note("2026-12-09", "2026-12-08"), &ill),
            ["in_the_future", "ends_before_it_begins", "outside_the_absence", "repeated"]
        );
        let adjusted = FitNote { kind: FitNoteKind::MayBeFit, ..note("2026-11-09", "2027-11-15") };
        assert_eq!(
            codes(&adjusted, &spell(SpellCategory::Unpaid, "2026-11-02", None)),
            ["too_long", "missing", "not_sickness", "repeated"]
        );
    }
}
