//! One scope of a client.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use utoipa::ToSchema;

/// What a client program may be allowed to do, by domain (OAuth 2 scope).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
pub enum Scope {
    /// Read academies, calendars, pupils, contacts, staff and groups.
    #[serde(rename = "roll:read")]
    RollRead,
    /// Write academies, calendars, pupils, contacts, staff and groups.
    #[serde(rename = "roll:write")]
    RollWrite,
    /// Read registers, marks and figures.
    #[serde(rename = "attendance:read")]
    AttendanceRead,
    /// Take registers, amend marks, plan absences.
    #[serde(rename = "attendance:write")]
    AttendanceWrite,
    /// Read attendance casework.
    #[serde(rename = "casework:read")]
    CaseworkRead,
    /// Write attendance casework.
    #[serde(rename = "casework:write")]
    CaseworkWrite,
    /// Read safeguarding records.
    #[serde(rename = "safeguarding:read")]
    SafeguardingRead,
    /// Write safeguarding records.
    #[serde(rename = "safeguarding:write")]
    SafeguardingWrite,
    /// Read staff absence and cover.
    #[serde(rename = "cover:read")]
    CoverRead,
    /// Write staff absence and cover.
    #[serde(rename = "cover:write")]
    CoverWrite,
    /// Read letters, requests and complaints.
    #[serde(rename = "correspondence:read")]
    CorrespondenceRead,
    /// Write letters, requests and complaints.
    #[serde(rename = "correspondence:write")]
    CorrespondenceWrite,
    /// Read the event log and administer the system.
    #[serde(rename = "admin")]
    Admin,
}

/// The text is not the name of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no scope of this name")]
pub struct UnknownScope;

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 13] = [
        Self::RollRead,
        Self::RollWrite,
        Self::AttendanceRead,
        Self::AttendanceWrite,
        Self::CaseworkRead,
        Self::CaseworkWrite,
        Self::SafeguardingRead,
        Self::SafeguardingWrite,
        Self::CoverRead,
        Self::CoverWrite,
        Self::CorrespondenceRead,
        Self::CorrespondenceWrite,
        Self::Admin,
    ];

    /// The scope's name in tokens.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RollRead => "roll:read",
            Self::RollWrite => "roll:write",
            Self::AttendanceRead => "attendance:read",
            Self::AttendanceWrite => "attendance:write",
            Self::CaseworkRead => "casework:read",
            Self::CaseworkWrite => "casework:write",
            Self::SafeguardingRead => "safeguarding:read",
            Self::SafeguardingWrite => "safeguarding:write",
            Self::CoverRead => "cover:read",
            Self::CoverWrite => "cover:write",
            Self::CorrespondenceRead => "correspondence:read",
            Self::CorrespondenceWrite => "correspondence:write",
            Self::Admin => "admin",
        }
    }

    /// What the scope opens, for the documentation of the API.
    pub fn description(self) -> &'static str {
        match self {
            Self::RollRead => "Read academies, calendars, pupils, contacts, staff and groups",
            Self::RollWrite => "Write academies, calendars, pupils, contacts, staff and groups",
            Self::AttendanceRead => "Read registers, marks and figures",
            Self::AttendanceWrite => "Take registers, amend marks and plan absences",
            Self::CaseworkRead => "Read attendance casework",
            Self::CaseworkWrite => "Write attendance casework",
            Self::SafeguardingRead => "Read safeguarding records",
            Self::SafeguardingWrite => "Write safeguarding records",
            Self::CoverRead => "Read staff absence and cover",
            Self::CoverWrite => "Write staff absence and cover",
            Self::CorrespondenceRead => "Read letters, requests and complaints",
            Self::CorrespondenceWrite => "Write letters, requests and complaints",
            Self::Admin => "Read the event log and administer the system",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Scope {
    type Err = UnknownScope;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text).ok_or(UnknownScope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_reads_and_writes_its_own_name() {
        for scope in Scope::ALL {
            assert_eq!(scope.as_str().parse(), Ok(scope));
            assert_eq!(serde_json::to_value(scope).unwrap(), scope.as_str());
        }
        for wrong in ["", "ROLL:READ", "roll", "roll:read ", "roll:delete", "*"] {
            assert_eq!(wrong.parse::<Scope>(), Err(UnknownScope), "{wrong}");
        }
    }
}
