//! What supply was paid.

use super::Cover;
use super::answer::{DaySpend, SupplySpend};
use crate::supply::SupplyRates;
use chrono::NaiveTime;
use school::{Date, StaffId};
use std::collections::BTreeMap;

/// What supply was paid for its covers: half a day where all of a person's day begin in one half, else a whole one. `paid` says
/// whether a person is paid by the day on a day, `afternoon` when the afternoon of a day begins. Cover that stands no longer was paid
/// for nobody.
pub fn supply_spend(
    covers: &[Cover],
    paid: impl Fn(StaffId, Date) -> bool,
    afternoon: impl Fn(Date) -> NaiveTime,
    rates: &SupplyRates,
) -> SupplySpend {
    let mut halves: BTreeMap<(Date, StaffId), (bool, bool)> = BTreeMap::new();
    for cover in covers.iter().filter(|cover| !cover.stale && paid(cover.staff_id, cover.date)) {
        let (morning, late) = halves.entry((cover.date, cover.staff_id)).or_default();
        if cover.span.starts < afternoon(cover.date) {
            *morning = true;
        } else {
            *late = true;
        }
    }
    let mut days: BTreeMap<Date, u64> = BTreeMap::new();
    for ((date, _), halves) in halves {
        let pence = if halves == (true, true) { rates.whole_day() } else { rates.half_day_pence };
        *days.entry(date).or_default() += u64::from(pence);
    }
    let days: Vec<DaySpend> = days.into_iter().map(|(date, pence)| DaySpend { date, pence }).collect();
    SupplySpend { pence: days.iter().map(|day| day.pence).sum(), days }
}

#[cfg(test)]
mod tests {
    use super::super::count::tests::{cover, person};
    use super::*;
    use crate::day::Span;
    use crate::sample::at;

    #[test]
    fn a_half_or_a_whole_day_is_paid_for_each_person_and_day() {
        let between = |number, date, from, to| Cover { span: Span::new(at(from), at(to)), ..cover(number, date, 60) };
        let covers = [
            between(1, "2026-11-02", "09:00", "10:00"),
            between(1, "2026-11-02", "11:00", "12:00"),
            between(1, "2026-11-03", "09:00", "10:00"),
            between(1, "2026-11-03", "13:10", "14:10"),
            between(2, "2026-11-03", "13:10", "14:10"),
            between(3, "2026-11-03", "13:10", "14:10"),
            Cover { stale: true, ..between(1, "2026-11-04", "09:00", "10:00") },
        ];
        let rates = SupplyRates { half_day_pence: 11_000, day_pence: 21_000, ..SupplyRates::default() };
        let found = supply_spend(&covers, |who, _| who != person(3), |_| at("12:50"), &rates);
        assert_eq!(found.pence, 11_000 + 21_000 + 11_000);
        assert_eq!(found.days.iter().map(|day| day.pence).collect::<Vec<_>>(), [11_000, 32_000]);
    }
}
