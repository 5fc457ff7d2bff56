//! The absence part of the School Workforce Census: collected in arrears for the academic year before.

use super::lost::halves;
use super::{AbsenceSettings, Day, HalfDays, Spell, SpellCategory, working_half_days};
use crate::staff::{CensusPost, ContractKind, CoverRole, Employment};
use school::{AcademicYear, Date, Role, StaffId, Week};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;

/// One absence of the return.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CensusRow {
    /// The absence.
    pub absence_id: Uuid,
    /// The person.
    pub staff_id: StaffId,
    /// In which post the census collects it.
    pub post: CensusPost,
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
    /// `no_category`, `no_working_day_lost`, `ends_before_it_begins`, `overlaps_another` or `open_at_the_end_of_the_year`.
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

/// From how many days on agency and casual teachers are in regular service (unconfirmed).
const REGULAR_SERVICE_DAYS: i64 = 28;
/// From the Monday of the week before a school holiday to that of the week after: two weeks lie between.
const HOLIDAY_DAYS: i64 = 21;

/// In which post the census collects the absences of a person: what their employment says; else by what they do in cover, or by
/// their roles where no employment is on record. Agency and casual teachers are collected where they are in regular service by the
/// last day of the year; where no contract says how long an agency worker is there, `agency` does: the days on which the register
/// or published cover had them at the academy (none for who is sent by no agency). Cover supervisors only where the settings say
/// so.
pub fn census_post(
    employment: Option<&Employment>,
    roles: &[Role],
    agency: Option<&[Date]>,
    year: AcademicYear,
    settings: &AbsenceSettings,
) -> CensusPost {
    let supervisor = if settings.census_cover_supervisors { CensusPost::TeachingAssistant } else { CensusPost::None };
    let Some(employment) = employment else {
        let teaches = [Role::Teacher, Role::Tutor, Role::HeadOfYear, Role::SeniorLeader, Role::Headteacher];
        let passing = agency.is_some_and(|days| !serves_regularly(days, year));
        return match () {
            () if teaches.iter().any(|role| roles.contains(role)) && passing => CensusPost::None,
            () if teaches.iter().any(|role| roles.contains(role)) => CensusPost::Teacher,
            () if roles.contains(&Role::CoverSupervisor) => supervisor,
            () => CensusPost::None,
        };
    };
    if let Some(post) = employment.census_post {
        return post;
    }
    let does = |roles: &[CoverRole]| employment.cover_roles.iter().any(|role| roles.contains(role));
    if does(&[CoverRole::Teacher, CoverRole::CoverTeacher, CoverRole::Leadership, CoverRole::Supply]) {
        let contract = &employment.contract;
        let passing = agency.is_some() || matches!(contract.kind, ContractKind::Agency | ContractKind::Casual);
        let last = contract.last_day.unwrap_or(Date::MAX).min(year.last_day());
        let regular = (last - contract.first_day).num_days() + 1 >= REGULAR_SERVICE_DAYS;
        return if passing && !regular { CensusPost::None } else { CensusPost::Teacher };
    }
    match () {
        () if does(&[CoverRole::Hlta, CoverRole::TeachingAssistant]) => CensusPost::TeachingAssistant,
        () if does(&[CoverRole::CoverSupervisor]) => supervisor,
        () => CensusPost::None,
    }
}

/// Whether days of work in an academic year are a service of 28 days: weeks of work of which the next begins no more than a school
/// holiday after the one before.
fn serves_regularly(days: &[Date], year: AcademicYear) -> bool {
    let in_year = days.iter().filter(|day| (year.first_day()..=year.last_day()).contains(day));
    let mondays: BTreeSet<Date> = in_year.map(|day| Week::of(*day).monday).collect();
    let mut run: Option<(Date, Date)> = None;
    mondays.into_iter().any(|monday| {
        let goes_on = run.filter(|(_, last)| (monday - *last).num_days() <= HOLIDAY_DAYS);
        let first = goes_on.map_or(monday, |(first, _)| first);
        run = Some((first, monday));
        // The week counts to its Sunday.
        (monday - first).num_days() + 7 >= REGULAR_SERVICE_DAYS
    })
}

/// Makes the return of an academic year. `post` says in which post the census collects a person's absences; `works` when a
/// person works. An absence whose category nobody has said is in no row: it is something to look at.
pub fn census(
    spells: &[Spell],
    year: AcademicYear,
    post: impl Fn(StaffId) -> CensusPost,
    works: impl Fn(StaffId, Date) -> Day,
) -> CensusReturn {
    let (from, to) = (year.first_day(), year.last_day());
    let mut touching: Vec<&Spell> = spells.iter().filter(|spell| spell.touches(from, to) || backwards(spell)).collect();
    touching.sort_by_key(|spell| (spell.staff_id, spell.first_day, spell.absence_id));
    let (mut rows, mut kept, mut validation) = (Vec::new(), Vec::new(), Vec::new());
    let (mut left_out, mut left_out_posts) = (0, 0);
    for spell in touching {
        let post = post(spell.staff_id);
        match spell.category {
            _ if post == CensusPost::None => left_out_posts += 1,
            None => {
                validation.push(CensusFault::of(spell, "no_category", "say the category: without it, it is not sent"));
            }
            Some(category) if !category.collected() => left_out += 1,
            Some(category) => {
                kept.push(spell);
                rows.push(row(spell, post, category, year, &works));
            }
        }
    }
    validation.extend(validate(&kept, &rows, (from, to), &works));
    CensusReturn { academic_year: year, census_day: census_day(year), rows, validation, left_out, left_out_posts }
}

fn row(
    spell: &Spell,
    post: CensusPost,
    category: SpellCategory,
    year: AcademicYear,
    works: &impl Fn(StaffId, Date) -> Day,
) -> CensusRow {
    let lost = || working_half_days(spell, year.first_day(), year.last_day(), |date| works(spell.staff_id, date));
    CensusRow {
        absence_id: spell.absence_id,
        staff_id: spell.staff_id,
        post,
        category: category.as_str(),
        first_day: spell.first_day,
        last_day: spell.last_day,
        working_days_lost: category.needs_days().then(lost),
    }
}

impl CensusFault {
    fn of(spell: &Spell, code: &'static str, detail: &'static str) -> Self {
        Self { absence_id: spell.absence_id, staff_id: spell.staff_id, code, detail }
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

fn validate(
    kept: &[&Spell],
    rows: &[CensusRow],
    (from, to): (Date, Date),
    works: &impl Fn(StaffId, Date) -> Day,
) -> Vec<CensusFault> {
    let mut faults = Vec::new();
    // The half days that each person has lost already.
    let mut lost = BTreeSet::new();
    for (spell, row) in kept.iter().zip(rows) {
        let mut fault = |code, detail| faults.push(CensusFault::of(spell, code, detail));
        if backwards(spell) {
            fault("ends_before_it_begins", "the last day is before the first");
        } else if row.working_days_lost == Some(HalfDays(0)) {
            fault("no_working_day_lost", "the category needs the working days lost, and there are none");
        }
        if spell.last_day.is_none_or(|last| last > to) {
            fault("open_at_the_end_of_the_year", "the absence runs beyond the year: check its last day");
        }
        let staff = spell.staff_id;
        let days = spell.days(from, to);
        let taken =
            days.flat_map(|date| halves(spell, date, move || works(staff, date)).map(move |half| (staff, date, half)));
        // All of them are kept: the next may overlap this one where the one before does not.
        if taken.filter(|half| !lost.insert(*half)).count() > 0 {
            fault("overlaps_another", "the person has another absence in the same half of a day");
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::super::SpellCategory::*;
    use super::super::lost::tests::{day, full_week, spell};
    use super::*;
    use crate::staff::Span;

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
        let found = census(&spells, year, |_| CensusPost::Teacher, |_, date| full_week(date));
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
        assert_eq!(census(&spells, year, |_| CensusPost::None, |_, date| full_week(date)).left_out_posts, 6);
    }

    #[test]
    fn two_absences_overlap_where_they_take_the_same_half_of_a_day() {
        let at = |from, to| {
            let parts = [(day("2025-11-03"), vec![Span { from, to }])].into_iter().collect();
            Spell { parts: Some(parts), ..spell(Sickness, "2025-11-03", Some("2025-11-03")) }
        };
        let faults = |spells: &[Spell]| {
            let year = "2025-26".parse().unwrap();
            let found = census(spells, year, |_| CensusPost::Teacher, |_, date| full_week(date));
            found.validation.iter().map(|fault| fault.code).collect::<Vec<_>>()
        };
        assert_eq!(faults(&[at(540, 600), at(840, 900)]), [""; 0], "the morning and the afternoon");
        assert_eq!(faults(&[at(540, 600), at(660, 720)]), ["overlaps_another"]);
    }

    #[test]
    fn an_absence_without_a_category_is_looked_at_and_not_sent_as_anything() {
        let unsaid = Spell { category: None, ..spell(OtherPaid, "2025-10-06", Some("2025-10-07")) };
        let year = "2025-26".parse().unwrap();
        let found = census(&[unsaid], year, |_| CensusPost::Teacher, |_, date| full_week(date));
        assert_eq!((found.rows.len(), found.validation[0].code, found.left_out), (0, "no_category", 0));
    }

    #[test]
    fn an_agency_worker_without_a_contract_is_collected_once_they_have_been_there_for_28_days() {
        let year: AcademicYear = "2025-26".parse().unwrap();
        let of = |days: &[&str]| {
            let days: Vec<Date> = days.iter().map(|date| day(date)).collect();
            census_post(None, &[Role::Teacher], Some(&days), year, &AbsenceSettings::default())
        };
        assert_eq!(of(&[]), CensusPost::None);
        assert_eq!(of(&["2026-03-02", "2026-03-09", "2026-03-17"]), CensusPost::None);
        assert_eq!(of(&["2026-03-02", "2026-03-09", "2026-03-17", "2026-03-23"]), CensusPost::Teacher);
        assert_eq!(of(&["2025-09-08", "2026-03-02", "2026-07-06"]), CensusPost::None, "three single days");
        assert_eq!(
            of(&["2025-12-15", "2026-01-05", "2026-01-12"]),
            CensusPost::Teacher,
            "across the Christmas holiday"
        );
        assert_eq!(of(&["2025-06-02", "2025-06-09", "2025-06-16", "2025-06-23"]), CensusPost::None, "the year before");
    }

    #[test]
    fn teachers_in_regular_service_and_teaching_assistants_are_collected() {
        let year: AcademicYear = "2025-26".parse().unwrap();
        let settings = AbsenceSettings::default();
        let of = |roles: &str, kind: &str, last: &str, agency: bool| {
            let json = format!(
                r#"{{"cover_roles":[{roles}],"contract":{{"kind":"{kind}","first_day":"2026-03-02","last_day":{last},"fte":1.0}}}}"#
            );
            census_post(Some(&serde_json::from_str(&json).unwrap()), &[], agency.then_some(&[][..]), year, &settings)
        };
        assert_eq!(of("\"teacher\"", "permanent", "null", false), CensusPost::Teacher);
        assert_eq!(of("\"supply\"", "agency", "\"2026-03-20\"", true), CensusPost::None, "19 days");
        assert_eq!(of("\"supply\"", "agency", "\"2026-03-29\"", true), CensusPost::Teacher, "28 days");
        assert_eq!(of("\"hlta\"", "permanent", "null", false), CensusPost::TeachingAssistant);
        assert_eq!(of("\"teaching_assistant\"", "permanent", "null", false), CensusPost::TeachingAssistant);
        assert_eq!(of("\"cover_supervisor\"", "permanent", "null", false), CensusPost::None);
        let with = AbsenceSettings { census_cover_supervisors: true, ..settings.clone() };
        assert_eq!(census_post(None, &[Role::CoverSupervisor], None, year, &with), CensusPost::TeachingAssistant);
        assert_eq!(census_post(None, &[Role::Tutor], None, year, &settings), CensusPost::Teacher);
        let json = r#"{"cover_roles":[],"census_post":"teaching_assistant","contract":{"kind":"permanent","first_day":"2024-09-01","fte":1.0}}"#;
        let said: Employment = serde_json::from_str(json).unwrap();
        assert_eq!(census_post(Some(&said), &[], None, year, &settings), CensusPost::TeachingAssistant);
    }
}
