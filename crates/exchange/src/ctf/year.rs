//! One year of a pupil's attendance as the sender counted it.

use super::{
    marks::{CtfMarks, Undecided, decode},
    reading::Reading,
};
use crate::{
    Position,
    rejected::Problem,
    values::{LONGEST_CODE, LONGEST_SCHOOL},
};
use school::{AcademicYear, Calendar, Date, SESSIONS_IN_SHEET};

/// One year of a pupil's attendance at one school. The totals are the sender's, who may count differently; they are for
/// the pupil's history and not for statistics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CtfYear {
    /// Where it stands in the file.
    pub position: Position,
    /// The year as the file has it. Suppliers differ in whether that is the year in which the academic year begins or
    /// ends; see [`CtfYear::academic_year`].
    pub year: i16,
    /// Code of the local authority.
    pub la_code: Option<String>,
    /// Number of the establishment within the authority.
    pub establishment_number: Option<String>,
    /// Name of the school.
    pub school_name: Option<String>,
    /// Possible sessions.
    pub possible: Option<u16>,
    /// Sessions of authorised absence.
    pub authorised: Option<u16>,
    /// Sessions attended.
    pub attended: Option<u16>,
    /// Sessions of unauthorised absence.
    pub unauthorised: Option<u16>,
    /// The day with which the marks begin.
    pub start: Option<Date>,
    /// The marks as they stand there.
    pub raw_marks: Option<String>,
    /// The days with which the marks may end, beside the end of the year: the day the file was made, the day the pupil
    /// left.
    pub ends: Vec<Date>,
}

impl CtfYear {
    /// The academic year: that of the day with which the marks begin. Without that day it is not known.
    pub fn academic_year(&self) -> Option<AcademicYear> {
        self.start.and_then(AcademicYear::of)
    }

    /// The marks session by session, where only one way to read them fits the calendar. The calendar is that of the
    /// school that took the registers.
    pub fn marks<'c>(
        &self,
        calendar_of: impl FnOnce(AcademicYear) -> Option<&'c Calendar>,
    ) -> Result<CtfMarks, Undecided> {
        let start = self.start.ok_or(Undecided::NoStart)?;
        let raw = self.raw_marks.as_deref().ok_or(Undecided::NoMarks)?;
        decode(start, raw, &self.ends, calendar_of)
    }
}

/// Reads a year; none where it has no year that could be read, which is a fault.
pub(super) fn read(mut reading: Reading<'_>, ends: &[Date]) -> Option<CtfYear> {
    let year = reading.required(&["Year"], four_digits);
    let start = reading.date(&["AttendSessions/AttendanceStartDate"]).value();
    if let (Some(year), Some(start)) = (year, start)
        && !AcademicYear::of(start).is_some_and(|begun| year == begun.start_year() || year == begun.start_year() + 1)
    {
        let detail = "the marks do not begin in an academic year that begins or ends in the year given";
        let leaf = reading.leaf(&["AttendSessions/AttendanceStartDate"]);
        let fault = Problem::new("year_mismatch", detail);
        reading.faults.push(fault.at("AttendSessions/AttendanceStartDate", leaf.map(|leaf| leaf.position)));
    }
    let raw_marks = reading.leaf(&["AttendSessions/AttendanceMarks"]).map(|leaf| marks_of(&leaf.text));
    Some(CtfYear {
        position: reading.block.position,
        la_code: reading.text(&["LEA"], LONGEST_CODE).value(),
        establishment_number: reading.text(&["Estab"], LONGEST_CODE).value(),
        school_name: reading.text(&["SchoolName"], LONGEST_SCHOOL).value(),
        possible: reading.optional(&["SessionsPossible"], sessions).value(),
        authorised: reading.optional(&["SessionsAuthorised"], sessions).value(),
        attended: reading.optional(&["SessionsAttended"], sessions).value(),
        unauthorised: reading.optional(&["SessionsUnauthorised"], sessions).value(),
        year: year?,
        start,
        raw_marks: raw_marks.filter(|marks| !marks.is_empty()).map(str::to_owned),
        ends: ends.to_vec(),
    })
}

/// A space may be a mark, so that only what can be nothing but layout is cut off.
fn marks_of(text: &str) -> &str {
    text.trim_matches(['\n', '\r', '\t'])
}

fn four_digits(text: &str) -> Result<i16, Problem> {
    let wrong = || Problem::new("not_a_year", "a year is four digits, from 1990 to 2199");
    let year = text.parse().ok().filter(|year| text.len() == 4 && AcademicYear::RANGE.contains(year));
    year.ok_or_else(wrong)
}

fn sessions(text: &str) -> Result<u16, Problem> {
    if !text.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(Problem::new("not_a_number", "a number of sessions is a whole number"));
    }
    let fits = |count: &u16| usize::from(*count) <= SESSIONS_IN_SHEET;
    text.parse().ok().filter(fits).ok_or_else(|| Problem::new("out_of_range", "a year has at most 732 sessions"))
}
