//! Explanations agree with the rules, and nothing presumed changes nothing.

use super::duties::any_case;
use crate::{
    concerns::{Rule, concerns_of, explain},
    what_if::{Hypothesis, what_if},
};
use proptest::prelude::*;

proptest! {
    #![proptest_config(super::cases(60))]

    #[test]
    fn what_is_explained_is_what_is_listed(case in any_case()) {
        case.ask(|asked| {
            let listed = concerns_of(asked, |_| true);
            for rule in Rule::ALL {
                let explained = explain(asked, rule, None);
                let concern = listed.iter().find(|concern| concern.rule == rule);
                prop_assert_eq!(explained.met, concern.is_some());
                prop_assert_eq!(explained.met_on, concern.map(|concern| concern.met_on));
                prop_assert_eq!(explained.due_on, concern.and_then(|concern| concern.due_on));
                prop_assert!(explained.sentences.len() >= 3, "{:?}", explained.sentences);
                // The numbers of the words are those of the evidence.
                if let Some(concern) = concern {
                    let evidence = serde_json::to_value(&concern.evidence).unwrap();
                    let above = evidence.get("absent").or_else(|| evidence.get("counted"));
                    let counts_all = !matches!(rule, Rule::ReasonOverdue | Rule::ReasonDueSoon);
                    if let Some(above) = above.filter(|_| counts_all) {
                        prop_assert_eq!(above.as_u64(), Some(explained.arithmetic.numerator), "{}", rule);
                    }
                }
                let weeks = &explained.arithmetic.school_weeks;
                if !weeks.is_empty() {
                    let sum: u64 = weeks.iter().map(|week| week.counted).sum();
                    prop_assert_eq!(sum, explained.arithmetic.numerator);
                    prop_assert!(weeks.len() <= 10);
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn presuming_nothing_changes_nothing(case in any_case()) {
        case.ask(|asked| {
            let found = what_if(asked, &Hypothesis::default());
            prop_assert_eq!(&found.before, &found.after);
            for effect in &found.rules {
                prop_assert_eq!(effect.met_on_before, effect.met_on_after);
            }
            Ok(())
        })?;
    }
}
