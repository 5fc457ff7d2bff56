//! Award schemes.

use super::{AwardPeriod, Fairness, FairnessScope};
use crate::scope::Scope;
use school::{Date, Record, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a scheme recognises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SchemeKind {
    /// Better attendance than in the pupil's own sessions before.
    Improvement,
    /// So many sessions attended in a row.
    Streak,
    /// Arriving on time.
    Punctuality,
    /// The best attendance of a pupil's own year so far.
    PersonalBest,
}

/// A scheme by which attendance is recognised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AwardScheme {
    /// What the academy calls it.
    pub name: String,
    /// What it recognises.
    pub kind: SchemeKind,
    /// Whom it is for.
    pub scope: Scope,
    /// For how long a time a pupil is recognised once.
    pub period: AwardPeriod,
    /// The first day of the scheme.
    pub first_day: Date,
    /// The last day; none while it goes on.
    pub last_day: Option<Date>,
    /// Sessions in a period without which nobody wins: a percentage of few sessions says little.
    pub least_sessions: u16,
    /// Streak: the sessions in a row.
    pub streak_sessions: Option<u16>,
    /// Improvement: how much better, as a fraction from 0 to 1.
    pub improvement: Option<f64>,
    /// Punctuality: how many late arrivals are allowed.
    pub late_allowed: Option<u16>,
    /// How absence is treated that may arise from a disability or a religion.
    pub fairness: Fairness,
}

/// The longest streak that can be asked for: two years.
const LONGEST_STREAK: u16 = 800;
/// The most pupils listed in one scheme.
pub const MOST_LISTED: usize = 2_000;

impl AwardScheme {
    /// Everything that is wrong with it. What belongs to another kind is refused, so that nobody believes it holds.
    pub fn check(&self) -> Vec<Violation> {
        let mut wrong = Vec::new();
        let mut fail = |pointer: &str, code: &str, detail: &str| wrong.push(Violation::new(pointer, code, detail));
        if self.last_day.is_some_and(|last| last < self.first_day) {
            fail("/last_day", "ends_before_it_begins", "the scheme ends before it begins");
        }
        for (pointer, day) in [("/first_day", Some(self.first_day)), ("/last_day", self.last_day)] {
            if day.is_some_and(|day| school::AcademicYear::of(day).is_none()) {
                fail(pointer, "date_out_of_range", "registers are kept for academic years 1990-91 to 2199-00");
            }
        }
        if self.least_sessions == 0 {
            fail("/least_sessions", "out_of_range", "at least one session must be asked for");
        }
        let own = [
            ("/streak_sessions", SchemeKind::Streak, self.streak_sessions.is_some()),
            ("/improvement", SchemeKind::Improvement, self.improvement.is_some()),
            ("/late_allowed", SchemeKind::Punctuality, self.late_allowed.is_some()),
        ];
        for (pointer, kind, is_given) in own {
            if is_given && self.kind != kind {
                fail(pointer, "not_of_this_kind", "this belongs to another kind of scheme");
            }
            if !is_given && self.kind == kind {
                fail(pointer, "missing_field", "this kind of scheme needs it");
            }
        }
        if self.streak_sessions.is_some_and(|sessions| !(2..=LONGEST_STREAK).contains(&sessions)) {
            fail("/streak_sessions", "out_of_range", "a streak is 2 to 800 sessions");
        }
        if self.improvement.is_some_and(|by| !(0.001..=1.0).contains(&by)) {
            fail("/improvement", "out_of_range", "an improvement is a fraction from 0.001 to 1");
        }
        if self.fairness.applies_to == FairnessScope::AllPupils && !self.fairness.pupil_ids.is_empty() {
            fail(
                "/fairness/pupil_ids",
                "not_of_this_scope",
                "pupils are listed only where fairness applies to listed pupils",
            );
        }
        if self.fairness.pupil_ids.len() > MOST_LISTED {
            fail("/fairness/pupil_ids", "too_many_items", "at most 2,000 pupils are listed");
        }
        wrong
    }

    /// Whether the scheme is in force on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.first_day <= day && self.last_day.is_none_or(|last| day <= last)
    }
}

impl Record for AwardScheme {
    const KIND: &'static str = "award_scheme";
    const NAME: &'static str = "award scheme";

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.first_day), self.last_day)
    }

    fn natural_key(&self) -> Option<String> {
        Some(format!("{}:{}", self.first_day, self.name.to_lowercase()))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::recognition) fn scheme(kind: SchemeKind) -> AwardScheme {
        AwardScheme {
            name: "Made-up award".to_owned(),
            kind,
            scope: Scope::Academy,
            period: AwardPeriod::HalfTerm,
            first_day: "2026-09-02".parse().unwrap(),
            last_day: None,
            least_sessions: 10,
            streak_sessions: (kind == SchemeKind::Streak).then_some(10),
            improvement: (kind == SchemeKind::Improvement).then_some(0.1),
            late_allowed: (kind == SchemeKind::Punctuality).then_some(0),
            fairness: Fairness::default(),
        }
    }

    #[test]
    fn each_kind_takes_its_own_setting() {
        for kind in [SchemeKind::Improvement, SchemeKind::Streak, SchemeKind::Punctuality, SchemeKind::PersonalBest] {
            assert_eq!(scheme(kind).check(), []);
        }
        let codes = |scheme: AwardScheme| -> Vec<String> {
            scheme.check().into_iter().map(|each| format!("{} {}", each.pointer, each.code)).collect()
        };
        let streak = scheme(SchemeKind::Streak);
        let mixed = AwardScheme { kind: SchemeKind::Improvement, ..streak.clone() };
        assert_eq!(codes(mixed), ["/streak_sessions not_of_this_kind", "/improvement missing_field"]);
        let absurd =
            AwardScheme { streak_sessions: Some(1), least_sessions: 0, last_day: "2026-09-01".parse().ok(), ..streak };
        assert_eq!(
            codes(absurd),
            ["/last_day ends_before_it_begins", "/least_sessions out_of_range", "/streak_sessions out_of_range"]
        );
        let nan = AwardScheme { improvement: Some(f64::NAN), ..scheme(SchemeKind::Improvement) };
        assert_eq!(codes(nan), ["/improvement out_of_range"]);
    }
}
