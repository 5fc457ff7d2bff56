//! The day of the demonstration and the two academic years that it shows.

use super::calendars::calendar;
use super::feasts::{day, earlier};
use crate::Failure;
use chrono::NaiveTime;
use school::{AcademicYear, Date, Instant, Phase, Session, SessionAt, clock};

/// No holiday is longer.
const LONGEST_HOLIDAY_DAYS: u64 = 90;

/// The day and the years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    /// The day: one with school at every academy.
    pub(super) today: Date,
    /// Half past ten of that day: when the server's clock starts.
    pub(super) now: Instant,
    /// The academic year of the day.
    pub(super) year: AcademicYear,
    /// The one before.
    pub(super) last_year: AcademicYear,
}

impl Day {
    /// The day wanted, or the last one before it with school.
    pub(super) fn of(wanted: Date) -> Result<Self, Failure> {
        if !(day(2010, 1, 1)..=day(2190, 12, 31)).contains(&wanted) {
            return Err(Failure::Setting("the day of the demonstration is from 2010 to 2190".to_owned()));
        }
        let days = (0..LONGEST_HOLIDAY_DAYS).map(|back| earlier(wanted, back));
        let found = days.filter_map(|today| Some((today, AcademicYear::of(today)?))).find(|(today, year)| {
            [Phase::Secondary, Phase::Primary].iter().all(|phase| calendar(*year, *phase).is_school_day(*today))
        });
        let none = || Failure::Other("there is no school day before the day of the demonstration".to_owned());
        let (today, year) = found.ok_or_else(none)?;
        let last_year = year.previous().ok_or_else(none)?;
        Ok(Self { today, now: at(today, 10, 30), year, last_year })
    }

    /// The years, the earlier first.
    pub(super) fn years(&self) -> [AcademicYear; 2] {
        [self.last_year, self.year]
    }

    /// Whether the register of a session has been due by the day's half past ten.
    pub(super) fn has_been(&self, session: SessionAt) -> bool {
        session <= SessionAt::new(self.today, Session::Am)
    }
}

/// A time of day in an English school.
pub(super) fn at(date: Date, hour: u32, minute: u32) -> Instant {
    clock::instant_of(date, NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_without_school_becomes_the_last_one_with_school() {
        for (wanted, expected) in [
            ("2026-11-24", "2026-11-24"),
            ("2026-11-22", "2026-11-20"),
            ("2026-12-28", "2026-12-18"),
            ("2026-08-20", "2026-07-22"),
            ("2026-09-01", "2026-07-22"),
        ] {
            assert_eq!(Day::of(wanted.parse().unwrap()).unwrap().today.to_string(), expected, "{wanted}");
        }
        assert!(Day::of("1999-05-05".parse().unwrap()).is_err());
    }
}
