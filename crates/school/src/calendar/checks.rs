//! What may be wrong with a calendar.

use super::{Calendar, NonSchoolDays, Term};
use crate::{AcademicYear, Date, Session, Violation, pupil::YEAR_GROUPS};

/// The longest time a register may stay open (DfE, Working together to improve school attendance: at most 30 minutes).
const LONGEST_OPEN_MINUTES: i64 = 30;

pub(super) fn check(calendar: &Calendar, year: AcademicYear) -> (Vec<Violation>, Vec<Violation>) {
    let mut errors = Vec::new();
    if calendar.terms.is_empty() {
        errors.push(Violation::new("/terms", "missing", "a calendar has at least one term"));
    }
    for (place, term) in calendar.terms.iter().enumerate() {
        check_term(&format!("/terms/{place}"), term, year, &mut errors);
    }
    for (place, pair) in calendar.terms.windows(2).enumerate() {
        if pair[1].first_day <= pair[0].last_day {
            let pointer = format!("/terms/{}/first_day", place + 1);
            errors.push(Violation::new(pointer, "overlap", "a term begins after the term before it has ended"));
        }
    }
    for (place, days) in calendar.non_school_days.iter().enumerate() {
        check_non_school_days(&format!("/non_school_days/{place}"), days, year, &mut errors);
    }
    if calendar.school_weekdays.is_empty() {
        errors.push(Violation::new("/school_weekdays", "missing", "there is at least one school weekday"));
    }
    check_once("/school_weekdays", &calendar.school_weekdays, &mut errors);
    check_times(calendar, &mut errors);
    (errors, warnings(calendar))
}

/// Names every value that a list has had before: whoever writes one twice meant another.
fn check_once<T: PartialEq>(pointer: &str, values: &[T], errors: &mut Vec<Violation>) {
    for (place, _) in values.iter().enumerate().filter(|(place, value)| values[..*place].contains(value)) {
        let detail = "this stands in the list before";
        errors.push(Violation::new(format!("{pointer}/{place}"), "duplicate", detail));
    }
}

fn check_term(pointer: &str, term: &Term, year: AcademicYear, errors: &mut Vec<Violation>) {
    if term.name.trim().is_empty() {
        errors.push(Violation::new(format!("{pointer}/name"), "missing", "a term has a name"));
    }
    check_range(pointer, term.first_day, term.last_day, year, errors);
}

fn check_non_school_days(pointer: &str, days: &NonSchoolDays, year: AcademicYear, errors: &mut Vec<Violation>) {
    check_range(pointer, days.first_day, days.last_day, year, errors);
    if days.sessions.is_empty() {
        let detail = "name at least one session, or leave the field out for both";
        errors.push(Violation::new(format!("{pointer}/sessions"), "missing", detail));
    }
    check_once(&format!("{pointer}/sessions"), &days.sessions, errors);
    check_once(&format!("{pointer}/year_groups"), days.year_groups.as_deref().unwrap_or_default(), errors);
    for (place, group) in days.year_groups.iter().flatten().enumerate() {
        if !YEAR_GROUPS.contains(group) {
            let pointer = format!("{pointer}/year_groups/{place}");
            errors.push(Violation::new(pointer, "unknown_year_group", "a year group is from -2 to 14"));
        }
    }
}

fn check_range(pointer: &str, first: Date, last: Date, year: AcademicYear, errors: &mut Vec<Violation>) {
    for (field, day) in [("first_day", first), ("last_day", last)] {
        if AcademicYear::of(day) != Some(year) {
            let detail = format!("the day is not in the academic year {year} (1 August to 31 July)");
            errors.push(Violation::new(format!("{pointer}/{field}"), "outside_academic_year", detail));
        }
    }
    if last < first {
        let detail = "the last day is before the first";
        errors.push(Violation::new(format!("{pointer}/last_day"), "ends_before_it_begins", detail));
    }
}

fn open_minutes(calendar: &Calendar, session: Session) -> i64 {
    let times = calendar.sessions.of(session);
    (times.closes - times.opens).num_minutes()
}

fn check_times(calendar: &Calendar, errors: &mut Vec<Violation>) {
    for session in Session::BOTH {
        let minutes = open_minutes(calendar, session);
        if minutes <= 0 {
            let detail = "a register closes after it opens";
            errors.push(Violation::new(format!("/sessions/{session}/closes"), "ends_before_it_begins", detail));
        } else if minutes > LONGEST_OPEN_MINUTES {
            let detail = "a register is open for at most 30 minutes (Working together to improve school attendance)";
            errors.push(Violation::new(format!("/sessions/{session}/closes"), "register_open_too_long", detail));
        }
    }
    if calendar.sessions.pm.opens <= calendar.sessions.am.closes {
        let detail = "the afternoon register opens after the morning register has closed";
        errors.push(Violation::new("/sessions/pm/opens", "overlap", detail));
    }
}

fn warnings(calendar: &Calendar) -> Vec<Violation> {
    let mut warnings = Vec::new();
    if open_minutes(calendar, Session::Am) != open_minutes(calendar, Session::Pm) {
        let detail = "the guidance asks for registers that are open for the same time in every session";
        warnings.push(Violation::new("/sessions", "unequal_register_times", detail));
    }
    warnings
}

#[cfg(test)]
mod tests {
    use crate::calendar::tests::example;

    #[test]
    fn a_good_calendar_has_no_errors() {
        assert_eq!(example().check("2026-27".parse().unwrap()), (vec![], vec![]));
    }

    #[test]
    fn everything_wrong_is_named_at_once() {
        let mut calendar = example();
        calendar.terms[0].last_day = "2026-08-01".parse().unwrap();
        calendar.terms.push(calendar.terms[0].clone());
        calendar.terms[1].name.clear();
        calendar.non_school_days[1].year_groups = Some(vec![7, 99]);
        calendar.non_school_days[0].first_day = "2027-08-01".parse().unwrap();
        calendar.sessions.am.closes = calendar.sessions.am.opens + chrono::Duration::minutes(31);
        let (errors, warnings) = calendar.check("2026-27".parse().unwrap());
        let codes: Vec<_> = errors.iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect();
        assert_eq!(
            codes,
            [
                ("/terms/0/last_day", "ends_before_it_begins"),
                ("/terms/1/name", "missing"),
                ("/terms/1/last_day", "ends_before_it_begins"),
                ("/non_school_days/0/first_day", "outside_academic_year"),
                ("/non_school_days/0/last_day", "ends_before_it_begins"),
                ("/non_school_days/1/year_groups/1", "unknown_year_group"),
                ("/sessions/am/closes", "register_open_too_long"),
            ]
        );
        assert_eq!(warnings[0].code, "unequal_register_times");
    }

    #[test]
    fn what_is_given_twice_is_refused() {
        let mut calendar = example();
        calendar.school_weekdays.push(calendar.school_weekdays[0]);
        calendar.non_school_days[1].year_groups = Some(vec![7, 8, 7, 7]);
        let (errors, _) = calendar.check("2026-27".parse().unwrap());
        let found: Vec<_> = errors.iter().map(|error| format!("{} {}", error.pointer, error.code)).collect();
        let groups = [2, 3].map(|place| format!("/non_school_days/1/year_groups/{place} duplicate"));
        assert_eq!(found, [groups.as_slice(), &["/school_weekdays/5 duplicate".to_owned()]].concat());
    }
}
