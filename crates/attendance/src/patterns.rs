//! Patterns in a pupil's absence: weekdays, broken weeks, days beside holidays, absence together with a sibling, and change
//! against the pupil's own earlier weeks.
//!
//! A pattern is never a bare flag: each comes with the counts it rests on, its size, an exact test of whether chance alone would
//! do as much, and that test's p adjusted for how many pupils were looked at. A pattern is a reason to ask, not a finding
//! against anybody.

mod answer;
mod baseline;
mod beside_holidays;
mod broken_weeks;
mod days;
mod sibling;
mod weekday;

pub use answer::{Direction, Pattern, PatternEvidence, PatternKind, PupilPatterns};

use crate::concerns::PupilAttendance;
use crate::statistics::adjusted_for_many;
use crate::summary::Period;
use chrono::Days;
use days::AbsentDays;
use school::{Date, PupilId, SchoolWeeks};
use std::collections::HashSet;

/// How much evidence a test needs, and how far it looks back: local settings with cautious defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PatternSettings {
    /// Days looked back from the day asked for.
    pub looks_back_days: u64,
    /// School days that a pupil must have been seen on.
    pub least_days: u64,
    /// Days of absence below which nothing is tested.
    pub least_absent_days: u64,
    /// Days (or weeks) of the kind that is tested, and days of absence of a sibling, below which it is not tested. What is
    /// tested never depends on what is found, or the chance findings would be more than p says.
    pub least_of_kind: u64,
    /// The calendar days without school that make a holiday.
    pub holiday_days: i64,
    /// The school weeks that count as recent.
    pub recent_weeks: usize,
    /// The earlier school weeks that change is measured against, at least.
    pub least_earlier_weeks: usize,
}

impl Default for PatternSettings {
    fn default() -> Self {
        Self {
            looks_back_days: 365,
            least_days: 30,
            least_absent_days: 4,
            least_of_kind: 3,
            holiday_days: 7,
            recent_weeks: 4,
            least_earlier_weeks: 8,
        }
    }
}

/// One pupil with the places of the siblings in the same list.
#[derive(Debug, Clone)]
pub struct PatternPupil<'a> {
    /// The pupil's attendance.
    pub attendance: PupilAttendance<'a>,
    /// Pupils of the same list who share a parent or carer.
    pub siblings: Vec<usize>,
    /// The attendance of siblings at other academies, who are not tested here themselves.
    pub elsewhere: Vec<PupilAttendance<'a>>,
}

/// The patterns of every pupil of an academy, in the order given, from the marks up to and including a day. Pupils of whom
/// nothing could be tested have no pattern. Values of p are adjusted over all pupils for each kind.
pub fn patterns(
    pupils: &[PatternPupil<'_>],
    weeks: &SchoolWeeks,
    as_of: Date,
    settings: &PatternSettings,
) -> Vec<PupilPatterns> {
    let from = as_of.checked_sub_days(Days::new(settings.looks_back_days)).unwrap_or(as_of);
    let period = Period { from, to: as_of };
    let seen: Vec<AbsentDays> = pupils.iter().map(|pupil| AbsentDays::of(&pupil.attendance, period)).collect();
    let beside = beside_holidays::days_beside(weeks, settings.holiday_days);
    let answer = |(pupil, days): (&PatternPupil<'_>, &AbsentDays)| {
        let elsewhere: Vec<(PupilId, AbsentDays)> =
            pupil.elsewhere.iter().map(|sibling| (sibling.pupil_id, AbsentDays::of(sibling, period))).collect();
        let here = pupil.siblings.iter();
        let here = here.filter_map(|place| Some((pupils.get(*place)?.attendance.pupil_id, seen.get(*place)?)));
        let siblings = here.chain(elsewhere.iter().map(|(id, days)| (*id, days))).collect();
        let found = if days.enough(settings) { tests_of(days, siblings, &beside, settings) } else { Vec::new() };
        days.answer(&pupil.attendance, period, found)
    };
    let mut answers: Vec<PupilPatterns> = pupils.iter().zip(&seen).map(answer).collect();
    adjust(&mut answers);
    answers
}

/// Every kind that can be tested of a pupil.
fn tests_of(
    days: &AbsentDays,
    siblings: Vec<(PupilId, &AbsentDays)>,
    beside: &HashSet<Date>,
    settings: &PatternSettings,
) -> Vec<Pattern> {
    [
        weekday::test(days, settings),
        broken_weeks::test(days, settings),
        beside_holidays::test(days, beside, settings),
        sibling::test(days, siblings.into_iter(), settings),
        baseline::test(days, settings),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Each kind is a family of tests of its own: one for each pupil who could be tested.
fn adjust(answers: &mut [PupilPatterns]) {
    for kind in PatternKind::ALL {
        let mut family: Vec<&mut Pattern> =
            answers.iter_mut().flat_map(|answer| &mut answer.patterns).filter(|found| found.kind == kind).collect();
        let p: Vec<f64> = family.iter().map(|found| found.p).collect();
        for (found, adjusted) in family.iter_mut().zip(adjusted_for_many(&p)) {
            found.adjusted_p = adjusted;
            found.pupils_tested = p.len() as u64;
        }
    }
}

#[cfg(test)]
mod tests;
