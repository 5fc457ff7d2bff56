//! The periods for which a pupil can be recognised once.

use crate::summary::Period;
use school::{AcademicYear, Calendar, Date, SchoolWeeks, Week};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How long one period of a scheme is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AwardPeriod {
    /// A school week, Monday to Sunday.
    Week,
    /// From one holiday of at least a week to the next.
    HalfTerm,
    /// A term of the calendar.
    Term,
    /// The academic year.
    Year,
}

/// A gap of more calendar days between two school days is a holiday.
const HOLIDAY_DAYS: i64 = 7;

/// The period that holds a day, or the last one begun by it: from its first day to its last, or to the day where it is not over.
/// None where nothing had begun by the day.
pub fn period_of(kind: AwardPeriod, as_of: Date, weeks: &SchoolWeeks, calendar: Option<&Calendar>) -> Option<Period> {
    let whole = match kind {
        AwardPeriod::Week => {
            let week: Week = *weeks.weeks().get(weeks.last_begun_by(as_of)?)?;
            Period { from: week.monday, to: week.sunday() }
        }
        AwardPeriod::HalfTerm => half_term(as_of, weeks.days())?,
        AwardPeriod::Term => {
            let term = calendar?.terms.iter().rfind(|term| term.first_day <= as_of)?;
            Period { from: term.first_day, to: term.last_day }
        }
        AwardPeriod::Year => {
            let year = AcademicYear::of(as_of)?;
            Period { from: year.first_day(), to: year.last_day() }
        }
    };
    Some(Period { from: whole.from, to: whole.to.min(as_of) })
}

fn half_term(as_of: Date, days: &[Date]) -> Option<Period> {
    let last = days.partition_point(|day| *day <= as_of).checked_sub(1)?;
    let is_joined = |pair: &[Date]| pair.len() == 2 && (pair[1] - pair[0]).num_days() <= HOLIDAY_DAYS;
    let mut first = last;
    while first > 0 && is_joined(&days[first - 1..=first]) {
        first -= 1;
    }
    let mut end = last;
    while end + 1 < days.len() && is_joined(&days[end..=end + 1]) {
        end += 1;
    }
    Some(Period { from: days[first], to: days[end] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_ends_with_the_day_asked_for_unless_it_is_over() {
        let calendar = crate::register::examples::calendar();
        let weeks = SchoolWeeks::of([("2026-27".parse().unwrap(), &calendar)]);
        let of = |kind, day: &str| {
            let found = period_of(kind, day.parse().unwrap(), &weeks, Some(&calendar));
            found.map(|period| (period.from.to_string(), period.to.to_string()))
        };
        let days = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
        assert_eq!(of(AwardPeriod::Week, "2026-11-25"), days("2026-11-23", "2026-11-25"));
        assert_eq!(
            of(AwardPeriod::Week, "2026-10-28"),
            days("2026-10-19", "2026-10-25"),
            "half-term is no school week"
        );
        assert_eq!(of(AwardPeriod::HalfTerm, "2026-10-10"), days("2026-09-02", "2026-10-10"));
        assert_eq!(of(AwardPeriod::HalfTerm, "2026-10-28"), days("2026-09-02", "2026-10-23"));
        assert_eq!(of(AwardPeriod::HalfTerm, "2026-11-02"), days("2026-11-02", "2026-11-02"));
        assert_eq!(of(AwardPeriod::Term, "2026-12-30"), days("2026-09-02", "2026-12-18"));
        assert_eq!(of(AwardPeriod::Year, "2026-12-30"), days("2026-08-01", "2026-12-30"));
        for kind in [AwardPeriod::Week, AwardPeriod::HalfTerm, AwardPeriod::Term] {
            assert_eq!(of(kind, "2026-08-20"), None);
        }
    }
}
