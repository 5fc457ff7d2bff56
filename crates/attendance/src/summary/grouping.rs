//! What is summarised, and by what.

use super::{Cohort, Period, YearSoFar};
use crate::MarkSheet;
use school::{AcademicYear, Date, calendar::SessionSet};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use utoipa::ToSchema;

/// What pupils or sessions are grouped by. A characteristic is the one held on the day of the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// One group, `all`.
    #[default]
    None,
    /// `-2` to `14`.
    YearGroup,
    /// The name of the registration group.
    RegistrationGroup,
    /// `F` or `M`.
    Sex,
    /// `true` or `false`.
    FreeSchoolMeals,
    /// `true` or `false`.
    PupilPremium,
    /// `none`, `support` or `ehcp`.
    SenStatus,
    /// The ethnicity code.
    Ethnicity,
    /// `mon` to `sun`.
    Weekday,
    /// The Monday of the week.
    Week,
    /// The code of the mark; `unknown` holds the sessions without one.
    Code,
}

impl Grouping {
    /// Every grouping.
    pub const ALL: [Self; 11] = [
        Self::None,
        Self::YearGroup,
        Self::RegistrationGroup,
        Self::Sex,
        Self::FreeSchoolMeals,
        Self::PupilPremium,
        Self::SenStatus,
        Self::Ethnicity,
        Self::Weekday,
        Self::Week,
        Self::Code,
    ];

    /// Its name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::YearGroup => "year_group",
            Self::RegistrationGroup => "registration_group",
            Self::Sex => "sex",
            Self::FreeSchoolMeals => "free_school_meals",
            Self::PupilPremium => "pupil_premium",
            Self::SenStatus => "sen_status",
            Self::Ethnicity => "ethnicity",
            Self::Weekday => "weekday",
            Self::Week => "week",
            Self::Code => "code",
        }
    }
}

impl fmt::Display for Grouping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no grouping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("figures are not grouped by this")]
pub struct NotAGrouping;

impl FromStr for Grouping {
    type Err = NotAGrouping;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|grouping| grouping.as_str() == text).ok_or(NotAGrouping)
    }
}

/// Something held between two days, both inside; an open end is still held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held<T> {
    /// The first day.
    pub first_day: Date,
    /// The last day.
    pub last_day: Option<Date>,
    /// What is held.
    pub value: T,
}

impl<T> Held<T> {
    /// The sessions of a year on the days that it is held.
    pub fn sessions(&self, year: AcademicYear) -> SessionSet {
        super::groups::held_sessions(self, year)
    }
}

/// One pupil of one academy with everything a summary counts.
#[derive(Debug, Clone)]
pub struct PupilRecord<'a> {
    /// Decides the DfE's cohort.
    pub date_of_birth: Date,
    /// Every enrolment of the pupil in every academic year that the period touches.
    pub years: Vec<EnrolmentYear<'a>>,
    /// When the pupil boarded.
    pub boarding: Vec<Held<()>>,
    /// The values of the characteristic that is grouped by, in any order; where two overlap, the first counts. Days
    /// without a value, and values of none, are the group `unknown`. Empty for other groupings.
    pub values: Vec<Held<Option<String>>>,
}

impl PupilRecord<'_> {
    /// The sessions of the period that have not begun, those of a boarder left out as every figure leaves them out.
    pub fn remaining(&self) -> u64 {
        let of_year = |enrolment: &EnrolmentYear<'_>| {
            let mut left = enrolment.sessions.without(enrolment.so_far.begun());
            for boarding in &self.boarding {
                left = left.without(&boarding.sessions(enrolment.so_far.year()));
            }
            left.len() as u64
        };
        self.years.iter().map(of_year).sum()
    }
}

/// One enrolment in one academic year.
#[derive(Debug, Clone)]
pub struct EnrolmentYear<'a> {
    /// Its marks.
    pub sheet: &'a MarkSheet,
    /// The sessions of the period that are held for the pupil's year group while on roll, begun or not.
    pub sessions: SessionSet,
    /// The first day on roll.
    pub starting_day: Date,
    /// How much of the year the academy has behind it; of the same academic year as the sheet.
    pub so_far: &'a YearSoFar,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Query {
    /// The days.
    pub period: Period,
    /// What is grouped by.
    pub by: Grouping,
    /// Whom it is about.
    pub cohort: Cohort,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grouping_is_asked_for_by_its_name() {
        for grouping in Grouping::ALL {
            assert_eq!(grouping.as_str().parse(), Ok(grouping));
            assert_eq!(serde_json::to_value(grouping).unwrap(), grouping.as_str());
        }
        assert_eq!("surname".parse::<Grouping>(), Err(NotAGrouping));
    }
}
