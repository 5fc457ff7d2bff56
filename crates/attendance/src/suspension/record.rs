//! The record of a suspension or permanent exclusion.

use super::{Period, Suspension, SuspensionKind};
use school::{AcademicYear, Date, PupilId, Record, Session, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The longest time from the first day to the last, in days.
const LONGEST_DAYS: i64 = 200;
/// The most notices of one suspension.
const MOST_NOTICES: usize = 40;
/// The most codes of reasons: the census takes three.
const MOST_REASON_CODES: usize = 3;
/// The longest free text.
const LONGEST_TEXT: usize = 1_000;
/// The longest name of a place or recipient.
const LONGEST_NAME: usize = 200;

/// A suspension or permanent exclusion as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuspensionRecord {
    /// The pupil.
    pub pupil_id: PupilId,
    /// Which of the two.
    pub kind: SuspensionKind,
    /// The first day.
    pub first_day: Date,
    /// The first session of it.
    pub first_session: Session,
    /// The last day; none for a permanent exclusion.
    pub last_day: Option<Date>,
    /// The last session of it.
    pub last_session: Session,
    /// The codes of the reasons (common basic data set CS010), at most three.
    pub reason_codes: Vec<String>,
    /// The reason in words.
    pub reason: Option<String>,
    /// Who was told when.
    pub notices: Vec<SuspensionNotice>,
    /// The alternative provision.
    pub provision: Option<Provision>,
    /// How it ended.
    pub outcome: Option<Outcome>,
}

/// Who is told of a suspension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ToldWho {
    /// A parent.
    Parent,
    /// The local authority.
    LocalAuthority,
    /// The pupil's social worker.
    SocialWorker,
    /// The virtual school head.
    VirtualSchoolHead,
    /// The board that reviews it.
    Board,
}

/// One notice of a suspension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspensionNotice {
    /// Who was told.
    pub to: ToldWho,
    /// The day.
    pub sent_on: Date,
    /// How, or what was sent.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub how: Option<String>,
}

/// Education from the sixth school day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Provision {
    /// The first day of it.
    pub first_day: Date,
    /// Where.
    #[schema(min_length = 1, max_length = 200)]
    pub place: String,
}

/// How a suspension or exclusion ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeKind {
    /// The pupil came back.
    Returned,
    /// The board upheld it.
    Upheld,
    /// The pupil was reinstated: what was not served falls away.
    Reinstated,
    /// The headteacher cancelled it before it was reviewed.
    Cancelled,
    /// It was followed by a permanent exclusion.
    Converted,
    /// The review of a permanent exclusion, and the time for one, are over.
    ReviewEnded,
}

/// How a suspension or exclusion ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// What.
    pub kind: OutcomeKind,
    /// The day.
    pub decided_on: Date,
}

impl Record for SuspensionRecord {
    const KIND: &'static str = "suspension";
    const NAME: &'static str = "suspension or exclusion";

    fn subject(&self) -> Option<Uuid> {
        Some(self.pupil_id.0)
    }

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.first_day), self.last_day)
    }
}

impl SuspensionRecord {
    /// As the rules see it; none where it was cancelled, for then it never was.
    pub fn standing(&self) -> Option<Suspension> {
        let cancelled = self.outcome.is_some_and(|outcome| outcome.kind == OutcomeKind::Cancelled);
        (!cancelled).then(|| Suspension {
            kind: self.kind,
            period: self.period(),
            provision_from: self.provision.as_ref().map(|provision| provision.first_day),
        })
    }

    /// The sessions it is for: a reinstatement before its end ends it.
    pub fn period(&self) -> Period {
        let mut last = self.last_day.map(|day| (day, self.last_session));
        if let Some(outcome) = self.outcome
            && matches!(outcome.kind, OutcomeKind::Reinstated)
        {
            let day_before = outcome.decided_on.pred_opt().unwrap_or(outcome.decided_on).max(self.first_day);
            if last.is_none_or(|(day, _)| day_before < day) {
                last = Some((day_before, Session::Pm));
            }
        }
        Period::new(self.first_day, self.first_session, last)
    }

    /// Everything that is wrong with it by itself.
    pub fn check(&self, today: Date) -> Vec<Violation> {
        let mut errors = Vec::new();
        self.check_days(today, &mut errors);
        self.check_texts(&mut errors);
        errors
    }

    fn check_days(&self, today: Date, errors: &mut Vec<Violation>) {
        let mut refuse = |pointer: &str, code: &str, detail: &str| errors.push(Violation::new(pointer, code, detail));
        let dated = [
            ("/first_day", Some(self.first_day)),
            ("/last_day", self.last_day),
            ("/provision/first_day", self.provision.as_ref().map(|provision| provision.first_day)),
            ("/outcome/decided_on", self.outcome.map(|outcome| outcome.decided_on)),
        ];
        for (pointer, _) in dated.iter().filter(|(_, day)| day.is_some_and(|day| AcademicYear::of(day).is_none())) {
            refuse(pointer, "out_of_range", "the day is outside the years that are kept");
        }
        match (self.kind, self.last_day) {
            (SuspensionKind::Suspension, None) => {
                refuse("/last_day", "missing", "a suspension is for a fixed period: it has a last day");
            }
            (_, Some(last)) if (last, self.last_session) < (self.first_day, self.first_session) => {
                refuse("/last_day", "ends_before_it_begins", "it ends before it begins");
            }
            (_, Some(last)) if (last - self.first_day).num_days() > LONGEST_DAYS => {
                refuse("/last_day", "too_long", "45 school days in an academic year is the most: this is far longer");
            }
            _ => {}
        }
        if self.outcome.is_some_and(|outcome| outcome.decided_on > today) {
            refuse("/outcome/decided_on", "in_the_future", "what has not been decided yet is no outcome");
        }
        if self.provision.as_ref().is_some_and(|provision| provision.first_day < self.first_day) {
            refuse("/provision/first_day", "before_it_begins", "provision begins after the first day");
        }
        for (place, _) in self.notices.iter().enumerate().filter(|(_, notice)| notice.sent_on > today) {
            refuse(&format!("/notices/{place}/sent_on"), "in_the_future", "what has not been sent yet is no notice");
        }
    }

    fn check_texts(&self, errors: &mut Vec<Violation>) {
        let mut refuse = |pointer: &str, code: &str, detail: &str| errors.push(Violation::new(pointer, code, detail));
        if self.reason_codes.is_empty() && self.reason.is_none() {
            refuse("/reason", "missing", "give the codes of the reasons, or the reason in words");
        }
        if self.reason_codes.len() > MOST_REASON_CODES {
            refuse("/reason_codes", "too_many", "at most three");
        }
        for (place, code) in self.reason_codes.iter().take(MOST_REASON_CODES).enumerate() {
            if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
                refuse(&format!("/reason_codes/{place}"), "wrong_format", "a code of the code set CS010: two letters");
            }
        }
        if self.notices.len() > MOST_NOTICES {
            refuse("/notices", "too_many", "at most 40");
        }
        let provision = self.provision.as_ref().map(|provision| provision.place.as_str());
        let mut texts = vec![
            ("/reason".to_owned(), self.reason.as_deref(), LONGEST_TEXT),
            ("/provision/place".to_owned(), provision, LONGEST_NAME),
        ];
        for (place, notice) in self.notices.iter().take(MOST_NOTICES).enumerate() {
            texts.push((format!("/notices/{place}/how"), notice.how.as_deref(), LONGEST_NAME));
        }
        for (pointer, text, most) in texts {
            let Some(text) = text else { continue };
            let control = |letter: char| letter.is_control() && letter != '\n';
            if text.trim().is_empty() || text.chars().count() > most || text.chars().any(control) {
                refuse(&pointer, "wrong_format", "the text is blank, too long or holds control characters");
            }
        }
    }

    /// What is doubtful about it, given what follows from its dates. `limit` is the most days in an academic year.
    pub fn doubts(&self, figures: &super::Figures, limit: u8, today: Date) -> Vec<Violation> {
        let mut doubts = Vec::new();
        let mut doubt = |pointer: &str, code: &str, detail: String| doubts.push(Violation::new(pointer, code, detail));
        let told = |who: ToldWho| self.notices.iter().any(|notice| notice.to == who);
        if !told(ToldWho::Parent) && self.first_day <= today {
            let detail =
                "parents are told without delay, in writing, of the period and the reason (Education Act 2002 s.51A)";
            doubt("/notices", "parents_not_told", detail.to_owned());
        }
        if !told(ToldWho::LocalAuthority) && self.first_day <= today {
            doubt("/notices", "local_authority_not_told", "the local authority is told without delay".to_owned());
        }
        if figures.sessions == 0 {
            doubt("/first_day", "no_school_session", "the academy meets in none of these sessions".to_owned());
        }
        match (figures.day_six, &self.provision) {
            (Some(day_six), None) => {
                doubt(
                    "/provision",
                    "provision_not_arranged",
                    format!("education is provided from {day_six}, the sixth day"),
                );
            }
            (Some(day_six), Some(provision)) if provision.first_day > day_six => {
                doubt("/provision/first_day", "provision_late", format!("the sixth school day is {day_six}"));
            }
            _ => {}
        }
        if figures.days_in_year > f64::from(limit) {
            let detail = format!(
                "with it the pupil has {} days of suspension in the year, more than {limit}",
                figures.days_in_year
            );
            doubt("/last_day", "beyond_the_limit", detail);
        }
        doubts
    }
}

#[cfg(test)]
mod tests;
