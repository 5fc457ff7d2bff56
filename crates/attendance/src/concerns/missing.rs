//! Sessions that have gone by without a mark.

use super::{Evidence, Found, timeline::Timeline};
use school::SessionAt;
use serde::Serialize;
use utoipa::ToSchema;

/// At most so many sessions are listed; all are counted.
const MOST_LISTED: usize = 200;

/// Sessions that have gone by without a mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MissingMarksEvidence {
    /// How many sessions of the academic year before the day asked for have no mark.
    pub counted: u64,
    /// The first 200 of them.
    pub sessions: Vec<SessionAt>,
}

/// A session of the academic year, held for the pupil on an earlier day than the one asked for, has no mark; the days on
/// which the pupil boarded are left out. Met on the day of the first.
pub(super) fn find(timeline: &Timeline<'_>) -> Option<Found> {
    let mut sessions = timeline.without_mark();
    let first = sessions.first()?.date;
    let counted = sessions.len() as u64;
    sessions.truncate(MOST_LISTED);
    Some(Found::on(first, Evidence::MissingMarks(MissingMarksEvidence { counted, sessions })).due(Some(first)))
}
