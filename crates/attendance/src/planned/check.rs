//! Whether a planned absence may be made.

use crate::{
    Code, Warning, code,
    register::{lawful_for_age, of_the_code},
};
use school::{AcademicYear, Date, PupilId, Session, Violation, Weekday, pupil::Stay};

/// The longest plan, in days: a year and a little.
const LONGEST_DAYS: i64 = 400;
/// The longest plan of a code that is entered day by day (illness, transport), in days. The guidance wants no absence of
/// several weeks filled in ahead; the number is (unconfirmed).
const LONGEST_DAY_BY_DAY: i64 = 5;
const DAY_BY_DAY: [&str; 5] = ["I", "Y1", "Y2", "Y4", "Y7"];

/// A planned absence as it was sent.
#[derive(Debug, Clone)]
pub struct SentPlan<'a> {
    /// The first day.
    pub first_day: Date,
    /// The last day, inside.
    pub last_day: Date,
    /// The code as it was sent.
    pub code: &'a str,
    /// The days of the week; every day where it is left out.
    pub weekdays: Option<&'a [Weekday]>,
    /// The sessions; both where it is left out.
    pub sessions: Option<&'a [Session]>,
}

/// What the rules need to know of the pupil.
#[derive(Debug, Clone)]
pub struct PlanningPupil<'a> {
    /// The pupil.
    pub pupil_id: PupilId,
    /// Decides compulsory school age.
    pub date_of_birth: Date,
    /// On the first day.
    pub year_group: Option<i16>,
    /// The stays on roll.
    pub stays: &'a [Stay],
}

/// A planned absence that may be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedPlan {
    /// The first day.
    pub first_day: Date,
    /// The last day, inside.
    pub last_day: Date,
    /// The code.
    pub code: Code,
    /// The days of the week, in their order, each once.
    pub weekdays: Vec<Weekday>,
    /// The sessions, in their order, each once.
    pub sessions: Vec<Session>,
    /// What is doubtful.
    pub warnings: Vec<Warning>,
}

/// Decides whether a planned absence may be made for a pupil.
///
/// # Errors
/// Everything that is wrong, with pointers to its fields.
pub fn check(sent: &SentPlan<'_>, pupil: &PlanningPupil<'_>, today: Date) -> Result<CheckedPlan, Vec<Violation>> {
    let mut errors = Vec::new();
    let sound_days = check_days(sent, &mut errors);
    let weekdays = choose(&Weekday::ALL, sent.weekdays, "/weekdays", &mut errors);
    let sessions = choose(&Session::BOTH, sent.sessions, "/sessions", &mut errors);
    let code = Code::parse(sent.code).ok();
    match code {
        None => errors.push(Violation::new("/code", "unknown_code", "there is no attendance code of this name")),
        Some(code) if sound_days => check_code(code, sent, pupil, &weekdays, &mut errors),
        Some(_) => {}
    }
    let (Some(code), true) = (code, errors.is_empty()) else { return Err(errors) };
    let warnings = warnings(code, sent, pupil, today);
    Ok(CheckedPlan { first_day: sent.first_day, last_day: sent.last_day, code, weekdays, sessions, warnings })
}

/// Whether the days can be worked with; what is wrong with them goes to `errors`.
fn check_days(sent: &SentPlan<'_>, errors: &mut Vec<Violation>) -> bool {
    let known = errors.len();
    for (pointer, day) in [("/first_day", sent.first_day), ("/last_day", sent.last_day)] {
        if AcademicYear::of(day).is_none() {
            errors.push(Violation::new(pointer, "out_of_range", "the day is outside the years that are kept"));
        }
    }
    if sent.last_day < sent.first_day {
        errors.push(Violation::new("/last_day", "ends_before_it_begins", "the last day is before the first"));
    }
    if (sent.last_day - sent.first_day).num_days() >= LONGEST_DAYS {
        let detail = format!("a planned absence is at most {LONGEST_DAYS} days long");
        errors.push(Violation::new("/last_day", "too_long", detail));
    }
    errors.len() == known
}

/// The values chosen of all, in their order; all where none is named.
fn choose<T: Copy + PartialEq>(all: &[T], named: Option<&[T]>, pointer: &str, errors: &mut Vec<Violation>) -> Vec<T> {
    let chosen: Vec<T> = all.iter().copied().filter(|value| named.is_none_or(|named| named.contains(value))).collect();
    if chosen.is_empty() {
        errors.push(Violation::new(pointer, "missing", "name at least one, or leave the field out for all"));
    }
    chosen
}

fn check_code(
    code: Code,
    sent: &SentPlan<'_>,
    pupil: &PlanningPupil<'_>,
    weekdays: &[Weekday],
    errors: &mut Vec<Violation>,
) {
    let mut refuse = |word: &str, detail: String| errors.push(Violation::new("/code", word, detail));
    let mut days = sent.first_day.iter_days().take_while(|day| *day <= sent.last_day);
    let meanings = [sent.first_day, sent.last_day].map(|day| code::on(code, day));
    if meanings.iter().any(Option::is_none) {
        refuse("code_not_in_force", format!("the code {code} is not in force on all of these days"));
    } else if meanings.iter().flatten().any(|row| !row.may_be_planned) {
        refuse("may_not_be_planned", format!("the code {code} is entered when the register is taken, never ahead"));
    }
    let unlawful = days.by_ref().filter(|day| weekdays.contains(&Weekday::of(*day))).find_map(|day| {
        let (word, detail) = lawful_for_age(code, day, pupil.date_of_birth).err()?;
        Some((word, format!("{detail} (on {day})")))
    });
    if let Some((word, detail)) = unlawful {
        refuse(word, detail);
    }
    if DAY_BY_DAY.contains(&code.as_str()) && (sent.last_day - sent.first_day).num_days() >= LONGEST_DAY_BY_DAY {
        refuse(
            "day_by_day_only",
            format!("the code {code} is planned for at most {LONGEST_DAY_BY_DAY} days at a time"),
        );
    }
    let plan = Stay { starting_day: sent.first_day, leaving_day: Some(sent.last_day) };
    if code.as_str() != "Z" && !pupil.stays.iter().any(|stay| stay.overlaps(plan)) {
        errors.push(Violation::new("/first_day", "not_on_roll", "the pupil is not on roll on any of these days"));
    }
}

fn warnings(code: Code, sent: &SentPlan<'_>, pupil: &PlanningPupil<'_>, today: Date) -> Vec<Warning> {
    let warn = |(word, detail): (&str, &str)| Warning::of_plan(pupil.pupil_id, word, detail);
    let mut warnings: Vec<Warning> =
        of_the_code(code, false, pupil.year_group, pupil.date_of_birth, sent.first_day).into_iter().map(warn).collect();
    if sent.first_day < today {
        let detail = "marks that have been made already stand; they are changed by amending them";
        warnings.push(warn(("begins_in_the_past", detail)));
    }
    if DAY_BY_DAY.contains(&code.as_str()) && sent.last_day > sent.first_day {
        warnings.push(warn(("day_by_day", "this code is confirmed day by day")));
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn check_plan(code: &str, first: &str, last: &str, born: &str) -> Result<Vec<String>, Vec<String>> {
        let stay = Stay { starting_day: day("2020-09-01"), leaving_day: None };
        let pupil = PlanningPupil {
            pupil_id: PupilId(uuid::Uuid::nil()),
            date_of_birth: day(born),
            year_group: Some(9),
            stays: &[stay],
        };
        let sent = SentPlan { first_day: day(first), last_day: day(last), code, weekdays: None, sessions: None };
        match check(&sent, &pupil, day("2026-11-23")) {
            Ok(plan) => Ok(plan.warnings.into_iter().map(|warning| warning.code).collect()),
            Err(errors) => Err(errors.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()),
        }
    }

    #[test]
    fn what_is_known_ahead_may_be_planned() {
        assert_eq!(check_plan("C", "2026-11-24", "2026-11-27", "2013-01-01"), Ok(vec![]));
        assert_eq!(check_plan("I", "2026-11-24", "2026-11-25", "2013-01-01"), Ok(vec!["day_by_day".to_owned()]));
        assert_eq!(
            check_plan("S", "2026-11-24", "2026-11-24", "2013-01-01"),
            Ok(vec!["study_leave_year_group".to_owned()])
        );
        assert_eq!(
            check_plan("C", "2026-11-20", "2026-11-27", "2013-01-01"),
            Ok(vec!["begins_in_the_past".to_owned()])
        );
    }

    #[test]
    fn what_is_not_is_refused() {
        for (code, first, last, born, expected) in [
            ("/", "2026-11-24", "2026-11-24", "2013-01-01", vec!["/code may_not_be_planned"]),
            ("N", "2026-11-24", "2026-11-24", "2013-01-01", vec!["/code may_not_be_planned"]),
            ("H", "2026-11-24", "2026-11-24", "2013-01-01", vec!["/code code_not_in_force"]),
            (
                "?",
                "2026-11-24",
                "2026-11-23",
                "2013-01-01",
                vec!["/last_day ends_before_it_begins", "/code unknown_code"],
            ),
            ("X", "2026-11-24", "2026-11-24", "2013-01-01", vec!["/code x_for_compulsory_school_age"]),
            ("C2", "2027-06-01", "2027-07-20", "2011-01-01", vec!["/code c2_outside_compulsory_school_age"]),
            ("I", "2026-11-24", "2026-11-29", "2013-01-01", vec!["/code day_by_day_only"]),
            ("C", "2026-11-24", "2027-12-29", "2013-01-01", vec!["/last_day too_long"]),
            ("C", "2019-11-24", "2019-11-24", "2013-01-01", vec!["/first_day not_on_roll"]),
        ] {
            let found = check_plan(code, first, last, born);
            let expected: Vec<_> = expected.into_iter().map(str::to_owned).collect();
            assert_eq!(found, Err(expected), "{code} {first}");
        }
    }

    #[test]
    fn absurd_days_do_not_panic() {
        let stays = [Stay { starting_day: Date::MIN, leaving_day: None }];
        let pupil = PlanningPupil {
            pupil_id: PupilId(uuid::Uuid::nil()),
            date_of_birth: Date::MAX,
            year_group: None,
            stays: &stays,
        };
        for (first_day, last_day) in [(Date::MIN, Date::MAX), (Date::MAX, Date::MIN), (Date::MAX, Date::MAX)] {
            let sent = SentPlan { first_day, last_day, code: "C2", weekdays: Some(&[]), sessions: Some(&[]) };
            assert!(check(&sent, &pupil, Date::MAX).is_err());
        }
    }
}
