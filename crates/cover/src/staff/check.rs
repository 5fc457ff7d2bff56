//! Whether the employment of somebody can be as it was sent.

use super::{CoverRole, Employment, WorkingTime};
use school::{AcademicYear, Violation};

/// The longest text of a subject, a competence or what a restriction is about.
const LONGEST_NAME: usize = 100;

/// Everything that is wrong with the employment of somebody; empty where nothing is.
pub fn check(employment: &Employment) -> Vec<Violation> {
    let mut errors = Vec::new();
    contract(employment, &mut errors);
    for (place, time) in employment.working_pattern.iter().flatten().enumerate() {
        working_time(&format!("/working_pattern/{place}"), time, &mut errors);
    }
    later_patterns(employment, &mut errors);
    names("/subjects", employment.subjects.iter(), &mut errors);
    names("/competences", employment.competences.iter(), &mut errors);
    super::restriction::check(&employment.restrictions, &mut errors);
    let limits = employment.limits;
    let pairs = [
        ("/limits/a_day", limits.a_day, limits.a_week),
        ("/limits/a_week", limits.a_week, limits.a_year),
        ("/limits/a_week", limits.a_week, limits.a_fortnight),
        ("/limits/a_week", limits.a_week, limits.a_cycle),
        ("/limits/a_week", limits.a_week, limits.a_term),
        ("/limits/a_term", limits.a_term, limits.a_year),
    ];
    for (pointer, smaller, larger) in pairs {
        if let (Some(smaller), Some(larger)) = (smaller, larger)
            && smaller > larger
        {
            errors.push(Violation::new(pointer, "larger_than_its_period", "the limit of the longer period is smaller"));
        }
    }
    if employment.early_career_year.is_some() && !employment.cover_roles.contains(&CoverRole::Teacher) {
        let detail = "only teachers have an early career induction";
        errors.push(Violation::new("/early_career_year", "not_a_teacher", detail));
    }
    repeated("/cover_roles", &employment.cover_roles, &mut errors);
    errors
}

fn contract(employment: &Employment, errors: &mut Vec<Violation>) {
    let contract = &employment.contract;
    for (pointer, day) in [("/contract/first_day", Some(contract.first_day)), ("/contract/last_day", contract.last_day)]
    {
        // Long service begins before the years of the registers: any day since 1950 is believed.
        let in_range = day.is_none_or(|day| AcademicYear::of(day).is_some() || chrono::Datelike::year(&day) >= 1950);
        if !in_range || day.is_some_and(|day| chrono::Datelike::year(&day) > 2199) {
            errors.push(Violation::new(pointer, "out_of_range", "the day is outside the years that are kept"));
        }
    }
    if contract.last_day.is_some_and(|last| last < contract.first_day) {
        errors.push(Violation::new("/contract/last_day", "ends_before_it_begins", "the last day is before the first"));
    }
    if !(contract.fte > 0.0 && contract.fte <= 1.0) {
        errors.push(Violation::new("/contract/fte", "out_of_range", "a part of a full post is above 0 and at most 1"));
    }
    if contract.kind == super::ContractKind::FixedTerm && contract.last_day.is_none() {
        errors.push(Violation::new("/contract/last_day", "missing", "a fixed term has a last day"));
    }
}

fn later_patterns(employment: &Employment, errors: &mut Vec<Violation>) {
    let mut before = employment.contract.first_day;
    for (place, later) in employment.later_patterns.iter().enumerate() {
        let pointer = format!("/later_patterns/{place}");
        if later.from <= before {
            let detail = "a later pattern holds from a day after the one before, or after the first of the contract";
            errors.push(Violation::new(format!("{pointer}/from"), "not_after", detail));
        }
        if employment.contract.last_day.is_some_and(|last| last < later.from) {
            errors.push(Violation::new(
                format!("{pointer}/from"),
                "after_the_contract",
                "the contract has ended by then",
            ));
        }
        before = later.from;
        for (number, time) in later.working_pattern.iter().flatten().enumerate() {
            working_time(&format!("{pointer}/working_pattern/{number}"), time, errors);
        }
    }
}

fn working_time(at: &str, time: &WorkingTime, errors: &mut Vec<Violation>) {
    let by_clock = time.starts.is_some() || time.ends.is_some();
    let mut refuse = |field: &str, code: &str, detail: &str| {
        errors.push(Violation::new(format!("{at}{field}"), code, detail));
    };
    if by_clock && time.sessions.is_some() {
        refuse("/sessions", "two_ways_at_once", "say sessions or clock times, not both");
    }
    match (time.starts, time.ends) {
        (Some(starts), Some(ends)) if ends <= starts => {
            refuse("/ends", "ends_before_it_begins", "it ends before it begins");
        }
        (Some(_), None) => refuse("/ends", "missing", "a time that begins by the clock ends by it"),
        (None, Some(_)) => refuse("/starts", "missing", "a time that ends by the clock begins by it"),
        _ => {}
    }
}

fn names<'a>(pointer: &str, names: impl Iterator<Item = &'a String>, errors: &mut Vec<Violation>) {
    let mut seen = std::collections::HashSet::new();
    for (place, name) in names.enumerate() {
        let at = format!("{pointer}/{place}");
        if name.trim().is_empty() || name.chars().count() > LONGEST_NAME {
            errors.push(Violation::new(&at, "wrong_length", format!("a name has 1 to {LONGEST_NAME} characters")));
        }
        if !seen.insert(name.trim().to_lowercase()) {
            errors.push(Violation::new(at, "repeated", "it is listed twice"));
        }
    }
}

fn repeated<T: PartialEq>(pointer: &str, values: &[T], errors: &mut Vec<Violation>) {
    for (place, value) in values.iter().enumerate() {
        if values[..place].contains(value) {
            errors.push(Violation::new(format!("{pointer}/{place}"), "repeated", "it is listed twice"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(json: &str) -> Vec<String> {
        let employment: Employment = serde_json::from_str(json).unwrap();
        check(&employment).into_iter().map(|each| format!("{} {}", each.pointer, each.code)).collect()
    }

    #[test]
    fn everything_that_is_wrong_is_listed() {
        let found = faults(
            r#"{"cover_roles":["hlta","hlta"],"contract":{"kind":"fixed_term","first_day":"2026-09-01","fte":1.5},
                "working_pattern":[{"weekday":"mon","sessions":["am"],"starts":"10:00","ends":"09:00"},{"weekday":"tue","ends":"09:00"}],
                "subjects":["Art","art ",""],"restrictions":[{"kind":"subject","what":" "}],
                "limits":{"a_day":3,"a_week":2},"early_career_year":1,
                "later_patterns":[{"from":"2026-09-01"},{"from":"2027-01-01","working_pattern":[{"weekday":"mon","starts":"09:00"}]}]}"#,
        );
        let expected = [
            "/contract/fte out_of_range",
            "/contract/last_day missing",
            "/working_pattern/0/sessions two_ways_at_once",
            "/working_pattern/0/ends ends_before_it_begins",
            "/working_pattern/1/starts missing",
            "/later_patterns/0/from not_after",
            "/later_patterns/1/working_pattern/0/ends missing",
            "/subjects/1 repeated",
            "/subjects/2 wrong_length",
            "/restrictions/0/what missing",
            "/limits/a_day larger_than_its_period",
            "/early_career_year not_a_teacher",
            "/cover_roles/1 repeated",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_plain_contract_is_fine() {
        let plain = r#"{"cover_roles":["teacher"],"contract":{"kind":"permanent","first_day":"1988-09-01","fte":1.0}}"#;
        assert_eq!(faults(plain), Vec::<String>::new());
        let absurd = r#"{"cover_roles":[],"contract":{"kind":"casual","first_day":"0001-01-01","last_day":"-0001-01-01","fte":0.5}}"#;
        assert_eq!(faults(absurd).len(), 3);
    }
}
