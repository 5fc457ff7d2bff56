//! How much of the year a pupil will have missed at its end, with an interval that holds about four pupils of five.
//!
//! The model: pupils are of two kinds, each with a beta distribution of the own rate; what is seen of the year counts with a
//! weight below 1, because absence comes in runs; what remains follows a beta-binomial distribution spread wider by runs and by
//! habits that drift; absence rises through the year. A forecast is a reason to offer help early, never evidence.

mod predictive;
pub mod simulation;

pub use predictive::{Constants, Kind, Predictive};

use crate::concerns::PupilAttendance;
use crate::course::{Step, course};
use school::{AcademicYear, Date, PupilId, calendar::SessionSet};
use serde::Serialize;
use utoipa::ToSchema;

/// Fitted on 4,000 made-up pupils (seed 1) by the greatest likelihood of what came of them.
pub const CONSTANTS: Constants = Constants {
    kinds: [Kind { share: 0.9176, rate: 0.0475, weighs: 16.01 }, Kind { share: 0.0824, rate: 0.3053, weighs: 8.247 }],
    weight: 0.079_64,
    runs: 6.526,
    longer_runs: 1.614,
    drift: 0.020_34,
};

/// The shares of the distribution between which the interval lies: chosen on the made-up pupils of the fit so that four of five
/// lie inside. Both ends are whole sessions and inside, so the shares are a little closer than a tenth and nine tenths.
const INTERVAL: (f64, f64) = (0.12, 0.88);

/// What the interval is meant to hold.
pub const COVERAGE: f64 = 0.8;

/// What is known of a pupil's year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    /// Possible sessions missed.
    pub absent: u64,
    /// Possible sessions seen.
    pub seen: u64,
    /// Possible sessions that remain.
    pub remaining: u64,
    /// Where in the year the sessions seen begin, as a fraction of its sessions.
    pub begins: f64,
    /// Where in the year it is looked from. Holidays are spread over the year, so its days stand for its sessions.
    pub now: f64,
}

/// Absence at the end of the year, in sessions missed over the whole of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The mean.
    pub expected: f64,
    /// The lower end of the interval.
    pub low: u64,
    /// The upper end, inside the interval.
    pub high: u64,
    /// The chance that a tenth or more of the year will have been missed.
    pub persistent: f64,
    /// The chance that half or more will have been missed.
    pub severe: f64,
}

/// How much more, or less, is missed in what remains than in what was seen, by the season alone.
fn season(begins: f64, now: f64) -> f64 {
    let (first, growth) = simulation::SEASON;
    let mean = |from: f64, to: f64| first + growth * (from + to) / 2.0;
    let (begins, now) = (begins.clamp(0.0, 1.0), now.clamp(0.0, 1.0));
    mean(now, 1.0) / mean(begins.min(now), now)
}

/// Forecasts the end of the year.
pub fn forecast(known: &Known) -> Forecast {
    let seen = known.seen.min(MOST_SESSIONS);
    let remaining = known.remaining.min(MOST_SESSIONS);
    let absent = known.absent.min(seen);
    let rest = Predictive::of(absent, seen, remaining, season(known.begins, known.now), &CONSTANTS);
    let (low, high) = rest.interval(INTERVAL.0, INTERVAL.1);
    let whole = seen + remaining;
    // The fewest of the sessions that remain with which a share of the whole year is missed.
    let reaches = |one_in: u64| whole.div_ceil(one_in).saturating_sub(absent);
    let chance = |one_in: u64| if whole > 0 { rest.at_least(reaches(one_in)) } else { 0.0 };
    Forecast {
        expected: absent as f64 + rest.mean(),
        low: absent + low,
        high: absent + high,
        persistent: chance(10),
        severe: chance(2),
    }
}

/// No academic year has more sessions.
const MOST_SESSIONS: u64 = school::SESSIONS_IN_SHEET as u64;

/// What a pupil's absence at the end of the academic year is expected to be.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PupilForecast {
    /// The pupil.
    pub pupil_id: PupilId,
    /// The day it is looked from: its marks are known.
    pub as_of: Date,
    /// The academic year.
    pub academic_year: AcademicYear,
    /// Possible sessions missed so far.
    pub absent: u64,
    /// Possible sessions so far.
    pub possible: u64,
    /// Sessions so far without a mark: left out.
    pub missing: u64,
    /// Absence so far as a fraction from 0 to 1; null without a possible session.
    pub absence_rate: Option<f64>,
    /// Possible sessions that remain: the sessions of the calendar while on roll, less the share that was not possible so far.
    pub remaining: u64,
    /// Sessions expected to be missed over the whole year.
    pub expected_absent: f64,
    /// The same as a fraction of the year's possible sessions; null when the year has none.
    pub expected_absence_rate: Option<f64>,
    /// The interval.
    pub interval: Interval,
    /// The chance that the pupil ends the year as a persistent absentee.
    #[schema(minimum = 0, maximum = 1)]
    pub persistent_absence_chance: f64,
    /// The chance that the pupil ends the year as a severe absentee.
    #[schema(minimum = 0, maximum = 1)]
    pub severe_absence_chance: f64,
    /// How it was made.
    #[schema(value_type = String)]
    pub method: &'static str,
    /// What to bear in mind.
    #[schema(value_type = Vec<String>)]
    pub caveats: Vec<&'static str>,
}

/// An interval for the absence over the whole year, both ends inside.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Interval {
    /// The share of pupils like this one whose absence it is meant to hold.
    #[schema(example = 0.8)]
    pub coverage: f64,
    /// The fewest sessions missed.
    pub low: u64,
    /// The most sessions missed.
    pub high: u64,
    /// The fewest as a fraction of the year's possible sessions; null when the year has none.
    pub low_rate: Option<f64>,
    /// The most as a fraction.
    pub high_rate: Option<f64>,
}

const METHOD: &str = "Beta-binomial forecast: two kinds of pupil with a beta distribution each, sessions seen weighted below 1 \
     because absence comes in runs, spread for runs and for habits that drift, and absence rising through the year. Constants \
     were fitted on made-up pupils; on others of these the interval holds 76 to 84 of 100.";

/// Caveats of every forecast.
const CAVEATS: [&str; 2] = [
    "A forecast from marks alone knows nothing of why a pupil was absent: a reason to offer help, never evidence.",
    "Of pupils who already missed a quarter or more, fewer than four in five end inside the interval, and of those who missed \
     little more than four in five.",
];
const NOTHING_SEEN: &str = "Few sessions have been seen: this is hardly more than what is expected of any pupil.";
const FEW_SESSIONS: u64 = 30;

/// What is known of a pupil's year on a day, and the sessions so far without a mark.
fn known_of(pupil: &PupilAttendance<'_>, held: &SessionSet, year: AcademicYear, as_of: Date) -> (Known, u64) {
    let steps = course(&pupil.years, year.first_day(), as_of);
    let count = |wanted: fn(&Step) -> bool| steps.iter().filter(|step| wanted(step)).count() as u64;
    let (seen, marked) = (count(Step::is_possible), count(|step| step.code.is_some()));
    let after = year.day_index(as_of).map_or(0, |day| 2 * day + 2);
    let to_come = held.iter().filter(|index| *index >= after).count() as u64;
    // As many of the sessions to come are possible as of those that have a mark.
    let remaining = (to_come * seen + marked / 2).checked_div(marked).unwrap_or(to_come);
    let place = |index: usize| school_year(index as f64 / (2 * year.days()) as f64);
    let first = steps.iter().find(|step| step.is_possible()).and_then(|step| year.index_of(step.at));
    let known =
        Known { absent: count(Step::is_absent), seen, remaining, begins: place(first.unwrap_or(0)), now: place(after) };
    (known, count(|step| step.code.is_none()))
}

/// Forecasts a pupil of whom the marks up to and including `as_of` are known. `held` are the sessions of the academic year that
/// the academy holds for the pupil while on roll, in the same academic year as `as_of`.
pub fn pupil_forecast(
    pupil: &PupilAttendance<'_>,
    held: &SessionSet,
    year: AcademicYear,
    as_of: Date,
) -> PupilForecast {
    let (known, missing) = known_of(pupil, held, year, as_of);
    let told = forecast(&known);
    let rate = |sessions: f64, of: u64| (of > 0).then(|| sessions / of as f64);
    let whole = known.seen + known.remaining;
    let mut caveats = CAVEATS.to_vec();
    if known.seen < FEW_SESSIONS {
        caveats.push(NOTHING_SEEN);
    }
    PupilForecast {
        pupil_id: pupil.pupil_id,
        as_of,
        academic_year: year,
        absent: known.absent,
        possible: known.seen,
        missing,
        absence_rate: rate(known.absent as f64, known.seen),
        remaining: known.remaining,
        expected_absent: told.expected,
        expected_absence_rate: rate(told.expected, whole),
        interval: Interval {
            coverage: COVERAGE,
            low: told.low,
            high: told.high,
            low_rate: rate(told.low as f64, whole),
            high_rate: rate(told.high as f64, whole),
        },
        persistent_absence_chance: told.persistent,
        severe_absence_chance: told.severe,
        method: METHOD,
        caveats,
    }
}

/// A fraction of the academic year from 1 August as one of the school year, which begins a month later and ends ten days
/// earlier.
fn school_year(fraction: f64) -> f64 {
    const BEGINS: f64 = 33.0 / 365.0;
    const ENDS: f64 = 355.0 / 365.0;
    ((fraction - BEGINS) / (ENDS - BEGINS)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_year_is_certain_and_its_beginning_is_not() {
        let at = |absent, seen, remaining| {
            forecast(&Known {
                absent,
                seen,
                remaining,
                begins: 0.0,
                now: seen as f64 / (seen + remaining).max(1) as f64,
            })
        };
        let end = at(37, 380, 0);
        assert_eq!((end.low, end.high, end.expected, end.persistent), (37, 37, 37.0, 0.0));
        assert_eq!(at(38, 380, 0).persistent, 1.0);
        assert_eq!(at(190, 380, 0).severe, 1.0);
        let (early, late) = (at(4, 40, 340), at(30, 300, 80));
        assert!(late.high - late.low < early.high - early.low);
        assert!(at(30, 100, 280).expected > at(10, 100, 280).expected);
        assert!(at(0, 0, 0).persistent == 0.0 && at(0, 0, 380).expected > 10.0);
        let absurd = forecast(&Known {
            absent: u64::MAX,
            seen: u64::MAX,
            remaining: u64::MAX,
            begins: f64::NAN,
            now: f64::INFINITY,
        });
        assert!(absurd.low <= absurd.high && absurd.expected.is_finite());
    }

    #[test]
    fn absence_rises_through_the_year() {
        assert!(season(0.0, 0.2) > season(0.0, 0.9) && season(0.0, 1.0) > 1.0);
        assert!((school_year(0.0), school_year(1.0)) == (0.0, 1.0));
    }
}
