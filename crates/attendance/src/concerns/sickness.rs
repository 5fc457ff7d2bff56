//! Fifteen days of illness: reached, coming nearer, and expected.

use super::{
    ApproachingEvidence, CountedSession, Evidence, Found, SicknessEvidence,
    settings::reached,
    timeline::{Timeline, illness},
};
use crate::summary::Period;
use school::AcademicYear;
use serde::Serialize;
use utoipa::ToSchema;

/// Fifteen days.
pub(super) const SESSIONS: usize = 30;

/// That illness at the pace of the year so far reaches fifteen days before the year ends.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SicknessForecastEvidence {
    /// The academic year up to the day asked for.
    pub period: Period,
    /// Sessions of I so far on days of compulsory school age.
    pub counted: u64,
    /// Sessions so far that have a mark of a possible attendance.
    pub possible: u64,
    /// Sessions of the year that are still to come.
    pub remaining: u64,
    /// Sessions of I at the end of the year at the same pace, unrounded.
    pub expected: f64,
    /// The number from which the law's own rule is met: thirty sessions, fifteen days.
    pub threshold: u64,
    /// The sessions of I so far.
    pub sessions: Vec<CountedSession>,
}

/// Thirty or more sessions of I on days of compulsory school age in the academic year.
pub(super) fn find(timeline: &Timeline<'_>) -> Option<Found> {
    if timeline.count(illness) < SESSIONS {
        return None;
    }
    let period = period(timeline)?;
    let sessions = sessions(timeline);
    let met_on = sessions.get(SESSIONS - 1)?.date;
    let evidence = SicknessEvidence { period, counted: sessions.len() as u64, threshold: SESSIONS as u64, sessions };
    // The return is due as soon as the school believes it: at the latest when it is so.
    Some(Found::on(met_on, Evidence::Sickness(evidence)).due(Some(met_on)))
}

/// So many days of illness that the school wants to know, and not yet fifteen.
pub(super) fn warning(timeline: &Timeline<'_>) -> Option<Found> {
    let levels: Vec<u16> = timeline.settings.sickness_warning_days.iter().map(|days| days.saturating_mul(2)).collect();
    reached(&levels, timeline.count(illness))?;
    let sessions = sessions(timeline);
    let level = reached(&levels, sessions.len()).filter(|_| sessions.len() < SESSIONS)?;
    ApproachingEvidence::found(period(timeline)?, level, SESSIONS, sessions)
}

/// At the pace of the year so far, fifteen days are reached before the year ends. A running judgement: met on the day
/// asked for.
pub(super) fn forecast(timeline: &Timeline<'_>) -> Option<Found> {
    let least = 2 * usize::from(timeline.settings.sickness_forecast_from_days);
    if timeline.count(illness) < least {
        return None;
    }
    let evidence = expected(timeline)?;
    let enough = evidence.counted >= least as u64 && evidence.counted < SESSIONS as u64;
    // Whole numbers decide: counted + counted × remaining ÷ possible ≥ thirty.
    let projected = u128::from(evidence.counted) * u128::from(evidence.possible + evidence.remaining);
    let reaches = evidence.possible > 0 && projected >= SESSIONS as u128 * u128::from(evidence.possible);
    (enough && reaches).then(|| {
        let as_of = timeline.as_of;
        // The duty arises with the belief, and the pace is a reason to form one.
        Found::on(as_of, Evidence::SicknessForecast(evidence)).due(Some(as_of))
    })
}

/// What illness comes to at the pace of the year so far.
pub(super) fn expected(timeline: &Timeline<'_>) -> Option<SicknessForecastEvidence> {
    let period = period(timeline)?;
    let sessions = sessions(timeline);
    let (counted, possible) = (sessions.len() as u64, timeline.counts_of_year().possible());
    let remaining = timeline.still_possible();
    let pace = if possible == 0 { 0.0 } else { counted as f64 / possible as f64 };
    let expected = counted as f64 + pace * remaining as f64;
    Some(SicknessForecastEvidence {
        period,
        counted,
        possible,
        remaining,
        expected,
        threshold: SESSIONS as u64,
        sessions,
    })
}

/// The sessions of I in the academic year on days of compulsory school age.
pub(super) fn sessions(timeline: &Timeline<'_>) -> Vec<CountedSession> {
    let of_year = timeline.marks_of_year(illness).map(|mark| mark.session);
    of_year.filter(|session| timeline.age.holds_on(session.date)).collect()
}

/// The academic year up to the day asked for.
pub(super) fn period(timeline: &Timeline<'_>) -> Option<Period> {
    Some(Period { from: AcademicYear::of(timeline.as_of)?.first_day(), to: timeline.as_of })
}
