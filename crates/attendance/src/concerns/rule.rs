//! The rules.

use super::{Evidence, absence, continuous, overdue, penalty_notice, sickness, timeline::Timeline};
use school::Date;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use utoipa::ToSchema;

/// A rule under which a pupil needs action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A tenth or more of the pupil's possible sessions of the academic year missed.
    PersistentAbsence,
    /// Half or more of them missed.
    SevereAbsence,
    /// Ten sessions of unauthorised absence within ten school weeks.
    PenaltyNoticeThreshold,
    /// Ten school days absent without authorisation without a break.
    #[serde(rename = "continuous_unauthorised_10_days")]
    ContinuousUnauthorised10Days,
    /// Fifteen days of illness in the academic year.
    #[serde(rename = "sickness_15_days")]
    Sickness15Days,
    /// A reason not established within five school days.
    ReasonOverdue,
}

impl Rule {
    /// Every rule, in the order of the answers.
    pub const ALL: [Self; 6] = [
        Self::PersistentAbsence,
        Self::SevereAbsence,
        Self::PenaltyNoticeThreshold,
        Self::ContinuousUnauthorised10Days,
        Self::Sickness15Days,
        Self::ReasonOverdue,
    ];

    /// Its name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PersistentAbsence => "persistent_absence",
            Self::SevereAbsence => "severe_absence",
            Self::PenaltyNoticeThreshold => "penalty_notice_threshold",
            Self::ContinuousUnauthorised10Days => "continuous_unauthorised_10_days",
            Self::Sickness15Days => "sickness_15_days",
            Self::ReasonOverdue => "reason_overdue",
        }
    }

    /// The law or guidance it rests on.
    pub const fn citation(self) -> &'static str {
        match self {
            Self::PersistentAbsence | Self::SevereAbsence => {
                "DfE, Working together to improve school attendance; DfE, Pupil absence in schools in England: methodology"
            }
            Self::PenaltyNoticeThreshold => {
                "Education (Penalty Notices) (England) Regulations 2007 as amended from 19 August 2024; DfE, Working \
                 together to improve school attendance: national framework for penalty notices"
            }
            Self::ContinuousUnauthorised10Days | Self::Sickness15Days => {
                "School Attendance (Pupil Registration) (England) Regulations 2024, regulation 13"
            }
            Self::ReasonOverdue => {
                "School Attendance (Pupil Registration) (England) Regulations 2024, regulation 10(7) to (9)"
            }
        }
    }

    pub(super) fn find(self, timeline: &Timeline<'_>) -> Option<(Date, Evidence)> {
        match self {
            Self::PersistentAbsence => absence::persistent(timeline),
            Self::SevereAbsence => absence::severe(timeline),
            Self::PenaltyNoticeThreshold => penalty_notice::find(timeline),
            Self::ContinuousUnauthorised10Days => continuous::find(timeline),
            Self::Sickness15Days => sickness::find(timeline),
            Self::ReasonOverdue => overdue::find(timeline),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule of this name")]
pub struct NotARule;

impl FromStr for Rule {
    type Err = NotARule;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|rule| rule.as_str() == text).ok_or(NotARule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_asked_for_by_its_name() {
        for rule in Rule::ALL {
            assert_eq!(rule.as_str().parse(), Ok(rule));
            assert_eq!(serde_json::to_value(rule).unwrap(), rule.as_str());
        }
    }
}
