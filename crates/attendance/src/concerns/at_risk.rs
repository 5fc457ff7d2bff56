//! How near a pupil is to persistent absence, and the best that can still be attained this year.

use super::{Asked, Evidence, Found, timeline::Timeline};
use crate::summary::{Period, is_persistent};
use school::{AcademicYear, Date};
use serde::Serialize;
use utoipa::ToSchema;

/// What the rest of the academic year can still bring.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Prospect {
    /// Sessions of absence so far.
    pub absent: u64,
    /// Possible sessions so far.
    pub possible: u64,
    /// Sessions of the academic year that are still to come, or are today's and have no mark yet, less those planned with
    /// a code that makes them no possible attendance.
    pub remaining: u64,
    /// How many more sessions may be missed before absence over the whole year reaches a tenth; null where it reaches a
    /// tenth even if none is missed.
    pub sessions_left: Option<u64>,
    /// Attendance over the whole year as a fraction, unrounded, if none of the remaining sessions is missed; null where
    /// the year has no possible session.
    pub best_attainable: Option<f64>,
    /// Absence over the whole year as a fraction, unrounded, if it goes on at the pace of the year so far; null where
    /// nothing was possible so far.
    pub at_this_pace: Option<f64>,
}

/// That a pupil is near persistent absence.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AtRiskEvidence {
    /// The academic year up to the day asked for.
    pub period: Period,
    /// Absence as a fraction of possible sessions so far, unrounded.
    pub absence_rate: f64,
    /// The fraction from which the school calls it at risk.
    pub warning_level: f64,
    /// The fraction from which absence is persistent.
    pub threshold: f64,
    /// What the rest of the year can bring.
    #[serde(flatten)]
    pub prospect: Prospect,
}

/// Absence has reached the school's own level and not a tenth, over enough sessions to say so. A running judgement: met
/// on the day asked for.
pub(super) fn find(timeline: &Timeline<'_>) -> Option<Found> {
    let counts = timeline.counts_of_year();
    let (absent, possible) = (counts.absent(), counts.possible());
    let percent = u64::from(timeline.settings.at_risk_absence_percent);
    let enough = possible >= u64::from(timeline.settings.at_risk_minimum_possible.max(1));
    if !enough || is_persistent(absent, possible) || 100 * absent < percent * possible {
        return None;
    }
    let evidence = AtRiskEvidence {
        period: super::sickness::period(timeline)?,
        absence_rate: absent as f64 / possible as f64,
        warning_level: percent as f64 / 100.0,
        threshold: 0.1,
        prospect: of(absent, possible, timeline.still_possible()),
    };
    Some(Found::on(timeline.as_of, Evidence::AtRisk(evidence)))
}

/// What the rest of the academic year of the day asked for can still bring.
pub fn prospect(asked: &Asked<'_>) -> Prospect {
    of_timeline(&Timeline::of(asked))
}

/// What the academic year of the day asked for comes to when every mark on its sheets is counted, those of days to come
/// among them, and what may still be missed from another day on.
pub fn prospect_from(asked: &Asked<'_>, today: Date) -> Prospect {
    let Some(year) = AcademicYear::of(asked.as_of) else { return of(0, 0, 0) };
    let timeline = Timeline::of(&Asked { as_of: year.last_day(), ..*asked });
    let counts = timeline.counts_of_year();
    of(counts.absent(), counts.possible(), timeline.still_possible_from(today))
}

pub(super) fn of_timeline(timeline: &Timeline<'_>) -> Prospect {
    let counts = timeline.counts_of_year();
    of(counts.absent(), counts.possible(), timeline.still_possible())
}

fn of(absent: u64, possible: u64, remaining: u64) -> Prospect {
    let whole = possible + remaining;
    // The most absence that is less than a tenth of the year.
    let most = whole.div_ceil(10).checked_sub(1);
    let rate = |absent: f64| (whole > 0).then(|| absent / whole as f64);
    Prospect {
        absent,
        possible,
        remaining,
        sessions_left: most.and_then(|most| most.checked_sub(absent)).map(|left| left.min(remaining)),
        best_attainable: rate((whole - absent) as f64),
        at_this_pace: (possible > 0).then(|| absent as f64 / possible as f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_more_session_than_is_left_makes_it_persistent() {
        for (absent, possible, remaining) in [(0, 0, 380), (10, 130, 250), (30, 130, 250), (37, 130, 250), (3, 20, 1)] {
            let found = of(absent, possible, remaining);
            let whole = possible + remaining;
            match found.sessions_left {
                Some(left) => {
                    assert!(!is_persistent(absent + left, whole), "{found:?}");
                    assert!(left == remaining || is_persistent(absent + left + 1, whole), "{found:?}");
                }
                None => assert!(is_persistent(absent, whole), "{found:?}"),
            }
        }
    }

    #[test]
    fn a_year_without_sessions_has_no_rates() {
        let found = of(0, 0, 0);
        assert_eq!((found.sessions_left, found.best_attainable, found.at_this_pace), (None, None, None));
        assert_eq!(of(19, 190, 190).best_attainable, Some(361.0 / 380.0));
    }
}
