//! What a closure did, or would do, in numbers.

use super::{Outcome, Why};
use crate::Code;
use school::{Date, PupilId, Session, SessionAt};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// How many marks that stay are named one by one.
const NAMED: usize = 500;

/// How many marks with a code changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CodeCount {
    /// The code that stood; null where there was no mark.
    pub code: Option<Code>,
    /// How many.
    pub count: u64,
}

/// How many marks with a code stay, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeptCount {
    /// The code that stays; null where there is no mark.
    pub code: Option<Code>,
    /// Why, in a stable word, e.g. `dual_registered`.
    #[schema(example = "dual_registered")]
    pub why: String,
    /// Why, for a person to read.
    pub detail: String,
    /// How many.
    pub count: u64,
}

/// One mark that stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeptMark {
    /// The pupil.
    pub pupil_id: PupilId,
    /// The day.
    pub date: Date,
    /// Morning or afternoon.
    pub session: Session,
    /// The code that stays; null where there is no mark.
    pub code: Option<Code>,
    /// Why, in a stable word.
    pub why: String,
}

/// What a closure, or its undoing, did or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct ClosureEffect {
    /// Sessions in which it touches anybody. (Records of before have it as `sessions`.)
    #[serde(rename = "sessions_touched", alias = "sessions")]
    pub sessions: u64,
    /// Pupils whom it touches.
    pub pupils: u64,
    /// Marks that change: entries where there was none, and amendments.
    pub changed: u64,
    /// Those that change, by the code that stood before.
    pub changes: Vec<CodeCount>,
    /// Marks that say so already.
    pub unchanged: u64,
    /// Marks that stay, by code and reason.
    pub kept: Vec<KeptCount>,
    /// Sessions of pupils that are ahead and become, or became, planned codes; of an undoing those whose plan was taken back.
    pub planned: u64,
    /// Plans that stay, by code and reason.
    pub plans_kept: Vec<KeptCount>,
    /// The marks that stay one by one, the first 500.
    pub kept_marks: Vec<KeptMark>,
}

/// Gathers outcomes into an effect.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    sessions: BTreeSet<SessionAt>,
    pupils: BTreeSet<PupilId>,
    changes: BTreeMap<Option<Code>, u64>,
    kept: BTreeMap<(Option<Code>, Why), u64>,
    plans_kept: BTreeMap<(Option<Code>, Why), u64>,
    unchanged: u64,
    planned: u64,
    kept_marks: Vec<KeptMark>,
}

impl Tally {
    /// Adds what happens to a pupil in a session.
    pub fn add(&mut self, pupil_id: PupilId, at: SessionAt, outcome: &Outcome) {
        match outcome {
            Outcome::Outside => return,
            Outcome::Write(change) => {
                let before = change.before.as_ref().map(|standing| standing.mark.code);
                *self.changes.entry(before).or_default() += 1;
            }
            Outcome::Plan => self.planned += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Kept(code, why) => {
                *self.kept.entry((*code, *why)).or_default() += 1;
                if self.kept_marks.len() < NAMED {
                    let (SessionAt { date, session }, why) = (at, why.as_str().to_owned());
                    self.kept_marks.push(KeptMark { pupil_id, date, session, code: *code, why });
                }
            }
            Outcome::PlanKept(code, why) => *self.plans_kept.entry((Some(*code), *why)).or_default() += 1,
        }
        self.sessions.insert(at);
        self.pupils.insert(pupil_id);
    }

    /// Adds plans that were taken back.
    pub fn add_planned(&mut self, count: u64) {
        self.planned += count;
    }

    /// How many marks change so far.
    pub fn changed(&self) -> u64 {
        self.changes.values().sum()
    }

    /// The whole.
    pub fn effect(self) -> ClosureEffect {
        let counts = |kept: BTreeMap<(Option<Code>, Why), u64>| {
            let count = |((code, why), count): ((Option<Code>, Why), u64)| KeptCount {
                code,
                why: why.as_str().to_owned(),
                detail: why.detail().to_owned(),
                count,
            };
            kept.into_iter().map(count).collect()
        };
        ClosureEffect {
            sessions: self.sessions.len() as u64,
            pupils: self.pupils.len() as u64,
            changed: self.changes.values().sum(),
            changes: self.changes.into_iter().map(|(code, count)| CodeCount { code, count }).collect(),
            unchanged: self.unchanged,
            kept: counts(self.kept),
            planned: self.planned,
            plans_kept: counts(self.plans_kept),
            kept_marks: self.kept_marks,
        }
    }
}
