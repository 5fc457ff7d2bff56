//! Which pupils need action, by which rule and why.
//!
//! Each rule is one file with one function from the timeline of a pupil to a [`Concern`]; [`Rule`]
//! lists them. A concern names the sessions that count, the numbers and the law.

mod absence;
mod continuous;
mod evidence;
mod overdue;
mod penalty_notice;
mod rule;
mod sickness;
mod timeline;

pub use evidence::{
    AbsenceEvidence, ContinuousEvidence, CountedSession, Evidence, OverdueEvidence, PenaltyNoticeEvidence,
    SicknessEvidence,
};
pub use rule::{NotARule, Rule};

use crate::MarkSheet;
use school::{Date, PupilId, SchoolWeeks, Upn, calendar::SessionSet};
use serde::Serialize;
use timeline::Timeline;
use utoipa::ToSchema;

/// A pupil who needs action under one rule.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Concern {
    /// The pupil.
    pub pupil_id: PupilId,
    /// The unique pupil number; null where it is not known.
    pub upn: Option<Upn>,
    /// The rule that is met.
    pub rule: Rule,
    /// The day on which it was met.
    pub met_on: Date,
    /// The sessions that count, and the numbers.
    pub evidence: Evidence,
    /// The law or guidance of the rule.
    #[schema(value_type = String)]
    pub citation: &'static str,
}

/// One pupil's attendance, as far as it is known, in any number of academic years.
#[derive(Debug, Clone)]
pub struct PupilAttendance<'a> {
    /// The pupil.
    pub pupil_id: PupilId,
    /// The unique pupil number.
    pub upn: Option<Upn>,
    /// Decides compulsory school age.
    pub date_of_birth: Date,
    /// Every enrolment in every academic year, in any order.
    pub years: Vec<AttendanceYear<'a>>,
}

/// The attendance of one enrolment in one academic year.
#[derive(Debug, Clone, Copy)]
pub struct AttendanceYear<'a> {
    /// The marks.
    pub sheet: &'a MarkSheet,
    /// The sessions held for the pupil's year group while on roll.
    pub sessions: SessionSet,
}

/// Every concern about a pupil that holds on `as_of`, from the marks up to and including that day, in the order of
/// [`Rule::ALL`]. `weeks` are those of the academy over all years whose calendars are known. Whether the pupil is on
/// roll on `as_of` is for the caller to know.
pub fn concerns(pupil: &PupilAttendance<'_>, weeks: &SchoolWeeks, as_of: Date) -> Vec<Concern> {
    let timeline = Timeline::of(pupil, weeks, as_of);
    Rule::ALL
        .into_iter()
        .filter_map(|rule| {
            let (met_on, evidence) = rule.find(&timeline)?;
            let citation = rule.citation();
            Some(Concern { pupil_id: pupil.pupil_id, upn: pupil.upn.clone(), rule, met_on, evidence, citation })
        })
        .collect()
}
