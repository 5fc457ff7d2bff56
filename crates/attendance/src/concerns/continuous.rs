//! School days absent without authorisation without a break: ten, twenty, and the school's own warnings before.

use super::{
    ApproachingEvidence, ContinuousEvidence, CountedSession, Evidence, Found,
    settings::reached,
    timeline::{Timeline, any_mark, unauthorised},
};
use crate::{CountsAs, summary::Period};

/// Ten days: the return to the local authority.
pub(super) const TEN_DAYS: usize = 20;
/// Twenty days: a ground for deletion, when the school and the local authority have looked for the pupil.
pub(super) const TWENTY_DAYS: usize = 40;

/// The latest possible sessions are twenty or more unauthorised in a row on days of compulsory school age. Sessions that
/// are not possible attendances, and sessions without a mark, are skipped; the run crosses academic years.
pub(super) fn ten_days(timeline: &Timeline<'_>) -> Option<Found> {
    let found = find(timeline, TEN_DAYS)?;
    let days = usize::from(timeline.settings.attendance_return_school_days);
    let due_on = timeline.weeks.school_day_after(found.met_on, days);
    Some(found.due(due_on))
}

/// The same with forty sessions or more.
pub(super) fn twenty_days(timeline: &Timeline<'_>) -> Option<Found> {
    find(timeline, TWENTY_DAYS)
}

/// So many days in a row that the school wants to know, and not yet ten.
pub(super) fn warning(timeline: &Timeline<'_>) -> Option<Found> {
    let levels: Vec<u16> =
        timeline.settings.continuous_warning_days.iter().map(|days| days.saturating_mul(2)).collect();
    reached(&levels, timeline.count(unauthorised))?;
    let sessions = run(timeline);
    let level = reached(&levels, sessions.len()).filter(|_| sessions.len() < TEN_DAYS)?;
    ApproachingEvidence::found(period_of(&sessions)?, level, TEN_DAYS, sessions)
}

fn find(timeline: &Timeline<'_>, threshold: usize) -> Option<Found> {
    if timeline.count(unauthorised) < threshold {
        return None;
    }
    let sessions = run(timeline);
    let met_on = sessions.get(threshold - 1)?.date;
    let (period, counted) = (period_of(&sessions)?, sessions.len() as u64);
    let evidence = ContinuousEvidence { period, counted, threshold: threshold as u64, sessions };
    Some(Found::on(met_on, Evidence::Continuous(evidence)))
}

/// The unbroken run of unauthorised absence with which the possible sessions end.
pub(super) fn run(timeline: &Timeline<'_>) -> Vec<CountedSession> {
    let possible = timeline.marks(any_mark).rev().filter(|mark| mark.counts_as.is_possible());
    let unbroken = possible
        .take_while(|mark| mark.counts_as == CountsAs::UnauthorisedAbsence && timeline.age.holds_on(mark.session.date));
    let mut sessions: Vec<CountedSession> = unbroken.map(|mark| mark.session).collect();
    sessions.reverse();
    sessions
}

/// From the first to the last day of some sessions.
pub(super) fn period_of(sessions: &[CountedSession]) -> Option<Period> {
    Some(Period { from: sessions.first()?.date, to: sessions.last()?.date })
}
