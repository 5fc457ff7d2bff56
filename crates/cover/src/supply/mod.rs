//! What booking supply would cost against covering from within.

mod ahead;
mod recommend;

pub use ahead::{BookedDay, BookingRun, best_run};
pub use recommend::{Recommendation, RecommendedBecause, recommend};

use crate::day::Tier;
use school::{Record, Violation};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What an hour of cover from within is worth in one post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostRate {
    /// The post.
    pub tier: Tier,
    /// Pence for an hour.
    #[schema(minimum = 0, maximum = 100_000)]
    pub pence: u32,
}

/// What an academy pays for supply, and what cover from within is worth to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"half_day_pence": 11000, "day_pence": 21000}))]
pub struct SupplyRates {
    /// Pence for half a day.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub half_day_pence: u32,
    /// Pence for a whole day.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub day_pence: u32,
    /// What an hour of cover from within is worth, by post; a post that is left out costs nothing. Empty where nobody has said it:
    /// then nothing is said of the money, and options are recommended by the weighted sum.
    #[serde(default)]
    #[schema(max_items = 8)]
    pub internal_cover_pence_per_hour: Vec<PostRate>,
}

impl Default for SupplyRates {
    /// What a supply teacher costs a school for a day, agency fee included, differs by region: 210 pounds is (unconfirmed).
    fn default() -> Self {
        Self { half_day_pence: 11_000, day_pence: 21_000, internal_cover_pence_per_hour: Vec::new() }
    }
}

impl SupplyRates {
    /// Pence for a whole day: never more than two halves.
    pub fn whole_day(&self) -> u32 {
        self.day_pence.min(self.half_day_pence.saturating_mul(2))
    }

    /// What an hour in a post is worth; nothing where nobody has said it.
    pub fn hour_in(&self, tier: Tier) -> u32 {
        self.internal_cover_pence_per_hour.iter().find(|rate| rate.tier == tier).map_or(0, |rate| rate.pence)
    }

    /// Everything that is wrong with them.
    pub fn check(&self) -> Vec<Violation> {
        let mut errors = Vec::new();
        if self.day_pence < self.half_day_pence {
            let detail = "a whole day costs no less than half of one";
            errors.push(Violation::new("/day_pence", "below_half_day", detail));
        }
        for (place, rate) in self.internal_cover_pence_per_hour.iter().enumerate() {
            let at = |field: &str| format!("/internal_cover_pence_per_hour/{place}/{field}");
            if self.internal_cover_pence_per_hour[..place].iter().any(|other| other.tier == rate.tier) {
                errors.push(Violation::new(at("tier"), "repeated", "each post has one rate"));
            }
            if matches!(rate.tier, Tier::Supply | Tier::NotAsked) {
                errors.push(Violation::new(at("tier"), "not_from_within", "supply is paid by the day"));
            }
        }
        errors
    }
}

/// The rates of one academy as they are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What the rest costs from within, in pence: its minutes by the rates of its posts; null where no rate is set or there is no
    /// allocation.
    pub internal_pence: Option<i64>,
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
    /// What it costs in all, in pence: the booking and what is covered from within; null where no rate is set or there is no
    /// allocation.
    pub net_pence: Option<i64>,
    /// The weighted sum with the price of the booking in it, at the weight `supply_pence_for_point`; null where there is no allocation.
    pub net_points: Option<i64>,
    /// Points of the weighted sum that the booking saves, its price apart; null where one of the two has none.
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

/// What cover from within costs, in pence, of an allocation with so many minutes in each post; nothing is said where no rate is set. The
/// points of the weighted sum are no money: the weights put posts in an order, and price nobody.
pub fn internal_pence(minutes: &BTreeMap<Tier, u32>, rates: &SupplyRates) -> Option<i64> {
    if rates.internal_cover_pence_per_hour.is_empty() {
        return None;
    }
    let of = |(tier, minutes): (&Tier, &u32)| i64::from(*minutes) * i64::from(rates.hour_in(*tier)) / 60;
    Some(minutes.iter().map(of).sum())
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

/// Sets every option beside the first, which books nobody; so many pence weigh one point.
pub fn compare(options: Vec<SupplyOption>, pence_for_point: i64) -> Vec<ComparedOption> {
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
            let price = i64::try_from(option.pence).unwrap_or(i64::MAX) / pence_for_point.max(1);
            ComparedOption {
                net_points: option.objective.map(|points| points.saturating_add(price)),
                net_pence: option.internal_pence.map(|within| within.saturating_add_unsigned(option.pence)),
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
pub(super) mod tests {
    use super::*;

    pub(crate) fn option(supply: u32, pence: u64, objective: i64, teachers: u32, uncovered: u32) -> SupplyOption {
        SupplyOption {
            supply,
            booked: (supply > 0).then_some(BookedPart::Day),
            pence,
            objective: Some(objective),
            internal_pence: Some(objective * 100),
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
        let found = compare(
            vec![
                option(0, 0, 3_000, 6, 2),
                option(1, 21_000, 900, 3, 0),
                option(2, 42_000, 850, 3, 0),
                option(3, 63_000, 300, 0, 0),
            ],
            1_000,
        );
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
        assert_eq!(compare(Vec::new(), 1_000), []);
        assert_eq!((found[3].net_pence, found[3].net_points), (Some(63_000 + 30_000), Some(63 + 300)));
    }

    #[test]
    fn cover_from_within_costs_its_hours_and_nothing_is_said_without_a_rate() {
        let minutes = BTreeMap::from([(Tier::Teacher, 120), (Tier::CoverSupervisor, 60), (Tier::Leader, 30)]);
        let rate = |tier, pence| PostRate { tier, pence };
        let none = SupplyRates::default();
        assert_eq!(internal_pence(&minutes, &none), None);
        let said = SupplyRates {
            internal_cover_pence_per_hour: vec![rate(Tier::Teacher, 3_500), rate(Tier::Leader, 5_000)],
            ..SupplyRates::default()
        };
        assert_eq!(internal_pence(&minutes, &said), Some(7_000 + 2_500));
        assert_eq!(internal_pence(&BTreeMap::new(), &said), Some(0));
        let wrong = SupplyRates {
            half_day_pence: 30_000,
            internal_cover_pence_per_hour: vec![rate(Tier::Teacher, 1), rate(Tier::Teacher, 2), rate(Tier::Supply, 3)],
            ..said
        };
        let codes: Vec<String> = wrong.check().into_iter().map(|each| each.code).collect();
        assert_eq!(codes, ["below_half_day", "repeated", "not_from_within"]);
    }
}
