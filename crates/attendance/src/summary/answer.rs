//! Figures with what is needed to understand them.

use super::{Cohort, Grouping, Query, Summary};
use crate::measures::Suppression;
use school::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The figures of each group, and how they were made.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SummaryAnswer {
    /// One entry for each group.
    pub data: Vec<GroupSummary>,
    /// In the DfE's cohort: the four-year-olds, whom the DfE publishes apart. Null otherwise.
    pub four_year_olds: Option<FourYearOlds>,
    /// How the figures were made.
    pub definition: Definition,
    /// What was hidden from an audience outside the pastoral team; left out where nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub suppression: Option<Suppression>,
}

/// The figures of one group.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GroupSummary {
    /// `all`, the value that is grouped by, or `unknown`.
    #[schema(example = "7")]
    pub group: String,
    /// Pupils on roll on at least one school day of the period; grouped by code, pupils with at least one such mark.
    pub pupils: u64,
    /// The counts.
    pub summary: Summary,
    /// Pupils who missed a tenth or more of their own possible sessions among those counted here (grouped by code:
    /// among all their sessions of the period).
    pub persistent_absentees: u64,
    /// Pupils who missed half or more; they are persistent absentees too.
    pub severe_absentees: u64,
}

/// Four-year-olds: overall absence only.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, ToSchema)]
pub struct FourYearOlds {
    /// Pupils with at least one possible session.
    pub pupils: u64,
    /// Possible sessions.
    pub possible: u64,
    /// Sessions of absence.
    pub absent: u64,
    /// Absence as a fraction of possible sessions, unrounded; null when no session was possible.
    pub absence_rate: Option<f64>,
}

/// A range of days, both inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// How figures were made: nobody should have to guess why two of them differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Definition {
    /// What the rate is.
    pub measure: String,
    /// What is above the line.
    pub numerator: String,
    /// What is below the line.
    pub denominator: String,
    /// The days asked for; only sessions that have begun are counted.
    pub period: Period,
    /// Whom the figures are about.
    pub cohort: Cohort,
    /// What is grouped by.
    pub by: Grouping,
    /// Which pupils and sessions were left out.
    pub left_out: Vec<LeftOut>,
    /// Closed sessions without a mark, of all groups.
    pub missing: u64,
    /// Where the rules come from.
    pub citation: String,
}

/// Pupils and sessions that were left out for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeftOut {
    /// Why.
    pub reason: LeftOutReason,
    /// How many pupils it touched.
    pub pupils: u64,
    /// How many sessions that have begun.
    pub sessions: u64,
}

/// Why pupils or sessions are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutReason {
    /// The pupil boarded.
    Boarder,
    /// Aged under four on 31 August.
    AgedUnderFour,
    /// Aged four on 31 August: shown apart.
    AgedFour,
    /// Aged sixteen or over on 31 August.
    AgedSixteenOrOver,
    /// Aged fifteen on 31 August: the sessions after the May half-term.
    AgedFifteenAfterMayHalfTerm,
    /// First on roll after the May half-term.
    JoinedAfterMayHalfTerm,
    /// No possible session.
    NoPossibleSession,
}

impl LeftOutReason {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::Boarder,
        Self::AgedUnderFour,
        Self::AgedFour,
        Self::AgedSixteenOrOver,
        Self::AgedFifteenAfterMayHalfTerm,
        Self::JoinedAfterMayHalfTerm,
        Self::NoPossibleSession,
    ];
}

impl Definition {
    pub(super) fn of(query: &Query, left_out: Vec<LeftOut>, missing: u64) -> Self {
        Self {
            measure: "absence_rate: absence as a fraction of possible sessions, summed over pupils before dividing"
                .to_owned(),
            numerator: "sessions of authorised and unauthorised absence, by the meaning of each code on its day"
                .to_owned(),
            denominator: "possible sessions: present, approved educational activity, authorised and unauthorised \
                          absence; not D, X, Q, Y, Y1 to Y7, Z, # and sessions without a mark"
                .to_owned(),
            period: query.period,
            cohort: query.cohort,
            by: query.by,
            left_out,
            missing,
            citation: "School Attendance (Pupil Registration) (England) Regulations 2024, regulation 10; DfE, Pupil \
                       absence in schools in England: methodology"
                .to_owned(),
        }
    }
}
