//! Which pupils need action, by which rule and why.
//!
//! Each rule is one file with one function from the timeline of a pupil to what was [`Found`]; [`Rule`] lists them.
//! A concern names the sessions that count, the numbers and the law, the day on which it was met and the day by which
//! something is due. [`explain()`] says the same in words, whether a rule is met or not.

mod absence;
mod approaching;
mod at_risk;
mod circumstances;
mod continuous;
mod due_soon;
mod evidence;
mod explain;
mod found;
mod leave;
mod missing;
mod overdue;
mod part_time;
mod penalty_notice;
mod rule;
mod screen;
mod settings;
mod sickness;
mod suspension;
mod timeline;

pub use approaching::ApproachingEvidence;
pub use at_risk::{AtRiskEvidence, Prospect, prospect, prospect_from};
pub use circumstances::Circumstances;
pub use due_soon::DueSoonEvidence;
pub use evidence::{
    AbsenceEvidence, ContinuousEvidence, CountedSession, Evidence, OverdueEvidence, PenaltyNoticeEvidence,
    SicknessEvidence,
};
pub use explain::{Explanation, explain};
pub use leave::NotReturnedEvidence;
pub use missing::MissingMarksEvidence;
pub use part_time::PartTimeEvidence;
pub(crate) use penalty_notice::{SCHOOL_WEEKS as SCHOOL_WEEKS_IN_WINDOW, SESSIONS as SESSIONS_IN_WINDOW};
pub use rule::{Level, NotARule, Rule};
pub use screen::Screen;
pub use settings::RuleSettings;
pub use sickness::SicknessForecastEvidence;
pub use suspension::SuspensionEvidence;
pub(crate) use timeline::unauthorised as is_unauthorised;

use crate::MarkSheet;
use found::Found;
use school::{Date, PupilId, SchoolWeeks, Upn, calendar::SessionSet};
use serde::{Deserialize, Serialize};
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
    /// Whether it is met, or was and is no longer since a mark was amended.
    pub status: Status,
    /// The day on which it was met.
    pub met_on: Date,
    /// The day by which something is due; null where no day is laid down.
    pub due_on: Option<Date>,
    /// The day on which an amendment undid it; null while it is met.
    pub undone_on: Option<Date>,
    /// The sessions that count, and the numbers.
    pub evidence: Evidence,
    /// The law or guidance of the rule.
    #[schema(value_type = String)]
    pub citation: &'static str,
}

/// Whether a rule is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It holds.
    #[default]
    Met,
    /// It held until a mark was amended.
    NoLongerMet,
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
    /// The sessions held for the pupil's year group while on roll, in the whole year.
    pub sessions: SessionSet,
}

/// A pupil asked about on a day, with all that rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The pupil and the marks.
    pub pupil: &'a PupilAttendance<'a>,
    /// What is known beside the marks.
    pub beside: &'a Circumstances<'a>,
    /// The school weeks of the academy over all years whose calendars are known.
    pub weeks: &'a SchoolWeeks,
    /// What the school has set.
    pub settings: &'a RuleSettings,
    /// The day: marks up to and including it count.
    pub as_of: Date,
}

/// Every duty and threshold of the law that holds for a pupil on `as_of`, from the marks alone, in the order of
/// [`Rule::ALL`]. Whether the pupil is on roll on `as_of` is for the caller to know.
pub fn concerns(pupil: &PupilAttendance<'_>, weeks: &SchoolWeeks, as_of: Date) -> Vec<Concern> {
    let (beside, settings) = (Circumstances::default(), RuleSettings::default());
    let asked = Asked { pupil, beside: &beside, weeks, settings: &settings, as_of };
    concerns_of(&asked, |rule| rule.level() == Level::Duty)
}

/// Three numbers of a pupil on the day asked for: sessions of unauthorised absence in the ten school weeks, those in a row
/// with which the possible sessions end, and sessions of illness in the academic year.
pub(crate) fn figures(asked: &Asked<'_>) -> [u64; 3] {
    let timeline = Timeline::of(asked);
    let all = penalty_notice::counting(&timeline);
    let in_window = penalty_notice::window(&timeline, &all).map_or(0, |window| window.sessions.len());
    [in_window, continuous::run(&timeline).len(), sickness::sessions(&timeline).len()].map(|number| number as u64)
}

/// Every concern under the rules that are wanted, in the order of [`Rule::ALL`].
pub fn concerns_of(asked: &Asked<'_>, wanted: impl Fn(Rule) -> bool) -> Vec<Concern> {
    let timeline = Timeline::of(asked);
    let rules = Rule::ALL.into_iter().filter(|rule| wanted(*rule));
    rules.filter_map(|rule| Some(concern(asked.pupil, rule, rule.find(&timeline)?))).collect()
}

fn concern(pupil: &PupilAttendance<'_>, rule: Rule, found: Found) -> Concern {
    let Found { met_on, due_on, evidence } = found;
    Concern {
        pupil_id: pupil.pupil_id,
        upn: pupil.upn.clone(),
        rule,
        status: Status::Met,
        met_on,
        due_on,
        undone_on: None,
        evidence,
        citation: rule.citation(),
    }
}
