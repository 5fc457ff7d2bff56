//! What depends on the order of sessions: the ten-school-week window and the runs without a break.

use super::PupilYear;
use crate::concerns::{SCHOOL_WEEKS_IN_WINDOW, SESSIONS_IN_WINDOW};
use chrono::Months;
use school::{AcademicYear, CompulsorySchoolAge, Date, SESSIONS_IN_SHEET, SchoolWeeks, calendar::SessionSet};
use std::ops::RangeInclusive;

/// Places remembered: a power of two not below the sessions in a window.
const REMEMBERED: usize = 16;

const _: () = assert!(SESSIONS_IN_WINDOW <= REMEMBERED);

/// What windows and runs are judged by.
#[derive(Debug, Clone)]
pub(super) struct Order {
    year: AcademicYear,
    /// Who was born on these days is of compulsory school age all year: most pupils, who need no further arithmetic.
    of_age: RangeInclusive<Date>,
    /// The sessions of the ten school weeks that end with the last one begun by the day asked for.
    window: SessionSet,
    /// Of each day of the year: the first place of the ten school weeks that end with its own.
    window_from: Vec<usize>,
}

impl Order {
    pub(super) fn new(year: AcademicYear, weeks: &SchoolWeeks, as_of: Date) -> Self {
        let from = |date: Date| match weeks.window_ending(date, SCHOOL_WEEKS_IN_WINDOW) {
            Some((monday, _)) => place_of_day(year, monday),
            None => SESSIONS_IN_SHEET,
        };
        let window_from = year.first_day().iter_days().take(year.days()).map(from).collect();
        let window = SessionSet::between(from(as_of), SESSIONS_IN_SHEET);
        Self { year, of_age: of_age_all_year(year), window, window_from }
    }

    /// Fills in what the order of a pupil's sessions says.
    pub(super) fn judge(
        &self,
        possible: &SessionSet,
        unauthorised: &SessionSet,
        date_of_birth: Date,
        counted: &mut PupilYear,
    ) {
        let mut unauthorised = *unauthorised;
        if !self.of_age.contains(&date_of_birth) {
            unauthorised = unauthorised.and(&self.of_compulsory_age(date_of_birth));
        }
        counted.in_window = unauthorised.and(&self.window).len() as u16;
        if let Some(place) = self.first_met(&unauthorised) {
            counted.first_met = place as u16;
        }
        (counted.run, counted.longest_run) = runs(&unauthorised, &possible.without(&unauthorised));
    }

    fn of_compulsory_age(&self, date_of_birth: Date) -> SessionSet {
        let age = CompulsorySchoolAge::of(date_of_birth);
        let end = age.ends.succ_opt().map_or(SESSIONS_IN_SHEET, |day| place_of_day(self.year, day));
        SessionSet::between(place_of_day(self.year, age.begins), end)
    }

    /// The place of the first session whose ninth before it lies in the ten school weeks that end with its own.
    fn first_met(&self, unauthorised: &SessionSet) -> Option<usize> {
        let mut last = [0; REMEMBERED];
        for (seen, place) in unauthorised.iter().enumerate() {
            last[seen % REMEMBERED] = place;
            let Some(ninth_before) = (seen + 1).checked_sub(SESSIONS_IN_WINDOW) else { continue };
            let from = self.window_from.get(place / 2).copied().unwrap_or(SESSIONS_IN_SHEET);
            if last[ninth_before % REMEMBERED] >= from {
                return Some(place);
            }
        }
        None
    }
}

/// Birth dates of pupils who are of compulsory school age on every day of a year: it begins less than ten months after
/// the fifth birthday, and does not end before the summer after the sixteenth. A few more pupils than these are too;
/// they are looked at one by one.
fn of_age_all_year(year: AcademicYear) -> RangeInclusive<Date> {
    let months = |date: Date, months: u32| date.checked_sub_months(Months::new(months));
    match (months(year.last_day(), 16 * 12 - 2), months(year.first_day(), 5 * 12 + 10)) {
        (Some(first), Some(last)) => first..=last,
        _ => Date::MAX..=Date::MIN,
    }
}

/// The place of the first session of a day; the nearest place for a day outside the year.
fn place_of_day(year: AcademicYear, date: Date) -> usize {
    match year.day_index(date) {
        Some(day) => 2 * day,
        None if date < year.first_day() => 0,
        None => SESSIONS_IN_SHEET,
    }
}

/// Unauthorised sessions with none of the other possible ones between them: the last run and the longest.
fn runs(unauthorised: &SessionSet, others: &SessionSet) -> (u16, u16) {
    let (mut run, mut longest) = (0, 0);
    for (unauthorised, others) in unauthorised.words().iter().zip(others.words()) {
        let (mut rest, mut passed) = (*unauthorised, 0);
        while rest != 0 {
            let lowest = rest & rest.wrapping_neg();
            let broken = others & (lowest - 1) & !passed != 0;
            run = if broken { 1 } else { run + 1 };
            longest = longest.max(run);
            passed = lowest | (lowest - 1);
            rest ^= lowest;
        }
        run = if others & !passed == 0 { run } else { 0 };
    }
    (run, longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_needs_no_arithmetic_is_of_age_all_year() {
        for start in 2015..2030 {
            let year = AcademicYear::beginning_in(start).unwrap();
            let days = of_age_all_year(year);
            assert!(days.end().years_since(*days.start()) >= Some(9));
            for born in days.start().iter_days().take_while(|day| days.contains(day)) {
                let age = CompulsorySchoolAge::of(born);
                assert!(age.holds_on(year.first_day()) && age.holds_on(year.last_day()), "born {born}");
            }
        }
    }
}
