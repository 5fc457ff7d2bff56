//! Whether a question may be asked.

use crate::{
    Code,
    code::{self, CountsAs},
    register::lawful_for_age,
};
use school::{AcademicYear, Date, Violation};

/// The most absences of one question.
const MOST_ABSENCES: usize = 50;

/// An absence as it was sent.
#[derive(Debug, Clone, Copy)]
pub struct SentAbsence<'a> {
    /// The first day.
    pub first_day: Date,
    /// The last day, inside.
    pub last_day: Date,
    /// The code as it was sent.
    pub code: &'a str,
}

/// An absence that is presumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presumed {
    /// The first day.
    pub first_day: Date,
    /// The last day, inside.
    pub last_day: Date,
    /// The code.
    pub code: Code,
}

/// What is presumed; nothing by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hypothesis {
    /// Absences; where two touch a session the later named holds.
    pub planned: Vec<Presumed>,
    /// The pupil attends every session from this day on that no absence is presumed for.
    pub attends_from: Option<Date>,
}

/// Decides whether a question may be asked. The absences lie in one academic year, the days to come; codes of presence
/// are not absences.
///
/// # Errors
/// Everything that is wrong, with pointers `/planned/0/code` and the like.
pub fn check(
    planned: &[SentAbsence<'_>],
    attends_from: Option<Date>,
    date_of_birth: Date,
    today: Date,
) -> Result<Hypothesis, Vec<Violation>> {
    let mut errors = Vec::new();
    if planned.len() > MOST_ABSENCES {
        let detail = format!("at most {MOST_ABSENCES} absences can be presumed at once");
        return Err(vec![Violation::new("/planned", "too_many", detail)]);
    }
    if planned.is_empty() && attends_from.is_none() {
        errors.push(Violation::new("", "missing", "name absences, a day from which the pupil attends, or both"));
    }
    let mut presumed = Vec::with_capacity(planned.len());
    for (place, sent) in planned.iter().enumerate() {
        presumed.extend(check_absence(&format!("/planned/{place}"), sent, date_of_birth, today, &mut errors));
    }
    if let Some(day) = attends_from {
        check_day("/attends_from", day, today, &mut errors);
    }
    let days = presumed.iter().map(|absence| absence.last_day).chain(attends_from);
    let mut years: Vec<AcademicYear> = days.filter_map(AcademicYear::of).collect();
    years.sort_unstable();
    years.dedup();
    if years.len() > 1 {
        errors.push(Violation::new("/planned", "two_academic_years", "everything presumed lies in one academic year"));
    }
    if errors.is_empty() { Ok(Hypothesis { planned: presumed, attends_from }) } else { Err(errors) }
}

fn check_day(pointer: &str, day: Date, today: Date, errors: &mut Vec<Violation>) {
    let next = AcademicYear::of(today).and_then(AcademicYear::next);
    match AcademicYear::of(day) {
        _ if day < today => errors.push(Violation::new(pointer, "in_the_past", "the day has gone by")),
        Some(year) if next.is_none_or(|next| year <= next) => {}
        _ => errors.push(Violation::new(pointer, "out_of_range", "the day is in this academic year or the next")),
    }
}

fn check_absence(
    pointer: &str,
    sent: &SentAbsence<'_>,
    date_of_birth: Date,
    today: Date,
    errors: &mut Vec<Violation>,
) -> Option<Presumed> {
    let known = errors.len();
    check_day(&format!("{pointer}/last_day"), sent.last_day, today, errors);
    if sent.last_day < sent.first_day {
        errors.push(Violation::new(
            format!("{pointer}/last_day"),
            "ends_before_it_begins",
            "the last day is before the first",
        ));
    } else if AcademicYear::of(sent.first_day) != AcademicYear::of(sent.last_day) {
        let detail = "an absence lies in one academic year";
        errors.push(Violation::new(format!("{pointer}/first_day"), "two_academic_years", detail));
    }
    let mut refuse = |word: &str, detail: String| {
        errors.push(Violation::new(format!("{pointer}/code"), word, detail));
    };
    let Ok(code) = Code::parse(sent.code) else {
        refuse("unknown_code", "there is no attendance code of this name".to_owned());
        return None;
    };
    match code::on(code, sent.last_day) {
        None => refuse("code_not_in_force", format!("the code {code} is not in force on these days")),
        Some(row) if row.counts_as == CountsAs::Present => {
            refuse("not_an_absence", "for presence name the day from which the pupil attends".to_owned());
        }
        Some(_) => {
            for day in [sent.first_day, sent.last_day] {
                if let Err((word, detail)) = lawful_for_age(code, day, date_of_birth) {
                    refuse(word, format!("{detail} (on {day})"));
                    break;
                }
            }
        }
    }
    (errors.len() == known).then_some(Presumed { first_day: sent.first_day, last_day: sent.last_day, code })
}
