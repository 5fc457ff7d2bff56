//! Fifteen days of illness.

use super::{
    CountedSession, Evidence, SicknessEvidence,
    timeline::{Timeline, illness},
};
use crate::summary::Period;
use school::{AcademicYear, Date};

/// Fifteen days.
const SESSIONS: usize = 30;

/// Thirty or more sessions of I on days of compulsory school age in the academic year.
pub(super) fn find(timeline: &Timeline<'_>) -> Option<(Date, Evidence)> {
    let from = AcademicYear::of(timeline.as_of)?.first_day();
    let of_age = timeline.marks_of_year(illness).map(|mark| mark.session);
    let sessions: Vec<CountedSession> = of_age.filter(|session| timeline.age.holds_on(session.date)).collect();
    let met_on = sessions.get(SESSIONS - 1)?.date;
    let evidence = SicknessEvidence {
        period: Period { from, to: timeline.as_of },
        counted: sessions.len() as u64,
        threshold: SESSIONS as u64,
        sessions,
    };
    Some((met_on, Evidence::Sickness(evidence)))
}
