//! How single values are read, the same in every format.

use crate::rejected::Problem;
use school::{
    Upn,
    pupil::{Sex, YEAR_GROUPS},
    upn::NotAUpn,
};
use serde::{
    Deserialize,
    de::{IntoDeserializer, value},
};
use std::borrow::Cow;

/// The longest name of a person.
pub(crate) const LONGEST_NAME: usize = 100;
/// The longest address.
pub(crate) const LONGEST_ADDRESS: usize = 500;
/// The longest name of a registration group.
pub(crate) const LONGEST_GROUP: usize = 50;
/// The longest name of a school.
pub(crate) const LONGEST_SCHOOL: usize = 200;
/// The longest id that another system has for a pupil.
pub(crate) const LONGEST_FOREIGN_ID: usize = 100;
/// The longest code of a code set, such as ethnicity.
pub(crate) const LONGEST_CODE: usize = 50;
/// The longest comment on a mark.
pub(crate) const LONGEST_COMMENT: usize = 1_000;

/// A text on one line.
pub(crate) fn line(text: &str, most: usize) -> Result<&str, Problem> {
    if text.chars().any(char::is_control) {
        return Err(Problem::new("control_character", "line breaks and control characters are refused here"));
    }
    short(text, most)
}

/// A text that may have several lines; they end in a line feed whatever they ended in before.
pub(crate) fn lines(text: &str, most: usize) -> Result<Cow<'_, str>, Problem> {
    let text = if text.contains("\r\n") { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) };
    if text.chars().any(|character| character.is_control() && character != '\n') {
        return Err(Problem::new("control_character", "control characters are refused"));
    }
    short(&text, most)?;
    Ok(text)
}

fn short(text: &str, most: usize) -> Result<&str, Problem> {
    // A character is at least a byte, so most texts need no counting.
    if text.len() > most && text.chars().count() > most {
        return Err(Problem::new("too_long", format!("at most {most} characters")));
    }
    Ok(text)
}

pub(crate) fn upn(text: &str) -> Result<Upn, Problem> {
    text.parse().map_err(|wrong: NotAUpn| {
        let code = match wrong {
            NotAUpn::Shape => "not_a_upn",
            NotAUpn::CheckLetter => "upn_check_letter",
        };
        Problem::new(code, wrong.to_string())
    })
}

pub(crate) fn sex(text: &str) -> Result<Sex, Problem> {
    match text {
        "M" | "m" => Ok(Sex::M),
        "F" | "f" => Ok(Sex::F),
        _ => Err(Problem::new("unknown_value", "sex is M or F")),
    }
}

pub(crate) fn boolean(text: &str) -> Result<bool, Problem> {
    let is_one_of = |words: [&str; 4]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    match (is_one_of(["true", "yes", "y", "t"]), is_one_of(["false", "no", "n", "f"])) {
        (true, _) => Ok(true),
        (_, true) => Ok(false),
        _ if text == "1" => Ok(true),
        _ if text == "0" => Ok(false),
        _ => Err(Problem::new("not_a_boolean", "write true, false, yes, no, y, n, t, f, 1 or 0")),
    }
}

/// A year group by its number or by the School Census word for it: `N1`, `N2`, `R`, and `X` for a pupil who follows no
/// year of the national curriculum, which is none.
pub(crate) fn year_group(text: &str) -> Result<Option<i16>, Problem> {
    let upper = text.to_ascii_uppercase();
    let group = match upper.as_str() {
        "X" => return Ok(None),
        "N1" => Some(-2),
        "N2" => Some(-1),
        "R" => Some(0),
        // `+7` is a number to Rust and the beginning of a formula to a spreadsheet.
        digits if digits.starts_with('+') => None,
        digits => digits.parse().ok(),
    };
    group.filter(|group| YEAR_GROUPS.contains(group)).map(Some).ok_or_else(|| {
        Problem::new("unknown_year_group", "a year group is -2 to 14, or N1, N2, R, or X for a pupil who follows none")
    })
}

/// One of the words that a type of the house is written with in the API, in any case.
pub(crate) fn word<T: for<'de> Deserialize<'de>>(text: &str, words: &'static str) -> Result<T, Problem> {
    let lower = text.to_ascii_lowercase();
    let reader: value::StrDeserializer<'_, value::Error> = lower.as_str().into_deserializer();
    T::deserialize(reader).map_err(|_| Problem::new("unknown_value", words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use school::pupil::{DeletionGround, SenStatus};

    #[test]
    fn booleans_are_read_in_any_case() {
        for (text, value) in [("TRUE", true), ("Yes", true), ("y", true), ("T", true), ("1", true), ("f", false)] {
            assert_eq!(boolean(text), Ok(value), "{text}");
        }
        for (text, value) in [("False", false), ("NO", false), ("n", false), ("0", false)] {
            assert_eq!(boolean(text), Ok(value), "{text}");
        }
        assert!(["", "2", "maybe", "truee", "ja"].iter().all(|text| boolean(text).is_err()));
    }

    #[test]
    fn year_groups_are_numbers_or_census_words() {
        for (text, group) in [("7", 7), ("07", 7), ("-2", -2), ("N1", -2), ("n2", -1), ("R", 0), ("0", 0), ("14", 14)] {
            assert_eq!(year_group(text), Ok(Some(group)), "{text}");
        }
        assert_eq!(year_group("x"), Ok(None));
        for wrong in ["", "15", "-3", "+7", "7.0", "Year 7", "٧", "99999999999"] {
            assert!(year_group(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn texts_are_bounded_and_free_of_control_characters() {
        assert_eq!(line("Éxample", 7), Ok("Éxample"));
        assert_eq!(line("Examples", 7).map_err(|problem| problem.code), Err("too_long"));
        for wrong in ["a\nb", "a\tb", "a\0b", "a\u{85}b", "a\u{7f}"] {
            assert_eq!(line(wrong, 9).map_err(|problem| problem.code), Err("control_character"));
        }
        assert_eq!(lines("1 Made-up Street\r\nNowhere", 90).as_deref(), Ok("1 Made-up Street\nNowhere"));
        assert!(lines("a\rb", 9).is_err() && lines("a\tb", 9).is_err());
    }

    #[test]
    fn words_are_those_of_the_api() {
        assert_eq!(word::<SenStatus>("EHCP", ""), Ok(SenStatus::Ehcp));
        assert_eq!(word::<DeletionGround>("moved_away", ""), Ok(DeletionGround::MovedAway));
        assert_eq!(word::<SenStatus>("K", "none, support").map_err(|problem| problem.code), Err("unknown_value"));
    }
}
