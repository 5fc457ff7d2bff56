//! A reason that must be established within days.

use super::{
    CountedSession, Evidence, Found,
    overdue::SCHOOL_DAYS,
    timeline::{Timeline, no_reason_yet},
};
use school::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// Reasons that are not established yet and soon due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DueSoonEvidence {
    /// How many sessions have N and are due soon.
    pub counted: u64,
    /// The day by which the reason of the earliest must be established: its fifth school day after.
    pub due_on: Date,
    /// The sessions.
    pub sessions: Vec<CountedSession>,
}

/// An N whose fifth school day after the session has not passed and is at most so many school days away as the school
/// has set. Met on the day on which the earliest came so near.
pub(super) fn find(timeline: &Timeline<'_>) -> Option<Found> {
    let sessions = sessions(timeline);
    let earliest = sessions.first()?.date;
    let due_on = timeline.weeks.school_day_after(earliest, SCHOOL_DAYS)?;
    let met_on = near_on(timeline, earliest)?;
    let evidence = DueSoonEvidence { counted: sessions.len() as u64, due_on, sessions };
    Some(Found::on(met_on, Evidence::DueSoon(evidence)).due(Some(due_on)))
}

/// The sessions of N that are due soon and not overdue, earliest first.
fn sessions(timeline: &Timeline<'_>) -> Vec<CountedSession> {
    let overdue_on = |session: &CountedSession| timeline.weeks.school_day_after(session.date, SCHOOL_DAYS + 1);
    let marked = timeline.marks(no_reason_yet).map(|mark| mark.session);
    marked
        .filter(|session| overdue_on(session).is_none_or(|day| timeline.as_of < day))
        .take_while(|session| near_on(timeline, session.date).is_some_and(|day| day <= timeline.as_of))
        .collect()
}

/// The day on which the due day of a session came near.
fn near_on(timeline: &Timeline<'_>, date: Date) -> Option<Date> {
    let before = usize::from(timeline.settings.reason_due_soon_school_days).min(SCHOOL_DAYS - 1);
    timeline.weeks.school_day_after(date, SCHOOL_DAYS - before)
}
