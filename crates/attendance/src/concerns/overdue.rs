//! A reason not established within five school days.

use super::{
    CountedSession, Evidence, Found, OverdueEvidence,
    timeline::{Timeline, no_reason_yet},
};
/// N is replaced at the latest on this school day after the session.
pub(super) const SCHOOL_DAYS: usize = 5;

/// An N whose sixth school day after the session is on or before the day asked for. Where the calendars that are known
/// do not reach so far, the day has not come.
pub(super) fn find(timeline: &Timeline<'_>) -> Option<Found> {
    let overdue_on = |session: &CountedSession| timeline.weeks.school_day_after(session.date, SCHOOL_DAYS + 1);
    let sessions: Vec<CountedSession> = timeline
        .marks(no_reason_yet)
        .map(|mark| mark.session)
        .take_while(|session| overdue_on(session).is_some_and(|day| day <= timeline.as_of))
        .collect();
    let earliest = sessions.first()?;
    let met_on = overdue_on(earliest)?;
    let due_on = timeline.weeks.school_day_after(earliest.date, SCHOOL_DAYS)?;
    let counted = sessions.len() as u64;
    let evidence = Evidence::Overdue(OverdueEvidence { counted, due_on, sessions });
    Some(Found::on(met_on, evidence).due(Some(due_on)))
}
