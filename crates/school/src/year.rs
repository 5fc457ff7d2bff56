//! The academic year: 1 August to 31 July.

use crate::{Date, Session, SessionAt};
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use utoipa::ToSchema;

/// Sessions in a mark sheet: two for each of at most 366 days.
pub const SESSIONS_IN_SHEET: usize = 732;

/// The academic year that begins on 1 August of the year held, written `2026-27`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "2026-27", pattern = "^[0-9]{4}-[0-9]{2}$")]
pub struct AcademicYear(i16);

/// The text is not an academic year such as `2026-27`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an academic year is written 2026-27, between 1990-91 and 2199-00")]
pub struct NotAnAcademicYear;

impl AcademicYear {
    /// The years that Rollcall keeps registers for: 1990 to 2199.
    pub const RANGE: std::ops::RangeInclusive<i16> = 1990..=2199;

    /// The academic year that begins in August of `year`, where it is one that Rollcall keeps.
    pub fn beginning_in(year: i16) -> Option<Self> {
        Self::RANGE.contains(&year).then_some(Self(year))
    }

    /// The academic year that `date` falls in, where it is one that Rollcall keeps.
    pub fn of(date: Date) -> Option<Self> {
        let year = if date.month() >= 8 { date.year() } else { date.year() - 1 };
        i16::try_from(year).ok().and_then(Self::beginning_in)
    }

    /// The calendar year in which it begins.
    pub fn start_year(self) -> i16 {
        self.0
    }

    /// 1 August.
    pub fn first_day(self) -> Date {
        NaiveDate::from_ymd_opt(i32::from(self.0), 8, 1).unwrap_or_default()
    }

    /// 31 July.
    pub fn last_day(self) -> Date {
        NaiveDate::from_ymd_opt(i32::from(self.0) + 1, 7, 31).unwrap_or_default()
    }

    /// The year before, where it is one that Rollcall keeps.
    pub fn previous(self) -> Option<Self> {
        Self::beginning_in(self.0 - 1)
    }

    /// The year after, where it is one that Rollcall keeps.
    pub fn next(self) -> Option<Self> {
        Self::beginning_in(self.0 + 1)
    }

    /// Days in the year: 365 or 366.
    pub fn days(self) -> usize {
        usize::try_from((self.last_day() - self.first_day()).num_days() + 1).unwrap_or(0)
    }

    /// The place of a session in the year's mark sheet: two a day from 1 August, morning before afternoon.
    pub fn index_of(self, at: SessionAt) -> Option<usize> {
        self.day_index(at.date).map(|day| 2 * day + usize::from(at.session == Session::Pm))
    }

    /// The number of days from 1 August to `date`, where the year holds it.
    pub fn day_index(self, date: Date) -> Option<usize> {
        (Self::of(date) == Some(self)).then(|| usize::try_from((date - self.first_day()).num_days()).ok()).flatten()
    }

    /// The session at a place in the mark sheet, where the year has it.
    pub fn session_at(self, index: usize) -> Option<SessionAt> {
        if index >= 2 * self.days() {
            return None;
        }
        let date = self.first_day().checked_add_days(Days::new(u64::try_from(index / 2).ok()?))?;
        let session = if index.is_multiple_of(2) { Session::Am } else { Session::Pm };
        Some(SessionAt { date, session })
    }
}

impl fmt::Display for AcademicYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.0, (self.0 + 1) % 100)
    }
}

impl FromStr for AcademicYear {
    type Err = NotAnAcademicYear;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let year = text
            .get(..4)
            .filter(|first| first.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|first| first.parse().ok())
            .and_then(Self::beginning_in)
            .ok_or(NotAnAcademicYear)?;
        (year.to_string() == text).then_some(year).ok_or(NotAnAcademicYear)
    }
}

impl TryFrom<String> for AcademicYear {
    type Error = NotAnAcademicYear;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<AcademicYear> for String {
    fn from(year: AcademicYear) -> Self {
        year.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_reads_and_writes_its_own_form_only() {
        assert_eq!("2026-27".parse::<AcademicYear>().unwrap().to_string(), "2026-27");
        assert_eq!("1999-00".parse::<AcademicYear>().unwrap().start_year(), 1999);
        for wrong in ["2026", "2026-28", "2026/27", "26-27", "", "1234-35", "2026-27 ", "+026-27"] {
            assert!(wrong.parse::<AcademicYear>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_session_of_a_leap_year_has_one_place() {
        let year: AcademicYear = "2027-28".parse().unwrap();
        assert_eq!(year.days(), 366);
        for index in 0..2 * year.days() {
            assert_eq!(year.index_of(year.session_at(index).unwrap()), Some(index));
        }
        assert_eq!(year.session_at(732), None);
    }
}
