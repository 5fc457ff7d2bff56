//! When parents were sent the policy, and whose parents are to be sent it.

use school::pupil::Stay;
use school::{AcademicYear, Date, PupilId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One sending of the policy to parents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distribution {
    /// The day.
    pub sent_on: Date,
    /// Whose parents; none for those of every pupil on roll that day.
    pub pupils: Option<Vec<PupilId>>,
}

/// Why the parents of a pupil are to be sent the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhyDue {
    /// The pupil joined in this academic year.
    Entry,
    /// Every year.
    Annual,
}

/// The parents of a pupil are to be sent the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct PolicyDue {
    /// The pupil.
    pub pupil_id: PupilId,
    /// Why.
    pub why: WhyDue,
    /// The last day on which it is in time.
    pub due_on: Date,
    /// Whether that day has passed.
    pub overdue: bool,
}

/// Whether the parents of a pupil on roll are still to be sent the policy in the academic year of a day: parents are sent it
/// when the pupil joins and each year (DfE, Working together to improve school attendance). `year_begins` is the first school
/// day of that year, `within_days` the setting of the policy. A sending before the pupil's first day counts where it named
/// the pupil.
pub fn due(
    pupil_id: PupilId,
    stay: Stay,
    sent: &[Distribution],
    (year, year_begins): (AcademicYear, Date),
    within_days: u8,
    as_of: Date,
) -> Option<PolicyDue> {
    if !stay.holds_on(as_of) {
        return None;
    }
    let reached = |sending: &Distribution| {
        (year.first_day()..=as_of).contains(&sending.sent_on)
            && match &sending.pupils {
                Some(pupils) => pupils.contains(&pupil_id),
                None => stay.holds_on(sending.sent_on),
            }
    };
    if sent.iter().any(reached) {
        return None;
    }
    let (why, from) = if stay.starting_day > year_begins {
        (WhyDue::Entry, stay.starting_day)
    } else if stay.starting_day >= year.first_day() {
        (WhyDue::Entry, year_begins)
    } else {
        (WhyDue::Annual, year_begins)
    };
    let due_on = from.checked_add_days(chrono::Days::new(u64::from(within_days))).unwrap_or(from);
    Some(PolicyDue { pupil_id, why, due_on, overdue: as_of > due_on })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn ask(starting: &str, sent: &[(&str, Option<u128>)], as_of: &str) -> Option<(WhyDue, String, bool)> {
        let id = |number| PupilId(uuid::Uuid::from_u128(number));
        let sent: Vec<_> = sent
            .iter()
            .map(|(on, pupil)| Distribution { sent_on: day(on), pupils: pupil.map(|number| vec![id(number)]) })
            .collect();
        let stay = Stay { starting_day: day(starting), leaving_day: None };
        let year = ("2026-27".parse().unwrap(), day("2026-09-03"));
        due(id(1), stay, &sent, year, 14, day(as_of)).map(|due| (due.why, due.due_on.to_string(), due.overdue))
    }

    #[test]
    fn parents_are_sent_it_at_entry_and_each_year() {
        let annual = |overdue| Some((WhyDue::Annual, "2026-09-17".to_owned(), overdue));
        assert_eq!(ask("2025-09-03", &[], "2026-09-10"), annual(false));
        assert_eq!(
            ask("2025-09-03", &[("2026-07-10", None)], "2026-09-18"),
            annual(true),
            "last year's is not this year's"
        );
        assert_eq!(ask("2025-09-03", &[("2026-09-07", None)], "2026-09-18"), None);
        assert_eq!(
            ask("2025-09-03", &[("2026-09-20", None)], "2026-09-18"),
            annual(true),
            "it had not been sent by then"
        );
        let entry = Some((WhyDue::Entry, "2026-11-16".to_owned(), true));
        assert_eq!(
            ask("2026-11-02", &[("2026-09-07", None)], "2026-11-23"),
            entry,
            "not on roll when all were sent it"
        );
        assert_eq!(ask("2026-11-02", &[("2026-10-12", Some(1))], "2026-11-23"), None);
        assert_eq!(ask("2026-11-02", &[("2026-10-12", Some(2))], "2026-11-23"), entry);
        assert_eq!(ask("2026-12-01", &[], "2026-11-23"), None, "not on roll yet");
    }
}
