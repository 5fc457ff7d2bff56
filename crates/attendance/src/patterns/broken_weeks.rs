//! Weeks of which a part was missed.

use super::PatternSettings;
use super::answer::{Pattern, PatternEvidence, PatternKind};
use super::days::{AbsentDays, WeekOfDays};
use crate::statistics::ways;

fn is_broken(week: &WeekOfDays) -> bool {
    week.absent > 0 && week.absent < week.days
}

/// Whether absence breaks more weeks than as many days would by chance. Real illness comes in runs, which break fewer weeks, so
/// the test errs on the side of silence. The distribution is exact: every way to choose the days is counted, none is drawn.
pub(super) fn test(pupil: &AbsentDays, settings: &PatternSettings) -> Option<Pattern> {
    let weeks = pupil.weeks();
    let broken = weeks.iter().filter(|week| is_broken(week)).count();
    if (weeks.len() as u64) < settings.least_of_kind {
        return None;
    }
    let sizes: Vec<u64> = weeks.iter().map(|week| week.days).collect();
    let chances = broken_weeks(&sizes, pupil.absent);
    let p: f64 = chances.iter().skip(broken).sum();
    let expected: f64 = chances.iter().enumerate().map(|(count, chance)| count as f64 * chance).sum();
    let whole = weeks.iter().filter(|week| week.absent == week.days).count() as u64;
    Some(Pattern {
        kind: PatternKind::BrokenWeeks,
        evidence: PatternEvidence::BrokenWeeks {
            weeks: weeks.len() as u64,
            broken_weeks: broken as u64,
            whole_weeks: whole,
        },
        observed: broken as u64,
        expected,
        excess: broken as f64 - expected,
        rate: None,
        rate_elsewhere: None,
        p: p.clamp(0.0, 1.0),
        alternatives: 1,
        adjusted_p: 1.0,
        pupils_tested: 0,
        test: "exact permutation test over every way to place the days of absence, upper tail",
        in_words: format!(
            "{} days of absence broke {broken} of {} weeks; placed by chance they would break {expected:.1}.",
            pupil.absent,
            weeks.len()
        ),
    })
}

/// The chance of each number of broken weeks when `absent` days are chosen by chance out of weeks of these sizes.
pub(super) fn broken_weeks(sizes: &[u64], absent: u64) -> Vec<f64> {
    let absent = usize::try_from(absent).unwrap_or(usize::MAX).min(sizes.iter().sum::<u64>() as usize);
    // ways_to[broken][days]: in how many ways the weeks so far are missed.
    let mut ways_to = vec![vec![0.0; absent + 1]; sizes.len() + 1];
    ways_to[0][0] = 1.0;
    for (done, size) in sizes.iter().enumerate() {
        let of_week: Vec<f64> = (0..=*size).map(|missed| ways(*size, missed)).collect();
        let mut next = vec![vec![0.0; absent + 1]; sizes.len() + 1];
        for (broken, days) in (0..=done).flat_map(|broken| (0..=absent).map(move |days| (broken, days))) {
            let so_far = ways_to[broken][days];
            if so_far == 0.0 {
                continue;
            }
            for (missed, ways) in of_week.iter().enumerate().take_while(|(missed, _)| days + missed <= absent) {
                let breaks = usize::from(missed > 0 && (missed as u64) < *size);
                next[broken + breaks][days + missed] += so_far * ways;
            }
        }
        ways_to = next;
    }
    let all: f64 = ways_to.iter().map(|days| days[absent]).sum();
    ways_to.iter().map(|days| if all > 0.0 { days[absent] / all } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_chances_are_those_of_every_placing(sizes in proptest::collection::vec(1_u64..5, 1..5), absent in 0_u64..14) {
            let all: u64 = sizes.iter().sum();
            let absent = absent.min(all);
            let mut counts = vec![0_u64; sizes.len() + 1];
            for placing in (0..1_u32 << all).filter(|placing| u64::from(placing.count_ones()) == absent) {
                let mut rest = placing;
                let mut broken = 0;
                for size in &sizes {
                    let missed = u64::from((rest & ((1 << size) - 1)).count_ones());
                    broken += usize::from(missed > 0 && missed < *size);
                    rest >>= size;
                }
                counts[broken] += 1;
            }
            let whole: u64 = counts.iter().sum();
            for (chance, count) in broken_weeks(&sizes, absent).into_iter().zip(counts) {
                prop_assert!((chance - count as f64 / whole as f64).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_whole_year_of_absence_is_no_trouble() {
        let chances = broken_weeks(&[5; 39], 195);
        assert_eq!(chances[0], 1.0);
        let half = broken_weeks(&[5; 39], 97);
        assert!((half.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }
}
