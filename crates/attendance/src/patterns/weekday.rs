//! One day of the week against the others.

use super::PatternSettings;
use super::answer::{Pattern, PatternEvidence, PatternKind, share};
use super::days::AbsentDays;
use crate::statistics::at_least;
use school::Weekday;

/// The weekday on which absence is least likely by chance. The test: were the pupil's days of absence drawn from all school
/// days by chance, how often would so many fall on that weekday (hypergeometric), times the number of weekdays.
pub(super) fn test(pupil: &AbsentDays, settings: &PatternSettings) -> Option<Pattern> {
    let mut counts = [(0_u64, 0_u64); 7];
    for (date, absent) in &pupil.days {
        let of_day = &mut counts[Weekday::of(*date) as usize % 7];
        of_day.0 += 1;
        of_day.1 += u64::from(*absent);
    }
    let held = counts.iter().filter(|(days, _)| *days > 0).count() as u64;
    let (weekday, days, absent, p) = Weekday::ALL
        .into_iter()
        .zip(counts)
        .filter(|(_, (days, _))| *days >= settings.least_of_kind)
        .map(|(weekday, (days, absent))| (weekday, days, absent, at_least(absent, pupil.absent, days, pupil.count())))
        .min_by(|one, two| one.3.total_cmp(&two.3))?;
    let expected = pupil.absent as f64 * days as f64 / pupil.count() as f64;
    Some(Pattern {
        kind: PatternKind::Weekday,
        evidence: PatternEvidence::Weekday { weekday, days_of_kind: days, absent_of_kind: absent },
        observed: absent,
        expected,
        excess: absent as f64 - expected,
        rate: share(absent, days),
        rate_elsewhere: share(pupil.absent - absent, pupil.count() - days),
        p: (p * held as f64).min(1.0),
        alternatives: held,
        adjusted_p: 1.0,
        pupils_tested: 0,
        test: "exact hypergeometric test, upper tail, times the number of weekdays",
        in_words: format!(
            "{absent} of {} days of absence fell on the {days} days that were a {}; chance would give {expected:.1}.",
            pupil.absent,
            name(weekday)
        ),
    })
}

fn name(weekday: Weekday) -> &'static str {
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][weekday as usize % 7]
}
