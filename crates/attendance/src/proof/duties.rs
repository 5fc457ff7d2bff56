//! Duties and warnings beyond the first six against slow and obvious rules.

use super::{
    reference::{self, Seen},
    world::{YEARS, any_birth, any_day, any_plans, any_sessions, any_sheet, calendars, day, school_weeks, year},
};
use crate::{
    MarkSheet,
    concerns::{Asked, AttendanceYear, Circumstances, Concern, PupilAttendance, Rule, RuleSettings, concerns_of},
    planned::PlannedAbsence,
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use school::{AcademicYear, CompulsorySchoolAge, Date, PupilId, SchoolWeeks, calendar::SessionSet};
use std::sync::LazyLock;

static SCHOOL_DAYS: LazyLock<Vec<Date>> = LazyLock::new(|| reference::school_days(&calendars()));
static WEEKS: LazyLock<SchoolWeeks> = LazyLock::new(|| school_weeks(&calendars()));

/// A made-up pupil on a day.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) years: Vec<(MarkSheet, SessionSet)>,
    pub(super) plans: Vec<PlannedAbsence>,
    pub(super) born: Date,
    pub(super) as_of: Date,
}

pub(super) fn any_case() -> impl Strategy<Value = Case> {
    let one = |text: &'static str| (any_sheet(year(text)), any_sessions(year(text)));
    let years = (one(YEARS[0]), one(YEARS[1]), one(YEARS[2]));
    // Half of the days lie near the end of a plan, where something is due.
    let near = prop::option::of(-20..25_i64);
    (years, any_plans(), any_birth(), any_day(), near).prop_map(|((first, second, third), plans, born, day, near)| {
        let end = plans.first().zip(near).map(|(plan, days)| plan.last_day + chrono::Duration::days(days));
        Case { years: vec![first, second, third], plans, born, as_of: end.unwrap_or(day) }
    })
}

impl Case {
    pub(super) fn ask<T>(&self, question: impl FnOnce(&Asked<'_>) -> T) -> T {
        let years = self.years.iter().map(|(sheet, sessions)| AttendanceYear { sheet, sessions: *sessions }).collect();
        let pupil =
            PupilAttendance { pupil_id: PupilId(uuid::Uuid::nil()), upn: None, date_of_birth: self.born, years };
        let beside = Circumstances { plans: &self.plans, ..Circumstances::default() };
        let settings = RuleSettings::default();
        question(&Asked { pupil: &pupil, beside: &beside, weeks: &WEEKS, settings: &settings, as_of: self.as_of })
    }

    fn concerns(&self) -> Vec<Concern> {
        self.ask(|asked| concerns_of(asked, |_| true))
    }

    /// Every session up to the day, earliest first.
    fn seen(&self) -> Vec<Seen> {
        self.all().into_iter().filter(|seen| seen.at.date <= self.as_of).collect()
    }

    fn all(&self) -> Vec<Seen> {
        self.years.iter().flat_map(|(sheet, sessions)| reference::seen(sheet, sessions)).collect()
    }

    fn of_year(&self, seen: Vec<Seen>) -> Vec<Seen> {
        let year = AcademicYear::of(self.as_of);
        seen.into_iter().filter(|seen| AcademicYear::of(seen.at.date) == year).collect()
    }

    fn of_age(&self, seen: &Seen) -> bool {
        CompulsorySchoolAge::of(self.born).holds_on(seen.at.date)
    }

    /// Sessions of the year from the day on that have no mark yet, but those planned with X.
    fn still_possible(&self) -> usize {
        let planned_x = |seen: &Seen| {
            let last_made = self.plans.iter().rev().find(|plan| plan.covers(seen.at));
            last_made.is_some_and(|plan| plan.code.as_str() == "X")
        };
        let later = |seen: &&Seen| seen.at.date > self.as_of || (seen.at.date == self.as_of && seen.code.is_none());
        self.of_year(self.all()).iter().filter(later).filter(|seen| !planned_x(seen)).count()
    }

    fn code(seen: &Seen) -> &'static str {
        seen.code.map_or("", crate::Code::as_str)
    }
}

fn met(found: &[Concern], rule: Rule) -> Option<(Date, serde_json::Value)> {
    let concern = found.iter().find(|concern| concern.rule == rule)?;
    Some((concern.met_on, serde_json::to_value(&concern.evidence).unwrap()))
}

/// The highest of two levels, in sessions, that a count reached below a threshold.
fn level(count: usize, low: usize, high: usize, threshold: usize) -> Option<usize> {
    if count >= threshold || count < low {
        return None;
    }
    Some(if count >= high { high } else { low })
}

proptest! {
    #![proptest_config(super::cases(150))]

    #[test]
    fn runs_and_windows(case in any_case()) {
        let found = case.concerns();
        let run = reference::last_run(&case.seen(), case.born, case.as_of);
        let twenty = (run.len() >= 40).then(|| run[39].at.date);
        prop_assert_eq!(met(&found, Rule::ContinuousUnauthorised20Days).map(|met| met.0), twenty);
        let warned = level(run.len(), 10, 16, 20).map(|level| run[level - 1].at.date);
        prop_assert_eq!(met(&found, Rule::ContinuousUnauthorisedWarning).map(|met| met.0), warned);
        let window = reference::in_window(&case.seen(), &SCHOOL_DAYS, case.born, case.as_of);
        let warned = level(window.len(), 6, 8, 10).map(|level| window[level - 1].at.date);
        prop_assert_eq!(met(&found, Rule::PenaltyNoticeWarning).map(|met| met.0), warned);
    }

    #[test]
    fn illness_near_fifteen_days(case in any_case()) {
        let found = case.concerns();
        let mut year = case.of_year(case.seen());
        let possible = year.iter().filter(|seen| seen.possible()).count();
        year.retain(|seen| Case::code(seen) == "I" && case.of_age(seen));
        let warned = level(year.len(), 16, 24, 30).map(|level| year[level - 1].at.date);
        prop_assert_eq!(met(&found, Rule::SicknessWarning).map(|met| met.0), warned);
        let whole = possible + case.still_possible();
        let expected = (10..30).contains(&year.len()) && year.len() * whole >= 30 * possible;
        let forecast = met(&found, Rule::Sickness15DaysExpected);
        prop_assert_eq!(forecast.is_some(), expected);
        if let Some((met_on, evidence)) = forecast {
            prop_assert_eq!(met_on, case.as_of);
            prop_assert_eq!(evidence["remaining"].as_u64(), Some(case.still_possible() as u64));
        }
    }

    #[test]
    fn near_persistent_absence(case in any_case()) {
        let found = case.concerns();
        let year = case.of_year(case.seen());
        let absent = year.iter().filter(|seen| seen.absent()).count();
        let possible = year.iter().filter(|seen| seen.possible()).count();
        let expected = possible >= 20 && 10 * absent < possible && 100 * absent >= 7 * possible;
        let risk = met(&found, Rule::AtRiskOfPersistentAbsence);
        prop_assert_eq!(risk.is_some(), expected);
        if let Some((_, evidence)) = risk {
            let remaining = case.still_possible();
            let left = (0..=remaining).rev().find(|left| 10 * (absent + left) < possible + remaining);
            prop_assert_eq!(evidence["sessions_left"].as_u64(), left.map(|left| left as u64));
            let best = (possible + remaining - absent) as f64 / (possible + remaining) as f64;
            prop_assert_eq!(evidence["best_attainable"].as_f64(), Some(best));
        }
    }

    #[test]
    fn reasons_due_and_marks_missing(case in any_case()) {
        let found = case.concerns();
        let mut open = case.seen();
        open.retain(|seen| Case::code(seen) == "N");
        let after = |seen: &Seen, days| reference::school_days_after(&SCHOOL_DAYS, seen.at.date, days);
        open.retain(|seen| after(seen, 3).is_some_and(|day| day <= case.as_of));
        open.retain(|seen| after(seen, 6).is_none_or(|day| case.as_of < day));
        // Where the calendars end before the fifth school day, there is no day to name.
        let expected = open.first().and_then(|first| after(first, 5).and(after(first, 3)));
        prop_assert_eq!(met(&found, Rule::ReasonDueSoon).map(|met| met.0), expected);
        let mut blank = case.of_year(case.seen());
        blank.retain(|seen| seen.code.is_none() && seen.at.date < case.as_of);
        let missing = met(&found, Rule::MissingMarks);
        prop_assert_eq!(missing.as_ref().map(|met| met.0), blank.first().map(|seen| seen.at.date));
        prop_assert_eq!(missing.map_or(Some(0), |met| met.1["counted"].as_u64()), Some(blank.len() as u64));
    }

    #[test]
    fn after_leave(case in any_case()) {
        let leave = |plan: &&PlannedAbsence| ["C", "C1", "S"].contains(&plan.code.as_str()) && plan.sessions.len() == 2;
        let leaves: Vec<_> = case.plans.iter().filter(leave).collect();
        let now = leaves.iter().any(|plan| plan.first_day <= case.as_of && case.as_of <= plan.last_day);
        let ended = leaves.iter().filter(|plan| plan.last_day < case.as_of).map(|plan| plan.last_day).max();
        let expected = ended.filter(|_| !now).and_then(|last| {
            let tenth = reference::school_days_after(&SCHOOL_DAYS, last, 10).filter(|day| *day <= case.as_of)?;
            let mut since = case.seen();
            since.retain(|seen| seen.at.date > last && seen.possible());
            let none_attended = since.iter().all(Seen::absent);
            (none_attended && since.iter().any(Seen::unauthorised)).then_some(tenth)
        });
        prop_assert_eq!(met(&case.concerns(), Rule::NotReturnedAfterLeave).map(|met| met.0), expected);
    }

    #[test]
    fn part_time_ends(case in any_case()) {
        let mut plans: Vec<_> = case.plans.iter().filter(|plan| plan.code.as_str() == "C2").collect();
        plans.sort_by_key(|plan| plan.first_day);
        let now: Vec<_> =
            plans.iter().filter(|plan| plan.first_day <= case.as_of && case.as_of <= plan.last_day).collect();
        let expected = now.iter().map(|plan| plan.last_day).max().and_then(|mut last| {
            for plan in &plans {
                let between = |day: &&Date| **day > last && **day < plan.first_day;
                if !SCHOOL_DAYS.iter().any(|day| between(&day)) && SCHOOL_DAYS.iter().any(|day| *day > last) {
                    last = last.max(plan.last_day);
                }
            }
            let up_to: Vec<Date> = SCHOOL_DAYS.iter().filter(|day| **day <= last).copied().collect();
            let first = now.iter().map(|plan| plan.first_day).min()?;
            let near = up_to.len().checked_sub(10).map(|place| up_to[place].max(first))?;
            (near <= case.as_of).then_some((near, last))
        });
        let found = case.concerns();
        let found = found.iter().find(|concern| concern.rule == Rule::PartTimeTimetableEnds);
        prop_assert_eq!(found.map(|concern| (concern.met_on, concern.due_on.unwrap())), expected);
    }

    #[test]
    fn a_suspension_of_six_days(case in any_case()) {
        // The days of the run of E with which the marks end, and what is planned to follow without a school day between.
        let mut run: Vec<Date> = Vec::new();
        for seen in case.seen().iter().filter(|seen| seen.possible()) {
            if Case::code(seen) == "E" { run.push(seen.at.date) } else { run.clear() }
        }
        let expected = run.first().zip(run.last()).and_then(|(first, marked)| {
            let next = reference::school_days_after(&SCHOOL_DAYS, *marked, 1);
            let planned = case.plans.iter().filter(|plan| {
                plan.code.as_str() == "E" && plan.last_day >= *marked && next.is_some_and(|day| plan.first_day <= day)
            });
            let last = planned.map(|plan| plan.last_day).max().unwrap_or(*marked);
            let sixth = reference::school_days_after(&SCHOOL_DAYS, first.pred_opt()?, 6)?;
            (last >= sixth).then_some((sixth, sixth))
        });
        let found = case.concerns();
        let found = found.iter().find(|concern| concern.rule == Rule::SuspensionSixthDay);
        prop_assert_eq!(found.map(|concern| concern.due_on.unwrap()), expected.map(|met| met.0));
    }
}

#[test]
fn the_made_up_pupils_meet_the_rules_of_marks() {
    let mut runner = TestRunner::deterministic();
    let mut found = Vec::new();
    for _ in 0..400 {
        found.extend(any_case().new_tree(&mut runner).unwrap().current().concerns());
    }
    for rule in Rule::ALL {
        let times = found.iter().filter(|concern| concern.rule == rule).count();
        let least = if rule == Rule::NotReturnedAfterLeave || rule == Rule::SuspensionSixthDay { 0 } else { 2 };
        assert!((least..400).contains(&times), "{rule} was met {times} times");
    }
}

/// Everybody absent with one code on every session of a made-up year, and asked about in its May.
fn uniform(code: &str, plans: Vec<PlannedAbsence>) -> Case {
    let held = super::world::held(year("2025-26"), None);
    let mut sheet = MarkSheet::empty(year("2025-26"));
    for index in held.iter() {
        assert!(sheet.set_index(index, crate::Code::parse(code).unwrap()));
    }
    Case { years: vec![(sheet, held)], plans, born: day("2014-01-01"), as_of: day("2026-05-20") }
}

#[test]
fn a_year_of_one_code() {
    let rules = |case: &Case| case.concerns().into_iter().map(|concern| concern.rule.as_str()).collect::<Vec<_>>();
    // Only closures, or only dual registration: nothing was possible and nothing is wrong.
    for code in ["#", "D"] {
        assert_eq!(rules(&uniform(code, vec![])), Vec::<&str>::new());
    }
    assert_eq!(rules(&uniform("E", vec![])), ["persistent_absence", "severe_absence", "suspension_sixth_day"]);
    let leave = PlannedAbsence {
        id: school::PlannedAbsenceId(uuid::Uuid::nil()),
        created_at: "2025-01-01T00:00:00Z".parse().unwrap(),
        first_day: day("2025-09-04"),
        last_day: day("2025-09-12"),
        code: crate::Code::parse("C").unwrap(),
        weekdays: school::Weekday::ALL.to_vec(),
        sessions: school::Session::BOTH.to_vec(),
    };
    let away = uniform("O", vec![leave.clone()]);
    assert!(rules(&away).contains(&"not_returned_after_leave"));
    let found = away.concerns();
    let not_back = found.iter().find(|concern| concern.rule == Rule::NotReturnedAfterLeave).unwrap();
    // The tenth school day after Friday 12 September is Friday the 26th.
    assert_eq!(not_back.met_on, day("2025-09-26"));
    assert!(!rules(&uniform("I", vec![leave])).contains(&"not_returned_after_leave"), "sickness is no such absence");
    let nobody = Case { years: vec![], ..uniform("O", vec![]) };
    assert_eq!(rules(&nobody), Vec::<&str>::new());
}

#[test]
fn the_record_of_a_suspension_goes_before_its_marks() {
    use crate::suspension::{Period, Suspension, SuspensionKind};
    use school::Session;
    let case = uniform("E", vec![]);
    let of = |suspensions: &[Suspension]| {
        case.ask(|asked| {
            let beside = Circumstances { suspensions, ..*asked.beside };
            let found = concerns_of(&Asked { beside: &beside, ..*asked }, |rule| rule == Rule::SuspensionSixthDay);
            found.first().map(|concern| (concern.met_on, concern.due_on.unwrap()))
        })
    };
    let record = |first: &str, last: Option<&str>, from: Option<&str>| Suspension {
        kind: SuspensionKind::Suspension,
        period: Period::new(day(first), Session::Am, last.map(|last| (day(last), Session::Pm))),
        provision_from: from.map(day),
    };
    // From Monday 18 May: the sixth school day is after the half-term of a week.
    let due = (day("2026-05-18"), day("2026-06-01"));
    assert_eq!(of(&[record("2026-05-18", None, None)]), Some(due), "a permanent exclusion");
    assert_eq!(of(&[record("2026-05-18", Some("2026-06-05"), None)]), Some(due));
    assert_eq!(of(&[record("2026-05-18", Some("2026-05-22"), None)]), None, "five days");
    assert_eq!(of(&[record("2026-05-18", None, Some("2026-06-01"))]), None, "provided in time");
    assert_eq!(of(&[record("2026-05-18", None, Some("2026-06-02"))]), Some(due), "a day late");
    // Three days and three days without a school day between are six.
    let two = [record("2026-05-15", Some("2026-05-19"), None), record("2026-05-20", Some("2026-05-22"), None)];
    assert_eq!(of(&two), Some((day("2026-05-15"), day("2026-05-22"))));
}
