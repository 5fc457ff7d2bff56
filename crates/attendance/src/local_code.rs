//! What a school's own codes mean: lesson codes and old habits that come with the files of its MIS and are no national codes.
//! Nothing is guessed: a school says of each code what it stands for, between two days.

use crate::{
    code::{self, Code},
    history::{self, Mapped, Refused},
};
use school::{AcademicYear, Date, Record, Violation};
use serde::{Deserialize, Serialize};

/// The longest code of a school, in characters.
const LONGEST_RAW_CODE: usize = 8;
/// The longest remark, in characters.
const LONGEST_NOTE: usize = 500;
/// The most codes an academy may map.
const MOST: usize = 500;

/// What one code of a school means between two days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalCode {
    /// The code as the school writes it.
    pub raw_code: String,
    /// The first day of this meaning.
    pub first_day: Date,
    /// The last day, inside; none while it holds.
    pub last_day: Option<Date>,
    /// The national code it stands for; none where it says nothing about attendance.
    pub code: Option<Code>,
    /// Why.
    pub note: Option<String>,
}

impl Record for LocalCode {
    const KIND: &'static str = "local_code";
    const NAME: &'static str = "local code";

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.first_day), self.last_day)
    }
}

/// A local code as it was sent.
#[derive(Debug, Clone, Default)]
pub struct SentLocalCode {
    /// The code as the school writes it.
    pub raw_code: String,
    /// The first day.
    pub first_day: Date,
    /// The last day; none while it holds.
    pub last_day: Option<Date>,
    /// The national code; none where it says nothing about attendance.
    pub code: Option<String>,
    /// Why.
    pub note: Option<String>,
}

/// Decides whether a code may be given a meaning beside those there are.
///
/// # Errors
/// Everything that is wrong, with pointers to its fields.
pub fn check(sent: &SentLocalCode, others: &[LocalCode]) -> Result<LocalCode, Vec<Violation>> {
    let mut errors = Vec::new();
    let mut refuse = |pointer: &str, word: &str, detail: &str| errors.push(Violation::new(pointer, word, detail));
    let raw_code = sent.raw_code.trim().to_owned();
    let length = raw_code.chars().count();
    if length == 0 || raw_code == "-" {
        refuse("/raw_code", "missing", "a blank and a hyphen are no code: they say that there is no mark");
    } else if length > LONGEST_RAW_CODE || raw_code.chars().any(char::is_control) {
        refuse("/raw_code", "wrong_format", "a code has at most 8 characters, all of them printable");
    }
    let last = sent.last_day.unwrap_or(Date::MAX);
    if AcademicYear::of(sent.first_day).is_none() {
        refuse("/first_day", "out_of_range", "the day is outside the years that are kept");
    }
    if last < sent.first_day {
        refuse("/last_day", "ends_before_it_begins", "the last day is before the first");
    }
    if [sent.first_day, last].into_iter().any(|day| history::map(&raw_code, day).is_ok()) && length > 0 {
        let detail = "on some of these days the code has a meaning already that holds for every school";
        refuse("/raw_code", "national_code", detail);
    }
    let code = sent.code.as_deref().map(Code::parse);
    match code {
        Some(Err(_)) => refuse("/code", "unknown_code", "there is no attendance code of this name"),
        Some(Ok(code)) if [sent.first_day, last].into_iter().any(|day| code::on(code, day).is_none()) => {
            refuse("/code", "code_not_in_force", "the national code is not in force on all of these days");
        }
        _ => {}
    }
    let overlaps = |other: &LocalCode| {
        other.raw_code == raw_code && other.first_day <= last && other.last_day.is_none_or(|day| sent.first_day <= day)
    };
    if others.iter().any(overlaps) {
        refuse("/first_day", "overlap", "the code has another meaning on some of these days: end or remove that first");
    }
    if others.len() >= MOST {
        refuse("", "too_many", "an academy may map at most 500 codes");
    }
    let note = sent.note.as_deref().map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned);
    if note.as_deref().is_some_and(|note| note.chars().count() > LONGEST_NOTE || note.contains('\0')) {
        refuse("/note", "too_long", "a note has at most 500 characters");
    }
    let SentLocalCode { first_day, last_day, .. } = *sent;
    match code.transpose() {
        Ok(code) if errors.is_empty() => Ok(LocalCode { raw_code, first_day, last_day, code, note }),
        _ => Err(errors),
    }
}

/// The national code of a code that another system had for a session on `on`: the meaning that holds for every school first
/// ([`history::map`]), then the school's own.
///
/// # Errors
/// [`Refused`] where neither says what it means.
pub fn map(raw: &str, on: Date, local: &[LocalCode]) -> Result<Mapped, Refused> {
    history::map(raw, on).or_else(|refused| {
        let raw = raw.trim();
        let means = |local: &&LocalCode| {
            local.raw_code == raw && local.first_day <= on && local.last_day.is_none_or(|last| on <= last)
        };
        match local.iter().find(means) {
            None => Err(refused),
            Some(LocalCode { code: None, .. }) => Ok(Mapped { code: None, rule_id: "local_code_without_meaning" }),
            Some(LocalCode { code: Some(code), .. }) if code::on(*code, on).is_some() => {
                Ok(Mapped { code: Some(*code), rule_id: "local_code" })
            }
            Some(_) => Err(Refused::NotInForce),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(raw_code: &str, first: &str, last: Option<&str>, code: Option<&str>) -> SentLocalCode {
        SentLocalCode {
            raw_code: raw_code.to_owned(),
            first_day: first.parse().unwrap(),
            last_day: last.map(|day| day.parse().unwrap()),
            code: code.map(str::to_owned),
            note: None,
        }
    }

    #[test]
    fn a_school_says_what_its_codes_mean_and_when() {
        let truant = check(&sent(" 6 ", "2024-09-02", Some("2025-07-31"), Some("O")), &[]).unwrap();
        let first_aid = check(&sent("$", "2024-09-02", None, None), std::slice::from_ref(&truant)).unwrap();
        let local = [truant, first_aid];
        let mapped = |raw: &str, on: &str| map(raw, on.parse().unwrap(), &local).map(|mapped| mapped.code);
        assert_eq!(mapped("6", "2025-02-03"), Ok(Code::parse("O").ok()));
        assert_eq!(mapped("6", "2025-09-03"), Err(Refused::Unknown));
        assert_eq!(mapped("$", "2026-02-03"), Ok(None));
        assert_eq!(mapped("&", "2026-02-03"), Err(Refused::Unknown));
        assert_eq!(mapped("I", "2026-02-03"), Ok(Some(Code::ILLNESS)));
    }

    #[test]
    fn what_may_not_be_said_is_named() {
        let there = [check(&sent("6", "2024-09-02", None, Some("O")), &[]).unwrap()];
        for (sent, expected) in [
            (sent("6", "2025-09-02", None, Some("I")), vec!["/first_day overlap"]),
            (sent("I", "2025-09-02", None, None), vec!["/raw_code national_code"]),
            // The SIMS code of the pandemic has its meaning until the end of 2023.
            (sent("7", "2023-09-02", None, Some("I")), vec!["/raw_code national_code"]),
            (sent("-", "2025-09-02", None, None), vec!["/raw_code missing", "/raw_code national_code"]),
            (sent("A", "2020-09-02", None, Some("C2")), vec!["/code code_not_in_force"]),
            (
                sent("A", "2025-09-02", Some("2025-09-01"), Some("?")),
                vec!["/last_day ends_before_it_begins", "/code unknown_code"],
            ),
            (sent("ABCDEFGHI", "1066-10-14", None, None), vec!["/raw_code wrong_format", "/first_day out_of_range"]),
        ] {
            let found = check(&sent, &there).unwrap_err();
            let found: Vec<_> = found.iter().map(|error| format!("{} {}", error.pointer, error.code)).collect();
            assert_eq!(found, expected, "{sent:?}");
        }
        assert!(check(&sent("7", "2024-09-02", None, Some("I")), &there).is_ok());
    }
}
