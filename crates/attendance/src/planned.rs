//! Planned absences: codes known ahead of their sessions. They are kept apart from the register and enter it when the
//! register is taken.

mod against;
mod check;
mod schedule;

pub use against::against;
pub use check::{CheckedPlan, PlanningPupil, SentPlan, check};
pub use schedule::{plan_for, schedule};

use crate::Code;
use school::{
    AcademicYear, Calendar, Date, Instant, PlannedAbsenceId, SESSIONS_IN_SHEET, Session, SessionAt, Weekday,
    calendar::SessionSet,
};

/// A code planned for a pupil on a range of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedAbsence {
    /// Its id.
    pub id: PlannedAbsenceId,
    /// When it was made: where plans overlap, the later made stands.
    pub created_at: Instant,
    /// The first day.
    pub first_day: Date,
    /// The last day, inside.
    pub last_day: Date,
    /// The code.
    pub code: Code,
    /// The days of the week it is for.
    pub weekdays: Vec<Weekday>,
    /// The sessions it is for.
    pub sessions: Vec<Session>,
}

impl PlannedAbsence {
    /// Whether it is for this session, whether or not the school meets then.
    pub fn covers(&self, at: SessionAt) -> bool {
        (self.first_day..=self.last_day).contains(&at.date)
            && self.sessions.contains(&at.session)
            && self.weekdays.contains(&Weekday::of(at.date))
    }

    /// The sessions of an academic year that it is for and that are held for the year group.
    pub fn sessions_in(&self, year: AcademicYear, calendar: &Calendar, year_group: Option<i16>) -> SessionSet {
        (0..SESSIONS_IN_SHEET)
            .filter(|index| year.session_at(*index).is_some_and(|at| self.covers(at) && calendar.meets(at, year_group)))
            .collect()
    }
}
