//! Returns to the local authority: who is to be reported, by when, with what, and what is not reported.
//!
//! School Attendance (Pupil Registration) (England) Regulations 2024, regulation 13: the local authority of the school's area
//! is told of new pupils, of deletions, of pupils who fail to attend regularly, and of those who are believed to miss fifteen
//! days through sickness.

mod absence;
mod content;
mod record;
mod roll;
mod sickness;

pub use absence::attendance_return;
pub use content::{ReturnContent, ReturnParent, missing};
pub use record::LocalAuthorityReturn;
pub use roll::{RollYear, Stayed, deletion_return, new_pupil_return};
pub use sickness::sickness_return;

use crate::{
    Code,
    concerns::{Evidence, PupilAttendance},
};
use school::{Date, PupilId, SessionAt};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use utoipa::ToSchema;

/// The law that every return rests on.
pub const CITATION: &str = "School Attendance (Pupil Registration) (England) Regulations 2024, regulation 13";
/// How many days before it is due again a return about a pupil is on the list.
const LISTED_BEFORE_DAYS: i64 = 7;

/// What is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReturnKind {
    /// A name was entered in the admission register.
    NewPupil,
    /// A name is deleted from it.
    Deletion,
    /// A pupil of compulsory school age fails to attend regularly.
    Attendance,
    /// A pupil of compulsory school age is believed to miss fifteen days through sickness.
    Sickness,
}

impl ReturnKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::NewPupil, Self::Deletion, Self::Attendance, Self::Sickness];

    /// Its name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NewPupil => "new_pupil",
            Self::Deletion => "deletion",
            Self::Attendance => "attendance",
            Self::Sickness => "sickness",
        }
    }
}

impl fmt::Display for ReturnKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no kind of return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no return of this name")]
pub struct NotAReturnKind;

impl FromStr for ReturnKind {
    type Err = NotAReturnKind;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(NotAReturnKind)
    }
}

/// Why a pupil is on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// The name was entered.
    NameEntered,
    /// The name is deleted.
    NameDeleted,
    /// Ten school days absent without authorisation without a break.
    ContinuousUnauthorisedAbsence,
    /// Fails to attend regularly: ten unauthorised sessions within ten school weeks. The regulation has no number, this one is
    /// (unconfirmed).
    IrregularAttendance,
    /// Fifteen days of illness in the academic year.
    FifteenDaysOfSickness,
    /// So much illness that fifteen days may be missed: the duty is on the belief, and this asks for a decision.
    SicknessForecast,
}

/// Why a return need not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exception {
    /// In the most junior class from the first day of the school year.
    MostJuniorClass,
    /// In the most senior class and leaving at or after the end of the last term of the school year.
    MostSeniorClass,
}

/// A return that is to be made about a pupil, or that an exception spares.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DueReturn {
    /// What is reported.
    pub kind: ReturnKind,
    /// The pupil.
    pub pupil_id: PupilId,
    /// Why.
    pub trigger: Trigger,
    /// The day on which that came about.
    pub met_on: Date,
    /// The last day on which it is in time; null while it is a forecast.
    pub due_on: Option<Date>,
    /// Whether that day has passed.
    pub overdue: bool,
    /// Why it need not be made.
    pub exception: Option<Exception>,
    /// When a return of this kind was last made about the pupil.
    pub last_sent_on: Option<Date>,
    /// The sessions that count; null for a name that was entered or deleted.
    pub evidence: Option<Evidence>,
}

/// A pupil's marks between two days in the order of their sessions, of the sessions held for the pupil.
fn marks_between(pupil: &PupilAttendance<'_>, from: Date, to: Date) -> Vec<(SessionAt, Code)> {
    let mut marks: Vec<(SessionAt, Code)> = Vec::new();
    for of_year in &pupil.years {
        let year = of_year.sheet.year();
        marks.extend(of_year.sheet.iter().filter(|(index, _)| of_year.sessions.contains(*index)).filter_map(
            |(index, code)| {
                let at = year.session_at(index)?;
                (from..=to).contains(&at.date).then_some((at, code))
            },
        ));
    }
    marks.sort_by_key(|(at, _)| *at);
    marks
}

fn days_after(day: Date, days: u8) -> Date {
    day.checked_add_days(chrono::Days::new(u64::from(days))).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_asked_for_by_its_name() {
        for kind in ReturnKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        assert_eq!("census".parse::<ReturnKind>(), Err(NotAReturnKind));
    }
}
