//! Whether a closure may be marked.

use crate::{Code, code};
use school::{AcademicYear, Date, Session, Violation, pupil::YEAR_GROUPS};

/// The longest closure, in days: a term and a little.
const LONGEST_DAYS: i64 = 92;
/// How many days ahead an unexpected event may be marked. Unexpected closures are entered day by day; the number is
/// (unconfirmed).
const UNEXPECTED_AHEAD_DAYS: i64 = 5;
/// The shortest and the longest reason, in characters. It goes into the reason of each amendment.
const REASON: std::ops::RangeInclusive<usize> = 3..=400;
/// The codes of whole-school events.
const EVENTS: [&str; 6] = ["#", "Y2", "Y3", "Y4", "Y6", "Y7"];
/// Those that nobody knows long before.
const UNEXPECTED: [&str; 3] = ["Y2", "Y4", "Y7"];

/// A closure as it was sent.
#[derive(Debug, Clone)]
pub struct SentClosure<'a> {
    /// The first day.
    pub first_day: Date,
    /// The last day, inside.
    pub last_day: Date,
    /// The sessions; both where it is left out.
    pub sessions: Option<&'a [Session]>,
    /// The year groups; the whole school where it is left out.
    pub year_groups: Option<&'a [i16]>,
    /// The code as it was sent.
    pub code: &'a str,
    /// Why.
    pub reason: &'a str,
}

/// A closure that may be marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedClosure {
    /// The first day.
    pub first_day: Date,
    /// The last day, inside.
    pub last_day: Date,
    /// The sessions, in their order, each once.
    pub sessions: Vec<Session>,
    /// The year groups, in their order, each once; none for the whole school.
    pub year_groups: Option<Vec<i16>>,
    /// The code.
    pub code: Code,
    /// Why, without the space around it.
    pub reason: String,
    /// What is doubtful.
    pub warnings: Vec<Violation>,
}

impl CheckedClosure {
    /// Whether it is for pupils of a year group.
    pub fn is_for(&self, year_group: Option<i16>) -> bool {
        let Some(groups) = &self.year_groups else { return true };
        year_group.is_some_and(|group| groups.contains(&group))
    }
}

/// Decides whether a closure may be marked.
///
/// # Errors
/// Everything that is wrong, with pointers to its fields.
pub fn check(sent: &SentClosure<'_>, today: Date) -> Result<CheckedClosure, Vec<Violation>> {
    let mut errors = Vec::new();
    check_days(sent, &mut errors);
    let sessions: Vec<Session> =
        Session::BOTH.into_iter().filter(|session| sent.sessions.is_none_or(|named| named.contains(session))).collect();
    if sessions.is_empty() {
        errors.push(Violation::new("/sessions", "missing", "name at least one, or leave the field out for both"));
    }
    let year_groups = check_groups(sent, &mut errors);
    let code = check_code(sent, today, &mut errors);
    let reason = sent.reason.trim();
    let unprintable = |letter: char| letter.is_control() && !['\n', '\t'].contains(&letter);
    if !REASON.contains(&reason.chars().count()) || reason.chars().any(unprintable) {
        let detail = format!("{} to {} printable characters", REASON.start(), REASON.end());
        errors.push(Violation::new("/reason", "reason_required", detail));
    }
    let (Some(code), true) = (code, errors.is_empty()) else { return Err(errors) };
    Ok(CheckedClosure {
        first_day: sent.first_day,
        last_day: sent.last_day,
        sessions,
        warnings: doubts(code, year_groups.as_deref(), sent, today),
        year_groups,
        code,
        reason: reason.to_owned(),
    })
}

fn check_days(sent: &SentClosure<'_>, errors: &mut Vec<Violation>) {
    for (pointer, day) in [("/first_day", sent.first_day), ("/last_day", sent.last_day)] {
        if AcademicYear::of(day).is_none() {
            errors.push(Violation::new(pointer, "out_of_range", "the day is outside the years that are kept"));
        }
    }
    if sent.last_day < sent.first_day {
        errors.push(Violation::new("/last_day", "ends_before_it_begins", "the last day is before the first"));
    } else if (sent.last_day - sent.first_day).num_days() >= LONGEST_DAYS {
        let detail = format!("a closure is at most {LONGEST_DAYS} days long: send it in parts");
        errors.push(Violation::new("/last_day", "too_long", detail));
    }
}

fn check_groups(sent: &SentClosure<'_>, errors: &mut Vec<Violation>) -> Option<Vec<i16>> {
    let named = sent.year_groups?;
    for (place, _) in named.iter().enumerate().filter(|(_, group)| !YEAR_GROUPS.contains(group)).take(20) {
        let detail = "a year group is from -2 to 14";
        errors.push(Violation::new(format!("/year_groups/{place}"), "out_of_range", detail));
    }
    let groups: Vec<i16> = YEAR_GROUPS.filter(|group| named.contains(group)).collect();
    if named.is_empty() {
        errors.push(Violation::new("/year_groups", "missing", "name at least one; null for the whole school"));
    }
    if ["#", "Y4"].contains(&sent.code) {
        // That # is never for single year groups is (unconfirmed); the cautious reading refuses it.
        let detail =
            format!("{} is for the whole school; a part that is closed is Y3, not required under age is X", sent.code);
        errors.push(Violation::new("/year_groups", "whole_school_only", detail));
    }
    Some(groups)
}

fn check_code(sent: &SentClosure<'_>, today: Date, errors: &mut Vec<Violation>) -> Option<Code> {
    let mut refuse = |word: &str, detail: String| errors.push(Violation::new("/code", word, detail));
    let Ok(code) = Code::parse(sent.code) else {
        refuse("unknown_code", "there is no attendance code of this name".to_owned());
        return None;
    };
    if !EVENTS.contains(&code.as_str()) {
        refuse("not_a_whole_school_code", format!("a closure is {}: {code} is for single pupils", EVENTS.join(", ")));
    } else if [sent.first_day, sent.last_day].iter().any(|day| code::on(code, *day).is_none()) {
        refuse("code_not_in_force", format!("the code {code} is not in force on all of these days"));
    } else if UNEXPECTED.contains(&code.as_str()) && (sent.last_day - today).num_days() > UNEXPECTED_AHEAD_DAYS {
        let detail = format!(
            "{code} is for what nobody expected: it is marked at most {UNEXPECTED_AHEAD_DAYS} days ahead; what is planned is #"
        );
        refuse("unexpected_so_far_ahead", detail);
    }
    Some(code)
}

fn doubts(code: Code, groups: Option<&[i16]>, sent: &SentClosure<'_>, today: Date) -> Vec<Violation> {
    let mut doubts = Vec::new();
    let mut doubt = |pointer: &str, word: &str, detail: &str| doubts.push(Violation::new(pointer, word, detail));
    match code.as_str() {
        "Y3" if groups.is_none() => {
            doubt(
                "/year_groups",
                "nobody_left",
                "Y3 is for a part that is closed: where everybody stays away it is Y4",
            );
        }
        "Y4" if sent.first_day > today => {
            doubt("/code", "known_ahead", "a closure that is known ahead is planned: #");
        }
        "Y7" => {
            doubt(
                "/code",
                "cause_must_affect_pupils",
                "Y7 needs a cause that affects the pupils themselves; its nature is the reason",
            );
        }
        "#" if sent.first_day < today => {
            doubt("/code", "planned_afterwards", "# is planned; a closure that was not is Y4");
        }
        _ => {}
    }
    doubts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_it(
        code: &str,
        first: &str,
        last: &str,
        groups: Option<&[i16]>,
        reason: &str,
    ) -> Result<Vec<String>, Vec<String>> {
        let sent = SentClosure {
            first_day: first.parse().unwrap(),
            last_day: last.parse().unwrap(),
            sessions: None,
            year_groups: groups,
            code,
            reason,
        };
        match check(&sent, "2026-11-23".parse().unwrap()) {
            Ok(checked) => Ok(checked.warnings.into_iter().map(|doubt| doubt.code).collect()),
            Err(errors) => Err(errors.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()),
        }
    }

    #[test]
    fn what_may_be_marked() {
        assert_eq!(check_it("#", "2027-05-06", "2027-05-06", None, "Polling day"), Ok(vec![]));
        assert_eq!(check_it("Y4", "2026-11-23", "2026-11-24", None, "Boiler failed"), Ok(vec![]));
        assert_eq!(check_it("Y3", "2026-11-24", "2026-12-10", Some(&[8, 7]), "Roof of block C"), Ok(vec![]));
        assert_eq!(check_it("Y3", "2026-11-24", "2026-11-24", None, "Roof"), Ok(vec!["nobody_left".to_owned()]));
    }

    #[test]
    fn what_may_not() {
        for (code, first, last, groups, reason, expected) in [
            (
                "?",
                "2026-11-24",
                "2026-11-23",
                None,
                " a ",
                "/last_day ends_before_it_begins, /code unknown_code, /reason reason_required",
            ),
            ("I", "2026-11-23", "2026-11-23", None, "Ill", "/code not_a_whole_school_code"),
            ("Y1", "2026-11-23", "2026-11-23", None, "Bus", "/code not_a_whole_school_code"),
            ("Y4", "2024-08-18", "2024-08-19", None, "Flood", "/code code_not_in_force"),
            ("Y4", "2026-11-23", "2026-11-29", None, "Flood", "/code unexpected_so_far_ahead"),
            ("#", "2026-12-01", "2026-12-01", Some(&[7_i16][..]), "Move", "/year_groups whole_school_only"),
            ("Y3", "2026-12-01", "2026-12-01", Some(&[15_i16][..]), "Move", "/year_groups/0 out_of_range"),
            ("#", "2026-12-01", "2027-03-03", None, "Works", "/last_day too_long"),
            (
                "#",
                "0001-12-01",
                "2026-12-01",
                None,
                "Works",
                "/first_day out_of_range, /last_day too_long, /code code_not_in_force",
            ),
        ] {
            assert_eq!(check_it(code, first, last, groups, reason).unwrap_err().join(", "), expected);
        }
        let absurd = SentClosure {
            first_day: Date::MIN,
            last_day: Date::MAX,
            sessions: Some(&[]),
            year_groups: Some(&[]),
            code: "Y4",
            reason: "\0\0\0\0",
        };
        assert_eq!(check(&absurd, Date::MIN).unwrap_err().len(), 8);
    }
}
