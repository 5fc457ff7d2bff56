//! A pupil's marks over all years in the order of time.

use super::{Asked, AttendanceYear, Circumstances, CountedSession, RuleSettings};
use crate::{
    code::{Code, CountsAs, Era, Packed},
    planned::plan_for,
};
use school::{
    AcademicYear, CompulsorySchoolAge, Date, SESSIONS_IN_SHEET, SchoolWeeks, SessionAt, calendar::SessionSet,
};
use std::cell::OnceCell;

/// A pupil's marks in held sessions up to and including a day.
pub(super) struct Timeline<'a> {
    /// The academy's school weeks and days.
    pub(super) weeks: &'a SchoolWeeks,
    /// The day asked for.
    pub(super) as_of: Date,
    /// When the pupil is of compulsory school age.
    pub(super) age: CompulsorySchoolAge,
    /// What is known beside the marks.
    pub(super) beside: &'a Circumstances<'a>,
    /// What the school has set.
    pub(super) settings: &'a RuleSettings,
    years: Vec<TimelineYear>,
    counts_of_year: OnceCell<Packed>,
}

/// The marks of one academic year; 0 where the session was not held, comes after the day asked for or has no mark.
struct TimelineYear {
    year: AcademicYear,
    marks: [u8; SESSIONS_IN_SHEET],
    /// The places of all marks, and of those that are not the usual ones, in their order: most rules look at those alone.
    marked: Vec<u16>,
    unusual: Vec<u16>,
    missing: u64,
    /// The sessions held for the pupil in the whole year, those after the day asked for among them.
    held: SessionSet,
}

/// A mark with what it counts as on its day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marked {
    pub(super) session: CountedSession,
    pub(super) counts_as: CountsAs,
}

impl<'a> Timeline<'a> {
    pub(super) fn of(asked: &Asked<'a>) -> Self {
        let Asked { pupil, beside, weeks, settings, as_of } = *asked;
        let mut years: Vec<TimelineYear> = Vec::new();
        let mut given: Vec<&AttendanceYear<'_>> = pupil.years.iter().collect();
        given.sort_by_key(|given| given.sheet.year());
        for given in given {
            let year = given.sheet.year();
            if years.last().is_none_or(|last| last.year != year) {
                years.push(TimelineYear {
                    year,
                    marks: [0; SESSIONS_IN_SHEET],
                    marked: Vec::new(),
                    unusual: Vec::new(),
                    missing: 0,
                    held: SessionSet::default(),
                });
            }
            if let Some(last) = years.last_mut() {
                last.add(given, as_of);
            }
        }
        years.iter_mut().for_each(TimelineYear::find_places);
        let age = CompulsorySchoolAge::of(pupil.date_of_birth);
        Self { weeks, as_of, age, beside, settings, years, counts_of_year: OnceCell::new() }
    }

    /// All marks with these bytes, earliest first.
    pub(super) fn marks(&self, wanted: fn(u8) -> bool) -> impl DoubleEndedIterator<Item = Marked> {
        self.years.iter().flat_map(move |year| year.marks(wanted))
    }

    /// The marks with these bytes in the academic year of the day asked for, earliest first.
    pub(super) fn marks_of_year(&self, wanted: fn(u8) -> bool) -> impl DoubleEndedIterator<Item = Marked> {
        let year = AcademicYear::of(self.as_of);
        self.years.iter().filter(move |known| Some(known.year) == year).flat_map(move |known| known.marks(wanted))
    }

    /// The marks of the academic year of the day asked for, counted.
    pub(super) fn counts_of_year(&self) -> Packed {
        *self.counts_of_year.get_or_init(|| {
            let year = AcademicYear::of(self.as_of);
            self.years.iter().find(|known| Some(known.year) == year).map(TimelineYear::counts).unwrap_or_default()
        })
    }

    /// How many marks have these bytes: tells cheaply that a rule cannot be met.
    pub(super) fn count(&self, wanted: fn(u8) -> bool) -> usize {
        let of_year = |year: &TimelineYear| {
            year.places(wanted).iter().filter(|place| wanted(year.marks[usize::from(**place)])).count()
        };
        self.years.iter().map(of_year).sum()
    }

    /// The sessions of the academic year that are held for the pupil from the day asked for on and have no mark yet, less
    /// those for which a code is planned that makes them no possible attendance.
    pub(super) fn still_possible(&self) -> u64 {
        self.still_possible_from(self.as_of)
    }

    /// The same from another day on.
    pub(super) fn still_possible_from(&self, day: Date) -> u64 {
        let Some(year) = self.years.iter().find(|known| AcademicYear::of(self.as_of) == Some(known.year)) else {
            return 0;
        };
        let from = match day {
            day if day > year.year.last_day() => return 0,
            day => year.year.day_index(day).map_or(0, |days| 2 * days),
        };
        let ahead = year.held.and(&SessionSet::between(from, SESSIONS_IN_SHEET));
        let possible = |at: SessionAt| {
            let planned = plan_for(self.beside.plans, at);
            planned.and_then(|plan| Era::of(at.date).row(plan.code)).is_none_or(|row| row.counts_as.is_possible())
        };
        let open = ahead.iter().filter(|index| year.marks[*index] == 0);
        let count = open.filter(|index| year.year.session_at(*index).is_some_and(possible)).count();
        count as u64
    }

    /// The sessions of the academic year before the day asked for without a mark, while the pupil did not board.
    pub(super) fn without_mark(&self) -> Vec<SessionAt> {
        let year = AcademicYear::of(self.as_of);
        let known = self.years.iter().filter(|known| Some(known.year) == year);
        known
            .flat_map(|known| {
                let to = known.year.day_index(self.as_of).map_or(0, |day| 2 * day);
                let past = known.held.and(&SessionSet::between(0, to));
                past.iter()
                    .filter(|index| known.marks[*index] == 0)
                    .filter_map(|index| known.year.session_at(index))
                    .collect::<Vec<_>>()
            })
            .filter(|at| !self.beside.boards_on(at.date))
            .collect()
    }

    /// Sessions of this academic year before the day asked for without a mark.
    pub(super) fn missing(&self) -> u64 {
        let year = AcademicYear::of(self.as_of);
        self.years.iter().filter(|known| Some(known.year) == year).map(|known| known.missing).sum()
    }
}

impl TimelineYear {
    fn add(&mut self, given: &AttendanceYear<'_>, as_of: Date) {
        self.held = self.held.or(&given.sessions);
        let past = |date: Date| match date {
            date if date < self.year.first_day() => 0,
            date => self.year.day_index(date).map_or(SESSIONS_IN_SHEET, |days| 2 * days),
        };
        let before = past(as_of);
        let up_to = if as_of < self.year.first_day() { 0 } else { before.saturating_add(2) };
        let marks = given.sheet.as_bytes();
        for index in given.sessions.and(&SessionSet::between(0, up_to)).iter() {
            let Some(byte) = marks.get(index).copied() else { continue };
            self.missing += u64::from(byte == 0 && index < before);
            if byte != 0 {
                self.marks[index] = byte;
            }
        }
    }

    fn find_places(&mut self) {
        for (place, byte) in (0..).zip(self.marks).filter(|(_, byte)| *byte != 0) {
            self.marked.push(place);
            if not_usual(byte) {
                self.unusual.push(place);
            }
        }
    }

    /// The places at which marks with these bytes can stand.
    fn places(&self, wanted: fn(u8) -> bool) -> &[u16] {
        if USUAL.into_iter().any(wanted) { &self.marked } else { &self.unusual }
    }

    fn counts(&self) -> Packed {
        let of_era = |(from, to, era): (usize, usize, &Era)| {
            self.marks[from..to].iter().map(|byte| era.weights()[usize::from(*byte)]).sum::<u64>()
        };
        Packed(Era::spans_of(self.year).into_iter().map(of_era).sum())
    }

    fn marks(&self, wanted: fn(u8) -> bool) -> impl DoubleEndedIterator<Item = Marked> {
        let year = self.year;
        let places = self.places(wanted).iter().map(|place| usize::from(*place));
        places.map(|place| (place, self.marks[place])).filter(move |(_, byte)| wanted(*byte)).filter_map(
            move |(index, byte)| {
                let at = year.session_at(index)?;
                let code = Code::from_byte(byte)?;
                let counts_as = Era::of(at.date).row(code)?.counts_as;
                Some(Marked { session: CountedSession { date: at.date, session: at.session, code }, counts_as })
            },
        )
    }
}

/// The usual mark of a morning and of an afternoon: presence in every era.
const USUAL: [u8; 2] = [Code::PRESENT_AM.byte(), Code::PRESENT_PM.byte()];

/// Whether there is a mark that is not the usual one: every absence is among them.
pub(super) fn not_usual(byte: u8) -> bool {
    byte != 0 && !USUAL.contains(&byte)
}

/// Whether there is a mark.
pub(super) fn any_mark(byte: u8) -> bool {
    byte != 0
}

/// The codes that count towards the threshold for a penalty notice, as unauthorised absence did on every day that is
/// kept.
pub(crate) fn unauthorised(byte: u8) -> bool {
    matches!(byte, b'G' | b'N' | b'O' | b'U')
}

/// Illness.
pub(super) fn illness(byte: u8) -> bool {
    byte == b'I'
}

/// Suspended or permanently excluded.
pub(super) fn excluded(byte: u8) -> bool {
    byte == b'E'
}

/// Reason not yet established.
pub(super) fn no_reason_yet(byte: u8) -> bool {
    byte == b'N'
}
