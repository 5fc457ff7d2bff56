//! What supply was paid.

use super::answer::{DaySpend, SupplySpend};
use crate::day::Booked;
use crate::supply::SupplyRates;
use school::Date;
use std::collections::BTreeMap;

/// A day for which somebody of supply is paid by the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SupplyDay {
    /// The day.
    pub date: Date,
    /// For what part of it they were booked, or came: what the register of agency workers books is paid whether or not they had a
    /// cover, and a cover that stands is paid whether or not anybody wrote down the booking.
    pub booked: Booked,
    /// Whether the agency books no less than whole days.
    pub whole_days: bool,
}

/// What supply was paid: half a day where all of a person's day is in one half, unless the agency books whole ones, else a whole
/// one.
pub fn supply_spend(paid: &[SupplyDay], rates: &SupplyRates) -> SupplySpend {
    let mut days: BTreeMap<Date, u64> = BTreeMap::new();
    for SupplyDay { date, booked, whole_days } in paid {
        let pence = match booked {
            Booked::No => continue,
            _ if *whole_days => rates.day_pence,
            Booked::Day => rates.whole_day(),
            Booked::Morning | Booked::Afternoon => rates.half_day_pence,
        };
        *days.entry(*date).or_default() += u64::from(pence);
    }
    let days: Vec<DaySpend> = days.into_iter().map(|(date, pence)| DaySpend { date, pence }).collect();
    SupplySpend { pence: days.iter().map(|day| day.pence).sum(), days }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_or_a_whole_day_is_paid_for_each_person_and_day() {
        let of = |date: &str, booked, whole_days| SupplyDay { date: date.parse().unwrap(), booked, whole_days };
        let paid = [
            of("2026-11-02", Booked::Morning, false),
            of("2026-11-03", Booked::Morning.with(Booked::Afternoon), false),
            of("2026-11-03", Booked::Afternoon, false),
            of("2026-11-04", Booked::Morning, true),
            of("2026-11-05", Booked::No, true),
        ];
        let rates = SupplyRates { half_day_pence: 11_000, day_pence: 21_000, ..SupplyRates::default() };
        let found = supply_spend(&paid, &rates);
        assert_eq!(found.days.iter().map(|day| day.pence).collect::<Vec<_>>(), [11_000, 32_000, 21_000]);
        assert_eq!(found.pence, 64_000);
    }
}
