//! What a scheme is good for: the change of its pupils against that of similar pupils outside it.

use crate::summary::Period;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A pupil before and after the scheme began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observed {
    /// The year group when it began.
    pub year_group: Option<i16>,
    /// Sessions missed and possible sessions before.
    pub before: (u64, u64),
    /// Sessions missed and possible sessions after.
    pub after: (u64, u64),
}

/// The effect of a scheme.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Effect {
    /// The days before.
    pub before: Period,
    /// The days since the scheme began.
    pub after: Period,
    /// Pupils of the scheme with enough sessions before and after.
    pub pupils_inside: u64,
    /// Those of them with similar pupils outside: the effect is about them.
    pub matched_inside: u64,
    /// Similar pupils outside the scheme.
    pub matched_outside: u64,
    /// Possible sessions of a pupil of the scheme after it began, on average: what the effect is counted in.
    pub sessions_after: Option<f64>,
    /// Sessions attended more by a pupil of the scheme than the change of similar pupils would have given; negative for fewer.
    /// Null where nobody can be compared.
    pub sessions_per_pupil: Option<f64>,
    /// What the data allow it to be.
    pub interval: Option<EffectInterval>,
    /// The groups of similar pupils; left empty for callers outside the pastoral team.
    pub strata: Vec<Stratum>,
    /// The same in a sentence.
    pub in_words: String,
    /// How it was made.
    #[schema(value_type = String)]
    pub method: &'static str,
    /// What to bear in mind.
    #[schema(value_type = Vec<String>)]
    pub caveats: Vec<&'static str>,
}

/// An interval around an effect, in sessions per pupil.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct EffectInterval {
    /// How often such intervals hold the true effect.
    #[schema(example = 0.95)]
    pub coverage: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Pupils of one year group with about the same absence before.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Stratum {
    /// The year group.
    pub year_group: Option<i16>,
    /// Their absence before, in per cent: the lower bound of a band of five percentage points, 50 for all above.
    pub absence_from_percent: u8,
    /// Pupils of the scheme.
    pub inside: u64,
    /// Pupils outside it.
    pub outside: u64,
    /// The mean change of the rate of absence inside, as a fraction.
    pub change_inside: f64,
    /// The mean change outside.
    pub change_outside: f64,
}

const METHOD: &str = "Difference in differences: pupils are matched by year group and by their band of absence before the scheme; in \
     each such group the mean change of absence outside is taken from that inside, and the groups are weighted by the pupils of \
     the scheme. The interval is from the spread of the changes in each group (normal approximation). Pupils are left out who \
     had fewer than 20 possible sessions before or after, and groups with fewer than two pupils on either side.";
const NOT_DRAWN: &str =
    "Pupils were not drawn by lot: something else may have changed for one side and not for the other.";
const SMALL: &str =
    "Few pupils could be matched: the interval is wide, and a few illnesses can make such a difference.";
const NOBODY: &str = "There are no similar pupils outside the scheme, so nothing can be said of its effect. A scheme for a part of \
     the pupils can be judged against the others; one for a whole academy only against another academy of the same phase.";
const LEFT_OVER: &str = "Some pupils of the scheme have nobody similar outside and are left out of the effect.";

/// Sessions without which a pupil's rate says little.
const LEAST_SESSIONS: u64 = 20;
/// Fewer matched pupils on either side are few.
const FEW: u64 = 30;
/// Standard deviations to either side that hold 95 % of a normal distribution.
const SPREAD: f64 = 1.959_964;

#[derive(Default)]
struct Changes {
    count: f64,
    sum: f64,
    squares: f64,
}

impl Changes {
    fn add(&mut self, change: f64) {
        self.count += 1.0;
        self.sum += change;
        self.squares += change * change;
    }

    fn mean(&self) -> f64 {
        self.sum / self.count
    }

    /// The variance of the mean.
    fn variance_of_mean(&self) -> f64 {
        let spread = (self.squares - self.sum * self.sum / self.count).max(0.0) / (self.count - 1.0);
        spread / self.count
    }
}

impl Observed {
    fn enough(&self) -> bool {
        self.before.1 >= LEAST_SESSIONS && self.after.1 >= LEAST_SESSIONS
    }

    fn key(&self) -> (Option<i16>, u8) {
        let band = (20 * self.before.0).checked_div(self.before.1).unwrap_or(0).min(10);
        (self.year_group, u8::try_from(5 * band).unwrap_or(50))
    }

    fn change(&self) -> f64 {
        let rate = |(absent, possible): (u64, u64)| absent as f64 / possible.max(1) as f64;
        rate(self.after) - rate(self.before)
    }
}

/// Pupils of one year group and band, inside and outside.
type Strata = BTreeMap<(Option<i16>, u8), (Changes, Changes)>;

/// The groups of similar pupils with at least two on either side.
fn strata_of(inside: &[Observed], outside: &[Observed]) -> Strata {
    let mut strata = Strata::new();
    for pupil in inside.iter().filter(|pupil| pupil.enough()) {
        strata.entry(pupil.key()).or_default().0.add(pupil.change());
    }
    for pupil in outside.iter().filter(|pupil| pupil.enough()) {
        if let Some(stratum) = strata.get_mut(&pupil.key()) {
            stratum.1.add(pupil.change());
        }
    }
    strata.retain(|_, (inside, outside)| inside.count >= 2.0 && outside.count >= 2.0);
    strata
}

/// The difference of the changes, weighted by the pupils inside, and its variance.
fn difference(strata: &Strata) -> (f64, f64) {
    let weight: f64 = strata.values().map(|(inside, _)| inside.count).sum();
    strata.values().fold((0.0, 0.0), |(difference, variance), (inside, outside)| {
        let share = inside.count / weight;
        let of_both = inside.variance_of_mean() + outside.variance_of_mean();
        (difference + share * (inside.mean() - outside.mean()), variance + share * share * of_both)
    })
}

/// The effect of a scheme on the pupils inside it against those outside.
pub fn effect(inside: &[Observed], outside: &[Observed], before: Period, after: Period) -> Effect {
    let strata = strata_of(inside, outside);
    let (difference, variance) = difference(&strata);
    let enough: Vec<&Observed> = inside.iter().filter(|pupil| pupil.enough()).collect();
    let matched: Vec<&&Observed> = enough.iter().filter(|pupil| strata.contains_key(&pupil.key())).collect();
    let sessions = matched.iter().map(|pupil| pupil.after.1).sum::<u64>() as f64;
    let sessions_after = (!matched.is_empty()).then(|| sessions / matched.len() as f64);
    // Less absence is more attendance.
    let sessions_per_pupil = sessions_after.map(|sessions| -difference * sessions);
    let interval = sessions_after.zip(sessions_per_pupil).map(|(sessions, effect)| {
        let reach = SPREAD * variance.sqrt() * sessions;
        EffectInterval { coverage: 0.95, low: effect - reach, high: effect + reach }
    });
    let (pupils_inside, matched_inside) = (enough.len() as u64, matched.len() as u64);
    let matched_outside = strata.values().map(|(_, outside)| outside.count as u64).sum();
    Effect {
        before,
        after,
        pupils_inside,
        matched_inside,
        matched_outside,
        sessions_after,
        sessions_per_pupil,
        interval,
        in_words: words(sessions_per_pupil, interval),
        strata: strata.into_iter().map(stratum).collect(),
        method: METHOD,
        caveats: caveats(pupils_inside, matched_inside, matched_outside),
    }
}

fn caveats(pupils_inside: u64, matched_inside: u64, matched_outside: u64) -> Vec<&'static str> {
    if matched_inside == 0 {
        return vec![NOBODY];
    }
    let mut caveats = vec![NOT_DRAWN];
    if matched_inside < pupils_inside {
        caveats.push(LEFT_OVER);
    }
    if matched_inside.min(matched_outside) < FEW {
        caveats.push(SMALL);
    }
    caveats
}

fn stratum(
    ((year_group, absence_from_percent), (inside, outside)): ((Option<i16>, u8), (Changes, Changes)),
) -> Stratum {
    Stratum {
        year_group,
        absence_from_percent,
        inside: inside.count as u64,
        outside: outside.count as u64,
        change_inside: inside.mean(),
        change_outside: outside.mean(),
    }
}

fn words(effect: Option<f64>, interval: Option<EffectInterval>) -> String {
    let (Some(effect), Some(interval)) = (effect, interval) else {
        return "Nobody could be compared.".to_owned();
    };
    let direction = if effect >= 0.0 { "more" } else { "fewer" };
    let verdict = if interval.low > 0.0 || interval.high < 0.0 {
        "which chance alone hardly explains"
    } else {
        "which chance alone can explain"
    };
    format!(
        "A pupil of the scheme attended {:.1} sessions {direction} than similar pupils' change would have given (95 % interval \
         {:.1} to {:.1}), {verdict}.",
        effect.abs(),
        interval.low,
        interval.high
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period() -> Period {
        Period { from: "2026-09-02".parse().unwrap(), to: "2026-11-20".parse().unwrap() }
    }

    fn pupil(year_group: i16, before: u64, after: u64) -> Observed {
        Observed { year_group: Some(year_group), before: (before, 100), after: (after, 100) }
    }

    #[test]
    fn the_change_outside_is_taken_from_the_change_inside() {
        // Inside 6 and 8 of 100 became 3 and 5; outside 6 and 8 became 7 and 9: four sessions.
        let inside = [pupil(7, 6, 3), pupil(7, 8, 5)];
        let outside = [pupil(7, 6, 7), pupil(7, 8, 9), pupil(8, 6, 90)];
        let told = effect(&inside, &outside, period(), period());
        assert!((told.sessions_per_pupil.unwrap() - 4.0).abs() < 1e-9, "{told:?}");
        assert_eq!((told.matched_inside, told.matched_outside, told.strata.len()), (2, 2, 1));
        assert!(told.caveats.contains(&SMALL) && told.in_words.contains("4.0 sessions more"), "{}", told.in_words);
    }

    #[test]
    fn groups_are_weighted_by_the_pupils_of_the_scheme() {
        let mut inside = vec![pupil(7, 2, 0); 6];
        inside.extend(vec![pupil(8, 22, 22); 2]);
        let mut outside = vec![pupil(7, 2, 2); 2];
        outside.extend(vec![pupil(8, 22, 18); 50]);
        let told = effect(&inside, &outside, period(), period());
        assert!((told.sessions_per_pupil.unwrap() - (6.0 * 2.0 - 2.0 * 4.0) / 8.0).abs() < 1e-9, "{told:?}");
    }

    #[test]
    fn nobody_similar_is_no_effect() {
        let told = effect(&[pupil(7, 6, 3), pupil(7, 8, 5)], &[pupil(7, 30, 30), pupil(9, 6, 6)], period(), period());
        assert_eq!(
            (told.sessions_per_pupil, told.interval, told.pupils_inside, told.matched_inside),
            (None, None, 2, 0)
        );
        assert!(told.caveats.contains(&NOBODY));
        let few = Observed { before: (0, 19), ..pupil(7, 0, 0) };
        assert_eq!(effect(&[few; 9], &[few; 9], period(), period()).pupils_inside, 0);
    }

    #[test]
    fn the_interval_holds_the_truth_about_as_often_as_it_says() {
        let mut numbers = crate::forecast::simulation::Numbers::from_seed(11);
        let mut draw = |mean: f64| (mean + 3.0 * numbers.normal()).round().clamp(0.0, 100.0) as u64;
        let mut held = 0;
        for _ in 0..400 {
            let mut side = |effect: f64| -> Vec<Observed> {
                (0..40).map(|place| pupil(7, 12 + place % 3, draw(15.0 - effect))).collect()
            };
            let (inside, outside) = (side(2.0), side(0.0));
            let interval = effect(&inside, &outside, period(), period()).interval.unwrap();
            held += u32::from(interval.low <= 2.0 && 2.0 <= interval.high);
        }
        assert!((368..=392).contains(&held), "{held} of 400");
    }
}
