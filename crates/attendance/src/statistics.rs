//! Plain statistics: exact tests on counts, the correction for many of them, and the functions these need.

use std::sync::LazyLock;

/// Factorials of numbers below this are looked up.
const KNOWN: usize = 2_048;

static LN_FACTORIALS: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let mut sum = 0.0;
    let mut all = vec![0.0];
    for number in 1..KNOWN {
        sum += (number as f64).ln();
        all.push(sum);
    }
    all
});

/// The natural logarithm of the gamma function of a positive number, by Lanczos's approximation: correct to about fourteen
/// digits.
pub fn ln_gamma(x: f64) -> f64 {
    const G: f64 = 7.0;
    const COEFFICIENTS: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    if x < 0.5 {
        let sine = (std::f64::consts::PI * x).sin().abs();
        return (std::f64::consts::PI / sine).ln() - ln_gamma(1.0 - x);
    }
    let x = x - 1.0;
    let series = COEFFICIENTS
        .iter()
        .enumerate()
        .fold(0.999_999_999_999_809_9, |sum, (place, coefficient)| sum + coefficient / (x + place as f64 + 1.0));
    let base = x + G + 0.5;
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x + 0.5) * base.ln() - base + series.ln()
}

fn ln_factorial(number: u64) -> f64 {
    let known = usize::try_from(number).ok().and_then(|place| LN_FACTORIALS.get(place));
    known.copied().unwrap_or_else(|| ln_gamma(number as f64 + 1.0))
}

/// In how many ways `chosen` things are taken out of `all`; 0 where there are not so many.
pub fn ways(all: u64, chosen: u64) -> f64 {
    if chosen > all { 0.0 } else { (ln_factorial(all) - ln_factorial(chosen) - ln_factorial(all - chosen)).exp() }
}

/// The chance that at least `hits` of `drawn` things drawn without putting back out of `all` are among the `marked` ones:
/// the upper tail of the hypergeometric distribution, exactly.
pub fn at_least(hits: u64, drawn: u64, marked: u64, all: u64) -> f64 {
    let (drawn, marked) = (drawn.min(all), marked.min(all));
    let most = drawn.min(marked);
    let least = (drawn + marked).saturating_sub(all);
    if hits <= least {
        return 1.0;
    }
    let ln_ways = |all: u64, chosen: u64| ln_factorial(all) - ln_factorial(chosen) - ln_factorial(all - chosen);
    let whole = ln_ways(all, drawn);
    let chance = |hit: u64| (ln_ways(marked, hit) + ln_ways(all - marked, drawn - hit) - whole).exp();
    (hits..=most).map(chance).sum::<f64>().clamp(0.0, 1.0)
}

/// The values of p adjusted for their number by the method of Benjamini and Hochberg: among those that are at most some
/// level, the share of mere chance findings is at most that level on average.
pub fn adjusted_for_many(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|one, two| p[*one].total_cmp(&p[*two]));
    let mut adjusted = vec![1.0; p.len()];
    let mut least: f64 = 1.0;
    for (rank, place) in order.iter().enumerate().rev() {
        // Dividing a number by itself may round below one.
        least = least.min((p[*place] * (p.len() as f64 / (rank as f64 + 1.0))).max(p[*place]));
        adjusted[*place] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(one: f64, two: f64) -> bool {
        (one - two).abs() < 1e-9 * (1.0 + two.abs())
    }

    #[test]
    fn gamma_is_the_factorial_at_whole_numbers_and_known_at_a_half() {
        for number in 1..300_u64 {
            assert!(close(ln_gamma(number as f64 + 1.0), ln_factorial(number)), "{number}");
        }
        assert!(close(ln_gamma(0.5), std::f64::consts::PI.sqrt().ln()));
        assert!(close(ln_gamma(0.1), 2.252_712_651_734_206));
        assert!(close(ln_factorial(5_000), (1..=5_000_u64).map(|each| (each as f64).ln()).sum()));
    }

    #[test]
    fn the_tail_of_a_textbook_case() {
        // A lady tasting tea: all four of four cups out of eight.
        assert!(close(at_least(4, 4, 4, 8), 1.0 / 70.0));
        assert!(close(at_least(3, 4, 4, 8), 17.0 / 70.0));
        assert_eq!((at_least(0, 4, 4, 8), at_least(5, 4, 4, 8), at_least(1, 0, 0, 0)), (1.0, 0.0, 0.0));
    }

    #[test]
    fn the_adjustment_of_a_textbook_case() {
        let adjusted = adjusted_for_many(&[0.01, 0.04, 0.03, 0.005]);
        let wanted = [0.02, 0.04, 0.04, 0.02];
        assert!(adjusted.iter().zip(wanted).all(|(one, two)| close(*one, two)), "{adjusted:?}");
        assert!(adjusted_for_many(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn the_tail_is_that_counted_by_drawing_every_hand(all in 1_u64..13, marked in 0_u64..13, drawn in 0_u64..13, hits in 0_u64..13) {
            let (marked, drawn) = (marked.min(all), drawn.min(all));
            let hands: Vec<u32> = (0..1_u32 << all).filter(|hand| u64::from(hand.count_ones()) == drawn).collect();
            let marks = (1_u32 << marked) - 1;
            let good = hands.iter().filter(|hand| u64::from((*hand & marks).count_ones()) >= hits).count();
            prop_assert!(close(at_least(hits, drawn, marked, all), good as f64 / hands.len() as f64));
            prop_assert!(close(ways(all, drawn), hands.len() as f64));
        }

        #[test]
        fn adjusted_values_keep_the_order_and_are_no_smaller(p in proptest::collection::vec(0.0_f64..1.0, 1..40)) {
            let adjusted = adjusted_for_many(&p);
            for (one, adjusted_one) in p.iter().zip(&adjusted) {
                prop_assert!(adjusted_one >= one && *adjusted_one <= 1.0);
                for (two, adjusted_two) in p.iter().zip(&adjusted) {
                    prop_assert!(one > two || adjusted_one <= adjusted_two);
                }
            }
        }
    }
}
