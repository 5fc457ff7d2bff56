//! JSON as strict as RFC 8259 allows: one value, no name twice in an object, no NUL in a text.

use school::Violation;
use serde::{
    Deserialize,
    de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};
use std::{cell::RefCell, fmt};

/// Why a text is not the JSON that we take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotJson {
    /// From 1; 0 when the place is not known.
    pub(crate) line: usize,
    /// From 1; 0 at the beginning of the text.
    pub(crate) column: usize,
    /// What is wrong there, without any of the text.
    pub(crate) reason: &'static str,
}

/// Reads the one JSON value that `bytes` must be. Repeated names and NUL characters are listed beside it.
pub(crate) fn parse(bytes: &[u8]) -> Result<(Value, Vec<Violation>), NotJson> {
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error.valid_up_to()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let found = Found::default();
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Strict { found: &found }.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    let value = value.map_err(|error| NotJson {
        line: error.line(),
        column: error.column(),
        reason: if error.is_eof() { "the text ends too early" } else { reason_of(&error) },
    })?;
    Ok((value, found.violations.into_inner()))
}

fn not_utf8(bytes: &[u8], valid: usize) -> NotJson {
    let before = &bytes[..valid];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let column = valid - before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1) + 1;
    NotJson { line, column, reason: "the text is not UTF-8" }
}

/// The few messages of the reader that help; it never repeats the text in these.
fn reason_of(error: &serde_json::Error) -> &'static str {
    const KNOWN: &[(&str, &str)] = &[
        ("recursion limit", "values are nested more than 127 deep"),
        ("number out of range", "a number is too large"),
        ("trailing characters", "something follows after the value"),
        ("trailing comma", "there is a comma before a closing bracket"),
        ("control character", "a control character stands in a text without being escaped"),
        ("lone leading surrogate", "half of a surrogate pair stands alone"),
        ("unexpected end of hex escape", "half of a surrogate pair stands alone"),
        ("invalid escape", "an escape is not one that JSON knows"),
        ("invalid number", "a number is not written as JSON writes numbers"),
        ("key must be a string", "a name in an object must be a text in double quotes"),
    ];
    let message = error.to_string();
    KNOWN.iter().find(|(known, _)| message.contains(known)).map_or("this is not JSON", |(_, reason)| reason)
}

/// What was found on the way, and where the reader is.
#[derive(Default)]
struct Found {
    place: RefCell<String>,
    violations: RefCell<Vec<Violation>>,
}

impl Found {
    fn within<R>(&self, step: &str, work: impl FnOnce() -> R) -> R {
        let length = self.place.borrow().len();
        push_step(&mut self.place.borrow_mut(), step);
        let result = work();
        self.place.borrow_mut().truncate(length);
        result
    }

    fn add(&self, code: &str, detail: &str) {
        let mut violations = self.violations.borrow_mut();
        if violations.len() < crate::schema::MOST_VIOLATIONS {
            violations.push(Violation::new(self.place.borrow().as_str(), code, detail));
        }
    }

    fn check_text(&self, text: &str) {
        if text.contains('\0') {
            self.add("forbidden_character", "a text may not hold the NUL character");
        }
    }
}

/// Adds one reference token to a JSON pointer (RFC 6901).
pub(crate) fn push_step(pointer: &mut String, step: &str) {
    pointer.push('/');
    for character in step.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

#[derive(Clone, Copy)]
struct Strict<'a> {
    found: &'a Found,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        self.found.check_text(&text);
        Ok(Value::String(text))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Deserialize::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = self.found.within(&list.len().to_string(), || items.next_element_seed(self))? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            let value = self.found.within(&name, || {
                self.found.check_text(&name);
                if object.contains_key(&name) {
                    self.found.add("duplicate_field", "the object has this name twice");
                }
                entries.next_value_seed(self)
            })?;
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_json_is_read_as_it_stands() {
        let text = r#"{"a": [1, -2, 3.5, "é\u00e9", null, true, {}], "b~/c": 18446744073709551615}"#;
        let (value, violations) = parse(text.as_bytes()).unwrap();
        assert_eq!(value, serde_json::from_str::<Value>(text).unwrap());
        assert!(violations.is_empty());
        assert!(parse("\u{feff}{}".as_bytes()).is_ok(), "a byte-order mark is fine");
    }

    #[test]
    fn repeated_names_and_nul_are_found_where_they_stand() {
        let (_, violations) =
            parse(br#"{"a": 1, "b": [{"x/y": 1, "x/y": 2}, "\u0000"], "a": 2, "k\u0000": 1}"#).unwrap();
        let found: Vec<_> = violations.iter().map(|v| (v.pointer.as_str(), v.code.as_str())).collect();
        assert_eq!(
            found,
            [
                ("/b/0/x~1y", "duplicate_field"),
                ("/b/1", "forbidden_character"),
                ("/a", "duplicate_field"),
                ("/k\0", "forbidden_character"),
            ]
        );
    }

    #[test]
    fn hostile_texts_are_refused_with_their_place() {
        let deep = "[".repeat(100_000);
        let deep_objects = "{\"a\":".repeat(100_000);
        let table: &[(&[u8], &str)] = &[
            (b"", "the text ends too early"),
            (b"   ", "the text ends too early"),
            (b"{\"a\": 1", "the text ends too early"),
            (b"{} {}", "something follows after the value"),
            (b"[1, 2,]", "there is a comma before a closing bracket"),
            (b"1e999", "a number is too large"),
            (b"{a: 1}", "a name in an object must be a text in double quotes"),
            (b"NaN", "this is not JSON"),
            (b"[01]", "a number is not written as JSON writes numbers"),
            (b"\"\xff\"", "the text is not UTF-8"),
            (b"\"\\ud800\"", "half of a surrogate pair stands alone"),
            (b"\"\x00\"", "a control character stands in a text without being escaped"),
            (deep.as_bytes(), "values are nested more than 127 deep"),
            (deep_objects.as_bytes(), "values are nested more than 127 deep"),
        ];
        for (text, reason) in table {
            let shown = String::from_utf8_lossy(&text[..text.len().min(20)]);
            assert_eq!(parse(text).unwrap_err().reason, *reason, "{shown}");
        }
        assert_eq!(parse(b"{\n \"a\": x}").map_err(|e| (e.line, e.column)), Err((2, 7)));
        assert_eq!(parse(b"{\n\"\xff").map_err(|e| (e.line, e.column)), Err((2, 2)));
    }
}
