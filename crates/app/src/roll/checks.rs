//! What single values must be: short, printable and of the right form. All that is wrong is gathered, not only the first.

use crate::{Error, Result};
use exchange::Cell;
use school::Violation;

/// The longest name of a person.
pub(crate) const LONGEST_NAME: usize = 100;
/// The longest address.
pub(crate) const LONGEST_ADDRESS: usize = 500;
/// The longest name of a group.
pub(crate) const LONGEST_GROUP: usize = 50;
/// The longest name of a school.
pub(crate) const LONGEST_SCHOOL: usize = 200;
/// The longest id that another system has for somebody.
pub(crate) const LONGEST_FOREIGN_ID: usize = 100;
/// The longest code of a code set, such as ethnicity.
pub(crate) const LONGEST_CODE: usize = 50;
/// The longest reason for a change.
pub(crate) const LONGEST_REASON: usize = 500;
/// The longest free text.
pub(crate) const LONGEST_TEXT: usize = 2_000;

/// Violations on their way to a refusal.
#[derive(Debug, Default)]
pub(crate) struct Checks(Vec<Violation>);

/// Characters that turn or hide the text around them: a name that holds one reads otherwise than it is written.
fn misleads(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

impl Checks {
    /// Something is wrong.
    pub(crate) fn fail(&mut self, pointer: impl Into<String>, code: &str, detail: impl Into<String>) {
        self.0.push(Violation::new(pointer, code, detail));
    }

    /// Whether nothing is wrong so far.
    pub(crate) fn is_clean(&self) -> bool {
        self.0.is_empty()
    }

    /// Text on one line that says something.
    pub(crate) fn line(&mut self, pointer: &str, text: &str, most: usize) {
        self.text(pointer, text, most, |character| character.is_control() || misleads(character));
    }

    /// Text that may have several lines and says something.
    pub(crate) fn lines(&mut self, pointer: &str, text: &str, most: usize) {
        let refused = |character: char| (character.is_control() && character != '\n') || misleads(character);
        self.text(pointer, text, most, refused);
    }

    fn text(&mut self, pointer: &str, text: &str, most: usize, refused: impl Fn(char) -> bool) {
        if text.trim().is_empty() {
            self.fail(pointer, "blank", "the text says nothing; send null, or leave the field out, for none");
        }
        if text.chars().any(refused) {
            self.fail(pointer, "control_character", "control characters are refused");
        }
        if text.chars().count() > most {
            self.fail(pointer, "too_long", format!("at most {most} characters"));
        }
    }

    /// A text on one line that may be missing.
    pub(crate) fn optional_line(&mut self, pointer: &str, text: Option<&str>, most: usize) {
        if let Some(text) = text {
            self.line(pointer, text, most);
        }
    }

    /// A value that must be there is missing.
    pub(crate) fn missing(&mut self, pointer: &str) {
        self.fail(pointer, "missing", "a value is required");
    }

    /// So many digits.
    pub(crate) fn digits(&mut self, pointer: &str, text: &str, count: usize) {
        if text.len() != count || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            self.fail(pointer, "wrong_format", format!("{count} digits, written as a string"));
        }
    }

    /// An email address, as far as it can be told without writing to it.
    pub(crate) fn email(&mut self, pointer: &str, text: &str) {
        let sound = text.split_once('@').is_some_and(|(name, domain)| {
            !name.is_empty()
                && name.len() <= 64
                && domain.contains('.')
                && domain.split('.').all(|label| {
                    !label.is_empty() && label.chars().all(|character| character.is_alphanumeric() || character == '-')
                })
        });
        let printable = text.chars().all(|character| !character.is_control() && !character.is_whitespace());
        if !sound || !printable || text.len() > 254 || text.chars().any(misleads) {
            self.fail(pointer, "not_an_email_address", "an email address is written name@example.org");
        }
    }

    /// A telephone number with the signs that people write in it.
    pub(crate) fn telephone(&mut self, pointer: &str, text: &str) {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let sound = text.chars().all(|character| character.is_ascii_digit() || " +-().ext#".contains(character));
        if !sound || digits < 3 || text.len() > 40 {
            let detail = "a telephone number has at least three digits; spaces, +, -, brackets and ext may stand in it";
            self.fail(pointer, "not_a_telephone_number", detail);
        }
    }

    /// A language tag of BCP 47.
    pub(crate) fn language(&mut self, pointer: &str, text: &str) {
        let mut parts = text.split('-');
        let first = parts.next().unwrap_or_default();
        let sound = (2..=8).contains(&first.len())
            && first.bytes().all(|byte| byte.is_ascii_alphabetic())
            && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        if !sound || text.len() > 35 {
            self.fail(pointer, "not_a_language", "a language is written as its BCP 47 tag, e.g. en or pt-BR");
        }
    }

    /// Refuses where anything is wrong.
    pub(crate) fn finish(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}

/// The text of a field as it is kept: without spaces around it.
pub(crate) fn tidy(text: &str) -> String {
    text.trim().to_owned()
}

/// The same for a text that may be missing.
pub(crate) fn tidy_optional(text: Option<&str>) -> Option<String> {
    text.map(tidy)
}

/// Sets a value that may be missing, where the caller says anything of it.
pub(crate) fn set<T: Clone>(target: &mut Option<T>, cell: &Cell<T>) {
    match cell {
        Cell::Absent => {}
        Cell::Null => *target = None,
        Cell::Value(value) => *target = Some(value.clone()),
    }
}

/// The same for a text, without spaces around it.
pub(crate) fn set_text(target: &mut Option<String>, cell: &Cell<String>) {
    set(target, &cell.as_ref().map(|text| tidy(text)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(check: impl FnOnce(&mut Checks)) -> Vec<String> {
        let mut checks = Checks::default();
        check(&mut checks);
        checks.0.into_iter().map(|violation| violation.code).collect()
    }

    #[test]
    fn texts_are_bounded_printable_and_not_blank() {
        assert!(codes(|checks| checks.line("/a", "Zoë O’Made-up", 20)).is_empty());
        assert!(codes(|checks| checks.lines("/a", "1 Made-up Street\nNowhere", 90)).is_empty());
        for (text, code) in [
            ("", "blank"),
            (" \u{a0}", "blank"),
            ("a\0b", "control_character"),
            ("a\nb", "control_character"),
            ("a\u{202e}b", "control_character"),
            ("aaaaaaaaaaaaaaaaaaaaa", "too_long"),
        ] {
            assert_eq!(codes(|checks| checks.line("/a", text, 20)), [code], "{text:?}");
        }
    }

    #[test]
    fn addresses_numbers_and_languages_have_their_forms() {
        for good in ["a@example.org", "o'made.up+school@made-up.example.org"] {
            assert!(codes(|checks| checks.email("/email", good)).is_empty(), "{good}");
        }
        for wrong in ["", "a", "a@b", "@example.org", "a@@example.org", "a b@example.org", "a@example..org", "a\n@b.c"]
        {
            assert_eq!(codes(|checks| checks.email("/email", wrong)).len(), 1, "{wrong:?}");
        }
        for good in ["01632 960001", "+44 (0)1632 960-001 ext 3"] {
            assert!(codes(|checks| checks.telephone("/t", good)).is_empty(), "{good}");
        }
        for wrong in ["", "12", "call me", "<script>"] {
            assert_eq!(codes(|checks| checks.telephone("/t", wrong)).len(), 1, "{wrong:?}");
        }
        for good in ["en", "pt-BR", "zh-Hant-TW"] {
            assert!(codes(|checks| checks.language("/l", good)).is_empty(), "{good}");
        }
        for wrong in ["", "e", "en_GB", "english language", "en-"] {
            assert_eq!(codes(|checks| checks.language("/l", wrong)).len(), 1, "{wrong:?}");
        }
        assert!(codes(|checks| checks.digits("/urn", "123456", 6)).is_empty());
        for wrong in ["12345", "1234567", "12345a", "١٢٣٤٥٦", "-12345"] {
            assert_eq!(codes(|checks| checks.digits("/urn", wrong, 6)).len(), 1, "{wrong:?}");
        }
    }
}
