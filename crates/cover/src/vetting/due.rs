//! What of the single central record is missing, has expired or is about to.

use super::{CheckKind, Checks, Reason};
use school::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How one check of a person stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = VettingState)]
pub enum State {
    /// It is needed and is not there, or is of a later day.
    Missing,
    /// It was not clear.
    NotClear,
    /// It has expired.
    Expired,
    /// It expires soon.
    Expiring,
    /// It is old enough to be renewed by custom; no law asks for it.
    RenewalSuggested,
}

/// One check that wants something done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = VettingDue)]
pub struct Due {
    /// The check.
    pub check: CheckKind,
    /// How it stands.
    pub state: State,
    /// By when it is due, where there is such a day.
    pub due_on: Option<Date>,
    /// Where it is asked for.
    pub citation: &'static str,
}

/// What is due of a person's checks on a day: `reasons` are why they may not work with children on it. `ahead` is how many
/// days before its expiry a check is named; a DBS certificate has no statutory renewal, so `dbs_renewal_years` (three by
/// custom; 0 for never) only suggests one.
pub fn due(checks: &Checks, reasons: &[Reason], date: Date, ahead: u16, dbs_renewal_years: u8) -> Vec<Due> {
    let mut found: Vec<Due> = reasons
        .iter()
        .map(|reason| {
            let state = match reason.code {
                "expired" => State::Expired,
                "not_clear" => State::NotClear,
                _ => State::Missing,
            };
            let due_on = checks.of_kind(reason.check, date).and_then(|check| check.expires_on);
            Due {
                check: reason.check,
                state,
                due_on: due_on.filter(|_| state == State::Expired),
                citation: reason.citation,
            }
        })
        .collect();
    let mut kinds: Vec<CheckKind> = checks.checks.iter().map(|check| check.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.retain(|kind| found.iter().all(|due| due.check != *kind));
    for kind in kinds {
        let Some(check) = checks.of_kind(kind, date) else { continue };
        let renewal = || {
            let renews = kind == CheckKind::EnhancedDbs && dbs_renewal_years > 0;
            let months = chrono::Months::new(u32::from(dbs_renewal_years) * 12);
            check.done_on.checked_add_months(months).filter(|_| renews)
        };
        let due = match (check.expires_on, renewal()) {
            (Some(end), _) if end < date => Some((State::Expired, end)),
            (Some(end), _) if (end - date).num_days() <= i64::from(ahead) => Some((State::Expiring, end)),
            (_, Some(day)) if (day - date).num_days() <= i64::from(ahead) => Some((State::RenewalSuggested, day)),
            _ => None,
        };
        if let Some((state, day)) = due {
            found.push(Due { check: kind, state, due_on: Some(day), citation: kind.citation() });
        }
    }
    found.sort_by_key(|due| (due.state, due.check));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vetting::Needs;
    use crate::vetting::tests::checks;
    use CheckKind::*;

    #[test]
    fn what_is_missing_comes_before_what_expires() {
        let date: Date = "2026-11-23".parse().unwrap();
        let checks = checks(&[
            (Identity, "2023-09-01", None),
            (BarredList, "2023-09-01", None),
            (EnhancedDbs, "2023-12-01", None),
            (RightToWork, "2023-09-01", Some("2026-12-10")),
            (Overseas, "2020-01-01", Some("2021-01-01")),
        ]);
        let needs = Needs { teaches: true, ..Needs::default() };
        let reasons = checks.valid_on(needs, date);
        let found: Vec<(CheckKind, State)> =
            due(&checks, &reasons, date, 30, 3).into_iter().map(|due| (due.check, due.state)).collect();
        assert_eq!(
            found,
            [
                (Prohibition, State::Missing),
                (Overseas, State::Expired),
                (RightToWork, State::Expiring),
                (EnhancedDbs, State::RenewalSuggested),
            ]
        );
        assert_eq!(due(&checks, &reasons, date, 10, 0).len(), 2);
    }
}
