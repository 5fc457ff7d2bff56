//! Roles of staff.

use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

/// What a member of staff does at an academy; a person may have several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Class teacher.
    Teacher,
    /// Form tutor.
    Tutor,
    /// Head of year.
    HeadOfYear,
    /// Attendance officer.
    AttendanceOfficer,
    /// Attendance manager.
    AttendanceManager,
    /// Cover manager.
    CoverManager,
    /// Cover supervisor.
    CoverSupervisor,
    /// Designated safeguarding lead.
    SafeguardingLead,
    /// Senior leader.
    SeniorLeader,
    /// Headteacher.
    Headteacher,
    /// Human resources.
    HumanResources,
    /// Officer of the trust.
    TrustOfficer,
    /// Caseworker of another body, limited to named pupils.
    ExternalCaseworker,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 13] = [
        Self::Teacher,
        Self::Tutor,
        Self::HeadOfYear,
        Self::AttendanceOfficer,
        Self::AttendanceManager,
        Self::CoverManager,
        Self::CoverSupervisor,
        Self::SafeguardingLead,
        Self::SeniorLeader,
        Self::Headteacher,
        Self::HumanResources,
        Self::TrustOfficer,
        Self::ExternalCaseworker,
    ];

    /// The role's name in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Teacher => "teacher",
            Self::Tutor => "tutor",
            Self::HeadOfYear => "head_of_year",
            Self::AttendanceOfficer => "attendance_officer",
            Self::AttendanceManager => "attendance_manager",
            Self::CoverManager => "cover_manager",
            Self::CoverSupervisor => "cover_supervisor",
            Self::SafeguardingLead => "safeguarding_lead",
            Self::SeniorLeader => "senior_leader",
            Self::Headteacher => "headteacher",
            Self::HumanResources => "human_resources",
            Self::TrustOfficer => "trust_officer",
            Self::ExternalCaseworker => "external_caseworker",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
