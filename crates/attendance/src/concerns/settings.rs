//! What a school may set about the rules. The law's own numbers are no settings.

use crate::policy::PolicySettings;
use serde::Serialize;
use utoipa::ToSchema;

/// What a school has set about the rules in its attendance policy: when it wants to be warned, and the working limits that the
/// law leaves open. Each number is (unconfirmed) as anybody's law: it is local policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuleSettings {
    /// Days of illness in the academic year at which to warn, each below 15.
    pub sickness_warning_days: Vec<u16>,
    /// Days of illness before the pace of illness is projected to the end of the year.
    pub sickness_forecast_from_days: u16,
    /// Days absent without authorisation without a break at which to warn, each below 10.
    pub continuous_warning_days: Vec<u16>,
    /// Sessions of unauthorised absence in ten school weeks at which to warn, each below 10.
    pub penalty_notice_warning_sessions: Vec<u16>,
    /// School days after the penalty-notice threshold within which the decision is recorded.
    pub penalty_notice_decision_school_days: u16,
    /// School days after ten continuous days within which the attendance return is made; the law says at least monthly.
    pub attendance_return_school_days: u16,
    /// School days before a reason must be established from which it is due soon.
    pub reason_due_soon_school_days: u16,
    /// Absence in per cent of possible sessions from which a pupil is at risk of persistent absence, below 10.
    pub at_risk_absence_percent: u16,
    /// Possible sessions before any percentage is looked at.
    pub at_risk_minimum_possible: u16,
    /// School days before the end of a part-time timetable from which its end is coming.
    pub part_time_review_school_days: u16,
}

impl Default for RuleSettings {
    fn default() -> Self {
        Self {
            sickness_warning_days: vec![8, 12],
            sickness_forecast_from_days: 5,
            continuous_warning_days: vec![5, 8],
            penalty_notice_warning_sessions: vec![6, 8],
            penalty_notice_decision_school_days: 5,
            attendance_return_school_days: 5,
            reason_due_soon_school_days: 2,
            at_risk_absence_percent: 7,
            at_risk_minimum_possible: 20,
            part_time_review_school_days: 10,
        }
    }
}

impl From<&PolicySettings> for RuleSettings {
    /// What the policy says. A level at or above the law's own number warns of nothing, as the duty is there.
    fn from(policy: &PolicySettings) -> Self {
        let below = |levels: &[u8], duty: u8| {
            levels.iter().copied().filter(|level| *level < duty).map(u16::from).collect::<Vec<u16>>()
        };
        Self {
            sickness_warning_days: below(&policy.sickness_warning_days, 15),
            sickness_forecast_from_days: u16::from(policy.sickness_forecast_from_days),
            continuous_warning_days: below(&policy.continuous_warning_days, 10),
            penalty_notice_warning_sessions: below(&policy.unauthorised_warning_sessions, 10),
            penalty_notice_decision_school_days: u16::from(policy.penalty_notice.decision_within_school_days),
            attendance_return_school_days: u16::from(policy.attendance_return_school_days),
            reason_due_soon_school_days: u16::from(policy.reason_due_soon_school_days),
            at_risk_absence_percent: u16::from(policy.at_risk_absence_percent),
            at_risk_minimum_possible: policy.minimum_possible_sessions,
            part_time_review_school_days: u16::from(policy.part_time_review_school_days),
        }
    }
}

/// The highest of some levels that a count has reached.
pub(super) fn reached(levels: &[u16], count: usize) -> Option<u16> {
    levels.iter().copied().filter(|level| *level > 0 && usize::from(*level) <= count).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_that_says_nothing_is_the_cautious_one() {
        assert_eq!(RuleSettings::from(&PolicySettings::default()), RuleSettings::default());
    }

    #[test]
    fn the_highest_level_reached_counts() {
        assert_eq!(reached(&[12, 8], 7), None);
        assert_eq!(reached(&[12, 8], 13), Some(12));
        assert_eq!(reached(&[0], 13), None);
    }
}
