//! Whether booking one person for several days running pays.

use school::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// What booking one person for the whole of a day comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BookedDay {
    /// The day.
    pub date: Date,
    /// What the booking costs, in pence.
    pub pence: u64,
    /// Requirements that it fills and nobody would.
    pub filled: i64,
    /// Pence that it saves in all against covering from within; below 0 where it costs more; none where no rate is set.
    pub saves_pence: Option<i64>,
    /// Points of the weighted sum that it saves, its price in it.
    pub saves_points: i64,
}

impl BookedDay {
    /// What it saves: in pence, or in points where nothing can be said of the money.
    fn saves(&self) -> i64 {
        self.saves_pence.unwrap_or(self.saves_points)
    }
}

/// A run of school days for which booking one person pays best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct BookingRun {
    /// The first day.
    pub from: Date,
    /// The last day, inside.
    pub to: Date,
    /// School days in it.
    pub days: u32,
    /// What the booking costs, in pence.
    pub pence: u64,
    /// Requirements that it fills and nobody would.
    pub filled: i64,
    /// Pence that it saves in all against covering from within; below 0 where filling what nobody takes costs more; null where no rate
    /// of cover from within is set.
    pub saves_pence: Option<i64>,
    /// Points of the weighted sum that it saves, its price in it.
    pub saves_points: i64,
}

impl BookingRun {
    fn saves(&self) -> i64 {
        self.saves_pence.unwrap_or(self.saves_points)
    }
}

/// The run of two or more days for which booking one person is worth most: first what it fills, then what it saves. It begins and
/// ends with a day that is worth it; between them days may cost. None where no such run fills or saves anything.
pub fn best_run(days: &[BookedDay]) -> Option<BookingRun> {
    let mut best: Option<BookingRun> = None;
    // The look-ahead is of two weeks: all runs are looked at.
    let pays = |filled: i64, saves: i64| filled > 0 || (filled == 0 && saves > 0);
    for (first, begin) in days.iter().enumerate().filter(|(_, day)| pays(day.filled, day.saves())) {
        let mut run = BookingRun {
            from: begin.date,
            to: begin.date,
            days: 0,
            pence: 0,
            filled: 0,
            saves_pence: begin.saves_pence.map(|_| 0),
            saves_points: 0,
        };
        for day in &days[first..] {
            run.to = day.date;
            run.days += 1;
            run.pence += day.pence;
            run.filled += day.filled;
            run.saves_pence = run.saves_pence.zip(day.saves_pence).map(|(all, more)| all + more);
            run.saves_points += day.saves_points;
            let worth = |run: &BookingRun| (run.filled, run.saves(), std::cmp::Reverse(run.days));
            let ends_well = pays(day.filled, day.saves()) && pays(run.filled, run.saves());
            if run.days >= 2 && ends_well && best.as_ref().is_none_or(|best| worth(&run) > worth(best)) {
                best = Some(run);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(of: &[(i64, i64)]) -> Vec<BookedDay> {
        let first: Date = "2026-11-23".parse().unwrap();
        let days = first.iter_days().zip(of);
        days.map(|(date, (filled, saves_pence))| BookedDay {
            date,
            pence: 20_000,
            filled: *filled,
            saves_pence: Some(*saves_pence),
            saves_points: *saves_pence / 1_000,
        })
        .collect()
    }

    #[test]
    fn a_day_that_costs_is_worth_it_between_days_that_save() {
        let run = best_run(&days(&[(0, -5_000), (0, 9_000), (0, -2_000), (0, 6_000), (0, -9_000)])).unwrap();
        let dates = (run.from.to_string(), run.to.to_string());
        assert_eq!(dates, ("2026-11-24".to_owned(), "2026-11-26".to_owned()));
        assert_eq!((run.days, run.pence, run.saves_pence), (3, 60_000, Some(13_000)));
        assert_eq!(best_run(&days(&[(0, -5_000), (0, 9_000), (0, -20_000)])), None, "one day alone is no run");
        assert_eq!(best_run(&days(&[(0, 0), (0, 0)])), None);
        let fills = best_run(&days(&[(1, -9_000), (0, -3_000), (1, -9_000), (0, 8_000)])).unwrap();
        let unpriced: Vec<BookedDay> = days(&[(0, -5_000), (0, 9_000), (0, 6_000)])
            .into_iter()
            .map(|day| BookedDay { saves_pence: None, ..day })
            .collect();
        let by_points = best_run(&unpriced).unwrap();
        assert_eq!((by_points.days, by_points.saves_pence, by_points.saves_points), (2, None, 15));
        assert_eq!((fills.days, fills.filled, fills.saves_pence), (4, 2, Some(-13_000)));
    }
}
