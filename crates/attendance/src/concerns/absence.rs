//! Persistent and severe absence.

use super::{
    AbsenceEvidence, Evidence, Found,
    timeline::{Timeline, not_usual},
};
use crate::summary::{Period, is_persistent, is_severe};
use school::AcademicYear;

/// Ten times the absence reaches the possible sessions of the academic year so far.
pub(super) fn persistent(timeline: &Timeline<'_>) -> Option<Found> {
    find(timeline, is_persistent, 0.1)
}

/// Twice the absence reaches them.
pub(super) fn severe(timeline: &Timeline<'_>) -> Option<Found> {
    find(timeline, is_severe, 0.5)
}

fn find(timeline: &Timeline<'_>, is_met: fn(u64, u64) -> bool, threshold: f64) -> Option<Found> {
    let from = AcademicYear::of(timeline.as_of)?.first_day();
    let counts = timeline.counts_of_year();
    let (absent, possible) = (counts.absent(), counts.possible());
    if !is_met(absent, possible) {
        return None;
    }
    let absences = timeline.marks_of_year(not_usual).filter(|mark| mark.counts_as.is_absence());
    let evidence = AbsenceEvidence {
        period: Period { from, to: timeline.as_of },
        absent,
        possible,
        authorised: counts.authorised(),
        unauthorised: counts.unauthorised(),
        absence_rate: absent as f64 / possible as f64,
        threshold,
        missing: timeline.missing(),
        sessions: absences.map(|mark| mark.session).collect(),
    };
    Some(Found::on(timeline.as_of, Evidence::Absence(evidence)))
}
