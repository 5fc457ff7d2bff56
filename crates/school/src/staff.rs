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

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffMember {
    /// The staff record.
    pub id: crate::StaffId,
    /// The academy.
    pub academy_id: crate::AcademyId,
    /// The short code the timetable uses.
    pub staff_code: String,
    /// Surname.
    pub surname: String,
    /// Forename.
    pub forename: String,
    /// Title.
    pub title: Option<String>,
    /// The post held.
    pub position: String,
    /// Email address.
    pub email: Option<String>,
    /// The subject by which the trust's identity provider knows the person.
    pub sign_in_subject: Option<String>,
    /// What the person does here.
    pub roles: Vec<Role>,
    /// Counts the changes of the record.
    pub revision: i32,
    /// When it was made.
    pub created_at: crate::Instant,
    /// When it was last changed.
    pub updated_at: crate::Instant,
}

impl StaffMember {
    /// Name and position as they stand now, for an entry that must be signed.
    pub fn signatory(&self) -> crate::Signatory {
        let name = [self.title.as_deref(), Some(&self.forename), Some(&self.surname)];
        let name = name.into_iter().flatten().collect::<Vec<_>>().join(" ");
        crate::Signatory { staff_id: self.id, name, position: self.position.clone() }
    }
}
