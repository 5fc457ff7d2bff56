//! Ten school days absent without authorisation without a break.

use super::{
    ContinuousEvidence, CountedSession, Evidence,
    timeline::{Timeline, any_mark, unauthorised},
};
use crate::{CountsAs, summary::Period};
use school::Date;

/// Ten days.
const SESSIONS: usize = 20;

/// The latest possible sessions are twenty or more unauthorised in a row on days of compulsory school age. Sessions that
/// are not possible attendances, and sessions without a mark, are skipped; the run crosses academic years.
pub(super) fn find(timeline: &Timeline<'_>) -> Option<(Date, Evidence)> {
    if timeline.count(unauthorised) < SESSIONS {
        return None;
    }
    let possible = timeline.marks(any_mark).rev().filter(|mark| mark.counts_as.is_possible());
    let unbroken = possible
        .take_while(|mark| mark.counts_as == CountsAs::UnauthorisedAbsence && timeline.age.holds_on(mark.session.date));
    let mut sessions: Vec<CountedSession> = unbroken.map(|mark| mark.session).collect();
    sessions.reverse();
    let met_on = sessions.get(SESSIONS - 1)?.date;
    let period = Period { from: sessions.first()?.date, to: sessions.last()?.date };
    let counted = sessions.len() as u64;
    Some((met_on, Evidence::Continuous(ContinuousEvidence { period, counted, threshold: SESSIONS as u64, sessions })))
}
