//! Figures: how many sessions were possible, attended and missed, for one pupil or for groups of a whole trust.
//!
//! The rules are those of the DfE's statistics (Pupil absence in schools in England: methodology): sums over pupils
//! first, one division after; a pupil's own tenth of possible sessions exactly, never a rounded rate.

mod answer;
mod cohort;
mod engine;
mod grouping;
mod groups;
mod rounding;
mod so_far;
mod tally;
mod walk;

pub use answer::{Definition, FourYearOlds, GroupSummary, LeftOut, LeftOutReason, Period, SummaryAnswer};
pub use cohort::{Cohort, summer_second_half};
pub use engine::{Counting, summarise};
pub use grouping::{EnrolmentYear, Grouping, Held, PupilRecord, Query};
pub use rounding::{percentage, percentage_text};
pub use so_far::YearSoFar;
pub use tally::{Tally, is_persistent, is_severe};

use crate::Code;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Sessions counted by what they count as on their day. Blank sessions are in `missing` and nowhere else.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Summary {
    /// Sessions that could have been attended: the denominator of every rate.
    pub possible: u64,
    /// Sessions attended: `present` and `approved_educational_activity`.
    pub attended: u64,
    /// Sessions attended in school: `/`, `\` and L.
    pub present: u64,
    /// Sessions at an approved educational activity: B, K, P, V, W, and J before 19 August 2024.
    pub approved_educational_activity: u64,
    /// Sessions of authorised absence.
    pub authorised: u64,
    /// Sessions of unauthorised absence: G, N, O, U.
    pub unauthorised: u64,
    /// L: late, and attended.
    pub late_before_close: u64,
    /// U: arrived after the register had closed, an unauthorised absence.
    pub late_after_close: u64,
    /// Sessions already closed, on roll, without a mark: neither attendance nor absence.
    pub missing: u64,
    /// Absence, authorised and unauthorised, as a fraction of possible sessions from 0 to 1, unrounded; null when no
    /// session was possible.
    #[schema(minimum = 0, maximum = 1, example = 0.0688)]
    pub absence_rate: Option<f64>,
    /// Every code with at least one mark, with its number of marks.
    pub by_code: BTreeMap<Code, u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_has_the_fields_of_the_contract() {
        let mut tally = Tally { missing: 3, ..Tally::default() };
        let day = "2026-11-23".parse().unwrap();
        for (code, sessions) in [("/", 5), ("\\", 4), ("L", 1), ("V", 2), ("C2", 3), ("U", 1), ("Y1", 6)] {
            tally.add(Code::parse(code).unwrap(), day, sessions);
        }
        let expected = serde_json::json!({
            "possible": 16, "attended": 12, "present": 10, "approved_educational_activity": 2, "authorised": 3,
            "unauthorised": 1, "late_before_close": 1, "late_after_close": 1, "missing": 3, "absence_rate": 0.25,
            "by_code": {"/": 5, "\\": 4, "L": 1, "V": 2, "C2": 3, "U": 1, "Y1": 6}
        });
        assert_eq!(serde_json::to_value(tally.summary()).unwrap(), expected);
    }
}
