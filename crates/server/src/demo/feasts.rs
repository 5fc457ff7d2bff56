//! Days that move: Easter, bank holidays, the Eids.

use chrono::{Datelike, Days, Weekday};
use school::{AcademicYear, Date};

/// A day that surely exists; the first day of the calendar where it does not.
pub(super) fn day(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// `count` days later.
pub(super) fn later(date: Date, count: u64) -> Date {
    date.checked_add_days(Days::new(count)).unwrap_or(date)
}

/// `count` days earlier.
pub(super) fn earlier(date: Date, count: u64) -> Date {
    date.checked_sub_days(Days::new(count)).unwrap_or(date)
}

/// The first such weekday on or after a date.
pub(super) fn first_on_or_after(date: Date, weekday: Weekday) -> Date {
    let ahead = (7 + weekday.num_days_from_monday() - date.weekday().num_days_from_monday()) % 7;
    later(date, u64::from(ahead))
}

/// The last such weekday on or before a date.
pub(super) fn last_on_or_before(date: Date, weekday: Weekday) -> Date {
    let back = (7 + date.weekday().num_days_from_monday() - weekday.num_days_from_monday()) % 7;
    earlier(date, u64::from(back))
}

/// Easter Sunday (Gregorian calendar, Meeus, Jones and Butcher).
pub(super) fn easter(year: i32) -> Date {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = h + l - 7 * m + 114;
    day(year, u32::try_from(sum / 31).unwrap_or(4), u32::try_from(sum % 31 + 1).unwrap_or(1))
}

/// The bank holidays of England in an academic year, without the ones that were proclaimed once.
pub(super) fn bank_holidays(year: AcademicYear) -> Vec<Date> {
    let (first, second) = (i32::from(year.start_year()), i32::from(year.start_year()) + 1);
    let sunday = easter(second);
    let mut days = vec![last_on_or_before(day(first, 8, 31), Weekday::Mon)];
    days.extend(substituted([day(first, 12, 25), day(first, 12, 26)]));
    days.extend(substituted([day(second, 1, 1)]));
    days.extend([earlier(sunday, 2), later(sunday, 1)]);
    days.push(first_on_or_after(day(second, 5, 1), Weekday::Mon));
    days.push(last_on_or_before(day(second, 5, 31), Weekday::Mon));
    days
}

/// A holiday at the weekend is kept on the next weekday that is free.
fn substituted<const N: usize>(days: [Date; N]) -> Vec<Date> {
    let weekend = |date: Date| matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    let mut kept: Vec<Date> = days.iter().copied().filter(|date| !weekend(*date)).collect();
    for moved in days.into_iter().filter(|date| weekend(*date)) {
        let mut next = moved;
        while weekend(next) || kept.contains(&next) {
            next = later(next, 1);
        }
        kept.push(next);
    }
    kept.sort_unstable();
    kept
}

/// Eid al-Fitr and Eid al-Adha of an academic year by the tabular calendar; a sighted moon may differ by a day.
pub(super) fn eids(year: AcademicYear) -> Vec<Date> {
    let about = (i32::from(year.start_year()) - 622) * 33 / 32;
    let feasts = (about - 1..=about + 3).flat_map(|hijri| [islamic(hijri, 10, 1), islamic(hijri, 12, 10)]);
    feasts.filter(|date| AcademicYear::of(*date) == Some(year)).collect()
}

/// A day of the tabular Islamic calendar.
fn islamic(year: i32, month: i32, in_month: i32) -> Date {
    let days = in_month + (59 * (month - 1) + 1) / 2 + (year - 1) * 354 + (3 + 11 * year) / 30;
    Date::from_num_days_from_ce_opt(days + 227_014).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_where_the_almanac_has_it() {
        for (year, expected) in [(2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2038, "2038-04-25")]
        {
            assert_eq!(easter(year).to_string(), expected);
        }
    }

    #[test]
    fn bank_holidays_are_those_of_the_published_list() {
        let days = bank_holidays("2026-27".parse().unwrap());
        let expected = [
            "2026-08-31",
            "2026-12-25",
            "2026-12-28",
            "2027-01-01",
            "2027-03-26",
            "2027-03-29",
            "2027-05-03",
            "2027-05-31",
        ];
        assert_eq!(days.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
        let days = bank_holidays("2021-22".parse().unwrap());
        assert!(["2021-12-27", "2021-12-28", "2022-01-03"].iter().all(|day| days.contains(&day.parse().unwrap())));
    }

    #[test]
    fn the_eids_fall_where_the_tabular_calendar_has_them() {
        let days = eids("2025-26".parse().unwrap());
        assert_eq!(days.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2026-03-20", "2026-05-27"]);
    }
}
