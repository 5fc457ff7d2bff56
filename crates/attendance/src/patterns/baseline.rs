//! The last weeks against the pupil's own weeks before.

use super::PatternSettings;
use super::answer::{Direction, Pattern, PatternEvidence, PatternKind, share};
use super::days::{AbsentDays, WeekOfDays};

/// Whether the last weeks are unlike the weeks before: the chance that as many weeks drawn out of all weeks hold at least (or at
/// most) as many days of absence. Whole weeks are drawn, so that one illness of five days counts as one thing.
pub(super) fn test(pupil: &AbsentDays, settings: &PatternSettings) -> Option<Pattern> {
    let weeks = pupil.weeks();
    if weeks.len() < settings.recent_weeks + settings.least_earlier_weeks || settings.recent_weeks == 0 {
        return None;
    }
    let (earlier, recent) = weeks.split_at(weeks.len() - settings.recent_weeks);
    let sum = |weeks: &[WeekOfDays], of: fn(&WeekOfDays) -> u64| weeks.iter().map(of).sum::<u64>();
    let (recent_days, recent_absent) = (sum(recent, |week| week.days), sum(recent, |week| week.absent));
    let (earlier_days, earlier_absent) = (sum(earlier, |week| week.days), sum(earlier, |week| week.absent));
    let counts: Vec<u64> = weeks.iter().map(|week| week.absent).collect();
    let chances = sums_of(&counts, settings.recent_weeks);
    let place = usize::try_from(recent_absent).unwrap_or(usize::MAX);
    let more: f64 = chances.iter().skip(place).sum();
    let less: f64 = chances.iter().take(place.saturating_add(1)).sum();
    let expected = pupil.absent as f64 * settings.recent_weeks as f64 / weeks.len() as f64;
    let direction = if more <= less { Direction::Worse } else { Direction::Better };
    Some(Pattern {
        kind: PatternKind::Change,
        evidence: PatternEvidence::Change {
            direction,
            recent_from: recent.first()?.monday,
            recent_weeks: recent.len() as u64,
            recent_days,
            recent_absent,
            earlier_weeks: earlier.len() as u64,
            earlier_days,
            earlier_absent,
        },
        observed: recent_absent,
        expected,
        excess: recent_absent as f64 - expected,
        rate: share(recent_absent, recent_days),
        rate_elsewhere: share(earlier_absent, earlier_days),
        p: (2.0 * more.min(less)).clamp(0.0, 1.0),
        alternatives: 2,
        adjusted_p: 1.0,
        pupils_tested: 0,
        test: "exact permutation test over every choice of as many weeks, the smaller tail times two",
        in_words: format!(
            "{recent_absent} days were missed in the last {} school weeks; {} weeks of the pupil's own period drawn by chance \
             hold {expected:.1}.",
            recent.len(),
            recent.len()
        ),
    })
}

/// The chance of each sum of `chosen` of these counts, every choice being as likely as any other.
fn sums_of(counts: &[u64], chosen: usize) -> Vec<f64> {
    let most = usize::try_from(counts.iter().sum::<u64>()).unwrap_or(usize::MAX).min(7 * counts.len());
    // ways_to[taken][sum]: in how many ways so many of the counts so far make the sum.
    let mut ways_to = vec![vec![0.0; most + 1]; chosen + 1];
    ways_to[0][0] = 1.0;
    for count in counts {
        let count = usize::try_from(*count).unwrap_or(usize::MAX);
        for taken in (1..=chosen).rev() {
            for sum in (count..=most).rev() {
                ways_to[taken][sum] += ways_to[taken - 1][sum - count];
            }
        }
    }
    let all: f64 = ways_to[chosen].iter().sum();
    ways_to[chosen].iter().map(|ways| if all > 0.0 { ways / all } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_chances_are_those_of_every_choice(counts in proptest::collection::vec(0_u64..6, 1..9), chosen in 0_usize..5) {
            let chosen = chosen.min(counts.len());
            let mut sums = vec![0_u64; counts.iter().sum::<u64>() as usize + 1];
            for choice in (0..1_u32 << counts.len()).filter(|choice| choice.count_ones() as usize == chosen) {
                let sum: u64 = counts.iter().enumerate().filter(|(place, _)| choice >> place & 1 == 1).map(|(_, count)| count).sum();
                sums[sum as usize] += 1;
            }
            let whole: u64 = sums.iter().sum();
            for (chance, count) in sums_of(&counts, chosen).into_iter().zip(sums) {
                prop_assert!((chance - count as f64 / whole as f64).abs() < 1e-9);
            }
        }
    }
}
