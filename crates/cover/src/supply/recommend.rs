//! Which of the options is recommended, and why.

use super::ComparedOption;
use serde::Serialize;
use utoipa::ToSchema;

/// Why an option is recommended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecommendedBecause {
    /// Covering from within costs least, and a booking fills nothing more.
    CoverFromWithin,
    /// It fills what nobody would take without it.
    FillsWhatNobodyTakes,
    /// It costs less in all than covering from within.
    CostsLess,
    /// No rate of cover from within is set, and its weighted sum with its price in it is less.
    WeighsLess,
}

/// The option that is recommended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SupplyRecommendation)]
pub struct Recommendation {
    /// Its place among the options, from 0.
    pub option: usize,
    /// Why.
    pub because: RecommendedBecause,
    /// Pence that it saves in all against covering from within; below 0 where filling what nobody takes costs more; null where no rate
    /// of cover from within is set.
    pub saves_pence: Option<i64>,
    /// Points of the weighted sum that it saves, its price in it.
    pub saves_points: i64,
    /// The same in words.
    pub detail: String,
}

/// Recommends: the fewest requirements without anybody, then the least that it costs in all, then the smallest booking. Where no rate
/// of cover from within is set, the weighted sum with the price in it stands for the cost. None where the first option, which books nobody, has
/// no allocation.
pub fn recommend(options: &[ComparedOption]) -> Option<Recommendation> {
    let base = options.first()?;
    let weight = base.net_points?;
    let cost = |each: &ComparedOption| if base.net_pence.is_some() { each.net_pence } else { each.net_points };
    let known =
        options.iter().enumerate().filter_map(|(place, each)| Some((place, each, cost(each)?, each.net_points?)));
    let (option, best, _, points) =
        known.min_by_key(|(place, each, cost, _)| (each.option.uncovered, *cost, each.option.pence, *place))?;
    let because = match best.filled {
        _ if option == 0 => RecommendedBecause::CoverFromWithin,
        1.. => RecommendedBecause::FillsWhatNobodyTakes,
        _ if base.net_pence.is_some() => RecommendedBecause::CostsLess,
        _ => RecommendedBecause::WeighsLess,
    };
    Some(Recommendation {
        option,
        because,
        saves_pence: base.net_pence.zip(best.net_pence).map(|(within, with)| within.saturating_sub(with)),
        saves_points: weight.saturating_sub(points),
        detail: detail(because, base, best),
    })
}

fn detail(because: RecommendedBecause, base: &ComparedOption, best: &ComparedOption) -> String {
    let pounds = |pence: i64| {
        format!("{}{}.{:02} pounds", if pence < 0 { "-" } else { "" }, pence.abs() / 100, pence.abs() % 100)
    };
    let points = |of: &ComparedOption| of.net_points.unwrap_or(0);
    if let Some((within, net)) = base.net_pence.zip(best.net_pence) {
        return match because {
            RecommendedBecause::CoverFromWithin => {
                format!("covering from within costs {}, and no booking is cheaper or fills more", pounds(within))
            }
            RecommendedBecause::FillsWhatNobodyTakes => {
                format!("{} more are covered, at {} in all", best.filled, pounds(net))
            }
            RecommendedBecause::CostsLess | RecommendedBecause::WeighsLess => {
                format!("it costs {} in all, and covering from within {}", pounds(net), pounds(within))
            }
        };
    }
    let why = match because {
        RecommendedBecause::CoverFromWithin => "no booking weighs less or fills more".to_owned(),
        RecommendedBecause::FillsWhatNobodyTakes => format!("{} more are covered", best.filled),
        RecommendedBecause::CostsLess | RecommendedBecause::WeighsLess => "it weighs less".to_owned(),
    };
    let (with, within) = (points(best), points(base));
    format!(
        "{why}: {with} points with the price of the booking, {within} without a booking; no rate of cover from within is set, so it \
        goes by the weighted sum"
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::option;
    use super::super::{SupplyOption, compare};
    use super::*;

    fn recommended(options: &[SupplyOption]) -> (usize, RecommendedBecause, i64) {
        let found = recommend(&compare(options.to_vec(), 1_000)).unwrap();
        (found.option, found.because, found.saves_pence.unwrap())
    }

    #[test]
    fn the_booking_that_pays_is_recommended_and_no_other() {
        use RecommendedBecause::{CostsLess, CoverFromWithin, FillsWhatNobodyTakes};
        let within = option(0, 0, 3_000, 3, 0);
        // From within it costs 300,000 pence; with one supply teacher for 21,000 there are 60,000 left.
        assert_eq!(recommended(&[within.clone(), option(1, 21_000, 600, 0, 0)]), (1, CostsLess, 219_000));
        assert_eq!(recommended(&[within.clone(), option(1, 21_000, 2_900, 2, 0)]), (0, CoverFromWithin, 0));
        assert_eq!(recommended(&[within.clone(), option(1, 21_000, 600, 0, 0), option(2, 42_000, 500, 0, 0)]).0, 1);
        // A class without anybody outweighs money.
        let open = option(0, 0, 100, 0, 1);
        assert_eq!(recommended(&[open, option(1, 21_000, 90, 0, 0)]), (1, FillsWhatNobodyTakes, -20_000));
        let none = SupplyOption { objective: None, internal_pence: None, ..within };
        assert_eq!(recommend(&compare(vec![none, option(1, 21_000, 600, 0, 0)], 1_000)), None);
        assert!(recommend(&[]).is_none());
    }

    #[test]
    fn without_rates_it_goes_by_the_weighted_sum_and_says_so() {
        let unpriced = |supply, pence, objective, uncovered| SupplyOption {
            internal_pence: None,
            ..option(supply, pence, objective, 0, uncovered)
        };
        let told = |options: &[SupplyOption]| {
            let found = recommend(&compare(options.to_vec(), 1_000)).unwrap();
            assert!(found.detail.contains("no rate of cover from within is set"), "{}", found.detail);
            (found.option, found.because, found.saves_pence, found.saves_points)
        };
        use RecommendedBecause::{CoverFromWithin, FillsWhatNobodyTakes, WeighsLess};
        let within = unpriced(0, 0, 400_000, 0);
        // 21,000 pence weigh 21 points.
        assert_eq!(told(&[within.clone(), unpriced(1, 21_000, 160_000, 0)]), (1, WeighsLess, None, 239_979));
        assert_eq!(told(&[within, unpriced(1, 21_000, 399_980, 0)]), (0, CoverFromWithin, None, 0));
        let open = unpriced(0, 0, 8_000_000, 1);
        assert_eq!(told(&[open, unpriced(1, 21_000, 160_000, 0)]), (1, FillsWhatNobodyTakes, None, 7_839_979));
    }
}
