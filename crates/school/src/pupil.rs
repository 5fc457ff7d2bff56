//! A pupil's standing on the roll.

use crate::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Legal sex as the admission register has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub enum Sex {
    /// Female.
    F,
    /// Male.
    M,
}

/// The kind of registration (School Census enrolment status).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EnrolmentKind {
    /// Registered here only, or here in the main.
    #[default]
    Main,
    /// Dually registered, mainly elsewhere.
    Subsidiary,
    /// Attends some sessions without being registered.
    Guest,
}

/// Special educational needs provision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SenStatus {
    /// None.
    #[default]
    None,
    /// SEN support.
    Support,
    /// Education, health and care plan.
    Ehcp,
}

/// The year groups that Rollcall knows: -2 the first nursery year, -1 nursery, 0 reception, 1 to 14.
pub const YEAR_GROUPS: std::ops::RangeInclusive<i16> = -2..=14;

/// The ground on which a name is deleted from the admission register: the closed list of regulation 9(1) of the School
/// Attendance (Pupil Registration) (England) Regulations 2024. The letters after (e) are (unconfirmed); the substance is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeletionGround {
    /// (a) Registered at another school.
    RegisteredElsewhere,
    /// (b) Nursery education finished.
    NurseryFinished,
    /// (c) Dually registered, not expected back, the other schools consent.
    DualRegistrationEnded,
    /// (d) A school attendance order was changed to name another school.
    OrderAmended,
    /// (e) A school attendance order was revoked: suitable education otherwise.
    OrderRevoked,
    /// (f) The parent wrote that the pupil is educated otherwise than at school.
    ElectiveHomeEducation,
    /// (g) Lives too far away and is not expected back.
    MovedAway,
    /// (h) Not returned within ten school days of the end of leave.
    NotReturnedAfterLeave,
    /// (i) Absent without authorisation for twenty school days.
    ContinuousAbsence,
    /// (j) Detained for four months or more.
    Detained,
    /// (k) Died.
    Died,
    /// (l) Over compulsory school age and leaving.
    OverCompulsoryAge,
    /// (m) Boarding fees unpaid.
    FeesUnpaid,
    /// (n) Permanently excluded, the review being over.
    PermanentlyExcluded,
    /// Regulation 9(3): not of compulsory school age and ceased to attend.
    CeasedUnderAge,
}

/// The days between which a pupil is on the roll; the last day is inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    /// The first day on roll (regulation 3: the starting day).
    pub starting_day: Date,
    /// The last day on roll, none while it is open.
    pub leaving_day: Option<Date>,
}

impl Stay {
    /// Whether the pupil is on roll on `date`.
    pub fn holds_on(self, date: Date) -> bool {
        self.starting_day <= date && self.leaving_day.is_none_or(|last| date <= last)
    }

    /// Whether two stays share a day.
    pub fn overlaps(self, other: Self) -> bool {
        self.leaving_day.is_none_or(|last| other.starting_day <= last)
            && other.leaving_day.is_none_or(|last| self.starting_day <= last)
    }
}
