//! How far a target is, and what it still takes.

use super::{Target, TargetMeasure};
use crate::measures::Rate;
use crate::summary::{Cohort, Grouping, Period, PupilRecord, Query, Summary, summarise};
use serde::Serialize;
use utoipa::ToSchema;

/// Which side of a value is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// At least so much.
    AtLeast,
    /// At most so much.
    AtMost,
}

/// What the sessions that remain must be like.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Needed {
    /// The rate from now on that just reaches the target, as a fraction; beyond 0 to 1 where none does.
    pub rate_from_now_on: f64,
    /// Which side of it is wanted.
    pub bound: Bound,
}

/// Which pupils a target about pupils turns on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct PupilsNeeded {
    /// How many pupils may be above the threshold at the end.
    pub allowed: u64,
    /// How many are above it now.
    pub above_now: u64,
    /// How many of them will be above it whatever they do: attending every session that remains is not enough.
    pub beyond_recovery: u64,
    /// How many must come below it, where nobody else goes above it.
    pub must_recover: u64,
}

/// The progress of a target.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Progress {
    /// The measure.
    pub measure: TargetMeasure,
    /// The days of the target; only sessions that have begun are counted.
    pub period: Period,
    /// What is wanted.
    pub value: f64,
    /// Which side of it is wanted.
    pub wanted: Bound,
    /// The measure so far.
    pub so_far: Rate,
    /// Whether the target is reached so far; null while nothing was measured.
    pub reached_so_far: Option<bool>,
    /// Pupils counted.
    pub pupils: u64,
    /// Closed sessions without a mark: they count for nothing yet.
    pub missing: u64,
    /// Sessions of these pupils that remain in the period, taken as possible.
    pub remaining: u64,
    /// The best the measure can still be: every session that remains attended, and on time. Null when nothing is measured.
    pub best_attainable: Option<f64>,
    /// Whether the target can still be reached.
    pub attainable: bool,
    /// What it takes from now on; null for a measure of pupils and when nothing remains.
    pub needed: Option<Needed>,
    /// Which pupils it turns on; null for a measure of sessions.
    pub pupils_needed: Option<PupilsNeeded>,
    /// The same in a sentence.
    pub in_words: String,
}

/// Guards comparisons of fractions against the last bit.
const HAIR: f64 = 1e-9;

/// One pupil's counts, and the sessions that remain.
struct Counted {
    summary: Summary,
    remaining: u64,
}

impl Counted {
    fn absent(&self) -> u64 {
        self.summary.authorised + self.summary.unauthorised
    }
}

/// The progress of a target over the pupils it is about, whose `years` hold only the sessions of its period and scope.
pub fn progress(target: &Target, pupils: &[PupilRecord<'_>]) -> Progress {
    let period = Period { from: target.from, to: target.to };
    let query = Query { period, by: Grouping::None, cohort: Cohort::OnRoll };
    let counted: Vec<Counted> = pupils
        .iter()
        .filter_map(|pupil| {
            let summary = summarise(&query, std::iter::once(pupil)).data.into_iter().next()?.summary;
            Some(Counted { summary, remaining: pupil.remaining() })
        })
        .collect();
    let missing = counted.iter().map(|pupil| pupil.summary.missing).sum();
    let progress = Progress {
        measure: target.measure,
        period,
        value: target.value,
        wanted: target.measure.wanted(),
        so_far: Rate::of(0, 0),
        reached_so_far: None,
        pupils: counted.iter().filter(|pupil| pupil.summary.possible + pupil.remaining > 0).count() as u64,
        missing,
        remaining: counted.iter().map(|pupil| pupil.remaining).sum(),
        best_attainable: None,
        attainable: false,
        needed: None,
        pupils_needed: None,
        in_words: String::new(),
    };
    match target.measure {
        TargetMeasure::PersistentAbsenceRate => of_pupils(progress, &counted, 10),
        TargetMeasure::SevereAbsenceRate => of_pupils(progress, &counted, 2),
        measure => of_sessions(progress, &counted, measure),
    }
}

fn of_sessions(mut progress: Progress, counted: &[Counted], measure: TargetMeasure) -> Progress {
    let sum = |of: fn(&Summary) -> u64| counted.iter().map(|pupil| of(&pupil.summary)).sum::<u64>();
    let possible = sum(|summary| summary.possible);
    let arrivals = sum(|summary| summary.present + summary.late_after_close);
    let (hits, whole) = match measure {
        TargetMeasure::AttendanceRate => (sum(|summary| summary.attended), possible),
        TargetMeasure::PunctualityRate => {
            (sum(|summary| summary.present.saturating_sub(summary.late_before_close)), arrivals)
        }
        TargetMeasure::UnauthorisedAbsenceRate => (sum(|summary| summary.unauthorised), possible),
        _ => (sum(|summary| summary.authorised + summary.unauthorised), possible),
    };
    progress.so_far = Rate::of(hits, whole);
    let left = match measure {
        // Of the sessions that remain as many are arrivals as of those so far.
        TargetMeasure::PunctualityRate if possible > 0 => progress.remaining as f64 * arrivals as f64 / possible as f64,
        _ => progress.remaining as f64,
    };
    let (hits, whole) = (hits as f64, whole as f64);
    let at_end = whole + left;
    let wants_more = progress.wanted == Bound::AtLeast;
    progress.reached_so_far = progress.so_far.rate.map(|rate| holds(progress.wanted, rate, progress.value));
    progress.best_attainable = (at_end > 0.0).then(|| if wants_more { (hits + left) / at_end } else { hits / at_end });
    progress.attainable = progress.best_attainable.is_some_and(|best| holds(progress.wanted, best, progress.value));
    progress.needed = (left > 0.0)
        .then(|| Needed { rate_from_now_on: (progress.value * at_end - hits) / left, bound: progress.wanted });
    progress.in_words = words(&progress);
    progress
}

fn holds(wanted: Bound, rate: f64, value: f64) -> bool {
    match wanted {
        Bound::AtLeast => rate >= value - HAIR,
        Bound::AtMost => rate <= value + HAIR,
    }
}

/// A pupil is above the threshold where one in `one_in` possible sessions or more was missed, exactly.
fn of_pupils(mut progress: Progress, counted: &[Counted], one_in: u64) -> Progress {
    let is_above = |absent: u64, possible: u64| possible > 0 && one_in * absent >= possible;
    let measured = counted.iter().filter(|pupil| pupil.summary.possible > 0).count() as u64;
    let above = |pupil: &&Counted| is_above(pupil.absent(), pupil.summary.possible);
    let above_now = counted.iter().filter(above).count() as u64;
    let lost = |pupil: &&Counted| is_above(pupil.absent(), pupil.summary.possible + pupil.remaining);
    let beyond_recovery = counted.iter().filter(lost).count() as u64;
    let allowed = (progress.value * progress.pupils as f64 + HAIR).floor().max(0.0) as u64;
    progress.so_far = Rate::of(above_now, measured);
    progress.reached_so_far = progress.so_far.rate.map(|rate| holds(Bound::AtMost, rate, progress.value));
    progress.best_attainable = Rate::of(beyond_recovery, progress.pupils).rate;
    progress.attainable = progress.pupils > 0 && beyond_recovery <= allowed;
    let must_recover = above_now.saturating_sub(allowed);
    progress.pupils_needed = Some(PupilsNeeded { allowed, above_now, beyond_recovery, must_recover });
    progress.in_words = words(&progress);
    progress
}

fn percent(rate: f64) -> String {
    format!("{:.1} %", rate * 100.0)
}

fn words(progress: &Progress) -> String {
    let side = if progress.wanted == Bound::AtLeast { "at least" } else { "at most" };
    let now = progress
        .so_far
        .rate
        .map_or("nothing is measured yet".to_owned(), |rate| format!("it is {} so far", percent(rate)));
    let wanted = format!("Wanted is {side} {}; {now}.", percent(progress.value));
    let rest = match (&progress.needed, &progress.pupils_needed) {
        (_, Some(needed)) => format!(
            " At most {} of {} pupils may end above the threshold; {} are above it now, {} of whom can no longer come below it.",
            needed.allowed, progress.pupils, needed.above_now, needed.beyond_recovery
        ),
        (Some(_), _) if !progress.attainable => format!(
            " It is out of reach: the best still possible is {}.",
            progress.best_attainable.map_or("nothing".to_owned(), percent)
        ),
        (Some(needed), _) => format!(
            " {} sessions remain: {side} {} from now on reaches it.",
            progress.remaining,
            percent(needed.rate_from_now_on.clamp(0.0, 1.0))
        ),
        (None, None) => " No session remains.".to_owned(),
    };
    wanted + &rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::examples::Class;
    use crate::scope::Scope;

    /// The class has marks for its letters alone; sessions to come are added by the test.
    fn told(measure: TargetMeasure, value: f64, class: &[(&str, &str)], to_come: usize) -> Progress {
        let class = Class::of(class);
        let target = Target {
            scope: Scope::Academy,
            measure,
            from: "2026-09-02".parse().unwrap(),
            to: "2026-12-18".parse().unwrap(),
            value,
            abie_target: false,
            note: None,
        };
        let mut records = class.records();
        for record in &mut records {
            let so_far = record.years[0].so_far;
            let held = crate::register::examples::calendar().sessions_of(so_far.year(), Some(8));
            for index in held.without(so_far.begun()).iter().take(to_come) {
                record.years[0].sessions.insert(index);
            }
        }
        progress(&target, &records)
    }

    #[test]
    fn what_is_needed_just_reaches_the_target() {
        let now = told(TargetMeasure::AttendanceRate, 0.95, &[("7", "IIpppppppp"), ("7", "pppppppppp")], 20);
        assert_eq!((now.so_far.numerator, now.so_far.denominator, now.remaining), (18, 20, 40));
        assert_eq!((now.reached_so_far, now.attainable), (Some(false), true));
        let needed = now.needed.unwrap();
        assert!((18.0 + needed.rate_from_now_on * 40.0 - 0.95 * 60.0).abs() < 1e-9);
        assert!((now.best_attainable.unwrap() - 58.0 / 60.0).abs() < 1e-12);
        let exactly = told(TargetMeasure::AttendanceRate, 58.0 / 60.0, &[("7", "IIpppppppp"), ("7", "pppppppppp")], 20);
        assert!(exactly.attainable && (exactly.needed.unwrap().rate_from_now_on - 1.0).abs() < 1e-9);
        let gone = told(TargetMeasure::AttendanceRate, 0.97, &[("7", "IIpppppppp"), ("7", "pppppppppp")], 20);
        assert!(!gone.attainable && gone.in_words.contains("out of reach"), "{}", gone.in_words);
    }

    #[test]
    fn absence_is_wanted_low_and_punctuality_high() {
        let absence = told(TargetMeasure::UnauthorisedAbsenceRate, 0.1, &[("7", "OOIppppppp")], 10);
        assert_eq!((absence.so_far.numerator, absence.reached_so_far, absence.attainable), (2, Some(false), true));
        assert!(absence.needed.unwrap().rate_from_now_on.abs() < 1e-9, "nothing more may be missed");
        let late = told(TargetMeasure::PunctualityRate, 0.9, &[("7", "LUpppppppI")], 10);
        assert_eq!((late.so_far.numerator, late.so_far.denominator), (7, 9));
        assert!((late.needed.unwrap().rate_from_now_on - (0.9 * 18.0 - 7.0) / 9.0).abs() < 1e-9);
    }

    #[test]
    fn a_target_of_pupils_knows_who_can_no_longer_recover() {
        let class = [("7", "IIpppppppp"), ("7", "IIIIpppppp"), ("7", "pppppppppp"), ("7", "Oppppppppp")];
        let now = told(TargetMeasure::PersistentAbsenceRate, 0.25, &class, 15);
        // With fifteen more sessions: 2 of 25 and 1 of 25 are below a tenth, 4 of 25 are not.
        assert_eq!(
            now.pupils_needed,
            Some(PupilsNeeded { allowed: 1, above_now: 3, beyond_recovery: 1, must_recover: 2 })
        );
        assert!(now.attainable && now.reached_so_far == Some(false));
        assert!(!told(TargetMeasure::PersistentAbsenceRate, 0.0, &class, 15).attainable);
        let severe = told(TargetMeasure::SevereAbsenceRate, 0.0, &class, 0);
        assert_eq!((severe.reached_so_far, severe.attainable), (Some(true), true));
    }

    #[test]
    fn nothing_measured_is_nothing_reached() {
        let none = told(TargetMeasure::AttendanceRate, 0.95, &[], 0);
        assert_eq!((none.reached_so_far, none.attainable, none.best_attainable), (None, false, None));
        assert!(none.in_words.contains("nothing is measured"));
    }
}
