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
}

/// The option that is recommended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SupplyRecommendation)]
pub struct Recommendation {
    /// Its place among the options, from 0.
    pub option: usize,
    /// Why.
    pub because: RecommendedBecause,
    /// Pence that it saves in all against covering from within; below 0 where filling what nobody takes costs more.
    pub saves_pence: i64,
    /// The same in words.
    pub detail: String,
}

/// Recommends: the fewest requirements without anybody, then the least that it costs in all, then the smallest booking. None
/// where the first option, which books nobody, has no allocation.
pub fn recommend(options: &[ComparedOption]) -> Option<Recommendation> {
    let base = options.first()?;
    let within = base.net_pence?;
    let priced = options.iter().enumerate().filter_map(|(place, each)| Some((place, each, each.net_pence?)));
    let (option, best, net) =
        priced.min_by_key(|(place, each, net)| (each.option.uncovered, *net, each.option.pence, *place))?;
    let saves_pence = within.saturating_sub(net);
    let because = match best.filled {
        _ if option == 0 => RecommendedBecause::CoverFromWithin,
        1.. => RecommendedBecause::FillsWhatNobodyTakes,
        _ => RecommendedBecause::CostsLess,
    };
    let pounds = |pence: i64| {
        format!("{}{}.{:02} pounds", if pence < 0 { "-" } else { "" }, pence.abs() / 100, pence.abs() % 100)
    };
    let detail = match because {
        RecommendedBecause::CoverFromWithin => {
            format!("covering from within costs {}, and no booking is cheaper or fills more", pounds(within))
        }
        RecommendedBecause::FillsWhatNobodyTakes => {
            format!("{} more are covered, at {} in all", best.filled, pounds(net))
        }
        RecommendedBecause::CostsLess => {
            format!("it costs {} in all, and covering from within {}", pounds(net), pounds(within))
        }
    };
    Some(Recommendation { option, because, saves_pence, detail })
}

#[cfg(test)]
mod tests {
    use super::super::tests::option;
    use super::super::{SupplyOption, compare};
    use super::*;

    fn recommended(options: &[SupplyOption]) -> (usize, RecommendedBecause, i64) {
        let found = recommend(&compare(options.to_vec())).unwrap();
        (found.option, found.because, found.saves_pence)
    }

    #[test]
    fn the_booking_that_pays_is_recommended_and_no_other() {
        use RecommendedBecause::{CostsLess, CoverFromWithin, FillsWhatNobodyTakes};
        let within = option(0, 0, 3_000, 3, 0);
        // 3,000 points are 300,000 pence; with one supply teacher for 21,000 there are 60,000 left.
        assert_eq!(recommended(&[within.clone(), option(1, 21_000, 600, 0, 0)]), (1, CostsLess, 219_000));
        assert_eq!(recommended(&[within.clone(), option(1, 21_000, 2_900, 2, 0)]), (0, CoverFromWithin, 0));
        assert_eq!(recommended(&[within.clone(), option(1, 21_000, 600, 0, 0), option(2, 42_000, 500, 0, 0)]).0, 1);
        // A class without anybody outweighs money.
        let open = option(0, 0, 100, 0, 1);
        assert_eq!(recommended(&[open, option(1, 21_000, 90, 0, 0)]), (1, FillsWhatNobodyTakes, -20_000));
        let none = SupplyOption { objective: None, internal_pence: None, ..within };
        assert_eq!(recommend(&compare(vec![none, option(1, 21_000, 600, 0, 0)])), None);
        assert!(recommend(&[]).is_none());
    }
}
