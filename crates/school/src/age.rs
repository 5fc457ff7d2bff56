//! Compulsory school age.

use crate::Date;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// The days on which a child is of compulsory school age (Education Act 1996 s.8): from the prescribed day (31 December,
/// 31 March or 31 August) on or after the fifth birthday to the last Friday in June of the school year in which the child
/// becomes sixteen. Both days are inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompulsorySchoolAge {
    /// The prescribed day on which it begins.
    pub begins: Date,
    /// The school leaving date.
    pub ends: Date,
}

impl CompulsorySchoolAge {
    /// For a child born on the day given.
    pub fn of(date_of_birth: Date) -> Self {
        let fifth = date_of_birth.checked_add_months(Months::new(60)).unwrap_or(Date::MAX);
        let sixteenth = date_of_birth.checked_add_months(Months::new(192)).unwrap_or(Date::MAX);
        Self { begins: prescribed_day(fifth), ends: leaving_date(sixteenth) }
    }

    /// Whether the child is of compulsory school age on `date`.
    pub fn holds_on(self, date: Date) -> bool {
        (self.begins..=self.ends).contains(&date)
    }
}

/// The first of 31 March, 31 August and 31 December that is not before `birthday`.
fn prescribed_day(birthday: Date) -> Date {
    let in_year = |month| NaiveDate::from_ymd_opt(birthday.year(), month, 31);
    [3, 8, 12].into_iter().filter_map(in_year).find(|day| *day >= birthday).unwrap_or(Date::MAX)
}

/// The last Friday in June of the school year (1 September to 31 August) that holds the sixteenth birthday.
fn leaving_date(sixteenth: Date) -> Date {
    let year = if sixteenth.month() >= 9 { sixteenth.year() + 1 } else { sixteenth.year() };
    let Some(end) = NaiveDate::from_ymd_opt(year, 6, 30) else { return Date::MAX };
    let past_friday = (7 + end.weekday().num_days_from_monday() - Weekday::Fri.num_days_from_monday()) % 7;
    end.checked_sub_days(Days::new(u64::from(past_friday))).unwrap_or(end)
}

/// Age in completed years on a day; none where the day is before the birth.
pub fn age_on(date_of_birth: Date, on: Date) -> Option<u32> {
    on.years_since(date_of_birth)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_three_prescribed_days_and_the_last_friday_in_june() {
        for (born, begins, ends) in [
            ("2021-08-31", "2026-08-31", "2037-06-26"),
            ("2021-09-01", "2026-12-31", "2038-06-25"),
            ("2021-12-31", "2026-12-31", "2038-06-25"),
            ("2022-01-01", "2027-03-31", "2038-06-25"),
            ("2022-04-01", "2027-08-31", "2038-06-25"),
            ("2010-09-01", "2015-12-31", "2027-06-25"),
        ] {
            let age = CompulsorySchoolAge::of(day(born));
            assert_eq!((age.begins, age.ends), (day(begins), day(ends)), "born {born}");
            assert!(age.holds_on(day(begins)) && age.holds_on(day(ends)));
        }
    }

    #[test]
    fn absurd_birth_dates_do_not_panic() {
        for born in [Date::MIN, Date::MAX, day("2024-02-29")] {
            let _ = CompulsorySchoolAge::of(born);
        }
    }
}
