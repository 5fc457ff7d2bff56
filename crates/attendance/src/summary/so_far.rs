//! How much of an academic year an academy has behind it.

use crate::code::Era;
use school::{AcademicYear, Date, Instant, SESSIONS_IN_SHEET, SessionTimes, calendar::SessionSet, clock};

/// How much of an academic year an academy has behind it: figures count the sessions that have begun, and miss marks in
/// those that have closed.
#[derive(Debug, Clone)]
pub struct YearSoFar {
    year: AcademicYear,
    begun: SessionSet,
    closed: SessionSet,
    summer_second_half: Date,
    eras: Vec<(SessionSet, &'static Era)>,
}

impl YearSoFar {
    /// At the moment `now`, when the registers of that day open and close at `times`. `summer_second_half` is the first day after the May half-term where the academy's differs
    /// from the nominal one of the School Census ([`super::summer_second_half`]).
    pub fn new(year: AcademicYear, times: &SessionTimes, now: Instant, summer_second_half: Option<Date>) -> Self {
        let (today, time) = clock::local(now);
        let (mut begun, mut closed) = (SessionSet::default(), SessionSet::default());
        for index in 0..SESSIONS_IN_SHEET {
            let Some(at) = year.session_at(index) else { break };
            let times = times.of(at.session);
            if (at.date, times.opens) <= (today, time) {
                begun.insert(index);
            }
            if (at.date, times.closes) <= (today, time) {
                closed.insert(index);
            }
        }
        let eras =
            Era::spans_of(year).into_iter().map(|(from, to, era)| (SessionSet::between(from, to), era)).collect();
        let summer_second_half = summer_second_half.unwrap_or_else(|| super::summer_second_half(year));
        Self { year, begun, closed, summer_second_half, eras }
    }

    /// The academic year.
    pub fn year(&self) -> AcademicYear {
        self.year
    }

    /// The sessions, held or not, whose register has opened.
    pub fn begun(&self) -> &SessionSet {
        &self.begun
    }

    /// The sessions, held or not, whose register has closed.
    pub fn closed(&self) -> &SessionSet {
        &self.closed
    }

    /// The first day of the second half of the summer term.
    pub fn summer_second_half(&self) -> Date {
        self.summer_second_half
    }

    pub(super) fn eras(&self) -> &[(SessionSet, &'static Era)] {
        &self.eras
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::examples::calendar;
    use school::{Session, SessionAt};

    #[test]
    fn a_session_begins_when_its_register_opens() {
        let year: AcademicYear = "2026-27".parse().unwrap();
        let index = |session| year.index_of(SessionAt::new("2026-11-23".parse().unwrap(), session)).unwrap();
        let so_far = |time: &str| {
            let now = format!("2026-11-23T{time}Z").parse().unwrap();
            let so_far = YearSoFar::new(year, &calendar().sessions, now, None);
            (so_far.begun().len(), so_far.closed().len())
        };
        let morning = index(Session::Am);
        assert_eq!(so_far("08:39:59"), (morning, morning));
        assert_eq!(so_far("08:40:00"), (morning + 1, morning));
        assert_eq!(so_far("09:10:00"), (morning + 1, morning + 1));
        assert_eq!(so_far("23:59:59"), (morning + 2, morning + 2));
    }
}
