//! Whether an entry of the single central record can be as it was sent.

use super::Checks;
use chrono::Datelike;
use school::{Date, Violation};

/// Everything that is wrong with the checks of somebody, as they are sent on `today`; empty where nothing is.
pub fn check(checks: &Checks, today: Date) -> Vec<Violation> {
    let mut errors = Vec::new();
    for (place, check) in checks.checks.iter().enumerate() {
        let mut refuse = |field: &str, code: &str, detail: &str| {
            errors.push(Violation::new(format!("/checks/{place}/{field}"), code, detail));
        };
        if check.done_on > today {
            refuse("done_on", "in_the_future", "a check is recorded once it has been made");
        }
        if check.done_on.year() < 1950 {
            refuse("done_on", "out_of_range", "the day is outside the years that are kept");
        }
        if check.expires_on.is_some_and(|end| end < check.done_on) {
            refuse("expires_on", "ends_before_it_begins", "it expires before it was made");
        }
        if check.expires_on.is_some_and(|end| end.year() > 2199) {
            refuse("expires_on", "out_of_range", "the day is outside the years that are kept");
        }
        let same = |other: &super::VettingCheck| other.kind == check.kind && other.done_on == check.done_on;
        if checks.checks[..place].iter().any(same) {
            refuse("kind", "repeated", "a check of this kind and day is listed twice");
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vetting::CheckKind;

    #[test]
    fn a_check_is_made_before_it_is_recorded_and_expires_after() {
        let today: Date = "2026-11-23".parse().unwrap();
        let checks = crate::vetting::tests::checks(&[
            (CheckKind::Identity, "2026-11-24", None),
            (CheckKind::RightToWork, "2026-01-01", Some("2025-01-01")),
            (CheckKind::RightToWork, "2026-01-01", None),
        ]);
        let found: Vec<String> =
            check(&checks, today).into_iter().map(|each| format!("{} {}", each.pointer, each.code)).collect();
        assert_eq!(
            found,
            [
                "/checks/0/done_on in_the_future",
                "/checks/1/expires_on ends_before_it_begins",
                "/checks/2/kind repeated"
            ]
        );
    }
}
