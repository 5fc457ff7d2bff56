//! Absence on the same days as a sibling.

use super::PatternSettings;
use super::answer::{Pattern, PatternEvidence, PatternKind, share};
use super::days::AbsentDays;
use crate::statistics::at_least;
use school::PupilId;

/// More siblings than this are not looked at: the contact is then hardly a parent.
const MOST_SIBLINGS: usize = 12;

/// The days of two pupils laid beside each other.
#[derive(Default)]
struct Together {
    days: u64,
    absent: u64,
    sibling_absent: u64,
    both: u64,
}

impl Together {
    fn of(one: &AbsentDays, two: &AbsentDays) -> Self {
        let mut together = Self::default();
        let mut others = two.days.iter().peekable();
        for (date, absent) in &one.days {
            while others.next_if(|(other, _)| other < date).is_some() {}
            let Some((_, other_absent)) = others.next_if(|(other, _)| other == date) else { continue };
            together.days += 1;
            together.absent += u64::from(*absent);
            together.sibling_absent += u64::from(*other_absent);
            together.both += u64::from(*absent && *other_absent);
        }
        together
    }

    fn p(&self) -> f64 {
        at_least(self.both, self.absent, self.sibling_absent, self.days)
    }
}

/// The sibling with whom absence coincides least likely by chance; p times the number of siblings.
pub(super) fn test<'a>(
    pupil: &AbsentDays,
    siblings: impl Iterator<Item = (PupilId, &'a AbsentDays)>,
    settings: &PatternSettings,
) -> Option<Pattern> {
    let all: Vec<(PupilId, Together)> =
        siblings.take(MOST_SIBLINGS).map(|(id, sibling)| (id, Together::of(pupil, sibling))).collect();
    let tried = all.len() as u64;
    let (sibling_id, together) = all
        .into_iter()
        .filter(|(_, together)| {
            let least = settings.least_of_kind;
            together.days >= settings.least_days && together.absent >= least && together.sibling_absent >= least
        })
        .min_by(|(_, one), (_, two)| one.p().total_cmp(&two.p()))?;
    let Together { days, absent, sibling_absent, both } = together;
    let expected = absent as f64 * sibling_absent as f64 / days as f64;
    Some(Pattern {
        kind: PatternKind::Sibling,
        evidence: PatternEvidence::Sibling {
            sibling_id,
            days_together: days,
            absent,
            sibling_absent,
            absent_together: both,
        },
        observed: both,
        expected,
        excess: both as f64 - expected,
        rate: share(both, sibling_absent),
        rate_elsewhere: share(absent - both, days - sibling_absent),
        p: (together.p() * tried as f64).min(1.0),
        alternatives: tried,
        adjusted_p: 1.0,
        pupils_tested: 0,
        test: "exact hypergeometric test, upper tail, times the number of siblings; illness that goes round a school or a home \
               makes two pupils absent together without any habit",
        in_words: format!(
            "Of {absent} days of absence and {sibling_absent} of the sibling, {both} were the same; chance would give \
             {expected:.1}."
        ),
    })
}
