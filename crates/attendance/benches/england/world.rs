//! Schools, their calendars and their pupils' sheets.

use crate::{THREADS, pupils};
use attendance::{MarkSheet, kernel::Kernel};
use school::{AcademicYear, Calendar, Date, SchoolWeeks, calendar::SessionSet};

pub(crate) const PUPILS_IN_SCHOOL: usize = 1_000;
/// The sessions of a school year: 190 days.
pub(crate) const SESSIONS: usize = 380;

/// Phases of education, with the share of the schools (of a thousand) and the ages at the start of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    Primary,
    Secondary,
    Special,
}

impl Phase {
    pub(crate) const ALL: [Self; 3] = [Self::Primary, Self::Secondary, Self::Special];

    fn of(place: usize) -> Self {
        match place * 619 % 1_000 {
            0..545 => Self::Primary,
            545..980 => Self::Secondary,
            _ => Self::Special,
        }
    }

    pub(crate) fn ages(self) -> std::ops::Range<usize> {
        match self {
            Self::Primary => 4..11,
            Self::Secondary => 11..16,
            Self::Special => 4..16,
        }
    }
}

/// The dates of a school year that some schools share.
pub(crate) struct Dates {
    pub(crate) weeks: SchoolWeeks,
    pub(crate) held: SessionSet,
    pub(crate) days: Vec<usize>,
    pub(crate) kernel: Kernel,
}

pub(crate) struct School {
    pub(crate) phase: Phase,
    /// The place in [`England::dates`].
    pub(crate) dates: usize,
    pub(crate) sheets: Vec<MarkSheet>,
    pub(crate) born: Vec<Date>,
}

pub(crate) struct England {
    pub(crate) year: AcademicYear,
    pub(crate) as_of: Date,
    pub(crate) dates: Vec<Dates>,
    pub(crate) schools: Vec<School>,
}

/// Days without school: the first and last day of each span. Half-terms, Easter and training days differ by region.
const FREE: [&[(&str, &str)]; 3] = [
    &[
        ("2025-10-27", "2025-10-31"),
        ("2026-02-16", "2026-02-20"),
        ("2026-03-28", "2026-04-12"),
        ("2026-01-05", "2026-01-05"),
        ("2026-06-26", "2026-06-26"),
        ("2026-07-20", "2026-07-21"),
    ],
    &[
        ("2025-10-20", "2025-10-24"),
        ("2026-02-16", "2026-02-20"),
        ("2026-04-02", "2026-04-19"),
        ("2026-01-05", "2026-01-05"),
        ("2026-07-21", "2026-07-21"),
    ],
    &[
        ("2025-10-27", "2025-10-31"),
        ("2026-02-09", "2026-02-13"),
        ("2026-03-28", "2026-04-12"),
        ("2025-11-28", "2025-11-28"),
        ("2026-07-17", "2026-07-21"),
    ],
];

fn calendar(free: &[(&str, &str)]) -> Calendar {
    let everywhere = [("2025-12-20", "2026-01-04"), ("2026-05-04", "2026-05-04"), ("2026-05-25", "2026-05-29")];
    let free: Vec<_> = free
        .iter()
        .chain(&everywhere)
        .map(|(first, last)| serde_json::json!({"first_day": first, "last_day": last, "reason": "other"}))
        .collect();
    let terms = [serde_json::json!({"name": "Year", "first_day": "2025-09-03", "last_day": "2026-07-21"})];
    serde_json::from_value(serde_json::json!({"terms": terms, "non_school_days": free})).expect("it is well formed")
}

impl England {
    pub(crate) fn build(schools: usize) -> Self {
        let year: AcademicYear = "2025-26".parse().expect("the year is well formed");
        let as_of = year.last_day();
        let dates: Vec<Dates> = FREE.iter().map(|free| Dates::of(year, &calendar(free), as_of)).collect();
        let places: Vec<usize> = (0..schools).collect();
        let build = |places: &[usize]| -> Vec<School> {
            places.iter().map(|place| School::build(*place, year, &dates)).collect()
        };
        let schools = std::thread::scope(|scope| {
            let parts = places.chunks(schools.div_ceil(THREADS));
            let threads: Vec<_> = parts.map(|part| scope.spawn(|| build(part))).collect();
            threads.into_iter().flat_map(|thread| thread.join().expect("no thread fails")).collect()
        });
        Self { year, as_of, dates, schools }
    }

    pub(crate) fn pupils(&self) -> usize {
        self.schools.iter().map(|school| school.sheets.len()).sum()
    }

    /// Sessions held for all pupils.
    pub(crate) fn marks(&self) -> usize {
        self.schools.iter().map(|school| school.sheets.len() * self.dates[school.dates].held.len()).sum()
    }

    /// What the sheets take in memory.
    pub(crate) fn bytes(&self) -> usize {
        self.pupils() * size_of::<MarkSheet>()
    }
}

impl Dates {
    fn of(year: AcademicYear, calendar: &Calendar, as_of: Date) -> Self {
        let weeks = SchoolWeeks::of([(year, calendar)]);
        let held = calendar.sessions_of(year, None);
        assert_eq!(held.len(), SESSIONS, "a school year has 190 days");
        let days = held.iter().filter(|place| place.is_multiple_of(2)).collect();
        let kernel = Kernel::new(year, &held, &weeks, as_of);
        Self { weeks, held, days, kernel }
    }
}

impl School {
    fn build(place: usize, year: AcademicYear, dates: &[Dates]) -> Self {
        let phase = Phase::of(place);
        let own = place % dates.len();
        let usual = pupils::usual_sheet(year, &dates[own].held);
        let mut school = Self { phase, dates: own, sheets: Vec::new(), born: Vec::new() };
        school.sheets.reserve_exact(PUPILS_IN_SCHOOL);
        for pupil in 0..PUPILS_IN_SCHOOL {
            let (sheet, born) = pupils::pupil(place * PUPILS_IN_SCHOOL + pupil, phase, &dates[own].days, &usual);
            school.sheets.push(sheet);
            school.born.push(born);
        }
        school
    }
}
