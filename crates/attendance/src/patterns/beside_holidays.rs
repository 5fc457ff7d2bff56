//! The last day before a holiday and the first day after it.

use super::PatternSettings;
use super::answer::{Pattern, PatternEvidence, PatternKind, share};
use super::days::AbsentDays;
use crate::statistics::at_least;
use school::{Date, SchoolWeeks};
use std::collections::HashSet;

/// The school days directly before or after at least `holiday_days` calendar days without school. The first day of all that is
/// known follows a summer.
pub(super) fn days_beside(weeks: &SchoolWeeks, holiday_days: i64) -> HashSet<Date> {
    let days = weeks.days();
    let mut beside: HashSet<Date> = days.first().copied().into_iter().collect();
    for pair in days.windows(2) {
        if (pair[1] - pair[0]).num_days() > holiday_days {
            beside.extend(pair);
        }
    }
    beside
}

/// Whether more of the days beside holidays were missed than by chance.
pub(super) fn test(pupil: &AbsentDays, beside: &HashSet<Date>, settings: &PatternSettings) -> Option<Pattern> {
    let of_kind: Vec<&(Date, bool)> = pupil.days.iter().filter(|(date, _)| beside.contains(date)).collect();
    let missed: Vec<Date> = of_kind.iter().filter(|(_, absent)| *absent).map(|(date, _)| *date).collect();
    let (days, absent) = (of_kind.len() as u64, missed.len() as u64);
    if days < settings.least_of_kind {
        return None;
    }
    let expected = pupil.absent as f64 * days as f64 / pupil.count() as f64;
    Some(Pattern {
        kind: PatternKind::BesideHolidays,
        evidence: PatternEvidence::BesideHolidays { days_of_kind: days, absent_of_kind: absent, missed },
        observed: absent,
        expected,
        excess: absent as f64 - expected,
        rate: share(absent, days),
        rate_elsewhere: share(pupil.absent - absent, pupil.count() - days),
        p: at_least(absent, pupil.absent, days, pupil.count()),
        alternatives: 1,
        adjusted_p: 1.0,
        pupils_tested: 0,
        test: "exact hypergeometric test, upper tail",
        in_words: format!(
            "{absent} of the {days} days directly before or after a holiday were missed; chance would give {expected:.1}."
        ),
    })
}
