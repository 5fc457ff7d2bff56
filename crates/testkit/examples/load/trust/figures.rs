//! Figures as both sides tell them, and whether they are the same.

use serde_json::Value;
use std::collections::BTreeMap;

/// What is counted, in the order of [`Counts`].
const WHAT: [&str; 6] =
    ["pupils", "possible", "authorised", "unauthorised", "persistent absentees", "severe absentees"];
/// How many differences are shown.
const SHOWN: usize = 10;

type Counts = [i64; WHAT.len()];

/// The counts by academy and year group.
pub(super) type Figures = BTreeMap<(String, String), Counts>;

/// One entry of [`Figures`].
pub(super) fn of_group(academy: String, year_group: String, counts: Counts) -> ((String, String), Counts) {
    ((academy, year_group), counts)
}

/// The figures out of the answer of a summary by year group.
pub(super) fn told(academy: &str, answer: &Value) -> Figures {
    let groups = answer["data"].as_array().expect("groups");
    groups
        .iter()
        .map(|group| {
            let summary = &group["summary"];
            let counts = [
                &group["pupils"],
                &summary["possible"],
                &summary["authorised"],
                &summary["unauthorised"],
                &group["persistent_absentees"],
                &group["severe_absentees"],
            ];
            let counts = counts.map(|count| count.as_i64().expect("a count"));
            of_group(academy.to_owned(), group["group"].as_str().expect("a group").to_owned(), counts)
        })
        .collect()
}

/// The figures of all academies added up by year group, under `academy`.
pub(super) fn added(academy: &str, figures: &Figures) -> Figures {
    let mut sums = Figures::new();
    for ((_, year_group), counts) in figures {
        let sum = sums.entry((academy.to_owned(), year_group.clone())).or_default();
        sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    sums
}

/// Stops where two sides tell different figures.
pub(super) fn assert_same(what: &str, one: &Figures, other: &Figures) {
    let mut keys: Vec<_> = one.keys().chain(other.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    let different: Vec<_> = keys.into_iter().filter(|key| one.get(*key) != other.get(*key)).collect();
    for key in different.iter().take(SHOWN) {
        eprintln!("{what}, {key:?}: {:?} and {:?} of {WHAT:?}", one.get(*key), other.get(*key));
    }
    assert!(different.is_empty() && !one.is_empty(), "{what}: {} of {} groups differ", different.len(), one.len());
}
