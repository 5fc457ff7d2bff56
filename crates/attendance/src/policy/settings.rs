//! What an attendance policy sets.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an attendance policy sets. A setting that is left out has the default shown, which is the cautious one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PolicySettings {
    /// How many minutes each register is open: at most 30, the same in every session.
    #[schema(minimum = 1, maximum = 30)]
    pub register_open_minutes: u8,
    /// The local time by which the parents of pupils with N have been asked for the reason.
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "10:00")]
    pub reason_chase_time: String,
    /// The shortest reason of an amendment, in characters.
    #[schema(minimum = 3, maximum = 100)]
    pub shortest_reason: u8,
    /// How many possible sessions there must be before a rate leads to anything.
    #[schema(minimum = 0, maximum = 100)]
    pub minimum_possible_sessions: u16,
    /// Groups of fewer pupils are not shown outside the pastoral team.
    #[schema(minimum = 3, maximum = 50)]
    pub small_group_size: u16,
    /// After how many days of illness in the academic year somebody looks at the pupil; the duty of fifteen days stands beside.
    #[schema(max_items = 8)]
    pub sickness_warning_days: Vec<u8>,
    /// After how many days of unbroken unauthorised absence somebody looks at the pupil; the duty of ten days stands beside.
    #[schema(max_items = 8)]
    pub continuous_warning_days: Vec<u8>,
    /// After how many unauthorised sessions in ten school weeks somebody looks at the pupil; the national threshold of ten
    /// stands beside.
    #[schema(max_items = 8)]
    pub unauthorised_warning_sessions: Vec<u8>,
    /// From how many days of illness on the pace of illness is projected to the end of the year.
    #[schema(minimum = 1, maximum = 14)]
    pub sickness_forecast_from_days: u8,
    /// How many school days before a reason must be established it is due soon.
    #[schema(minimum = 0, maximum = 4)]
    pub reason_due_soon_school_days: u8,
    /// From how much absence, in per cent of possible sessions, a pupil is at risk of persistent absence, which begins at 10.
    #[schema(minimum = 1, maximum = 9)]
    pub at_risk_absence_percent: u8,
    /// How many school days before its end a part-time timetable is reviewed.
    #[schema(minimum = 1, maximum = 30)]
    pub part_time_review_school_days: u8,
    /// Within how many school days after ten continuous days the attendance return is made.
    #[schema(minimum = 1, maximum = 20)]
    pub attendance_return_school_days: u8,
    /// What the academy and its local authority have agreed about penalty notices.
    pub penalty_notice: PenaltyNoticeSettings,
    /// The staged response, from the highest attendance to the lowest.
    #[schema(max_items = 12)]
    pub staged_response: Vec<ResponseBand>,
    /// How many weeks a stage is watched before it is reviewed.
    #[schema(minimum = 1, maximum = 12)]
    pub monitoring_weeks: u8,
    /// How many days of suspension in an academic year the academy never goes beyond.
    #[schema(minimum = 1, maximum = 45)]
    pub suspension_days_limit: u8,
    /// Within how many days of an entry in the admission register the local authority is told.
    #[schema(minimum = 1, maximum = 5)]
    pub new_pupil_return_days: u8,
    /// Whether the local authority has asked to be told of the most junior class at the start of the school year as well.
    pub new_pupil_return_of_junior_class: bool,
    /// Whether the local authority has asked to be told of the most senior class at the end of the school year as well.
    pub deletion_return_of_senior_class: bool,
    /// How many days there are at most between two attendance returns about a pupil: at least monthly.
    #[schema(minimum = 1, maximum = 31)]
    pub attendance_return_days: u8,
    /// Within how many days of the start of the school year, or of the pupil's starting day, parents are sent the policy. The
    /// guidance names no number (unconfirmed).
    #[schema(minimum = 0, maximum = 60)]
    pub parents_sent_within_days: u8,
}

/// What the academy and its local authority have agreed about penalty notices. The national threshold (ten sessions in ten
/// school weeks) is no setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PenaltyNoticeSettings {
    /// Within how many school days after the threshold is met a decision is recorded.
    #[schema(minimum = 1, maximum = 60)]
    pub decision_within_school_days: u8,
    /// Within how many school days of the pupil's return from a holiday the local authority is asked for a notice.
    #[schema(minimum = 1, maximum = 60)]
    pub holiday_request_within_school_days: u8,
    /// How many weeks a notice to improve gives: 3 to 6.
    #[schema(minimum = 3, maximum = 6)]
    pub notice_to_improve_weeks: u8,
    /// Whether every N is resolved before a notice is asked for.
    pub resolve_n_first: bool,
}

/// One stage of the response: what is done about attendance below a rate, and by whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResponseBand {
    /// What the academy calls it.
    #[schema(min_length = 1, max_length = 60, example = "at risk of persistent absence")]
    pub name: String,
    /// It holds for attendance below this fraction.
    #[schema(minimum = 0.0, maximum = 1.0, example = 0.93)]
    pub below: f64,
    /// What is done.
    #[schema(max_items = 20)]
    pub actions: Vec<String>,
    /// Who sees to it.
    #[schema(min_length = 1, max_length = 100)]
    pub owner: String,
}

impl Default for PenaltyNoticeSettings {
    fn default() -> Self {
        Self {
            decision_within_school_days: 5,
            holiday_request_within_school_days: 10,
            notice_to_improve_weeks: 6,
            resolve_n_first: true,
        }
    }
}

impl Default for PolicySettings {
    fn default() -> Self {
        Self {
            register_open_minutes: 30,
            reason_chase_time: "10:00".to_owned(),
            shortest_reason: 3,
            minimum_possible_sessions: 20,
            small_group_size: 10,
            sickness_warning_days: vec![8, 12, 15],
            continuous_warning_days: vec![5, 8, 10],
            unauthorised_warning_sessions: vec![6, 8, 10],
            sickness_forecast_from_days: 5,
            reason_due_soon_school_days: 2,
            at_risk_absence_percent: 7,
            part_time_review_school_days: 10,
            attendance_return_school_days: 5,
            penalty_notice: PenaltyNoticeSettings::default(),
            staged_response: usual_bands(),
            monitoring_weeks: 4,
            suspension_days_limit: 45,
            new_pupil_return_days: 5,
            new_pupil_return_of_junior_class: false,
            deletion_return_of_senior_class: false,
            attendance_return_days: 28,
            parents_sent_within_days: 14,
        }
    }
}

/// The bands that many schools use; every one is local policy.
fn usual_bands() -> Vec<ResponseBand> {
    let band = |name: &str, below: f64, actions: &[&str], owner: &str| ResponseBand {
        name: name.to_owned(),
        below,
        actions: actions.iter().map(|action| (*action).to_owned()).collect(),
        owner: owner.to_owned(),
    };
    vec![
        band("early warning", 0.97, &["call home", "first letter", "target with the tutor"], "tutor"),
        band("monitoring", 0.95, &["second letter", "meeting with parents", "support plan"], "head of year"),
        band("at risk of persistent absence", 0.93, &["attendance panel", "review of the plan"], "attendance officer"),
        band("persistent absence", 0.9, &["formal plan", "early help", "local authority consulted"], "attendance lead"),
        band("severe absence", 0.5, &["plan with the local authority", "targeting support meeting"], "senior champion"),
    ]
}

impl PolicySettings {
    /// The stage that a rate of attendance falls into: the last of the bands below whose bound it lies.
    pub fn band_of(&self, attendance: f64) -> Option<&ResponseBand> {
        self.staged_response.iter().rfind(|band| attendance < band.below)
    }
}
