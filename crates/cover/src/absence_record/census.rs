//! The absence part of the School Workforce Census: collected in arrears for the academic year before.

use super::{Day, HalfDays, Spell, working_half_days};
use school::{AcademicYear, Date, StaffId};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// One absence of the return.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CensusRow {
    /// The absence.
    pub absence_id: Uuid,
    /// The person.
    pub staff_id: StaffId,
    /// The category's code.
    #[schema(example = "SIC")]
    pub category: &'static str,
    /// The first day.
    pub first_day: Date,
    /// The last day, inside; null while it is open.
    pub last_day: Option<Date>,
    /// Working days lost in the academic year; needed for SIC and PRG.
    pub working_days_lost: Option<HalfDays>,
}

/// One thing that somebody must look at before the return is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CensusFault {
    /// The absence.
    pub absence_id: Uuid,
    /// The person.
    pub staff_id: StaffId,
    /// `no_working_day_lost`, `ends_before_it_begins`, `overlaps_another` or `open_at_the_end_of_the_year`.
    pub code: &'static str,
    /// The same in words.
    pub detail: &'static str,
}

/// The absence part of the return.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CensusReturn {
    /// The academic year that the absences are of.
    pub academic_year: AcademicYear,
    /// The census day that collects it: the first Thursday of the November after.
    pub census_day: Option<Date>,
    /// The absences, by person and first day.
    pub rows: Vec<CensusRow>,
    /// What must be looked at.
    pub validation: Vec<CensusFault>,
    /// Absences of the year that the census does not collect (training, school business).
    pub left_out: u32,
    /// Absences of people who are in no collected post.
    pub left_out_posts: u32,
}

/// Makes the return of an academic year. `collected` says whether a person is a teacher or teaching assistant, whose absences
/// the census collects; `works` when a person works.
pub fn census(
    spells: &[Spell],
    year: AcademicYear,
    collected: impl Fn(StaffId) -> bool,
    works: impl Fn(StaffId, Date) -> Day,
) -> CensusReturn {
    let (from, to) = (year.first_day(), year.last_day());
    let touching: Vec<&Spell> = spells.iter().filter(|spell| spell.touches(from, to) || backwards(spell)).collect();
    let (of_posts, others): (Vec<&Spell>, Vec<&Spell>) =
        touching.into_iter().partition(|spell| collected(spell.staff_id));
    let (mut kept, left_out): (Vec<&Spell>, Vec<&Spell>) =
        of_posts.into_iter().partition(|spell| spell.category.collected());
    kept.sort_by_key(|spell| (spell.staff_id, spell.first_day, spell.absence_id));
    let rows: Vec<CensusRow> = kept
        .iter()
        .map(|spell| CensusRow {
            absence_id: spell.absence_id,
            staff_id: spell.staff_id,
            category: spell.category.as_str(),
            first_day: spell.first_day,
            last_day: spell.last_day,
            working_days_lost: spell
                .category
                .needs_days()
                .then(|| working_half_days(spell, from, to, |date| works(spell.staff_id, date))),
        })
        .collect();
    CensusReturn {
        academic_year: year,
        census_day: census_day(year),
        validation: validate(&kept, &rows, to),
        rows,
        left_out: u32::try_from(left_out.len()).unwrap_or(u32::MAX),
        left_out_posts: u32::try_from(others.len()).unwrap_or(u32::MAX),
    }
}

fn backwards(spell: &Spell) -> bool {
    spell.last_day.is_some_and(|last| last < spell.first_day)
}

/// The first Thursday of the November after the year.
fn census_day(year: AcademicYear) -> Option<Date> {
    let november = Date::from_ymd_opt(i32::from(year.start_year()) + 1, 11, 1)?;
    november.iter_days().take(7).find(|day| school::Weekday::of(*day) == school::Weekday::Thu)
}

fn validate(kept: &[&Spell], rows: &[CensusRow], to: Date) -> Vec<CensusFault> {
    let mut faults = Vec::new();
    let mut last_of: BTreeMap<StaffId, Date> = BTreeMap::new();
    for (spell, row) in kept.iter().zip(rows) {
        let mut fault = |code, detail| {
            faults.push(CensusFault { absence_id: spell.absence_id, staff_id: spell.staff_id, code, detail });
        };
        if backwards(spell) {
            fault("ends_before_it_begins", "the last day is before the first");
        } else if row.working_days_lost == Some(HalfDays(0)) {
            fault("no_working_day_lost", "the category needs the working days lost, and there are none");
        }
        if spell.last_day.is_none_or(|last| last > to) {
            fault("open_at_the_end_of_the_year", "the absence runs beyond the year: check its last day");
        }
        if last_of.get(&spell.staff_id).is_some_and(|last| spell.first_day <= *last) {
            fault("overlaps_another", "the person has another absence on the same days");
        }
        let last = spell.last_day.unwrap_or(Date::MAX);
        let kept = last_of.entry(spell.staff_id).or_insert(last);
        *kept = (*kept).max(last);
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::super::SpellCategory::*;
    use super::super::lost::tests::{day, full_week, spell};
    use super::*;

    #[test]
    fn sickness_and_pregnancy_carry_days_and_training_stays_out() {
        let spells = [
            spell(Sickness, "2025-10-06", Some("2025-10-07")),
            spell(Training, "2025-10-09", Some("2025-10-09")),
            spell(OtherPaid, "2025-11-03", Some("2025-11-03")),
            spell(Pregnancy, "2026-07-30", Some("2026-08-05")),
            spell(Sickness, "2025-06-06", Some("2025-06-06")),
            spell(Sickness, "2025-10-11", Some("2025-10-12")),
            spell(Unpaid, "2025-11-03", None),
        ];
        let year = "2025-26".parse().unwrap();
        let found = census(&spells, year, |_| true, |_, date| full_week(date));
        let rows: Vec<_> =
            found.rows.iter().map(|row| (row.category, row.working_days_lost.map(|lost| lost.0))).collect();
        assert_eq!(rows, [("SIC", Some(4)), ("SIC", Some(0)), ("OTH", None), ("UNP", None), ("PRG", Some(4))]);
        let faults: Vec<_> = found.validation.iter().map(|fault| fault.code).collect();
        assert_eq!(
            faults,
            [
                "no_working_day_lost",
                "open_at_the_end_of_the_year",
                "overlaps_another",
                "open_at_the_end_of_the_year",
                "overlaps_another"
            ]
        );
        assert_eq!((found.left_out, found.census_day), (1, Some(day("2026-11-05"))));
        assert_eq!(census(&spells, year, |_| false, |_, date| full_week(date)).left_out_posts, 6);
    }
}
