//! What the regulations say of one code in one span of time.

use super::Code;
use school::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// One code with its meaning between two days. The meaning is that of the day of the session, not of the day of entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AttendanceCode {
    /// The code as it is written in the register.
    pub code: Code,
    /// What it says.
    #[schema(value_type = String, example = "Illness, physical or mental")]
    pub description: &'static str,
    /// Its heading in the regulations.
    pub category: Category,
    /// What a session with it counts as.
    pub counts_as: CountsAs,
    /// Whether the DfE counts it as late (L and U).
    pub late: bool,
    /// Whether it counts towards the national threshold for a penalty notice.
    pub penalty_notice: bool,
    /// Whether office staff may enter it ahead of the session.
    pub may_be_planned: bool,
    /// The words under which an MIS of the SIMS family counts it: its statistical meaning.
    #[schema(value_type = String, example = "Authorised Absence")]
    pub mis_statistical_meaning: &'static str,
    /// The words for where the pupil is: its physical meaning.
    #[schema(value_type = String, example = "Out for whole session")]
    pub mis_physical_meaning: &'static str,
    /// The first day of this meaning.
    pub valid_from: Date,
    /// The last day of this meaning; null while it holds.
    pub valid_to: Option<Date>,
}

impl AttendanceCode {
    /// Whether this meaning holds for sessions on `date`.
    pub fn holds_on(&self, date: Date) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|last| date <= last)
    }
}

/// The heading under which the regulations list a code (School Attendance (Pupil Registration) (England) Regulations
/// 2024, regulation 10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Attending the school.
    Attending,
    /// Attending a place other than the school for an approved educational activity.
    ApprovedEducationalActivity,
    /// Not required to attend this school in the session.
    NotRequired,
    /// Absent with leave.
    LeaveOfAbsence,
    /// Absent for another authorised reason.
    OtherAuthorised,
    /// Unable to attend because of unavoidable circumstances.
    UnableToAttend,
    /// Absent without authorisation.
    Unauthorised,
    /// Administrative: says nothing about attendance.
    Administrative,
}

/// What a session counts as in every statistic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CountsAs {
    /// Attended, in school.
    Present,
    /// Attended, at an approved educational activity.
    ApprovedEducationalActivity,
    /// Absent with authorisation.
    AuthorisedAbsence,
    /// Absent without authorisation.
    UnauthorisedAbsence,
    /// Not a possible attendance.
    NotPossible,
    /// Administrative: not a possible attendance.
    Administrative,
    /// A possible attendance that is neither attendance nor absence: X while it meant coronavirus (2020 to 2022).
    PossibleNotAbsent,
}

impl CountsAs {
    /// Whether the session is in the denominator of every rate.
    pub const fn is_possible(self) -> bool {
        !matches!(self, Self::NotPossible | Self::Administrative)
    }

    /// Whether the session is an absence.
    pub const fn is_absence(self) -> bool {
        matches!(self, Self::AuthorisedAbsence | Self::UnauthorisedAbsence)
    }
}

#[cfg(test)]
mod tests {
    use crate::code;

    #[test]
    fn a_code_has_the_fields_of_the_contract() {
        let row = code::on(code::Code::parse("C1").unwrap(), "2026-11-23".parse().unwrap()).unwrap();
        let expected = serde_json::json!({
            "code": "C1", "description": row.description, "category": "leave_of_absence",
            "counts_as": "authorised_absence", "late": false, "penalty_notice": false, "may_be_planned": true,
            "mis_statistical_meaning": "Authorised Absence", "mis_physical_meaning": "Out for whole session",
            "valid_from": "2024-08-19", "valid_to": null
        });
        assert_eq!(serde_json::to_value(row).unwrap(), expected);
    }
}
