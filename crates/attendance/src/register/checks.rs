//! What the law forbids of a mark, asked by everything that writes one.

use super::SubmittedMark;
use crate::{
    Mark,
    code::{self, Code, CountsAs},
};
use school::{CompulsorySchoolAge, Date, Session, SessionAt, Violation};

/// The longest remark or reason, in characters.
const LONGEST_TEXT: usize = 500;
/// The most minutes late that are believed: eight hours.
pub(super) const MOST_MINUTES_LATE: i64 = 480;

/// A stable word and what it says to a person.
pub(super) type Problem = (&'static str, String);

fn problem<T>(code: &'static str, detail: impl Into<String>) -> Result<T, Problem> {
    Err((code, detail.into()))
}

/// The code written so, where it is in force for sessions on the day.
pub(super) fn read_code(raw: &str, date: Date) -> Result<Code, Problem> {
    let Ok(code) = Code::parse(raw) else {
        return problem("unknown_code", "there is no attendance code of this name");
    };
    if code::on(code, date).is_none() {
        return problem("code_not_in_force", format!("the code {code} was not in force on {date}"));
    }
    Ok(code)
}

/// `/` is for mornings, `\` for afternoons.
pub(super) fn fits_session(code: Code, session: Session) -> Result<(), Problem> {
    match (code, session) {
        (Code::PRESENT_AM, Session::Pm) => problem("wrong_session", "/ is for the morning; the afternoon has \\"),
        (Code::PRESENT_PM, Session::Am) => problem("wrong_session", "\\ is for the afternoon; the morning has /"),
        _ => Ok(()),
    }
}

/// X is never for a pupil of compulsory school age, except while it also meant coronavirus.
pub(super) fn x_fits_age(code: Code, date: Date, date_of_birth: Date) -> Result<(), Problem> {
    let means_not_required = || code::on(code, date).is_some_and(|row| row.counts_as == CountsAs::NotPossible);
    if code == Code::NOT_REQUIRED && CompulsorySchoolAge::of(date_of_birth).holds_on(date) && means_not_required() {
        return problem("x_for_compulsory_school_age", "X is not for a pupil of compulsory school age");
    }
    Ok(())
}

/// C2 is only for a pupil of compulsory school age.
pub(super) fn c2_fits_age(code: Code, date: Date, date_of_birth: Date) -> Result<(), Problem> {
    if code == Code::PART_TIME && !CompulsorySchoolAge::of(date_of_birth).holds_on(date) {
        let detail = "C2 is for a pupil of compulsory school age; for others X";
        return problem("c2_outside_compulsory_school_age", detail);
    }
    Ok(())
}

/// X and C2 each have their age (regulation 10; Education Act 1996 s.8).
pub(crate) fn lawful_for_age(code: Code, date: Date, date_of_birth: Date) -> Result<(), (&'static str, String)> {
    x_fits_age(code, date, date_of_birth).and_then(|()| c2_fits_age(code, date, date_of_birth))
}

/// The minutes late of a code: L and U only, 1 to 480; 0 is unknown.
pub(super) fn read_minutes(sent: Option<i64>, code: Option<Code>) -> Result<Option<u16>, Problem> {
    let Some(minutes) = sent.filter(|minutes| *minutes != 0) else { return Ok(None) };
    if code.is_some_and(|code| ![Code::LATE, Code::LATE_AFTER_CLOSE].contains(&code)) {
        return problem("minutes_late_not_allowed", "minutes late go with L and U only");
    }
    match u16::try_from(minutes) {
        Ok(believed) if minutes <= MOST_MINUTES_LATE => Ok(Some(believed)),
        _ => problem("out_of_range", format!("minutes late are from 1 to {MOST_MINUTES_LATE}")),
    }
}

/// Whether a text has characters that no person writes and that databases refuse.
fn unprintable(text: &str) -> bool {
    text.chars().any(|letter| letter.is_control() && !['\n', '\r', '\t'].contains(&letter))
}

/// A remark without the space around it; none where nothing is left.
pub(super) fn read_text(sent: Option<&str>) -> Result<Option<String>, Problem> {
    let Some(text) = sent.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.chars().count() > LONGEST_TEXT {
        return problem("too_long", format!("at most {LONGEST_TEXT} characters"));
    }
    if unprintable(text) {
        return problem("unprintable", "the text holds control characters");
    }
    Ok(Some(text.to_owned()))
}

/// A reason of at least so many characters, long enough to mean something; none where there is none.
pub(super) fn read_reason(sent: Option<&str>, shortest: u8) -> Result<Option<String>, Problem> {
    let long_enough = |reason: &String| reason.chars().count() >= usize::from(shortest);
    Ok(read_text(sent)?.filter(long_enough))
}

/// The refusal of a change without a reason of at least so many characters.
pub(super) fn reason_required(shortest: u8) -> Violation {
    let detail = format!("changing a mark is an amendment and needs a reason of at least {shortest} characters");
    Violation::new("/reason", "reason_required", detail)
}

/// Reads a submitted mark for a session; every problem is added to `errors` below `pointer`.
pub(super) fn read_mark(
    pointer: &str,
    sent: &SubmittedMark,
    at: SessionAt,
    date_of_birth: Option<Date>,
    errors: &mut Vec<Violation>,
) -> Option<Mark> {
    let raw = sent.code.as_deref()?;
    let code = read_code(raw, at.date);
    let code = keep(code, pointer, "code", errors);
    if let Some(code) = code {
        keep(fits_session(code, at.session), pointer, "code", errors);
        if let Some(born) = date_of_birth {
            keep(lawful_for_age(code, at.date, born), pointer, "code", errors);
        }
    }
    let minutes_late = keep(read_minutes(sent.minutes_late, code), pointer, "minutes_late", errors);
    let comment = keep(read_text(sent.comment.as_deref()), pointer, "comment", errors);
    Some(Mark { code: code?, minutes_late: minutes_late?, comment: comment? })
}

/// The value, or none with its problem added to `errors`.
pub(super) fn keep<T>(read: Result<T, Problem>, pointer: &str, field: &str, errors: &mut Vec<Violation>) -> Option<T> {
    read.map_err(|(code, detail)| errors.push(Violation::new(format!("{pointer}/{field}"), code, detail))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn x_and_c2_each_have_their_age() {
        let (born, before, within) = (day("2021-09-01"), day("2026-12-30"), day("2026-12-31"));
        let (x, c2) = (Code::NOT_REQUIRED, Code::PART_TIME);
        assert!(lawful_for_age(x, before, born).is_ok());
        assert_eq!(lawful_for_age(x, within, born).unwrap_err().0, "x_for_compulsory_school_age");
        assert_eq!(lawful_for_age(c2, before, born).unwrap_err().0, "c2_outside_compulsory_school_age");
        assert!(lawful_for_age(c2, within, born).is_ok());
        // In the pandemic X was also for pupils of compulsory school age.
        assert!(lawful_for_age(x, day("2021-01-11"), day("2012-05-05")).is_ok());
        assert!(lawful_for_age(x, day("2019-01-11"), day("2012-05-05")).is_err());
    }

    #[test]
    fn minutes_late_go_with_l_and_u() {
        let late = Some(Code::LATE);
        assert_eq!(read_minutes(Some(0), Some(Code::ILLNESS)), Ok(None));
        assert_eq!(read_minutes(Some(480), late), Ok(Some(480)));
        for wrong in [-1, 481, i64::MIN, i64::MAX, 65_536 + 5] {
            assert_eq!(read_minutes(Some(wrong), late).unwrap_err().0, "out_of_range");
        }
        assert_eq!(read_minutes(Some(5), Some(Code::ILLNESS)).unwrap_err().0, "minutes_late_not_allowed");
    }

    #[test]
    fn texts_are_trimmed_short_and_printable() {
        assert_eq!(read_text(Some("  dentist \n")), Ok(Some("dentist".to_owned())));
        assert_eq!(read_text(Some(" \t")), Ok(None));
        assert_eq!(read_text(Some("a\0b")).unwrap_err().0, "unprintable");
        assert_eq!(read_text(Some(&"é".repeat(501))).unwrap_err().0, "too_long");
        assert!(read_text(Some(&"é".repeat(500))).is_ok());
        assert_eq!(read_reason(Some(" ab "), 3), Ok(None));
        assert_eq!(read_reason(Some("rang"), 4), Ok(Some("rang".to_owned())));
        assert_eq!(read_reason(Some("rang"), 5), Ok(None));
    }
}
