//! What booking supply would cost against covering from within.

use crate::day::Tier;
use school::Record;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an academy pays for supply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"half_day_pence": 11000, "day_pence": 21000}))]
pub struct SupplyRates {
    /// Pence for half a day.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub half_day_pence: u32,
    /// Pence for a whole day.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub day_pence: u32,
}

impl Default for SupplyRates {
    /// What a supply teacher costs a school for a day, agency fee included, differs by region: 210 pounds is (unconfirmed).
    fn default() -> Self {
        Self { half_day_pence: 11_000, day_pence: 21_000 }
    }
}

/// The rates of one academy as they are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplyRatesRecord {
    /// The rates.
    pub rates: SupplyRates,
}

impl Record for SupplyRatesRecord {
    const KIND: &'static str = "supply_rates";
    const NAME: &'static str = "supply rates";

    fn natural_key(&self) -> Option<String> {
        Some("rates".to_owned())
    }
}

/// For what part of the day supply is booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BookedPart {
    /// The morning.
    Morning,
    /// The afternoon.
    Afternoon,
    /// The whole day.
    Day,
}

/// What an allocation with some supply comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SupplyOption {
    /// How many supply teachers are booked beyond those that are booked already.
    pub supply: u32,
    /// For what part of the day; null where none is booked.
    pub booked: Option<BookedPart>,
    /// What the booking costs, in pence.
    pub pence: u64,
    /// The weighted sum of the allocation, the booking not in it; null where there is none.
    pub objective: Option<i64>,
    /// Whether nothing costs less.
    pub proven_optimal: bool,
    /// Covers that teachers give.
    pub covers_by_teachers: u32,
    /// Covers that leadership gives.
    pub covers_by_leaders: u32,
    /// Covers that those give who are employed to cover.
    pub covers_by_cover_staff: u32,
    /// Covers that supply gives.
    pub covers_by_supply: u32,
    /// Requirements that nobody covers.
    pub uncovered: u32,
}

/// An option beside the one without a booking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ComparedOption {
    /// The option.
    pub option: SupplyOption,
    /// Points of the weighted sum that the booking saves; null where one of the two has none.
    pub points_saved: Option<i64>,
    /// Covers that it takes from teachers and leadership.
    pub covers_saved: i64,
    /// Requirements that it fills and nobody would.
    pub filled: i64,
    /// Pence for each cover that it takes over or fills; null where it does neither.
    pub pence_for_each: Option<u64>,
    /// Whether another option costs no more and leaves no more to teachers, leadership and nobody.
    pub dominated: bool,
}

impl SupplyOption {
    /// Counts a cover by somebody's post.
    pub fn count(&mut self, tier: Tier) {
        match tier {
            Tier::Teacher => self.covers_by_teachers += 1,
            Tier::Leader => self.covers_by_leaders += 1,
            Tier::Supply => self.covers_by_supply += 1,
            _ => self.covers_by_cover_staff += 1,
        }
    }

    fn burden(&self) -> (u32, u32) {
        (self.uncovered, self.covers_by_teachers + self.covers_by_leaders)
    }
}

/// Sets every option beside the first, which books nobody.
pub fn compare(options: Vec<SupplyOption>) -> Vec<ComparedOption> {
    let Some(base) = options.first().cloned() else { return Vec::new() };
    let dominated = |option: &SupplyOption| {
        options.iter().any(|other| {
            let (left, taken) = (other.burden(), option.burden());
            let better = other.pence < option.pence || left < taken;
            other.pence <= option.pence && left.0 <= taken.0 && left.1 <= taken.1 && better
        })
    };
    let flags: Vec<bool> = options.iter().map(dominated).collect();
    options
        .into_iter()
        .zip(flags)
        .map(|(option, dominated)| {
            let burden = |of: &SupplyOption| i64::from(of.covers_by_teachers) + i64::from(of.covers_by_leaders);
            let filled = i64::from(base.uncovered) - i64::from(option.uncovered);
            let covers_saved = burden(&base) - burden(&option);
            let taken = u64::try_from(filled.max(0) + covers_saved.max(0)).unwrap_or(0);
            ComparedOption {
                points_saved: base.objective.zip(option.objective).map(|(base, with)| base.saturating_sub(with)),
                covers_saved,
                filled,
                pence_for_each: (taken > 0 && option.pence > 0).then(|| option.pence / taken.max(1)),
                dominated,
                option,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn option(supply: u32, pence: u64, objective: i64, teachers: u32, uncovered: u32) -> SupplyOption {
        SupplyOption {
            supply,
            booked: (supply > 0).then_some(BookedPart::Day),
            pence,
            objective: Some(objective),
            proven_optimal: true,
            covers_by_teachers: teachers,
            covers_by_leaders: 0,
            covers_by_cover_staff: 0,
            covers_by_supply: 0,
            uncovered,
        }
    }

    #[test]
    fn a_booking_is_set_beside_what_it_saves() {
        let found = compare(vec![
            option(0, 0, 3_000, 6, 2),
            option(1, 21_000, 900, 3, 0),
            option(2, 42_000, 850, 3, 0),
            option(3, 63_000, 300, 0, 0),
        ]);
        let told: Vec<_> = found
            .iter()
            .map(|each| (each.points_saved, each.covers_saved, each.filled, each.pence_for_each, each.dominated))
            .collect();
        assert_eq!(
            told,
            [
                (Some(0), 0, 0, None, false),
                (Some(2_100), 3, 2, Some(4_200), false),
                (Some(2_150), 3, 2, Some(8_400), true),
                (Some(2_700), 6, 2, Some(7_875), false),
            ]
        );
        assert_eq!(compare(Vec::new()), []);
    }
}
