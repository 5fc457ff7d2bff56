//! Which of several plans a session follows.

use super::PlannedAbsence;
use school::{AcademicYear, Calendar, SESSIONS_IN_SHEET, SessionAt};
use std::collections::BTreeMap;

/// The plan that a session follows: the one made last of those that cover it.
pub fn plan_for(plans: &[PlannedAbsence], at: SessionAt) -> Option<&PlannedAbsence> {
    plans.iter().filter(|plan| plan.covers(at)).max_by_key(|plan| (plan.created_at, plan.id))
}

/// The plans of one pupil laid on the sessions of an academic year that are held for the year group, by their place in
/// the mark sheet.
pub fn schedule<'a>(
    plans: &'a [PlannedAbsence],
    year: AcademicYear,
    calendar: &Calendar,
    year_group: Option<i16>,
) -> BTreeMap<usize, &'a PlannedAbsence> {
    (0..SESSIONS_IN_SHEET)
        .filter_map(|index| {
            let at = year.session_at(index)?;
            let plan = plan_for(plans, at)?;
            calendar.meets(at, year_group).then_some((index, plan))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Code, register::examples::calendar};
    use school::{PlannedAbsenceId, Session, Weekday};

    fn plan(code: &str, first: &str, last: &str, made: &str) -> PlannedAbsence {
        PlannedAbsence {
            id: PlannedAbsenceId(uuid::Uuid::nil()),
            created_at: format!("{made}T09:00:00Z").parse().unwrap(),
            first_day: first.parse().unwrap(),
            last_day: last.parse().unwrap(),
            code: Code::parse(code).unwrap(),
            weekdays: Weekday::ALL.to_vec(),
            sessions: Session::BOTH.to_vec(),
        }
    }

    #[test]
    fn the_plan_made_last_stands() {
        let year = "2026-27".parse().unwrap();
        let mut fridays = plan("C2", "2026-10-19", "2026-11-13", "2026-10-01");
        fridays.weekdays = vec![Weekday::Fri];
        fridays.sessions = vec![Session::Pm];
        let plans = [plan("C", "2026-10-23", "2026-10-26", "2026-10-05"), fridays];
        let codes: Vec<_> = schedule(&plans, year, &calendar(), Some(7))
            .into_iter()
            .map(|(index, plan)| format!("{} {}", year.session_at(index).unwrap().date, plan.code))
            .collect();
        // C stands on 23 October; 30 October is half-term; on 6 November year 7 has no afternoon.
        assert_eq!(codes, ["2026-10-23 C", "2026-10-23 C", "2026-11-13 C2"]);
        assert_eq!(plans[1].sessions_in(year, &calendar(), Some(8)).len(), 3);
    }
}
