/// How evenly a burden is spread over people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// The largest share less the smallest.
    pub range: f64,
    /// The Gini coefficient: 0 when all carry the same, near 1 when one carries everything.
    pub gini: f64,
}

impl Spread {
    /// Measures loads that are not negative; no loads, or none above nothing, are spread evenly.
    pub fn of(loads: &[f64]) -> Self {
        let mut sorted = loads.to_vec();
        sorted.sort_by(f64::total_cmp);
        let range = sorted.last().map_or(0.0, |most| most - sorted[0]);
        let sum: f64 = sorted.iter().sum();
        if sum <= 0.0 {
            return Self { range, gini: 0.0 };
        }
        let count = sorted.len() as f64;
        let weighted: f64 = sorted.iter().enumerate().map(|(index, load)| (index + 1) as f64 * load).sum();
        Self { range, gini: 2.0 * weighted / (count * sum) - (count + 1.0) / count }
    }
}

#[cfg(test)]
mod tests {
    use super::Spread;

    #[test]
    fn an_equal_share_is_spread_evenly() {
        assert_eq!(Spread::of(&[]), Spread { range: 0.0, gini: 0.0 });
        assert_eq!(Spread::of(&[0.0, 0.0]), Spread { range: 0.0, gini: 0.0 });
        assert!(Spread::of(&[3.0, 3.0, 3.0]).gini.abs() < 1e-12);
    }

    #[test]
    fn one_who_carries_everything_is_not() {
        let spread = Spread::of(&[0.0, 0.0, 0.0, 8.0]);
        assert!((spread.gini - 0.75).abs() < 1e-12);
        assert!((spread.range - 8.0).abs() < 1e-12);
    }
}
