//! Recognition of good attendance: award schemes, who wins and why, and what a scheme is good for.
//!
//! The attendance manager promotes attendance (duty 18), and must not punish illness in doing so: absence that may arise from a
//! disability, and days set apart by a religion, are left aside by default (Equality Act 2010, sections 15 and 19). See
//! [`Fairness`].

mod effect;
mod fairness;
mod periods;
mod scheme;
mod winners;

pub use effect::{Effect, EffectInterval, Observed, Stratum, effect};
pub use fairness::{FAIR_CODES, Fairness, FairnessScope};
pub use periods::{AwardPeriod, period_of};
pub use scheme::{AwardScheme, MOST_LISTED, SchemeKind};
pub use winners::{Candidate, Reason, winner};

use crate::summary::Period;
use school::{Date, PupilId, Record, RecordId};
use serde::{Deserialize, Serialize};

/// That a pupil was recognised under a scheme for one period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recognition {
    /// The scheme.
    pub scheme_id: RecordId,
    /// What the scheme was called then.
    pub scheme_name: String,
    /// The kind of the scheme.
    pub kind: SchemeKind,
    /// The pupil.
    pub pupil_id: PupilId,
    /// The days it is for.
    pub period: Period,
    /// The day on which the pupil was recognised.
    pub recognised_on: Date,
    /// Why, as it was known then.
    pub reason: Reason,
}

impl Recognition {
    /// What no two recognitions share: a pupil is recognised once for one period of a scheme.
    pub fn key(scheme: RecordId, pupil: PupilId, period: Period) -> String {
        format!("{scheme}:{pupil}:{}", period.from)
    }
}

impl Record for Recognition {
    const KIND: &'static str = "recognition";
    const NAME: &'static str = "recognition";

    fn subject(&self) -> Option<uuid::Uuid> {
        Some(self.pupil_id.0)
    }

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.recognised_on), Some(self.recognised_on))
    }

    fn natural_key(&self) -> Option<String> {
        Some(Self::key(self.scheme_id, self.pupil_id, self.period))
    }
}
