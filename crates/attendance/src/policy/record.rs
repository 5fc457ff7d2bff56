//! The records of a policy: its versions, and when parents were sent it.

use super::{Distribution, PolicySettings};
use school::{AcademicYear, Date, PupilId, Record, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The longest name of who approved it.
const LONGEST_NAME: usize = 100;
/// How many days lie at most between two reviews: the policy is reviewed every year.
const REVIEW_DAYS: i64 = 366;

/// One version of the attendance policy of an academy. A version is never changed: what differs is the next one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PolicyVersion {
    /// Counts the versions, from 1.
    pub number: u32,
    /// What it says.
    pub said: SaidPolicy,
}

/// What is said of a policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"effective_from": "2026-09-01", "approved_by": "Board of trustees", "approved_on": "2026-07-06",
    "review_on": "2027-07-05", "settings": {"register_open_minutes": 30}}))]
pub struct SaidPolicy {
    /// The first day on which it holds.
    pub effective_from: Date,
    /// What it sets; a setting that is left out has its default.
    #[serde(default)]
    pub settings: PolicySettings,
    /// Who approved it.
    #[schema(min_length = 1, max_length = 100, example = "Board of trustees")]
    pub approved_by: String,
    /// When.
    pub approved_on: Date,
    /// When it is to be reviewed: every year.
    pub review_on: Date,
    /// Where it is published.
    #[serde(default)]
    #[schema(max_length = 500, example = "https://academy.example.org/attendance-policy")]
    pub published_at: Option<String>,
}

impl Record for PolicyVersion {
    const KIND: &'static str = "attendance_policy";
    const NAME: &'static str = "version of the attendance policy";

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.said.effective_from), None)
    }

    fn natural_key(&self) -> Option<String> {
        Some(self.number.to_string())
    }
}

impl SaidPolicy {
    /// Everything that is wrong with it as the version after `before`, and everything that is doubtful.
    pub fn check(&self, before: Option<&Self>, today: Date) -> (Vec<Violation>, Vec<Violation>) {
        let (mut errors, mut doubts) = self.settings.check();
        for (pointer, day) in [
            ("/effective_from", self.effective_from),
            ("/approved_on", self.approved_on),
            ("/review_on", self.review_on),
        ] {
            if AcademicYear::of(day).is_none() {
                errors.push(Violation::new(pointer, "out_of_range", "the day is outside the years that are kept"));
            }
        }
        let sound = |text: &str, most: usize| {
            !text.trim().is_empty() && text.chars().count() <= most && !text.chars().any(char::is_control)
        };
        if !sound(&self.approved_by, LONGEST_NAME) {
            let detail = format!("1 to {LONGEST_NAME} characters on one line");
            errors.push(Violation::new("/approved_by", "wrong_format", detail));
        }
        if self.published_at.as_deref().is_some_and(|text| !sound(text, 500)) {
            errors.push(Violation::new("/published_at", "wrong_format", "1 to 500 characters on one line"));
        }
        if self.approved_on > today {
            errors.push(Violation::new("/approved_on", "in_the_future", "what is not approved yet is no policy"));
        }
        if before.is_some_and(|before| self.effective_from < before.effective_from) {
            let detail = "it would hold before the version that stands: what held then is not changed any more";
            errors.push(Violation::new("/effective_from", "before_the_version_that_stands", detail));
        }
        if self.review_on <= self.effective_from {
            errors.push(Violation::new("/review_on", "before_it_begins", "the review is after the first day"));
        }
        if (self.review_on - self.effective_from).num_days() > REVIEW_DAYS {
            doubts.push(Violation::new("/review_on", "reviewed_too_late", "the policy is reviewed every year"));
        }
        if before.is_some() && self.effective_from < today {
            let detail = "it holds for days that have passed: what was decided then was decided by another version";
            doubts.push(Violation::new("/effective_from", "backdated", detail));
        }
        if self.published_at.is_none() {
            doubts.push(Violation::new("/published_at", "not_published", "the attendance policy is published"));
        }
        (errors, doubts)
    }
}

/// How the policy was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SentHow {
    /// By email.
    Email,
    /// On paper.
    Letter,
    /// Through the school's app.
    App,
    /// Handed over at a meeting.
    Meeting,
    /// In the pack for new pupils.
    WelcomePack,
}

/// The record that parents were sent the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyDistribution {
    /// The version that was sent.
    pub version: u32,
    /// The day.
    pub sent_on: Date,
    /// How.
    pub how: SentHow,
    /// Whose parents; none for those of every pupil on roll that day.
    pub pupils: Option<Vec<PupilId>>,
    /// A remark.
    pub note: Option<String>,
}

impl Record for PolicyDistribution {
    const KIND: &'static str = "policy_distribution";
    const NAME: &'static str = "record that parents were sent the policy";

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.sent_on), Some(self.sent_on))
    }
}

impl PolicyDistribution {
    /// As the rule sees it.
    pub fn sending(&self) -> Distribution {
        Distribution { sent_on: self.sent_on, pupils: self.pupils.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(change: impl FnOnce(&mut SaidPolicy)) -> SaidPolicy {
        let day = |text: &str| text.parse().unwrap();
        let mut said = SaidPolicy {
            effective_from: day("2026-09-01"),
            settings: PolicySettings::default(),
            approved_by: "Board of trustees".to_owned(),
            approved_on: day("2026-07-06"),
            review_on: day("2027-07-05"),
            published_at: Some("https://academy.example.org/policy".to_owned()),
        };
        change(&mut said);
        said
    }

    #[test]
    fn a_policy_is_approved_reviewed_and_never_set_back() {
        let today: Date = "2026-11-23".parse().unwrap();
        let codes = |said: SaidPolicy, before: Option<&SaidPolicy>| {
            let (errors, doubts) = said.check(before, today);
            [errors, doubts].map(|list| list.into_iter().map(|each| each.code).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(codes(said(|_| {}), None), ["", ""]);
        assert_eq!(codes(said(|_| {}), Some(&said(|_| {}))), ["", "backdated"]);
        let earlier = |said: &mut SaidPolicy| said.effective_from = "2026-08-31".parse().unwrap();
        assert_eq!(codes(said(earlier), Some(&said(|_| {})))[0], "before_the_version_that_stands");
        let wrong = |said: &mut SaidPolicy| {
            said.approved_by = "\n".into();
            said.approved_on = "2026-12-01".parse().unwrap();
            said.review_on = "2026-09-01".parse().unwrap();
            said.published_at = None;
        };
        assert_eq!(codes(said(wrong), None), ["wrong_format in_the_future before_it_begins", "not_published"]);
        assert!(!codes(said(|said| said.effective_from = Date::MIN), None)[0].is_empty());
    }
}
