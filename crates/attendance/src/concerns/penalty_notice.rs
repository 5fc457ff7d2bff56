//! The national threshold for a penalty notice, and the school's own warnings before it.

use super::{
    ApproachingEvidence, CountedSession, Evidence, Found, PenaltyNoticeEvidence,
    settings::reached,
    timeline::{Timeline, unauthorised},
};
use crate::summary::Period;
use school::Date;

/// Sessions of unauthorised absence that make the threshold.
pub(crate) const SESSIONS: usize = 10;
/// School weeks in the window.
pub(crate) const SCHOOL_WEEKS: usize = 10;

/// The sessions that count in the ten school weeks that end with the last one begun.
pub(super) struct Window {
    pub(super) period: Period,
    /// Ten, or fewer where no calendar reaches further back.
    pub(super) school_weeks: u64,
    pub(super) sessions: Vec<CountedSession>,
}

/// Ten sessions of G, N, O or U on days of compulsory school age, in the ten school weeks that end with the last one
/// begun, across terms and years.
pub(super) fn find(timeline: &Timeline<'_>) -> Option<Found> {
    if timeline.count(unauthorised) < SESSIONS {
        return None;
    }
    let all = counting(timeline);
    let Window { period, school_weeks, sessions } = window(timeline, &all)?;
    let met_on = sessions.get(SESSIONS - 1)?.date;
    let evidence = PenaltyNoticeEvidence {
        period,
        school_weeks,
        counted: sessions.len() as u64,
        threshold: SESSIONS as u64,
        first_met_on: first_met_on(&all, timeline).unwrap_or(met_on),
        sessions,
    };
    let days = usize::from(timeline.settings.penalty_notice_decision_school_days);
    let due_on = timeline.weeks.school_day_after(met_on, days);
    Some(Found::on(met_on, Evidence::PenaltyNotice(evidence)).due(due_on))
}

/// So many sessions in the window that the school wants to know, and not yet ten.
pub(super) fn warning(timeline: &Timeline<'_>) -> Option<Found> {
    let levels = &timeline.settings.penalty_notice_warning_sessions;
    reached(levels, timeline.count(unauthorised))?;
    let Window { period, sessions, .. } = window(timeline, &counting(timeline))?;
    let level = reached(levels, sessions.len()).filter(|_| sessions.len() < SESSIONS)?;
    ApproachingEvidence::found(period, level, SESSIONS, sessions)
}

/// Every session that may count in a window.
pub(super) fn counting(timeline: &Timeline<'_>) -> Vec<CountedSession> {
    let sessions = timeline.marks(unauthorised).map(|mark| mark.session);
    sessions.filter(|session| timeline.age.holds_on(session.date)).collect()
}

/// The window that ends with the last school week begun.
pub(super) fn window(timeline: &Timeline<'_>, all: &[CountedSession]) -> Option<Window> {
    let (from, to) = timeline.weeks.window_ending(timeline.as_of, SCHOOL_WEEKS)?;
    let sessions = all[all.partition_point(|session| session.date < from)..].to_vec();
    let begun = timeline.weeks.last_begun_by(timeline.as_of).map_or(0, |last| (last + 1).min(SCHOOL_WEEKS));
    Some(Window { period: Period { from, to }, school_weeks: begun as u64, sessions })
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
