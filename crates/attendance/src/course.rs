//! The course of a pupil's attendance: the sessions held while on roll, in their order, with what each counts as.

use crate::code::{Code, CountsAs, Era};
use crate::concerns::AttendanceYear;
use school::{Date, Session, SessionAt};

/// One session held while the pupil was on roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The session.
    pub at: SessionAt,
    /// The mark; none where there is none.
    pub code: Option<Code>,
    /// What the mark counts as by its meaning on the day; none without a mark and for codes not in force.
    pub counts_as: Option<CountsAs>,
}

impl Step {
    /// Whether the session was a possible attendance.
    pub fn is_possible(&self) -> bool {
        self.counts_as.is_some_and(CountsAs::is_possible)
    }

    /// Whether the session was missed.
    pub fn is_absent(&self) -> bool {
        self.counts_as.is_some_and(CountsAs::is_absence)
    }

    /// Whether the session was attended, in school or at an approved activity.
    pub fn is_attended(&self) -> bool {
        matches!(self.counts_as, Some(CountsAs::Present | CountsAs::ApprovedEducationalActivity))
    }
}

/// The sessions between two days, both inside, the earliest first. Where two enrolments share a session, the one that has a
/// mark counts.
pub fn course(years: &[AttendanceYear<'_>], from: Date, to: Date) -> Vec<Step> {
    let mut steps = Vec::new();
    for given in years {
        let year = given.sheet.year();
        let (first, last) = (from.max(year.first_day()), to.min(year.last_day()));
        let (Some(first), Some(last)) = (year.day_index(first), year.day_index(last)) else { continue };
        let Some(first_day) = year.session_at(2 * first).map(|at| at.date) else { continue };
        let mut days = first_day.iter_days();
        let (mut reached, mut date) = (first, days.next().unwrap_or(first_day));
        for index in given.sessions.iter().filter(|index| (2 * first..2 * last + 2).contains(index)) {
            while reached < index / 2 {
                date = days.next().unwrap_or(date);
                reached += 1;
            }
            let session = if index.is_multiple_of(2) { Session::Am } else { Session::Pm };
            let code = given.sheet.get_index(index);
            let counts_as = code.and_then(|code| Era::of(date).counts_as(code.byte()));
            steps.push(Step { at: SessionAt::new(date, session), code, counts_as });
        }
    }
    if years.len() > 1 {
        steps.sort_by_key(|step| (step.at, step.code.is_none()));
        steps.dedup_by_key(|step| step.at);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MarkSheet;
    use school::{AcademicYear, calendar::SessionSet};

    #[test]
    fn the_steps_are_the_sessions_on_roll_between_the_days() {
        let (one, two): (AcademicYear, AcademicYear) = ("2025-26".parse().unwrap(), "2026-27".parse().unwrap());
        let day = |text: &str| text.parse::<Date>().unwrap();
        let mut last = MarkSheet::empty(one);
        let mut this = MarkSheet::empty(two);
        let at = |date: &str, session| SessionAt::new(day(date), session);
        assert!(last.set(at("2026-07-31", Session::Pm), Code::ILLNESS));
        assert!(this.set(at("2026-08-01", Session::Am), Code::LATE));
        assert!(this.set(at("2026-08-03", Session::Pm), Code::LATE_AFTER_CLOSE));
        let all = SessionSet::between(0, 732);
        let years = [AttendanceYear { sheet: &this, sessions: all }, AttendanceYear { sheet: &last, sessions: all }];
        let steps = course(&years, day("2026-07-31"), day("2026-08-03"));
        assert_eq!(steps.len(), 8);
        let marked: Vec<_> = steps.iter().filter(|step| step.code.is_some()).collect();
        assert_eq!(
            marked.iter().map(|step| step.at.date.to_string()).collect::<Vec<_>>(),
            ["2026-07-31", "2026-08-01", "2026-08-03"]
        );
        assert_eq!(marked.iter().map(|step| step.is_absent()).collect::<Vec<_>>(), [true, false, true]);
        assert!(marked[1].is_attended() && marked[1].is_possible() && !steps[0].is_possible());
        assert!(course(&years, day("2026-08-05"), day("2026-08-04")).is_empty());
        let twice = [years[0], AttendanceYear { sheet: &MarkSheet::empty(two), sessions: all }];
        let steps = course(&twice, day("2026-08-01"), day("2026-08-01"));
        assert_eq!((steps.len(), steps[0].code), (2, Some(Code::LATE)));
    }
}
