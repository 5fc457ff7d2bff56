//! Concerns against the slow rules.

use super::{
    reference::{self, Seen},
    world::{YEARS, any_birth, any_day, any_sessions, any_sheet, calendars, day, school_weeks, year},
};
use crate::{
    MarkSheet,
    concerns::{AttendanceYear, Concern, Evidence, PupilAttendance, Rule, concerns},
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use school::{AcademicYear, CompulsorySchoolAge, Date, PupilId, SchoolWeeks, calendar::SessionSet};
use std::sync::LazyLock;

static SCHOOL_DAYS: LazyLock<Vec<Date>> = LazyLock::new(|| reference::school_days(&calendars()));
static WEEKS: LazyLock<SchoolWeeks> = LazyLock::new(|| school_weeks(&calendars()));

fn any_years() -> impl Strategy<Value = Vec<(MarkSheet, SessionSet)>> {
    let one = |text: &'static str| (any_sheet(year(text)), any_sessions(year(text)));
    (one(YEARS[0]), one(YEARS[1]), one(YEARS[2]), prop::sample::subsequence(vec![0, 1, 2], 1..=3)).prop_map(
        |(first, second, third, chosen)| {
            let all = [first, second, third];
            chosen.into_iter().map(|place| all[place].clone()).collect()
        },
    )
}

fn ask(years: &[(MarkSheet, SessionSet)], born: Date, as_of: Date) -> Vec<Concern> {
    let years = years.iter().rev().map(|(sheet, sessions)| AttendanceYear { sheet, sessions: *sessions }).collect();
    let pupil = PupilAttendance { pupil_id: PupilId(uuid::Uuid::nil()), upn: None, date_of_birth: born, years };
    concerns(&pupil, &WEEKS, as_of)
}

fn find(concerns: &[Concern], rule: Rule) -> Option<(Date, &Evidence)> {
    concerns.iter().find(|concern| concern.rule == rule).map(|concern| (concern.met_on, &concern.evidence))
}

fn all_seen(years: &[(MarkSheet, SessionSet)], as_of: Date) -> Vec<Seen> {
    let all = years.iter().flat_map(|(sheet, sessions)| reference::seen(sheet, sessions));
    all.filter(|seen| seen.at.date <= as_of).collect()
}

fn dates(sessions: &[crate::concerns::CountedSession]) -> Vec<(Date, school::Session)> {
    sessions.iter().map(|session| (session.date, session.session)).collect()
}

fn dates_of(sessions: &[Seen]) -> Vec<(Date, school::Session)> {
    sessions.iter().map(|seen| (seen.at.date, seen.at.session)).collect()
}

proptest! {
    #![proptest_config(super::cases(100))]

    #[test]
    fn absence(years in any_years(), born in any_birth(), as_of in any_day()) {
        let found = ask(&years, born, as_of);
        let year = AcademicYear::of(as_of).unwrap();
        let seen: Vec<Seen> = all_seen(&years, as_of).into_iter().filter(|seen| seen.at.date >= year.first_day()).collect();
        let absent: Vec<Seen> = seen.iter().filter(|seen| seen.absent()).copied().collect();
        let possible = seen.iter().filter(|seen| seen.possible()).count();
        let missing = seen.iter().filter(|seen| seen.code.is_none() && seen.at.date < as_of).count();
        for (rule, times) in [(Rule::PersistentAbsence, 10), (Rule::SevereAbsence, 2)] {
            let expected = possible > 0 && times * absent.len() >= possible;
            match find(&found, rule) {
                Some((met_on, Evidence::Absence(evidence))) => {
                    prop_assert!(expected && met_on == as_of);
                    prop_assert_eq!((evidence.absent, evidence.possible), (absent.len() as u64, possible as u64));
                    prop_assert_eq!(evidence.missing, missing as u64);
                    prop_assert_eq!(dates(&evidence.sessions), dates_of(&absent));
                }
                other => prop_assert!(other.is_none() && !expected),
            }
        }
    }

    #[test]
    fn continuous_absence(years in any_years(), born in any_birth(), as_of in any_day()) {
        let found = ask(&years, born, as_of);
        let run = reference::last_run(&all_seen(&years, as_of), born, as_of);
        match find(&found, Rule::ContinuousUnauthorised10Days) {
            Some((met_on, Evidence::Continuous(evidence))) => {
                prop_assert_eq!(met_on, run[19].at.date);
                prop_assert_eq!(dates(&evidence.sessions), dates_of(&run));
            }
            other => prop_assert!(other.is_none() && run.len() < 20),
        }
    }

    #[test]
    fn sickness(years in any_years(), born in any_birth(), as_of in any_day()) {
        let found = ask(&years, born, as_of);
        let (age, year) = (CompulsorySchoolAge::of(born), AcademicYear::of(as_of));
        let mut ill = all_seen(&years, as_of);
        ill.retain(|seen| seen.code.is_some_and(|code| code.as_str() == "I"));
        ill.retain(|seen| age.holds_on(seen.at.date) && AcademicYear::of(seen.at.date) == year);
        match find(&found, Rule::Sickness15Days) {
            Some((met_on, Evidence::Sickness(evidence))) => {
                prop_assert_eq!(met_on, ill[29].at.date);
                prop_assert_eq!(dates(&evidence.sessions), dates_of(&ill));
            }
            other => prop_assert!(other.is_none() && ill.len() < 30),
        }
    }

    #[test]
    fn overdue_reasons(years in any_years(), born in any_birth(), as_of in any_day()) {
        let found = ask(&years, born, as_of);
        let mut late = all_seen(&years, as_of);
        late.retain(|seen| seen.code.is_some_and(|code| code.as_str() == "N"));
        late.retain(|seen| reference::school_days_after(&SCHOOL_DAYS, seen.at.date, 6).is_some_and(|day| day <= as_of));
        match find(&found, Rule::ReasonOverdue) {
            Some((met_on, Evidence::Overdue(evidence))) => {
                prop_assert_eq!(Some(met_on), reference::school_days_after(&SCHOOL_DAYS, late[0].at.date, 6));
                prop_assert_eq!(Some(evidence.due_on), reference::school_days_after(&SCHOOL_DAYS, late[0].at.date, 5));
                prop_assert_eq!(dates(&evidence.sessions), dates_of(&late));
            }
            other => prop_assert!(other.is_none() && late.is_empty()),
        }
    }
}

proptest! {
    #![proptest_config(super::cases(40))]

    #[test]
    fn penalty_notice_threshold(years in any_years(), born in any_birth(), as_of in any_day()) {
        let found = ask(&years, born, as_of);
        let all = all_seen(&years, as_of);
        let window = reference::in_window(&all, &SCHOOL_DAYS, born, as_of);
        match find(&found, Rule::PenaltyNoticeThreshold) {
            Some((met_on, Evidence::PenaltyNotice(evidence))) => {
                prop_assert_eq!(met_on, window[9].at.date);
                prop_assert_eq!(dates(&evidence.sessions), dates_of(&window));
                prop_assert_eq!(Some(evidence.period.from), reference::window_start(&SCHOOL_DAYS, as_of));
                // Only on a day with such a session can a window come to hold ten.
                let mut days: Vec<Date> = all.iter().filter(|seen| seen.unauthorised()).map(|seen| seen.at.date).collect();
                days.dedup();
                let first = days.into_iter().find(|day| reference::in_window(&all, &SCHOOL_DAYS, born, *day).len() >= 10);
                prop_assert_eq!(Some(evidence.first_met_on), first);
            }
            other => prop_assert!(other.is_none() && window.len() < 10),
        }
    }
}

#[test]
fn the_made_up_pupils_meet_every_rule() {
    let mut runner = TestRunner::deterministic();
    let mut found = Vec::new();
    for _ in 0..100 {
        let (years, as_of) = (any_years(), any_day()).new_tree(&mut runner).unwrap().current();
        found.extend(ask(&years, day("2012-01-01"), as_of).into_iter().map(|concern| concern.rule));
    }
    // The rules that look at marks alone; the others have their own proof.
    for rule in Rule::ALL.into_iter().take(7) {
        let times = found.iter().filter(|found| **found == rule).count();
        assert!((2..100).contains(&times), "{rule} was met {times} times");
    }
}

#[test]
fn a_window_spans_the_summer() {
    let mut years: Vec<(MarkSheet, SessionSet)> = Vec::new();
    for (text, from, to) in [("2024-25", "2025-07-17", "2025-07-22"), ("2025-26", "2025-09-04", "2025-09-04")] {
        let mut sheet = MarkSheet::empty(year(text));
        let held = super::world::held(year(text), None);
        for index in held.iter() {
            let at = year(text).session_at(index).unwrap();
            let absent = (day(from)..=day(to)).contains(&at.date);
            assert!(sheet.set_index(index, crate::Code::parse(if absent { "G" } else { "L" }).unwrap()));
        }
        years.push((sheet, held));
    }
    let born = day("2014-01-01");
    assert_eq!(find(&ask(&years, born, day("2025-09-03")), Rule::PenaltyNoticeThreshold), None);
    let met = ask(&years, born, day("2025-09-04"));
    assert_eq!(find(&met, Rule::PenaltyNoticeThreshold).unwrap().0, day("2025-09-04"));
    let json = serde_json::to_value(&met).unwrap();
    let concern = json.as_array().unwrap().iter().find(|one| one["rule"] == "penalty_notice_threshold").unwrap();
    assert_eq!(concern["evidence"]["first_met_on"], "2025-09-04");
    assert_eq!(
        concern["evidence"]["sessions"][0],
        serde_json::json!({"date": "2025-07-17", "session": "am", "code": "G"})
    );
    // Ten school weeks on, the sessions of July have left the window.
    assert_eq!(find(&ask(&years, born, day("2025-11-20")), Rule::PenaltyNoticeThreshold), None);
}

#[test]
fn no_day_and_no_birth_date_panics() {
    let mut sheet = MarkSheet::empty(year("2024-25"));
    (0..730).for_each(|index| assert!(sheet.set_index(index, crate::Code::NO_REASON_YET)));
    let years = [(sheet, (0..800).collect::<SessionSet>())];
    for born in [Date::MIN, day("2014-01-01"), Date::MAX] {
        for as_of in [Date::MIN, day("2024-07-31"), day("2024-08-01"), day("2025-07-31"), day("2025-08-01"), Date::MAX]
        {
            let _ = ask(&years, born, as_of);
        }
    }
}
