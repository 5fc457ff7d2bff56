//! That a threshold of the law comes nearer: the school's own warnings before it.

use super::{CountedSession, Evidence, Found};
use crate::summary::Period;
use serde::Serialize;
use utoipa::ToSchema;

/// That a threshold of the law comes nearer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ApproachingEvidence {
    /// The days in which the sessions were counted.
    pub period: Period,
    /// The sessions that count towards the threshold.
    pub counted: u64,
    /// The school's own level that is reached, in sessions: the highest of them.
    pub warning_level: u64,
    /// The number of sessions from which the law's own rule is met.
    pub threshold: u64,
    /// How many more sessions of the kind meet the law's rule.
    pub left: u64,
    /// The sessions.
    pub sessions: Vec<CountedSession>,
}

impl ApproachingEvidence {
    /// The warning of a level, in sessions, that is met on the day of the session that reached it.
    pub(super) fn found(period: Period, level: u16, threshold: usize, sessions: Vec<CountedSession>) -> Option<Found> {
        let met_on = sessions.get(usize::from(level).checked_sub(1)?)?.date;
        let evidence = Self {
            period,
            counted: sessions.len() as u64,
            warning_level: u64::from(level),
            threshold: threshold as u64,
            left: threshold.saturating_sub(sessions.len()) as u64,
            sessions,
        };
        Some(Found::on(met_on, Evidence::Approaching(evidence)))
    }
}
