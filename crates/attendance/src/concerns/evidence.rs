//! What a concern rests on.

use super::{
    ApproachingEvidence, AtRiskEvidence, DueSoonEvidence, MissingMarksEvidence, NotReturnedEvidence, PartTimeEvidence,
    SicknessForecastEvidence, SuspensionEvidence,
};
use crate::{Code, summary::Period};
use school::{Date, Session};
use serde::Serialize;
use utoipa::ToSchema;

/// What a concern rests on: the shape is that of its rule.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Evidence {
    /// Of `persistent_absence` and `severe_absence`.
    Absence(AbsenceEvidence),
    /// Of `penalty_notice_threshold`.
    PenaltyNotice(PenaltyNoticeEvidence),
    /// Of `continuous_unauthorised_10_days` and `continuous_unauthorised_20_days`.
    Continuous(ContinuousEvidence),
    /// Of `sickness_15_days`.
    Sickness(SicknessEvidence),
    /// Of `reason_overdue`.
    Overdue(OverdueEvidence),
    /// Of `not_returned_after_leave`.
    NotReturned(NotReturnedEvidence),
    /// Of `suspension_sixth_day`.
    Suspension(SuspensionEvidence),
    /// Of `penalty_notice_warning`, `continuous_unauthorised_warning` and `sickness_warning`.
    Approaching(ApproachingEvidence),
    /// Of `sickness_15_days_expected`.
    SicknessForecast(SicknessForecastEvidence),
    /// Of `reason_due_soon`.
    DueSoon(DueSoonEvidence),
    /// Of `at_risk_of_persistent_absence`.
    AtRisk(AtRiskEvidence),
    /// Of `part_time_timetable_ends`.
    PartTime(PartTimeEvidence),
    /// Of `missing_marks`.
    MissingMarks(MissingMarksEvidence),
}

/// A session that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct CountedSession {
    /// The day.
    pub date: Date,
    /// Morning or afternoon.
    pub session: Session,
    /// The mark.
    pub code: Code,
}

/// Absence over the academic year so far.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AbsenceEvidence {
    /// The academic year up to the day asked for.
    pub period: Period,
    /// Sessions of absence: the numerator.
    pub absent: u64,
    /// Possible sessions: the denominator.
    pub possible: u64,
    /// Authorised among them.
    pub authorised: u64,
    /// Unauthorised among them.
    pub unauthorised: u64,
    /// Absence as a fraction of possible sessions, unrounded.
    pub absence_rate: f64,
    /// The fraction from which the rule is met: 0.1 or 0.5.
    pub threshold: f64,
    /// Sessions before the day asked for without a mark; they count as nothing.
    pub missing: u64,
    /// The sessions of absence.
    pub sessions: Vec<CountedSession>,
}

/// Unauthorised absence within ten school weeks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PenaltyNoticeEvidence {
    /// The Monday of the first and the Sunday of the last of the school weeks.
    pub period: Period,
    /// How many school weeks the window has: ten, or fewer where no calendar reaches further back.
    pub school_weeks: u64,
    /// Sessions of G, N, O and U in it.
    pub counted: u64,
    /// The number from which the rule is met.
    pub threshold: u64,
    /// The first date at which any ten school weeks held so many. It moves only when a mark is amended.
    pub first_met_on: Date,
    /// The sessions that count.
    pub sessions: Vec<CountedSession>,
}

/// An unbroken run of unauthorised absence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContinuousEvidence {
    /// From the first to the last day of the run.
    pub period: Period,
    /// Possible sessions in the run, all unauthorised.
    pub counted: u64,
    /// The number from which the rule is met: twenty sessions, ten days.
    pub threshold: u64,
    /// The sessions of the run.
    pub sessions: Vec<CountedSession>,
}

/// Illness in the academic year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SicknessEvidence {
    /// The academic year up to the day asked for.
    pub period: Period,
    /// Sessions of I.
    pub counted: u64,
    /// The number from which the rule is met: thirty sessions, fifteen days.
    pub threshold: u64,
    /// The sessions of I.
    pub sessions: Vec<CountedSession>,
}

/// Reasons that were not established in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OverdueEvidence {
    /// How many sessions still have N on or after the sixth school day that followed.
    pub counted: u64,
    /// The last day on which the earliest of them could have been replaced in time: its fifth school day after.
    pub due_on: Date,
    /// The sessions.
    pub sessions: Vec<CountedSession>,
}
