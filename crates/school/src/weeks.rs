//! School weeks: Monday-to-Sunday weeks in which the academy holds at least one session.

use crate::{AcademicYear, Calendar, Date};
use chrono::{Datelike, Days};

/// One school week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Week {
    /// The Monday.
    pub monday: Date,
}

impl Week {
    /// The week that holds `date`. That a week begins on Monday is (unconfirmed) in law.
    pub fn of(date: Date) -> Self {
        let back = u64::from(date.weekday().num_days_from_monday());
        Self { monday: date.checked_sub_days(Days::new(back)).unwrap_or(date) }
    }

    /// The Sunday.
    pub fn sunday(self) -> Date {
        self.monday.checked_add_days(Days::new(6)).unwrap_or(self.monday)
    }

    /// Its first and its last day.
    pub fn days(self) -> (Date, Date) {
        (self.monday, self.sunday())
    }
}

/// The school weeks and school days of an academy over all the years whose calendars are known, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SchoolWeeks {
    weeks: Vec<Week>,
    days: Vec<Date>,
}

impl SchoolWeeks {
    /// From the calendars of any number of academic years, in any order.
    pub fn of<'a>(calendars: impl IntoIterator<Item = (AcademicYear, &'a Calendar)>) -> Self {
        let mut days: Vec<Date> = calendars
            .into_iter()
            .flat_map(|(year, calendar)| {
                year.first_day().iter_days().take(year.days()).filter(|day| calendar.is_school_day(*day))
            })
            .collect();
        days.sort_unstable();
        days.dedup();
        let mut weeks: Vec<Week> = days.iter().map(|day| Week::of(*day)).collect();
        weeks.dedup();
        Self { weeks, days }
    }

    /// All school weeks.
    pub fn weeks(&self) -> &[Week] {
        &self.weeks
    }

    /// All school days.
    pub fn days(&self) -> &[Date] {
        &self.days
    }

    /// The place of the last school week that has begun by `date`.
    pub fn last_begun_by(&self, date: Date) -> Option<usize> {
        self.weeks.partition_point(|week| week.monday <= date).checked_sub(1)
    }

    /// The first and last day of the `count` school weeks that end with the last one begun by `date`.
    pub fn window_ending(&self, date: Date, count: usize) -> Option<(Date, Date)> {
        let last = self.last_begun_by(date)?;
        let first = (last + 1).saturating_sub(count);
        Some((self.weeks[first].monday, self.weeks[last].sunday()))
    }

    /// The `count`th school day after `date`; none where the calendars known do not reach so far.
    pub fn school_day_after(&self, date: Date, count: usize) -> Option<Date> {
        let next = self.days.partition_point(|day| *day <= date);
        self.days.get(next + count.checked_sub(1)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::tests::example;

    #[test]
    fn weeks_without_a_session_are_no_school_weeks() {
        let calendar = example();
        let weeks = SchoolWeeks::of([("2026-27".parse().unwrap(), &calendar)]);
        assert_eq!(weeks.weeks().len(), 15);
        let day = |text: &str| text.parse::<Date>().unwrap();
        // Half-term from 26 October is skipped: the window of two weeks ending on 4 November reaches back to 19 October.
        assert_eq!(weeks.window_ending(day("2026-11-04"), 2), Some((day("2026-10-19"), day("2026-11-08"))));
        assert_eq!(weeks.window_ending(day("2026-09-01"), 2), Some((day("2026-08-31"), day("2026-09-06"))));
        assert_eq!(weeks.window_ending(day("2026-08-30"), 2), None);
        assert_eq!(weeks.school_day_after(day("2026-10-22"), 2), Some(day("2026-11-02")));
        assert_eq!(weeks.school_day_after(day("2026-12-17"), 6), None);
    }
}
