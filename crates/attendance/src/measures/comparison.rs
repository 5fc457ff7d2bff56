//! An academy's figures beside the national ones of its phase.

use super::national::{NATIONAL, NationalFigure, PartOfYear};
use super::{Guarded, HiddenGroup, Suppression, to_nearest_five};
use crate::code::Code;
use crate::summary::{Definition, GroupSummary, Grouping, PupilRecord, Query, summarise, summer_second_half};
use school::{AcademicYear, Date, Phase};
use serde::Serialize;
use utoipa::ToSchema;

/// A rate with what it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Rate {
    /// What is above the line.
    pub numerator: u64,
    /// What is below the line.
    pub denominator: u64,
    /// The fraction, unrounded; null when the denominator is 0.
    #[schema(minimum = 0, maximum = 1)]
    pub rate: Option<f64>,
}

impl Rate {
    pub(crate) fn of(numerator: u64, denominator: u64) -> Self {
        Self { numerator, denominator, rate: (denominator > 0).then(|| numerator as f64 / denominator as f64) }
    }
}

/// The academy's own figures over the period, in the DfE's cohort.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct OwnFigures {
    /// Pupils counted.
    pub pupils: u64,
    /// Absence, in sessions.
    pub absence: Rate,
    /// Authorised absence, in sessions.
    pub authorised: Rate,
    /// Unauthorised absence, in sessions.
    pub unauthorised: Rate,
    /// Illness, in sessions.
    pub illness: Rate,
    /// Holiday without leave, in sessions.
    pub unauthorised_holiday: Rate,
    /// Persistent absentees, in pupils.
    pub persistent_absence: Rate,
    /// Severe absentees, in pupils.
    pub severe_absence: Rate,
}

/// The own rate less the national one, in fractions from -1 to 1: 0.01 is one percentage point more absence than nationally.
/// Null where either is missing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Difference {
    /// Absence.
    pub absence: Option<f64>,
    /// Authorised absence.
    pub authorised: Option<f64>,
    /// Unauthorised absence.
    pub unauthorised: Option<f64>,
    /// Illness.
    pub illness: Option<f64>,
    /// Holiday without leave.
    pub unauthorised_holiday: Option<f64>,
    /// Persistent absence.
    pub persistent_absence: Option<f64>,
    /// Severe absence.
    pub severe_absence: Option<f64>,
}

/// One national figure beside the own ones.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NationalComparison {
    /// The national figure with its source.
    pub national: NationalFigure,
    /// Whether it is of the academic year asked for.
    pub same_academic_year: bool,
    /// Whether it covers the part of the year that the period covers best.
    pub same_part_of_year: bool,
    /// How far the own figures lie above it.
    pub difference: Difference,
}

/// The pupils of one phase beside the national figures of that phase.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PhaseComparison {
    /// The phase; an all-through academy has one entry for its primary and one for its secondary years.
    pub phase: Phase,
    /// The own figures.
    pub own: OwnFigures,
    /// National figures of the phase, the one that fits best first: the same part of the year, then the nearest year.
    pub national: Vec<NationalComparison>,
}

/// The comparison, and how it was made.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ComparisonAnswer {
    /// One entry for each phase.
    pub data: Vec<PhaseComparison>,
    /// How the own figures were made.
    pub definition: Definition,
    /// What to bear in mind.
    #[schema(value_type = Vec<String>)]
    pub caveats: Vec<&'static str>,
    /// What was hidden from this audience; null where nothing had to be.
    pub suppression: Option<Suppression>,
}

/// What to bear in mind about every such comparison.
const CAVEATS: [&str; 4] = [
    "Absence rises through the year: compare a period only with the same part of another year.",
    "The daily series leaves out the first days of September and is revised; it differs from the accredited statistics by a \
     few tenths of a percentage point, and whether it counts four-year-olds is not confirmed.",
    "Persistent absence over a term is higher than over the year; terms are never averaged.",
    "A national figure says nothing about pupils like these: it is not adjusted for context.",
];

const NO_NATIONAL: &str =
    "Alternative provision is published apart from the other phases: no national figure is kept here.";

/// The word under which a pupil's sessions are grouped by phase.
pub fn phase_word(phase: Phase) -> &'static str {
    match phase {
        Phase::Primary => "primary",
        Phase::Secondary => "secondary",
        Phase::AllThrough => "all_through",
        Phase::Special => "special",
        Phase::AlternativeProvision => "alternative_provision",
    }
}

/// Compares pupils whose `values` are words of [`phase_word`] with the national figures. `query.by` is not regarded.
pub fn compare<'a: 'b, 'b>(query: &Query, pupils: impl IntoIterator<Item = &'b PupilRecord<'a>>) -> ComparisonAnswer {
    let whole = summarise(&Query { by: Grouping::SenStatus, ..*query }, pupils);
    let phases = [Phase::Primary, Phase::Secondary, Phase::AllThrough, Phase::Special, Phase::AlternativeProvision];
    let mut data = Vec::new();
    for group in &whole.data {
        let Some(phase) = phases.into_iter().find(|phase| phase_word(*phase) == group.group) else { continue };
        let own = OwnFigures::of(group);
        data.push(PhaseComparison { phase, own, national: national_of(phase, query.period.to, &own) });
    }
    let mut caveats = CAVEATS.to_vec();
    if data.iter().any(|each| each.national.is_empty()) {
        caveats.push(NO_NATIONAL);
    }
    let definition = Definition {
        measure: "each rate beside the published national one; difference: the own rate less the national one"
            .to_owned(),
        by: Grouping::None,
        ..whole.definition
    };
    ComparisonAnswer { data, definition, caveats, suppression: None }
}

impl OwnFigures {
    fn of(group: &GroupSummary) -> Self {
        let summary = &group.summary;
        let sessions = |count| Rate::of(count, summary.possible);
        let code =
            |text: &str| Code::parse(text).ok().and_then(|code| summary.by_code.get(&code)).copied().unwrap_or(0);
        Self {
            pupils: group.pupils,
            absence: sessions(summary.authorised + summary.unauthorised),
            authorised: sessions(summary.authorised),
            unauthorised: sessions(summary.unauthorised),
            illness: sessions(code("I")),
            unauthorised_holiday: sessions(code("G")),
            persistent_absence: Rate::of(group.persistent_absentees, group.pupils),
            severe_absence: Rate::of(group.severe_absentees, group.pupils),
        }
    }
}

impl Difference {
    fn of(own: &OwnFigures, national: &NationalFigure) -> Self {
        let less = |own: Rate, national: Option<f64>| Some(own.rate? - national?);
        Self {
            absence: less(own.absence, national.absence_rate),
            authorised: less(own.authorised, national.authorised_rate),
            unauthorised: less(own.unauthorised, national.unauthorised_rate),
            illness: less(own.illness, national.illness_rate),
            unauthorised_holiday: less(own.unauthorised_holiday, national.unauthorised_holiday_rate),
            persistent_absence: less(own.persistent_absence, national.persistent_absence_rate),
            severe_absence: less(own.severe_absence, national.severe_absence_rate),
        }
    }
}

/// The part of the year that a period up to a day covers best: to the end of December, to the middle of April, or the year.
fn part_up_to(day: Date, year: AcademicYear) -> PartOfYear {
    let of_next = |month, of_month| Date::from_ymd_opt(i32::from(year.start_year()) + 1, month, of_month);
    if of_next(1, 1).is_some_and(|january| day < january) {
        PartOfYear::Autumn
    } else if of_next(4, 16).is_some_and(|april| day < april) && day < summer_second_half(year) {
        PartOfYear::AutumnAndSpring
    } else {
        PartOfYear::Year
    }
}

fn national_of(phase: Phase, to: Date, own: &OwnFigures) -> Vec<NationalComparison> {
    let wanted = match phase {
        Phase::Primary | Phase::Secondary | Phase::Special => Some(phase),
        Phase::AllThrough => None,
        Phase::AlternativeProvision => return Vec::new(),
    };
    let Some(year) = AcademicYear::of(to) else { return Vec::new() };
    let part = part_up_to(to, year);
    let mut found: Vec<(i16, NationalComparison)> = NATIONAL
        .iter()
        .filter(|figure| figure.phase == wanted)
        .filter_map(|figure| {
            let of_figure: AcademicYear = figure.academic_year.parse().ok()?;
            let comparison = NationalComparison {
                national: figure.clone(),
                same_academic_year: of_figure == year,
                same_part_of_year: figure.part_of_year == part,
                difference: Difference::of(own, figure),
            };
            Some(((of_figure.start_year() - year.start_year()).abs(), comparison))
        })
        .collect();
    found.sort_by_key(|(years_away, each)| (!each.same_part_of_year, *years_away));
    found.into_iter().map(|(_, each)| each).collect()
}

impl Guarded for ComparisonAnswer {
    fn sizes(&self) -> Vec<(String, u64)> {
        self.data.iter().map(|each| (phase_word(each.phase).to_owned(), each.own.pupils)).collect()
    }

    /// Rates of pupils are worked out again from the rounded counts, so that they give no exact count away.
    fn hide(&mut self, hidden: Vec<HiddenGroup>, smallest_group: u64) {
        self.data.retain(|each| hidden.iter().all(|gone| gone.group != phase_word(each.phase)));
        for each in &mut self.data {
            for rate in [&mut each.own.persistent_absence, &mut each.own.severe_absence] {
                *rate = Rate::of(to_nearest_five(rate.numerator), to_nearest_five(rate.denominator));
            }
            each.own.pupils = to_nearest_five(each.own.pupils);
            for other in &mut each.national {
                other.difference = Difference::of(&each.own, &other.national);
            }
        }
        self.definition.hide_small(smallest_group);
        self.suppression = Some(Suppression::of(hidden, smallest_group));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::HiddenBecause;
    use crate::measures::examples::{Class, query};

    #[test]
    fn the_best_fitting_national_figure_is_first() {
        let class = Class::of(&[("secondary", "IIOOpppppppppppppppp"), ("primary", "pppp")]);
        let answer = compare(&query(Grouping::None), &class.records());
        assert_eq!(answer.data.iter().map(|each| each.phase).collect::<Vec<_>>(), [Phase::Primary, Phase::Secondary]);
        let secondary = &answer.data[1];
        assert_eq!(secondary.own.absence, Rate { numerator: 4, denominator: 20, rate: Some(0.2) });
        let best = &secondary.national[0];
        assert_eq!((best.national.academic_year, best.national.part_of_year), ("2024-25", PartOfYear::Autumn));
        assert!((best.difference.absence.unwrap() - (0.2 - 0.0766)).abs() < 1e-12);
        assert_eq!(best.difference.illness, None, "not published for the term");
        let of_year = secondary.national.iter().find(|each| each.national.illness_rate.is_some()).unwrap();
        assert_eq!(of_year.national.academic_year, "2025-26");
        assert!((of_year.difference.illness.unwrap() - (0.1 - 0.0363)).abs() < 1e-12);
    }

    #[test]
    fn alternative_provision_has_no_national_figure_and_says_so() {
        let answer = compare(&query(Grouping::None), &Class::of(&[("alternative_provision", "Ip")]).records());
        assert!(answer.data[0].national.is_empty() && answer.caveats.contains(&NO_NATIONAL));
    }

    #[test]
    fn the_public_sees_rounded_counts_and_no_small_phase() {
        let mut class: Vec<(&str, &str)> = vec![("secondary", "OOOOp"); 2];
        class.extend(vec![("secondary", "ppppp"); 28]);
        let mut answer = compare(&query(Grouping::None), &Class::of(&class).records());
        answer.guard(10);
        assert_eq!(answer.data[0].own.persistent_absence, Rate { numerator: 0, denominator: 30, rate: Some(0.0) });
        let mut small = compare(&query(Grouping::None), &Class::of(&class[..9]).records());
        small.guard(10);
        assert!(small.data.is_empty());
        assert_eq!(small.suppression.unwrap().groups[0].because, HiddenBecause::SmallGroup);
    }

    #[test]
    fn the_part_of_the_year_follows_its_last_day() {
        let part = |day: &str| {
            let day: Date = day.parse().unwrap();
            part_up_to(day, AcademicYear::of(day).unwrap())
        };
        assert_eq!(part("2026-12-31"), PartOfYear::Autumn);
        assert_eq!(part("2027-01-01"), PartOfYear::AutumnAndSpring);
        assert_eq!(part("2027-04-16"), PartOfYear::Year);
        assert_eq!(part("2027-07-31"), PartOfYear::Year);
    }
}
