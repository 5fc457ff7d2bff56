//! The spans of days over which covers are counted for limits.

use crate::day::Done;
use chrono::Duration;
use school::timetable::CycleWeek;
use school::{Date, Week};

/// The first and the last day of a span.
type Days = (Date, Date);

/// The spans that hold a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotas {
    /// From Monday to Sunday.
    pub week: Days,
    /// Two calendar weeks, counted from the week of the first school day of the academic year.
    pub fortnight: Days,
    /// The school weeks A and B to which the day belongs: longer than a fortnight where a holiday lies between them.
    pub cycle: Days,
    /// The term.
    pub term: Days,
    /// The academic year.
    pub year: Days,
}

/// The fortnight of a day, counted from the week of the first school day of its year. The days before that are counted back.
pub fn fortnight_of(date: Date, first_school_day: Date) -> Days {
    let (monday, _) = Week::of(date).days();
    let (first, _) = Week::of(first_school_day).days();
    let begun = first + Duration::days((monday - first).num_days().div_euclid(14) * 14);
    (begun, begun + Duration::days(13))
}

/// The cycle of a day: from the Monday of its week A to the Sunday of its week B, of the school weeks that there are (`weeks`: their
/// Mondays in order, with the week of the cycle). Where the timetable knows no weeks A and B, and for a day outside the school
/// weeks, it is the calendar week.
pub fn cycle_of(date: Date, weeks: &[(Date, Option<CycleWeek>)]) -> Days {
    let own = Week::of(date).days();
    let Ok(place) = weeks.binary_search_by_key(&own.0, |(monday, _)| *monday) else { return own };
    let is = |place: Option<usize>, week: CycleWeek| {
        place.and_then(|place| weeks.get(place)).filter(|(_, its)| *its == Some(week)).map(|(monday, _)| *monday)
    };
    match weeks[place].1 {
        None => own,
        Some(CycleWeek::A) => {
            (own.0, is(Some(place + 1), CycleWeek::B).map_or(own.1, |monday| Week::of(monday).days().1))
        }
        Some(CycleWeek::B) => (is(place.checked_sub(1), CycleWeek::A).unwrap_or(own.0), own.1),
    }
}

impl Quotas {
    /// The first and the last day of all of them together.
    pub fn hull(&self) -> Days {
        let all = [self.week, self.fortnight, self.cycle, self.term, self.year];
        let (first, last) = (all.iter().map(|days| days.0).min(), all.iter().map(|days| days.1).max());
        (first.unwrap_or(self.year.0), last.unwrap_or(self.year.1))
    }

    /// Counts one cover of another day.
    pub fn count(&self, done: &mut Done, day: Date) {
        let spans = [
            (self.week, &mut done.week),
            (self.fortnight, &mut done.fortnight),
            (self.cycle, &mut done.cycle),
            (self.term, &mut done.term),
            (self.year, &mut done.year),
        ];
        for ((first, last), counted) in spans {
            if (first..=last).contains(&day) {
                *counted = counted.saturating_add(1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn days(first: &str, last: &str) -> Days {
        (day(first), day(last))
    }

    #[test]
    fn a_fortnight_is_counted_from_the_week_of_the_first_school_day() {
        // Wednesday 2 September 2026 is the first school day: its week begins on 31 August.
        let of = |date: &str| fortnight_of(day(date), day("2026-09-02"));
        assert_eq!(of("2026-09-02"), days("2026-08-31", "2026-09-13"));
        assert_eq!(of("2026-09-14"), days("2026-09-14", "2026-09-27"));
        assert_eq!(of("2026-08-30"), days("2026-08-17", "2026-08-30"), "counted back before it");
    }

    #[test]
    fn a_cycle_with_a_holiday_between_its_weeks_is_no_fortnight() {
        let weeks = [
            (day("2026-10-12"), Some(CycleWeek::B)),
            (day("2026-10-19"), Some(CycleWeek::A)),
            // Half-term from 26 October.
            (day("2026-11-02"), Some(CycleWeek::B)),
            (day("2026-11-09"), Some(CycleWeek::A)),
        ];
        let of = |date: &str| cycle_of(day(date), &weeks);
        let across = days("2026-10-19", "2026-11-08");
        assert_eq!((of("2026-10-21"), of("2026-11-06")), (across, across));
        assert_eq!(of("2026-10-12"), days("2026-10-12", "2026-10-18"), "the year began with a week B");
        assert_eq!(of("2026-11-09"), days("2026-11-09", "2026-11-15"), "and ends with a week A");
        assert_eq!(of("2026-10-28"), days("2026-10-26", "2026-11-01"), "no school");
        assert_ne!(fortnight_of(day("2026-10-21"), day("2026-09-02")), across);
        assert_eq!(cycle_of(day("2026-10-21"), &[(day("2026-10-19"), None)]), days("2026-10-19", "2026-10-25"));
    }

    #[test]
    fn a_cover_counts_in_each_span_that_holds_its_day() {
        let quotas = Quotas {
            week: days("2026-11-02", "2026-11-08"),
            fortnight: days("2026-10-26", "2026-11-08"),
            cycle: days("2026-10-19", "2026-11-08"),
            term: days("2026-09-02", "2026-12-18"),
            year: days("2026-08-01", "2027-07-31"),
        };
        let mut done = Done::default();
        for date in ["2026-11-03", "2026-10-22", "2026-09-03", "2027-01-11"] {
            quotas.count(&mut done, day(date));
        }
        assert_eq!((done.week, done.fortnight, done.cycle, done.term, done.year), (1, 1, 2, 3, 4));
        assert_eq!(quotas.hull(), days("2026-08-01", "2027-07-31"));
    }
}
