//! The string of marks of a year: which character is which session.
//!
//! The format says only that there is one character a session from a day on. Suppliers differ in whether days without
//! school stand in it, so each way to read it is tried against the calendar, and one is taken only if no other fits.

use chrono::Datelike;
use school::{AcademicYear, Calendar, Date, Session, SessionAt};

/// What may stand for a session in which there was no school.
const FILLERS: [char; 3] = [' ', '-', '#'];
/// Letters with which two-character codes of 2024 begin: C1, C2, J1, Y1 to Y7.
const FIRST_OF_TWO: [char; 3] = ['C', 'J', 'Y'];

/// Which days stand in a string of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CtfReading {
    /// Every day, weekends included.
    EveryDay,
    /// Monday to Friday, holidays included.
    Weekdays,
    /// Only sessions in which the school met.
    SchoolSessions,
}

/// Marks session by session. Sessions without a mark are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CtfMarks {
    /// How they were read. Where several ways give the same marks, the first of them.
    pub reading: CtfReading,
    /// The marks in the order of their sessions.
    pub marks: Vec<(SessionAt, char)>,
}

/// Why a string of marks is kept as it is and only the totals are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Undecided {
    /// The file does not say when the marks begin.
    #[error("the file does not say with which day the marks begin")]
    NoStart,
    /// There are none.
    #[error("there are no marks")]
    NoMarks,
    /// The calendar of the year is not known.
    #[error("the calendar of that year is not known")]
    NoCalendar,
    /// A character is not that of a code.
    #[error("there are characters that are no code")]
    UnknownCharacters,
    /// One character a session is not certain.
    #[error("there may be codes of two characters, so that one character a session is not certain")]
    TwoCharacterCodes,
    /// No way to read them fits.
    #[error("no way to read the marks fits the calendar")]
    NothingFits,
    /// Several ways to read them fit and differ.
    #[error("several ways to read the marks fit the calendar")]
    SeveralFit,
}

/// Reads the string. It fits where it ends with the year or one of the other `ends`, where only fillers stand for
/// sessions without school, and where `/` is in the morning and `\` in the afternoon.
pub(super) fn decode<'c>(
    start: Date,
    raw: &str,
    ends: &[Date],
    calendar_of: impl FnOnce(AcademicYear) -> Option<&'c Calendar>,
) -> Result<CtfMarks, Undecided> {
    if !raw.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
        return Err(Undecided::UnknownCharacters);
    }
    let pairs = raw.chars().zip(raw.chars().skip(1));
    if pairs.into_iter().any(|(first, second)| FIRST_OF_TWO.contains(&first) && second.is_ascii_digit()) {
        return Err(Undecided::TwoCharacterCodes);
    }
    let year = AcademicYear::of(start).ok_or(Undecided::NoCalendar)?;
    let calendar = calendar_of(year).ok_or(Undecided::NoCalendar)?;
    let mut fitting: Option<CtfMarks> = None;
    for reading in [CtfReading::EveryDay, CtfReading::Weekdays, CtfReading::SchoolSessions] {
        let Some(marks) = fit(&sessions(reading, start, year, calendar), raw, ends, calendar) else { continue };
        match &fitting {
            Some(other) if other.marks != marks => return Err(Undecided::SeveralFit),
            Some(_) => {}
            None => fitting = Some(CtfMarks { reading, marks }),
        }
    }
    fitting.ok_or(Undecided::NothingFits)
}

/// The sessions from the start to the end of the academic year that a reading counts.
fn sessions(reading: CtfReading, start: Date, year: AcademicYear, calendar: &Calendar) -> Vec<SessionAt> {
    let days = start.iter_days().take_while(|day| *day <= year.last_day());
    let all = days.flat_map(|day| Session::BOTH.map(|session| SessionAt::new(day, session)));
    all.filter(|at| match reading {
        CtfReading::EveryDay => true,
        CtfReading::Weekdays => at.date.weekday().num_days_from_monday() < 5,
        CtfReading::SchoolSessions => calendar.meets(*at, None),
    })
    .collect()
}

fn fit(sessions: &[SessionAt], raw: &str, ends: &[Date], calendar: &Calendar) -> Option<Vec<(SessionAt, char)>> {
    let (taken, left) = sessions.split_at_checked(raw.len())?;
    let mut marks = Vec::with_capacity(taken.len());
    for (at, code) in taken.iter().zip(raw.chars()) {
        let meets = calendar.meets(*at, None);
        let half_fits = match code {
            '/' => at.session == Session::Am,
            '\\' => at.session == Session::Pm,
            _ => true,
        };
        if !half_fits || (!meets && !FILLERS.contains(&code)) {
            return None;
        }
        if meets && code != ' ' && code != '-' {
            marks.push((*at, code));
        }
    }
    let last = taken.last()?.date;
    let year_is_over = !left.iter().any(|at| calendar.meets(*at, None));
    let next = left.first().map_or(Date::MAX, |at| at.date);
    // A file made in the middle of a day may have that day, half of it or only the days before.
    (year_is_over || ends.iter().any(|end| (last..=next).contains(end))).then_some(marks)
}

#[cfg(test)]
#[path = "marks_tests.rs"]
mod tests;
