//! How the dates of a file are written.

use crate::rejected::Problem;
use chrono::{Datelike, NaiveDate};
use school::Date;

/// How the dates of a file are written. It is said by the sender and never guessed: 03/04/2026 is two different days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DateOrder {
    /// `YYYY-MM-DD`.
    #[default]
    Iso,
    /// `DD/MM/YYYY`.
    Uk,
}

/// Years in which a date of a school's file can lie.
const PLAUSIBLE_YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// The first year in which somebody on roll in the years that Rollcall keeps can have been born.
const FIRST_YEAR_OF_BIRTH: i32 = 1990;

impl DateOrder {
    pub(crate) fn parse(self, text: &str) -> Result<Date, Problem> {
        let [year, month, day] = self.parts(text.as_bytes()).ok_or_else(|| self.shape(text))?;
        let date = i32::try_from(year)
            .ok()
            .and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
            .ok_or_else(|| Problem::new("not_a_date", "there is no such day in the calendar"))?;
        if !PLAUSIBLE_YEARS.contains(&date.year()) {
            return Err(Problem::new("implausible_date", "the year is not between 1900 and 2199"));
        }
        Ok(date)
    }

    pub(crate) fn parse_birth(self, text: &str) -> Result<Date, Problem> {
        let date = self.parse(text)?;
        if date.year() < FIRST_YEAR_OF_BIRTH {
            return Err(Problem::new("implausible_date", "a pupil is not born before 1990"));
        }
        Ok(date)
    }

    fn parts(self, text: &[u8]) -> Option<[u32; 3]> {
        let text: &[u8; 10] = text.try_into().ok()?;
        match self {
            Self::Iso if text[4] == b'-' && text[7] == b'-' => {
                Some([number(&text[..4])?, number(&text[5..7])?, number(&text[8..])?])
            }
            Self::Uk if text[2] == b'/' && text[5] == b'/' => {
                Some([number(&text[6..])?, number(&text[3..5])?, number(&text[..2])?])
            }
            Self::Iso | Self::Uk => None,
        }
    }

    fn shape(self, text: &str) -> Problem {
        let detail = match self {
            Self::Iso if Self::Uk.parts(text.as_bytes()).is_some() => {
                "dates are written YYYY-MM-DD; whether the day or the month comes first in this one is not guessed"
            }
            Self::Iso => "dates are written YYYY-MM-DD",
            Self::Uk => "with UK dates, every date is written DD/MM/YYYY",
        };
        Problem::new("not_a_date", detail)
    }
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(order: DateOrder, text: &str) -> &'static str {
        order.parse(text).map_or_else(|problem| problem.code, |_| "good")
    }

    #[test]
    fn each_order_reads_its_own_dates_only() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 3).unwrap();
        assert_eq!(DateOrder::Iso.parse("2026-04-03"), Ok(day));
        assert_eq!(DateOrder::Uk.parse("03/04/2026"), Ok(day));
        for wrong in
            ["03/04/2026", "2026-4-3", "20260403", "2026-04-03T00:00", "2026-02-30", "", "2026-04-0é", "+026-04-03"]
        {
            assert_eq!(code(DateOrder::Iso, wrong), "not_a_date", "{wrong}");
        }
        for wrong in ["2026-04-03", "3/4/2026", "03/04/26", "31/04/2026", "04/13/2026", "03-04-2026"] {
            assert_eq!(code(DateOrder::Uk, wrong), "not_a_date", "{wrong}");
        }
    }

    #[test]
    fn absurd_years_are_refused() {
        for wrong in ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"] {
            assert_eq!(code(DateOrder::Iso, wrong), "implausible_date", "{wrong}");
        }
        assert_eq!(code(DateOrder::Iso, "1900-01-01"), "good");
        assert_eq!(DateOrder::Iso.parse_birth("1989-12-31").map_err(|problem| problem.code), Err("implausible_date"));
        assert!(DateOrder::Iso.parse_birth("1990-01-01").is_ok());
    }
}
