//! Sheets as they would be.

use super::Hypothesis;
use crate::{Code, MarkSheet, concerns::Asked, planned::plan_for};
use school::{Date, Session, SessionAt, calendar::SessionSet};

/// The pupil's sheets with what is presumed entered where there is no mark from `today` on: what was asked first, then
/// attendance, then what is planned already. What is recorded stays.
pub(super) fn sheets(asked: &Asked<'_>, hypothesis: &Hypothesis, today: Date) -> Vec<(MarkSheet, SessionSet)> {
    let fill = |given: &crate::concerns::AttendanceYear<'_>| {
        let mut sheet = given.sheet.clone();
        for index in given.sessions.iter().filter(|index| given.sheet.get_index(*index).is_none()) {
            let at = sheet.year().session_at(index).filter(|at| at.date >= today);
            let entered =
                at.and_then(|at| presumed(asked, hypothesis, at)).is_some_and(|code| sheet.set_index(index, code));
            debug_assert!(entered || sheet.get_index(index).is_none());
        }
        (sheet, given.sessions)
    };
    asked.pupil.years.iter().map(fill).collect()
}

fn presumed(asked: &Asked<'_>, hypothesis: &Hypothesis, at: SessionAt) -> Option<Code> {
    let named =
        hypothesis.planned.iter().rev().find(|absence| (absence.first_day..=absence.last_day).contains(&at.date));
    if let Some(absence) = named {
        return Some(absence.code);
    }
    if hypothesis.attends_from.is_some_and(|from| from <= at.date) {
        return Some(match at.session {
            Session::Am => Code::PRESENT_AM,
            Session::Pm => Code::PRESENT_PM,
        });
    }
    plan_for(asked.beside.plans, at).map(|plan| plan.code)
}
