//! Why a rule is met or is not, in words and numbers that a parent or a court can follow.

mod dated;
mod rates;
mod runs;
mod window;
mod words;

use super::{Asked, CountedSession, Evidence, Level, Rule, RuleSettings, timeline::Timeline};
use crate::summary::Period;
use chrono::{DateTime, Utc};
use school::{Date, PupilId, SessionAt};
use serde::Serialize;
use utoipa::ToSchema;
use words::long;

/// Why a rule is met or is not.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Explanation {
    /// The pupil.
    pub pupil_id: PupilId,
    /// The rule.
    pub rule: Rule,
    /// Whether the law or the school says so.
    pub level: Level,
    /// The day asked for: marks of sessions up to and including it count.
    pub as_of: Date,
    /// Only what had been recorded by this moment was looked at; null where all that is recorded was.
    pub known_at: Option<DateTime<Utc>>,
    /// Whether the rule is met.
    pub met: bool,
    /// The day on which it was met; null where it is not.
    pub met_on: Option<Date>,
    /// The day by which something is due; null where nothing is.
    pub due_on: Option<Date>,
    /// The arithmetic in words, one step a sentence.
    #[schema(example = json!(["The rule is met because 10 is 10 or more."]))]
    pub sentences: Vec<String>,
    /// The arithmetic in numbers.
    pub arithmetic: Arithmetic,
    /// The sessions that were counted above the line.
    pub sessions: Vec<CountedSession>,
    /// What the concern would rest on; null where the rule is not met.
    pub evidence: Option<Evidence>,
    /// The settings that were used: every one, whether this rule asks for it or not.
    pub settings: RuleSettings,
    /// The law or guidance of the rule.
    #[schema(value_type = String)]
    pub citation: &'static str,
}

/// The numbers of an explanation.
#[derive(Debug, Clone, PartialEq, Default, Serialize, ToSchema)]
pub struct Arithmetic {
    /// The days in which sessions were counted; null where there are none.
    pub period: Option<Period>,
    /// What was counted.
    pub numerator: u64,
    /// What it is counted in.
    #[schema(example = "sessions of absence")]
    pub numerator_unit: String,
    /// What it is a part of; null where the rule compares a number and no part.
    pub denominator: Option<u64>,
    /// The number from which the rule is met, in the unit of the numerator.
    pub threshold: u64,
    /// The school weeks of the window with what was counted in each; empty for rules without a window.
    pub school_weeks: Vec<WeekCount>,
    /// Sessions of the academic year before the day asked for that have no mark; they count as nothing.
    pub missing: u64,
    /// The first 200 of the sessions that are the reason for a rule about missing marks.
    pub without_mark: Vec<SessionAt>,
}

/// What was counted in one school week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct WeekCount {
    /// The Monday.
    pub monday: Date,
    /// The sessions that count in it.
    pub counted: u64,
}

/// The steps of an explanation, before the answer is put under them.
#[derive(Debug, Default)]
struct Steps {
    sentences: Vec<String>,
    arithmetic: Arithmetic,
    sessions: Vec<CountedSession>,
}

/// Explains one rule for a pupil, whether it is met or not.
pub fn explain(asked: &Asked<'_>, rule: Rule, known_at: Option<DateTime<Utc>>) -> Explanation {
    let timeline = Timeline::of(asked);
    let mut steps = match rule {
        Rule::PersistentAbsence | Rule::SevereAbsence | Rule::AtRiskOfPersistentAbsence => {
            rates::absence(&timeline, rule)
        }
        Rule::Sickness15Days | Rule::SicknessWarning | Rule::Sickness15DaysExpected => rates::sickness(&timeline, rule),
        Rule::PenaltyNoticeThreshold | Rule::PenaltyNoticeWarning => window::ten_weeks(&timeline, rule),
        Rule::ContinuousUnauthorised10Days
        | Rule::ContinuousUnauthorised20Days
        | Rule::ContinuousUnauthorisedWarning => runs::continuous(&timeline, rule),
        Rule::ReasonOverdue | Rule::ReasonDueSoon => dated::reasons(&timeline, rule),
        Rule::NotReturnedAfterLeave => dated::leave(&timeline),
        Rule::SuspensionSixthDay => dated::suspension(&timeline),
        Rule::PartTimeTimetableEnds => dated::part_time(&timeline),
        Rule::MissingMarks => runs::missing(&timeline),
    };
    let found = rule.find(&timeline);
    steps.arithmetic.missing = timeline.missing();
    let mut sentences = vec![format!(
        "This looks at the marks of sessions up to and including {}{}.",
        long(asked.as_of),
        known_at.map_or_else(String::new, |at| format!(", as they had been recorded by {}", words::moment(at)))
    )];
    sentences.append(&mut steps.sentences);
    sentences.push(match &found {
        Some(found) => format!("So the rule is met, since {}.", long(found.met_on)),
        None => "So the rule is not met.".to_owned(),
    });
    if let Some(due_on) = found.as_ref().and_then(|found| found.due_on) {
        sentences.push(format!("What follows from it is due by {}.", long(due_on)));
    }
    Explanation {
        pupil_id: asked.pupil.pupil_id,
        rule,
        level: rule.level(),
        as_of: asked.as_of,
        known_at,
        met: found.is_some(),
        met_on: found.as_ref().map(|found| found.met_on),
        due_on: found.as_ref().and_then(|found| found.due_on),
        sentences,
        arithmetic: steps.arithmetic,
        sessions: steps.sessions,
        evidence: found.map(|found| found.evidence),
        settings: asked.settings.clone(),
        citation: rule.citation(),
    }
}
