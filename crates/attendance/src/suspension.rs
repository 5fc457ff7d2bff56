//! Suspensions and permanent exclusions: what follows from their dates, and whether the marks agree with them.
//!
//! The code E stands for a session in which a pupil is suspended or permanently excluded and no alternative provision has
//! begun; from the sixth school day provision is arranged, by the school for a suspension and by the local authority for a
//! permanent exclusion (Education and Inspections Act 2006 ss.100 to 101; DfE, Suspension and permanent exclusion guidance).

mod agreement;
mod figures;
mod record;

pub use agreement::{Disagreement, Kind as DisagreementKind, disagreements};
pub use figures::{Figures, Held, figures};
pub use record::{Outcome, OutcomeKind, Provision, SuspensionNotice, SuspensionRecord, ToldWho};

use school::{Date, Session, SessionAt};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuspensionKind {
    /// For a fixed period, or lunchtimes counted as half a day each.
    Suspension,
    /// For good.
    PermanentExclusion,
}

/// The sessions that a suspension or exclusion is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first session.
    pub first: SessionAt,
    /// The last session; none for a permanent exclusion that has no end.
    pub last: Option<SessionAt>,
}

impl Period {
    /// Of days and sessions.
    pub fn new(first_day: Date, first_session: Session, last: Option<(Date, Session)>) -> Self {
        let last = last.map(|(day, session)| SessionAt::new(day, session));
        Self { first: SessionAt::new(first_day, first_session), last }
    }

    /// Whether it is for a session.
    pub fn holds(&self, at: SessionAt) -> bool {
        self.first <= at && self.last.is_none_or(|last| at <= last)
    }

    /// Whether two share a session.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.last.is_none_or(|last| other.first <= last) && other.last.is_none_or(|last| self.first <= last)
    }
}

/// One suspension or exclusion as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspension {
    /// Which of the two.
    pub kind: SuspensionKind,
    /// The sessions.
    pub period: Period,
    /// The first day of alternative provision, where it has been arranged.
    pub provision_from: Option<Date>,
}

/// The law that day six rests on.
pub const DAY_SIX_CITATION: &str = "Education and Inspections Act 2006 s.100 and Education Act 1996 s.19: provision from \
                                    the sixth school day of a suspension or permanent exclusion";
