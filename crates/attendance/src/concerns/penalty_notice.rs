//! The national threshold for a penalty notice.

use super::{
    CountedSession, Evidence, PenaltyNoticeEvidence,
    timeline::{Timeline, unauthorised},
};
use crate::summary::Period;
use school::Date;

/// Sessions of unauthorised absence that make the threshold.
const SESSIONS: usize = 10;
/// School weeks in the window.
const SCHOOL_WEEKS: usize = 10;

/// Ten sessions of G, N, O or U on days of compulsory school age, in the ten school weeks that end with the last one
/// begun, across terms and years.
pub(super) fn find(timeline: &Timeline<'_>) -> Option<(Date, Evidence)> {
    if timeline.count(unauthorised) < SESSIONS {
        return None;
    }
    let all: Vec<CountedSession> = timeline
        .marks(unauthorised)
        .map(|mark| mark.session)
        .filter(|session| timeline.age.holds_on(session.date))
        .collect();
    let (from, to) = timeline.weeks.window_ending(timeline.as_of, SCHOOL_WEEKS)?;
    let sessions = all[all.partition_point(|session| session.date < from)..].to_vec();
    let met_on = sessions.get(SESSIONS - 1)?.date;
    let school_weeks = timeline.weeks.last_begun_by(timeline.as_of).map_or(0, |last| (last + 1).min(SCHOOL_WEEKS));
    let evidence = PenaltyNoticeEvidence {
        period: Period { from, to },
        school_weeks: school_weeks as u64,
        counted: sessions.len() as u64,
        threshold: SESSIONS as u64,
        first_met_on: first_met_on(&all, timeline).unwrap_or(met_on),
        sessions,
    };
    Some((met_on, Evidence::PenaltyNotice(evidence)))
}

/// The first date at which a window held ten: that of a session whose ninth before it lies in the ten school weeks that
/// end with its own.
fn first_met_on(all: &[CountedSession], timeline: &Timeline<'_>) -> Option<Date> {
    all.windows(SESSIONS).find_map(|ten| {
        let (first, tenth) = (ten[0].date, ten[SESSIONS - 1].date);
        let (from, _) = timeline.weeks.window_ending(tenth, SCHOOL_WEEKS)?;
        (first >= from).then_some(tenth)
    })
}
