//! One sheet while its layers are written.

use attendance::code::{self, Code};
use chrono::Datelike;
use school::calendar::SessionSet;
use school::{AcademicYear, Date, SESSIONS_IN_SHEET, Session};

/// A sheet with the school days of the pupil's year group.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) year: AcademicYear,
    /// The school days of the year, as days since 1 August.
    pub(super) days: Vec<usize>,
    held: SessionSet,
    marks: [u8; SESSIONS_IN_SHEET],
}

impl Page {
    /// A page on which the pupil was present in every session held.
    pub(super) fn new(year: AcademicYear, of_group: &SessionSet, held: SessionSet) -> Self {
        let mut days: Vec<usize> = of_group.iter().map(|place| place / 2).collect();
        days.dedup();
        let mut page = Self { year, days, held, marks: [0; SESSIONS_IN_SHEET] };
        for place in held.iter() {
            page.marks[place] = if place % 2 == 0 { Code::PRESENT_AM.byte() } else { Code::PRESENT_PM.byte() };
        }
        page
    }

    /// The date of a school day by its place among them.
    pub(super) fn date(&self, nth: usize) -> Option<Date> {
        self.days.get(nth).and_then(|day| self.year.session_at(2 * day)).map(|at| at.date)
    }

    /// The place among the school days of a date.
    pub(super) fn nth(&self, date: Date) -> Option<usize> {
        self.days.binary_search(&self.year.day_index(date)?).ok()
    }

    /// Monday is 0; none outside the year.
    pub(super) fn weekday(&self, nth: usize) -> Option<u32> {
        self.date(nth).map(|date| date.weekday().num_days_from_monday())
    }

    /// Marks a session of a school day, where it was held for the pupil.
    pub(super) fn set(&mut self, nth: usize, session: Session, code: &str) {
        let Some(place) = self.days.get(nth).map(|day| 2 * day + usize::from(session == Session::Pm)) else { return };
        let byte = self.in_force(nth, code);
        if self.held.contains(place) && byte != 0 {
            self.marks[place] = byte;
        }
    }

    /// Marks both sessions of a school day.
    pub(super) fn set_day(&mut self, nth: usize, code: &str) {
        self.set(nth, Session::Am, code);
        self.set(nth, Session::Pm, code);
    }

    /// The mark of a session of a school day.
    pub(super) fn get(&self, nth: usize, session: Session) -> Option<Code> {
        let place = self.days.get(nth).map(|day| 2 * day + usize::from(session == Session::Pm))?;
        self.marks.get(place).copied().and_then(Code::from_byte)
    }

    /// Whether the pupil is in school in a session as far as written.
    pub(super) fn is_present(&self, nth: usize, session: Session) -> bool {
        matches!(self.get(nth, session), Some(Code::PRESENT_AM | Code::PRESENT_PM | Code::LATE))
    }

    /// The places of the school days next to a holiday, each with the holiday before or after it.
    pub(super) fn edges(&self) -> Vec<(usize, bool)> {
        let mut edges = vec![(0, false)];
        for (nth, pair) in self.days.windows(2).enumerate() {
            if pair[1] - pair[0] > 5 {
                edges.extend([(nth, true), (nth + 1, false)]);
            }
        }
        edges
    }

    /// The byte of a code, or of the one that stood for it before the regulations of 2024.
    fn in_force(&self, nth: usize, code: &str) -> u8 {
        let Some(date) = self.date(nth) else { return 0 };
        let before = match code {
            "C1" | "C2" | "J1" => "C",
            "K" => "B",
            "Y1" => "Y",
            other => other,
        };
        let known = [code, before, "I"].into_iter().filter_map(|text| Code::parse(text).ok());
        known.into_iter().find(|each| code::on(*each, date).is_some()).map_or(0, Code::byte)
    }

    pub(super) fn into_marks(self) -> [u8; SESSIONS_IN_SHEET] {
        self.marks
    }
}
