//! Made-up pupils on whom the forecast's constants were fitted and on whom its coverage is measured.
//!
//! No real pupil's marks are in this repository, so the constants come from pupils drawn by the rules below, whose totals are
//! near the national ones: about 7 % absence, a fifth persistent and 2 % severe absentees, absence in runs, rising through the
//! year, with pupils whose habits drift. A trust that wants to know how the forecast does on its own pupils compares last year's
//! forecasts with what came of them.

use super::{Known, forecast};

/// Days in a made-up school year.
pub const DAYS: usize = 190;

/// A small generator of the same numbers on every machine (splitmix64).
#[derive(Debug, Clone)]
pub struct Numbers(u64);

impl Numbers {
    /// A generator that begins with a seed.
    pub fn from_seed(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn next_bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number from 0 up to, not including, 1.
    pub fn unit(&mut self) -> f64 {
        (self.next_bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number of the standard normal distribution (Box and Muller).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (2.0 * std::f64::consts::PI * self.unit()).cos()
    }
}

/// The kinds of made-up pupil: share, mean and spread of the log-odds of missing a day.
const KINDS: [(f64, f64, f64); 3] = [(0.83, -3.35, 0.65), (0.145, -1.75, 0.55), (0.025, 0.0, 0.9)];
/// How much a pupil's log-odds move from one half-term to the next.
const DRIFT: f64 = 0.22;
/// Runs of absence: share and mean length in days of short, long and very long ones.
const RUNS: [(f64, f64); 3] = [(0.78, 1.3), (0.19, 3.2), (0.03, 12.0)];
/// One in so many runs of a single day takes one session only.
const HALF_DAYS: f64 = 0.25;
/// Absence in the first days of the year and its growth to the last, against the mean of the year.
pub(super) const SEASON: (f64, f64) = (0.80, 0.40);

/// The sessions of a made-up pupil's year: whether each was missed.
pub fn pupil(numbers: &mut Numbers) -> Vec<bool> {
    let drawn = numbers.unit();
    let mut reached = 0.0;
    let kind = KINDS.iter().find(|(share, _, _)| {
        reached += share;
        drawn < reached
    });
    let (_, mean, spread) = kind.unwrap_or(&KINDS[0]);
    let mut odds = mean + spread * numbers.normal();
    let mean_run: f64 = RUNS.iter().map(|(share, length)| share * length).sum();
    let mut missed = vec![false; 2 * DAYS];
    let mut day = 0;
    while day < DAYS {
        if day % 32 == 0 {
            odds += DRIFT * numbers.normal();
        }
        let season = SEASON.0 + SEASON.1 * day as f64 / DAYS as f64;
        let rate = (season / (1.0 + (-odds).exp())).min(0.97);
        // A run begins so often that the share of days in runs is the rate.
        let begins = rate / (rate + mean_run * (1.0 - rate));
        if numbers.unit() >= begins {
            day += 1;
            continue;
        }
        day += run(numbers, day, &mut missed);
    }
    missed
}

/// Misses the sessions of a run from a day on; answers its days.
fn run(numbers: &mut Numbers, day: usize, missed: &mut [bool]) -> usize {
    let drawn = numbers.unit();
    let mean = match drawn {
        drawn if drawn < RUNS[0].0 => RUNS[0].1,
        drawn if drawn < RUNS[0].0 + RUNS[1].0 => RUNS[1].1,
        _ => RUNS[2].1,
    };
    let mut days = 1;
    while numbers.unit() >= 1.0 / mean && days < DAYS {
        days += 1;
    }
    let sessions = if days == 1 && numbers.unit() < HALF_DAYS { 1 } else { 2 * days };
    for place in missed.iter_mut().skip(2 * day).take(sessions) {
        *place = true;
    }
    days
}

/// The forecasts of made-up pupils against what came of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The pupils.
    pub pupils: usize,
    /// The share of them whose absence at the end of the year lay inside the interval.
    pub coverage: f64,
    /// The mean width of the interval, in absence over the sessions of the year.
    pub mean_width: f64,
    /// The coverage at each point of the year that was looked from, with the sessions seen by then.
    pub by_sessions_seen: Vec<(u64, f64)>,
    /// Stands for every interval: the same on every machine.
    pub checksum: u64,
}

/// The sessions after which a year is looked at: from four weeks in to four weeks before its end.
const LOOKED_AT: [u64; 6] = [40, 90, 150, 220, 300, 340];

/// Forecasts pupils drawn with a seed that no constant was fitted with, each at one point of the year.
pub fn measure(seed: u64, pupils: usize) -> Measured {
    let mut numbers = Numbers::from_seed(seed);
    let mut inside = [(0_u64, 0_u64); LOOKED_AT.len()];
    let (mut width, mut checksum) = (0.0, 0_u64);
    for place in 0..pupils {
        let point = place % LOOKED_AT.len();
        let seen = LOOKED_AT[point];
        let year = pupil(&mut numbers);
        let missed = |part: &[bool]| part.iter().filter(|missed| **missed).count() as u64;
        let (before, after) = year.split_at(usize::try_from(seen).unwrap_or(0));
        let now = before.len() as f64 / year.len() as f64;
        let known = Known { absent: missed(before), seen, remaining: after.len() as u64, begins: 0.0, now };
        let told = forecast(&known);
        let came = known.absent + missed(after);
        inside[point].0 += u64::from((told.low..=told.high).contains(&came));
        inside[point].1 += 1;
        width += (told.high - told.low) as f64 / year.len() as f64;
        checksum = checksum.wrapping_mul(0x0000_0100_0000_01B3) ^ (told.low << 32 | told.high << 16 | came);
    }
    let (hits, all) = inside.iter().fold((0, 0), |sum, each| (sum.0 + each.0, sum.1 + each.1));
    let share = |hits: u64, all: u64| if all > 0 { hits as f64 / all as f64 } else { 0.0 };
    Measured {
        pupils,
        coverage: share(hits, all),
        mean_width: width / pupils.max(1) as f64,
        by_sessions_seen: LOOKED_AT.into_iter().zip(inside.map(|(hits, all)| share(hits, all))).collect(),
        checksum,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_holds_about_four_of_five_pupils_it_was_not_fitted_on() {
        let measured = measure(20_261_125, 6_000);
        assert!((0.76..=0.84).contains(&measured.coverage), "{measured:?}");
        for (seen, coverage) in &measured.by_sessions_seen {
            assert!((0.72..=0.90).contains(coverage), "after {seen} sessions: {coverage}");
        }
        assert!(measured.mean_width < 0.09, "{measured:?}");
        assert_eq!(measured, measure(20_261_125, 6_000), "the same on every run");
    }

    #[test]
    fn the_made_up_pupils_are_like_the_nation() {
        let mut numbers = Numbers::from_seed(7);
        let rates: Vec<f64> = (0..4_000)
            .map(|_| {
                let year = pupil(&mut numbers);
                year.iter().filter(|missed| **missed).count() as f64 / year.len() as f64
            })
            .collect();
        let share = |least: f64| rates.iter().filter(|rate| **rate >= least).count() as f64 / rates.len() as f64;
        let mean = rates.iter().sum::<f64>() / rates.len() as f64;
        assert!((0.062..0.078).contains(&mean) && (0.17..0.24).contains(&share(0.1)), "{mean} {}", share(0.1));
        assert!((0.008..0.03).contains(&share(0.5)), "{}", share(0.5));
    }
}
