//! Which pupils and sessions a figure is about.

use super::{EnrolmentYear, LeftOutReason, PupilRecord};
use chrono::{Datelike, Days};
use school::{AcademicYear, Date, age};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which pupils and sessions a figure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cohort {
    /// Every pupil on roll who does not board, of any age.
    #[default]
    OnRoll,
    /// The cohort of the DfE's statistics: aged 5 to 15 on 31 August, no boarders, at least one possible session,
    /// 15-year-olds up to the May half-term, pupils who joined after it left out, four-year-olds apart.
    Dfe,
}

/// What the DfE's cohort makes of one enrolment in one year.
pub(super) enum Standing {
    Counted,
    /// Counted up to this day, exclusive.
    CountedBefore(Date),
    FourYearOld,
    LeftOut(LeftOutReason),
}

/// The age is that on 31 August at the start of the academic year.
pub(super) fn standing(pupil: &PupilRecord<'_>, enrolment: &EnrolmentYear<'_>) -> Standing {
    let year = enrolment.so_far.year();
    let second_half = enrolment.so_far.summer_second_half();
    let age = year.first_day().with_day(31).and_then(|day| age::age_on(pupil.date_of_birth, day));
    match age {
        Some(5..=15) if (second_half..=year.last_day()).contains(&enrolment.starting_day) => {
            Standing::LeftOut(LeftOutReason::JoinedAfterMayHalfTerm)
        }
        Some(15) => Standing::CountedBefore(second_half),
        Some(5..=14) => Standing::Counted,
        Some(4) => Standing::FourYearOld,
        Some(16..) => Standing::LeftOut(LeftOutReason::AgedSixteenOrOver),
        _ => Standing::LeftOut(LeftOutReason::AgedUnderFour),
    }
}

/// The nominal first day of the second half of the summer term in the School Census: the spring bank holiday, the last
/// Monday in May. (In 2012 and 2022 the holiday itself was moved to June.)
pub fn summer_second_half(year: AcademicYear) -> Date {
    let Some(end) = Date::from_ymd_opt(i32::from(year.start_year()) + 1, 5, 31) else { return year.last_day() };
    end.checked_sub_days(Days::new(u64::from(end.weekday().num_days_from_monday()))).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_half_begins_on_the_last_monday_in_may() {
        for (year, day) in [("2025-26", "2026-05-25"), ("2026-27", "2027-05-31"), ("2020-21", "2021-05-31")] {
            assert_eq!(summer_second_half(year.parse().unwrap()).to_string(), day);
        }
    }
}
