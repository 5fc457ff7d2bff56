//! Questions with answers that can be counted by hand.

use super::*;
use crate::{
    Code,
    concerns::{Circumstances, RuleSettings},
    register::examples::calendar,
};
use school::SchoolWeeks;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A pupil who attended every session until 20 November 2026, asked about on Monday the 23rd.
fn ask(planned: &[(&str, &str, &str)], attends_from: Option<&str>) -> WhatIf {
    let year: AcademicYear = "2026-27".parse().unwrap();
    let calendar = calendar();
    let weeks = SchoolWeeks::of([(year, &calendar)]);
    let sessions = calendar.sessions_of(year, Some(8));
    let mut sheet = MarkSheet::empty(year);
    for index in sessions.iter().filter(|index| year.session_at(*index).unwrap().date < day("2026-11-23")) {
        assert!(sheet.set_index(index, Code::LATE));
    }
    let pupil = PupilAttendance {
        pupil_id: PupilId(uuid::Uuid::nil()),
        upn: None,
        date_of_birth: day("2014-01-01"),
        years: vec![AttendanceYear { sheet: &sheet, sessions }],
    };
    let (beside, settings) = (Circumstances::default(), RuleSettings::default());
    let asked = Asked { pupil: &pupil, beside: &beside, weeks: &weeks, settings: &settings, as_of: day("2026-11-23") };
    let sent: Vec<_> = planned
        .iter()
        .map(|(first, last, code)| SentAbsence { first_day: day(first), last_day: day(last), code })
        .collect();
    let hypothesis = check(&sent, attends_from.map(day), pupil.date_of_birth, asked.as_of).unwrap();
    what_if(&asked, &hypothesis)
}

#[test]
fn a_week_of_holiday_meets_the_threshold_on_its_friday() {
    let found = ask(&[("2026-11-23", "2026-11-27", "G")], None);
    assert_eq!(found.through, day("2026-11-27"));
    assert_eq!((found.now.summary.unauthorised, found.before.summary.unauthorised), (0, 0));
    assert_eq!((found.after.summary.unauthorised, found.after.unauthorised_in_a_row), (10, 10));
    assert_eq!(found.after.unauthorised_in_ten_school_weeks, 10);
    let notice = found.rules.iter().find(|effect| effect.rule == Rule::PenaltyNoticeThreshold).unwrap();
    assert_eq!((notice.met_on_before, notice.met_on_after), (None, Some(day("2026-11-27"))));
    assert_eq!(found.rules.len(), Rule::ALL.len());
    // What is missed is no longer left, and no longer to come.
    let (before, after) = (found.before.year, found.after.year);
    assert_eq!((before.absent, after.absent), (0, 10));
    assert_eq!(before.possible + before.remaining, after.possible + after.remaining);
    assert_eq!(before.sessions_left.unwrap() - after.sessions_left.unwrap(), 10);
}

#[test]
fn attending_from_a_day_fills_the_year() {
    let found = ask(&[("2026-11-23", "2026-11-23", "O")], Some("2026-11-24"));
    assert_eq!((found.after.summary.unauthorised, found.after.year.remaining), (2, 0));
    assert!(found.before.year.remaining > 0);
    let whole = found.after.summary.possible;
    assert_eq!(found.after.year.best_attainable, Some((whole - 2) as f64 / whole as f64));
    assert_eq!(found.after.unauthorised_in_a_row, 0);
}

#[test]
fn what_cannot_be_asked_is_named() {
    let born = day("2014-01-01");
    let today = day("2026-11-23");
    let codes = |sent: &[SentAbsence<'_>], from: Option<Date>| -> Vec<String> {
        let errors = check(sent, from, born, today).unwrap_err();
        errors.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
    };
    assert_eq!(codes(&[], None), [" missing"]);
    let absence =
        |first: &str, last: &str, code: &'static str| SentAbsence { first_day: day(first), last_day: day(last), code };
    let sent = [
        absence("2026-11-02", "2026-11-03", "G"),
        absence("2026-12-02", "2026-12-01", "?"),
        absence("2026-12-02", "2026-12-02", "/"),
        absence("2026-12-02", "2026-12-02", "X"),
        absence("2027-07-20", "2027-09-02", "C"),
    ];
    assert_eq!(
        codes(&sent, Some(Date::MAX)),
        [
            "/planned/0/last_day in_the_past",
            "/planned/1/last_day ends_before_it_begins",
            "/planned/1/code unknown_code",
            "/planned/2/code not_an_absence",
            "/planned/3/code x_for_compulsory_school_age",
            "/planned/4/first_day two_academic_years",
            "/attends_from out_of_range",
        ]
    );
    assert_eq!(codes(&[absence("2026-12-02", "2026-12-02", "I"); 51], None), ["/planned too_many"]);
}
