//! The screen passes over nobody for whom a rule holds.

use super::duties::any_case;
use super::world::any_sheet;
use crate::concerns::{Asked, AttendanceYear, Circumstances, PupilAttendance, Rule, RuleSettings, Screen, concerns_of};
use crate::suspension::{Period, Suspension, SuspensionKind};
use proptest::prelude::*;
use school::{Date, Session, SessionAt};
use std::cell::Cell;

/// A suspension that begins some days before or after the day asked for.
fn any_suspension() -> impl Strategy<Value = (i64, Option<i64>, Option<i64>)> {
    (-30..5_i64, prop::option::of(0..25_i64), prop::option::of(0..25_i64))
}

fn suspension(as_of: Date, (from, length, provision): (i64, Option<i64>, Option<i64>)) -> Suspension {
    let day = |days: i64| as_of + chrono::Duration::days(days);
    Suspension {
        kind: if length.is_some() { SuspensionKind::Suspension } else { SuspensionKind::PermanentExclusion },
        period: Period {
            first: SessionAt::new(day(from), Session::Am),
            last: length.map(|length| SessionAt::new(day(from + length), Session::Pm)),
        },
        provision_from: provision.map(|days| day(from + days)),
    }
}

/// Levels of a school's own, the lowest there can be among them.
fn any_settings() -> impl Strategy<Value = RuleSettings> {
    let levels = |most: u16| prop::collection::vec(1..most, 0..3);
    (levels(15), 1..10_u16, levels(10), levels(10), 0..5_u16, 1..10_u16, 1..60_u16, 1..30_u16).prop_map(
        |(sick, forecast, runs, window, soon, percent, least, part_time)| RuleSettings {
            sickness_warning_days: sick,
            sickness_forecast_from_days: forecast,
            continuous_warning_days: runs,
            penalty_notice_warning_sessions: window,
            reason_due_soon_school_days: soon,
            at_risk_absence_percent: percent,
            at_risk_minimum_possible: least,
            part_time_review_school_days: part_time,
            ..RuleSettings::default()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn where_the_screen_says_no_no_rule_holds(
        case in any_case(),
        settings in any_settings(),
        suspensions in prop::collection::vec(any_suspension(), 0..3),
        boards in prop::option::of((-60..10_i64, prop::option::of(0..60_i64))),
        second in prop::option::of(any_sheet("2025-26".parse().unwrap())),
    ) {
        case.ask(|asked| {
            // A second stay with the same sessions: the rules count each session once, the screen may not be misled.
            let mut pupil: PupilAttendance<'_> = asked.pupil.clone();
            if let Some(sheet) = &second {
                let of_year = pupil.years.iter().find(|given| given.sheet.year() == sheet.year()).copied();
                pupil.years.extend(of_year.map(|given| AttendanceYear { sheet, ..given }));
            }
            let day = |days: i64| asked.as_of + chrono::Duration::days(days);
            let suspensions: Vec<Suspension> = suspensions.iter().map(|one| suspension(asked.as_of, *one)).collect();
            let boarding: Vec<_> =
                boards.iter().map(|(from, length)| (day(*from), length.map(|length| day(from + length)))).collect();
            let beside = Circumstances { suspensions: &suspensions, boarding: &boarding, ..*asked.beside };
            let asked = Asked { pupil: &pupil, beside: &beside, settings: &settings, ..*asked };
            let years: Vec<_> = pupil.years.iter().map(|given| given.sheet.year()).collect();
            let mut screen = Screen::new(years.clone(), asked.as_of);
            let found = concerns_of(&asked, |_| true);
            for rule in Rule::ALL {
                let holds = found.iter().any(|concern| concern.rule == rule);
                prop_assert!(screen.may_hold(&asked, |wanted| wanted == rule) || !holds, "{rule} was passed over");
            }
            let mut none = Screen::new([], asked.as_of);
            prop_assert!(none.may_hold(&asked, |_| true), "a year that it was not made for is no reason to say no");
            Ok(())
        })?;
    }
}

/// A screen that lets everybody pass would prove nothing.
#[test]
fn most_cases_of_most_rules_are_passed_over() {
    let passed = Cell::new(0);
    let asked_of = Cell::new(0);
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    runner
        .run(&any_case(), |case| {
            case.ask(|asked| {
                let years: Vec<_> = asked.pupil.years.iter().map(|given| given.sheet.year()).collect();
                let mut screen = Screen::new(years, asked.as_of);
                for rule in Rule::ALL {
                    asked_of.set(asked_of.get() + 1);
                    passed.set(passed.get() + u32::from(!screen.may_hold(asked, |wanted| wanted == rule)));
                }
            });
            Ok(())
        })
        .unwrap();
    assert!(10 * passed.get() > asked_of.get(), "{} of {} were passed over", passed.get(), asked_of.get());
}
