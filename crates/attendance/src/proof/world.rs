//! Made-up pupils with made-up marks, so that thresholds are met often and missed narrowly.

use crate::{Code, MarkSheet, code, planned::PlannedAbsence};
use proptest::prelude::*;
use school::{AcademicYear, Calendar, Date, SESSIONS_IN_SHEET, SchoolWeeks, Session, calendar::SessionSet};
use std::sync::LazyLock;

/// The years of the made-up school: codes changed at the start of the second.
pub(super) const YEARS: [&str; 3] = ["2023-24", "2024-25", "2025-26"];

pub(super) fn year(text: &str) -> AcademicYear {
    text.parse().unwrap()
}

pub(super) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The sessions of a made-up year that are held for a year group, worked out once.
pub(super) fn held(year: AcademicYear, year_group: Option<i16>) -> SessionSet {
    static HELD: LazyLock<Vec<(AcademicYear, [SessionSet; 3])>> = LazyLock::new(|| {
        let all = calendars().into_iter();
        all.map(|(year, calendar)| (year, [None, Some(7), Some(8)].map(|group| calendar.sessions_of(year, group))))
            .collect()
    });
    let place = year_group.map_or(0, |group| if group == 7 { 1 } else { 2 });
    HELD.iter().find(|(known, _)| *known == year).unwrap().1[place]
}

/// A calendar with half-terms, a bank holiday and a week of one session.
pub(super) fn calendar(year: AcademicYear) -> Calendar {
    let (first, second) = (year.start_year(), year.start_year() + 1);
    serde_json::from_value(serde_json::json!({
        "terms": [
            {"name": "Autumn", "first_day": format!("{first}-09-04"), "last_day": format!("{first}-12-20")},
            {"name": "Spring", "first_day": format!("{second}-01-06"), "last_day": format!("{second}-04-02")},
            {"name": "Summer", "first_day": format!("{second}-04-20"), "last_day": format!("{second}-07-22")}],
        "non_school_days": [
            {"first_day": format!("{first}-10-20"), "last_day": format!("{first}-10-31"), "reason": "half_term"},
            {"first_day": format!("{first}-11-10"), "last_day": format!("{first}-11-14"), "reason": "other", "sessions": ["am"]},
            {"first_day": format!("{second}-02-16"), "last_day": format!("{second}-02-20"), "reason": "half_term"},
            {"first_day": format!("{second}-05-04"), "last_day": format!("{second}-05-04"), "reason": "bank_holiday"},
            {"first_day": format!("{second}-05-25"), "last_day": format!("{second}-05-29"), "reason": "half_term"},
            {"first_day": format!("{second}-06-15"), "last_day": format!("{second}-06-15"), "reason": "inset", "year_groups": [7]}],
    }))
    .unwrap()
}

pub(super) fn calendars() -> Vec<(AcademicYear, Calendar)> {
    YEARS.iter().map(|text| (year(text), calendar(year(text)))).collect()
}

pub(super) fn school_weeks(calendars: &[(AcademicYear, Calendar)]) -> SchoolWeeks {
    SchoolWeeks::of(calendars.iter().map(|(year, calendar)| (*year, calendar)))
}

/// A code, with those that thresholds are about more often than in life; none is a missing mark.
fn any_code() -> impl Strategy<Value = Option<Code>> {
    let any = prop::sample::select(Code::all().collect::<Vec<_>>()).prop_map(Some);
    let named = |text: &str| Just(Some(Code::parse(text).unwrap()));
    prop_oneof![
        12 => named("/"),
        5 => named("I"),
        3 => named("O"),
        2 => named("N"),
        1 => named("G"),
        1 => named("U"),
        1 => named("X"),
        2 => Just(None),
        2 => any,
    ]
}

/// The marks of a year in runs of one code: every session of `sessions` on whose day the code was in force has one.
pub(super) fn any_sheet(year: AcademicYear) -> impl Strategy<Value = MarkSheet> {
    let runs = prop::collection::vec((any_code(), prop_oneof![3 => 1..4_usize, 1 => 4..45_usize]), 40..250);
    runs.prop_map(move |runs| {
        let mut sheet = MarkSheet::empty(year);
        let codes = runs.into_iter().flat_map(|(code, length)| std::iter::repeat_n(code, length));
        for (index, code) in held(year, None).iter().zip(codes) {
            let in_force = |code: &Code| year.session_at(index).is_some_and(|at| code::on(*code, at.date).is_some());
            if let Some(code) = code.filter(in_force) {
                assert!(sheet.set_index(index, code));
            }
        }
        sheet
    })
}

/// Some sessions of a year: those between two places, less a few.
pub(super) fn any_sessions(year: AcademicYear) -> impl Strategy<Value = SessionSet> {
    let ends = (0..SESSIONS_IN_SHEET, 0..SESSIONS_IN_SHEET, any::<bool>());
    let gaps = prop::collection::vec(0..SESSIONS_IN_SHEET, 0..20);
    (ends, gaps, prop::option::of(7..9_i16)).prop_map(move |((one, other, whole), gaps, group)| {
        let held = held(year, group);
        let stay = SessionSet::between(one.min(other), one.max(other));
        let chosen = if whole { held } else { held.and(&stay) };
        chosen.without(&gaps.into_iter().collect())
    })
}

pub(super) fn any_day() -> impl Strategy<Value = Date> {
    (0..1_150_i64).prop_map(|days| day("2023-07-25") + chrono::Duration::days(days))
}

/// Birth dates of pupils who enter, are in or leave compulsory school age in the made-up years.
pub(super) fn any_birth() -> impl Strategy<Value = Date> {
    (0..4_600_i64).prop_map(|days| day("2007-09-01") + chrono::Duration::days(days))
}

/// Up to seven plans of a pupil, with the codes that rules ask for; the one named last was made last.
pub(super) fn any_plans() -> impl Strategy<Value = Vec<PlannedAbsence>> {
    let codes = prop::sample::select(vec!["C", "C", "C1", "S", "C2", "C2", "E", "X", "M", "V"]);
    let one = (codes, any_day(), 0..90_i64, any::<bool>());
    prop::collection::vec(one, 0..8).prop_map(|plans| {
        let all = plans.into_iter().enumerate();
        all.map(|(place, (code, first_day, length, whole))| PlannedAbsence {
            id: school::PlannedAbsenceId(uuid::Uuid::from_u128(place as u128)),
            created_at: format!("2023-01-01T00:00:0{place}Z").parse().unwrap(),
            first_day,
            last_day: first_day + chrono::Duration::days(length),
            code: Code::parse(code).unwrap(),
            weekdays: school::Weekday::ALL.to_vec(),
            sessions: if whole { Session::BOTH.to_vec() } else { vec![Session::Am] },
        })
        .collect()
    })
}
