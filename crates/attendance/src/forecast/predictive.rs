//! How many of the sessions that remain a pupil may miss: a mixture of beta-binomial distributions.

use crate::statistics::ln_gamma;

/// What is expected of one kind of pupil before anything is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kind {
    /// The share of pupils who are of the kind.
    pub share: f64,
    /// Their absence.
    pub rate: f64,
    /// How many sessions, seen one by one, that expectation weighs as much as.
    pub weighs: f64,
}

/// What the distribution is made with. Fitted on made-up pupils: see [`super::simulation`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Constants {
    /// The kinds of pupil: those who come, and those who often do not.
    pub kinds: [Kind; 2],
    /// How much one session seen tells, less than 1 because absence comes in runs.
    pub weight: f64,
    /// How much runs spread what is to come, by one over the sessions that remain.
    pub runs: f64,
    /// How much longer the runs of those are who miss more: the growth of `runs` with the rate of absence.
    pub longer_runs: f64,
    /// How much habits drift: spread that no number of sessions seen takes away.
    pub drift: f64,
}

/// The chance of each number of missed sessions among those that remain.
#[derive(Debug, Clone, PartialEq)]
pub struct Predictive {
    chances: Vec<f64>,
}

fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

impl Predictive {
    /// After `absent` of `seen` sessions were missed, for `remaining` sessions in which absence is `season` times what it was
    /// among those seen.
    pub fn of(absent: u64, seen: u64, remaining: u64, season: f64, constants: &Constants) -> Self {
        let (absent, seen) = (constants.weight * absent as f64, constants.weight * seen as f64);
        let mut chances = vec![0.0; usize::try_from(remaining).unwrap_or(0) + 1];
        let ln_likelihood = constants.kinds.map(|kind| {
            let (alpha, beta) = (kind.rate * kind.weighs, (1.0 - kind.rate) * kind.weighs);
            kind.share.ln() + ln_beta(alpha + absent, beta + seen - absent) - ln_beta(alpha, beta)
        });
        let most = ln_likelihood.into_iter().fold(f64::MIN, f64::max);
        for (kind, ln_likelihood) in constants.kinds.iter().zip(ln_likelihood) {
            let known = kind.weighs + seen;
            let rate = (kind.rate * kind.weighs + absent) / known;
            let rate = (rate * season).clamp(1e-4, 1.0 - 1e-4);
            let runs = constants.runs * (1.0 + constants.longer_runs * rate) / remaining.max(1) as f64;
            let spread = 1.0 / known + runs + constants.drift * rate * (1.0 - rate);
            let of_kind = beta_binomial(remaining, rate / spread, (1.0 - rate) / spread);
            let share = (ln_likelihood - most).exp();
            chances.iter_mut().zip(of_kind).for_each(|(chance, of_kind)| *chance += share * of_kind);
        }
        let whole: f64 = chances.iter().sum();
        chances.iter_mut().for_each(|chance| *chance /= whole);
        Self { chances }
    }

    /// The mean number of sessions that will be missed.
    pub fn mean(&self) -> f64 {
        self.chances.iter().enumerate().map(|(count, chance)| count as f64 * chance).sum()
    }

    /// The chance of each number, from none on.
    pub fn chances(&self) -> &[f64] {
        &self.chances
    }

    /// The interval between two shares of the distribution, both ends inside. Each number counts with half of its own chance on
    /// either side, so that the interval holds about what lies between the shares although numbers are whole.
    pub fn interval(&self, from: f64, to: f64) -> (u64, u64) {
        let (mut below, mut first, mut last) = (0.0, None, 0);
        for (count, chance) in (0..).zip(&self.chances) {
            let middle = below + chance / 2.0;
            below += chance;
            if first.is_none() && middle >= from {
                first = Some(count);
            }
            if middle <= to {
                last = count;
            }
        }
        let first = first.unwrap_or(last);
        (first.min(last), last.max(first))
    }

    /// The chance of at least so many.
    pub fn at_least(&self, number: u64) -> f64 {
        let place = usize::try_from(number).unwrap_or(usize::MAX);
        self.chances.iter().skip(place).sum::<f64>().clamp(0.0, 1.0)
    }
}

/// The chance of each count among `trials`, by the ratio of one count to the next.
fn beta_binomial(trials: u64, alpha: f64, beta: f64) -> Vec<f64> {
    let n = trials as f64;
    let mut ln_chance = ln_beta(alpha, beta + n) - ln_beta(alpha, beta);
    let mut chances = Vec::new();
    for count in 0..=trials {
        chances.push(ln_chance.exp());
        let k = count as f64;
        ln_chance += ((n - k) / (k + 1.0)).ln() + ((alpha + k) / (beta + n - k - 1.0).max(f64::MIN_POSITIVE)).ln();
    }
    let whole: f64 = chances.iter().sum();
    chances.iter_mut().for_each(|chance| *chance /= whole);
    chances
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distribution_is_that_of_the_textbook() {
        // Uniform where alpha and beta are 1.
        let uniform = beta_binomial(9, 1.0, 1.0);
        assert!(uniform.iter().all(|chance| (chance - 0.1).abs() < 1e-12), "{uniform:?}");
        let chances = beta_binomial(4, 2.0, 3.0);
        let wanted = [15.0, 20.0, 18.0, 12.0, 5.0].map(|part| part / 70.0);
        assert!(chances.iter().zip(wanted).all(|(one, two)| (one - two).abs() < 1e-12), "{chances:?}");
        assert_eq!(beta_binomial(0, 0.5, 9.0), [1.0]);
    }

    #[test]
    fn intervals_and_tails_agree() {
        let some = Predictive::of(12, 120, 260, 1.0, &super::super::CONSTANTS);
        assert!((some.chances().iter().sum::<f64>() - 1.0).abs() < 1e-9);
        let (first, last) = some.interval(0.1, 0.9);
        assert!(first < last && last < 260);
        let inside = some.at_least(first) - some.at_least(last + 1);
        assert!((0.75..0.85).contains(&inside), "{inside}");
        assert!(some.mean() > first as f64 && some.mean() < last as f64);
        for (absent, seen, remaining) in [(0, 0, 0), (0, 380, 0), (380, 380, 300), (0, 2, 378), (0, 0, 732)] {
            let edge = Predictive::of(absent, seen, remaining, 1.3, &super::super::CONSTANTS);
            let (first, last) = edge.interval(0.1, 0.9);
            assert!(first <= last && last <= remaining && edge.mean().is_finite());
        }
    }
}
