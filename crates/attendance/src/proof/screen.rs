//! The screen passes over nobody for whom a rule holds.

use super::duties::any_case;
use crate::concerns::{Asked, PupilAttendance, Rule, Screen, concerns_of};
use proptest::prelude::*;
use std::cell::Cell;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn where_the_screen_says_no_no_rule_holds(case in any_case(), twice in any::<bool>()) {
        case.ask(|asked| {
            // A second stay with the same sessions: the rules count each session once, the screen may not be misled.
            let mut pupil: PupilAttendance<'_> = asked.pupil.clone();
            if twice {
                pupil.years.extend(asked.pupil.years.clone());
            }
            let asked = Asked { pupil: &pupil, ..*asked };
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
