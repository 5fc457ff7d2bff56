//! The rules.

use super::{
    Found, absence, at_risk, continuous, due_soon, leave, missing, overdue, part_time, penalty_notice, sickness,
    suspension, timeline::Timeline,
};
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
    /// Twenty school days absent without authorisation without a break: joint enquiries before a deletion.
    #[serde(rename = "continuous_unauthorised_20_days")]
    ContinuousUnauthorised20Days,
    /// Not back within ten school days after leave.
    NotReturnedAfterLeave,
    /// Education to be provided from the sixth school day of a suspension or exclusion.
    SuspensionSixthDay,
    /// The school's own levels before ten sessions of unauthorised absence within ten school weeks.
    PenaltyNoticeWarning,
    /// The school's own levels before ten school days absent without authorisation.
    ContinuousUnauthorisedWarning,
    /// The school's own levels before fifteen days of illness.
    SicknessWarning,
    /// Fifteen days of illness to be expected at the pace of the year so far.
    #[serde(rename = "sickness_15_days_expected")]
    Sickness15DaysExpected,
    /// A reason to be established within days.
    ReasonDueSoon,
    /// Near a tenth of the possible sessions of the academic year missed.
    AtRiskOfPersistentAbsence,
    /// A part-time timetable that comes to its end.
    PartTimeTimetableEnds,
    /// Sessions that have gone by without a mark.
    MissingMarks,
}

/// Whether the law or the school says that something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A duty or a threshold of the law and the statutory guidance.
    Duty,
    /// The school's own early warning.
    Warning,
}

const METHODOLOGY: &str =
    "DfE, Working together to improve school attendance; DfE, Pupil absence in schools in England: methodology";
const PENALTY_NOTICES: &str = "Education (Penalty Notices) (England) Regulations 2007 as amended from 19 August 2024; \
                               DfE, Working together to improve school attendance: national framework for penalty notices";
const REGULATION_9: &str = "School Attendance (Pupil Registration) (England) Regulations 2024, regulation 9(1)";
const REGULATION_10: &str =
    "School Attendance (Pupil Registration) (England) Regulations 2024, regulation 10(7) to (9)";
const REGULATION_13: &str = "School Attendance (Pupil Registration) (England) Regulations 2024, regulation 13";

impl Rule {
    /// Every rule, in the order of the answers.
    pub const ALL: [Self; 17] = [
        Self::PersistentAbsence,
        Self::SevereAbsence,
        Self::PenaltyNoticeThreshold,
        Self::ContinuousUnauthorised10Days,
        Self::Sickness15Days,
        Self::ReasonOverdue,
        Self::ContinuousUnauthorised20Days,
        Self::NotReturnedAfterLeave,
        Self::SuspensionSixthDay,
        Self::PenaltyNoticeWarning,
        Self::ContinuousUnauthorisedWarning,
        Self::SicknessWarning,
        Self::Sickness15DaysExpected,
        Self::ReasonDueSoon,
        Self::AtRiskOfPersistentAbsence,
        Self::PartTimeTimetableEnds,
        Self::MissingMarks,
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
            Self::ContinuousUnauthorised20Days => "continuous_unauthorised_20_days",
            Self::NotReturnedAfterLeave => "not_returned_after_leave",
            Self::SuspensionSixthDay => "suspension_sixth_day",
            Self::PenaltyNoticeWarning => "penalty_notice_warning",
            Self::ContinuousUnauthorisedWarning => "continuous_unauthorised_warning",
            Self::SicknessWarning => "sickness_warning",
            Self::Sickness15DaysExpected => "sickness_15_days_expected",
            Self::ReasonDueSoon => "reason_due_soon",
            Self::AtRiskOfPersistentAbsence => "at_risk_of_persistent_absence",
            Self::PartTimeTimetableEnds => "part_time_timetable_ends",
            Self::MissingMarks => "missing_marks",
        }
    }

    /// Whether the law or the school says so.
    pub const fn level(self) -> Level {
        match self {
            Self::PersistentAbsence
            | Self::SevereAbsence
            | Self::PenaltyNoticeThreshold
            | Self::ContinuousUnauthorised10Days
            | Self::Sickness15Days
            | Self::ReasonOverdue
            | Self::ContinuousUnauthorised20Days
            | Self::NotReturnedAfterLeave
            | Self::SuspensionSixthDay => Level::Duty,
            Self::PenaltyNoticeWarning
            | Self::ContinuousUnauthorisedWarning
            | Self::SicknessWarning
            | Self::Sickness15DaysExpected
            | Self::ReasonDueSoon
            | Self::AtRiskOfPersistentAbsence
            | Self::PartTimeTimetableEnds
            | Self::MissingMarks => Level::Warning,
        }
    }

    /// The law or guidance it rests on.
    pub const fn citation(self) -> &'static str {
        match self {
            Self::PersistentAbsence | Self::SevereAbsence | Self::AtRiskOfPersistentAbsence => METHODOLOGY,
            Self::PenaltyNoticeThreshold | Self::PenaltyNoticeWarning => PENALTY_NOTICES,
            Self::ContinuousUnauthorised10Days
            | Self::ContinuousUnauthorisedWarning
            | Self::Sickness15Days
            | Self::SicknessWarning
            | Self::Sickness15DaysExpected => REGULATION_13,
            Self::ReasonOverdue | Self::ReasonDueSoon => REGULATION_10,
            Self::ContinuousUnauthorised20Days | Self::NotReturnedAfterLeave => REGULATION_9,
            Self::SuspensionSixthDay => {
                "Education and Inspections Act 2006 s.100 and Education Act 1996 s.19: full-time education from the \
                 sixth school day"
            }
            Self::PartTimeTimetableEnds => {
                "School Attendance (Pupil Registration) (England) Regulations 2024, regulation 11: temporary part-time \
                 education with an agreed end"
            }
            Self::MissingMarks => {
                "School Attendance (Pupil Registration) (England) Regulations 2024, regulation 10: the register is \
                 taken in every session"
            }
        }
    }

    pub(super) fn find(self, timeline: &Timeline<'_>) -> Option<Found> {
        match self {
            Self::PersistentAbsence => absence::persistent(timeline),
            Self::SevereAbsence => absence::severe(timeline),
            Self::PenaltyNoticeThreshold => penalty_notice::find(timeline),
            Self::ContinuousUnauthorised10Days => continuous::ten_days(timeline),
            Self::Sickness15Days => sickness::find(timeline),
            Self::ReasonOverdue => overdue::find(timeline),
            Self::ContinuousUnauthorised20Days => continuous::twenty_days(timeline),
            Self::NotReturnedAfterLeave => leave::find(timeline),
            Self::SuspensionSixthDay => suspension::find(timeline),
            Self::PenaltyNoticeWarning => penalty_notice::warning(timeline),
            Self::ContinuousUnauthorisedWarning => continuous::warning(timeline),
            Self::SicknessWarning => sickness::warning(timeline),
            Self::Sickness15DaysExpected => sickness::forecast(timeline),
            Self::ReasonDueSoon => due_soon::find(timeline),
            Self::AtRiskOfPersistentAbsence => at_risk::find(timeline),
            Self::PartTimeTimetableEnds => part_time::find(timeline),
            Self::MissingMarks => missing::find(timeline),
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
        for (place, rule) in Rule::ALL.into_iter().enumerate() {
            assert_eq!(rule.as_str().parse(), Ok(rule));
            assert_eq!(serde_json::to_value(rule).unwrap(), rule.as_str());
            assert_eq!(rule as usize, place, "lists go on after a pupil and a rule");
        }
    }
}
