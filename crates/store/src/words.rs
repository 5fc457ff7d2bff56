//! Enumerations as the words they are stored under: the same as in the API.

use crate::{Error, Result};
use serde::{Serialize, de::DeserializeOwned};

/// The word of a value.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// The value of a word.
pub(crate) fn value<T: DeserializeOwned>(table: &'static str, word: &str) -> Result<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .map_err(|_| Error::Corrupt { table, why: "an unknown word".to_owned() })
}

/// The value of a word that may be missing.
pub(crate) fn optional<T: DeserializeOwned>(table: &'static str, word: Option<&str>) -> Result<Option<T>> {
    word.map(|word| value(table, word)).transpose()
}

/// The number a session is stored as: 0 morning, 1 afternoon.
pub(crate) fn session_number(session: school::Session) -> i16 {
    i16::from(session == school::Session::Pm)
}

/// The session of a stored number.
pub(crate) fn session_of(number: i16) -> school::Session {
    if number == 0 { school::Session::Am } else { school::Session::Pm }
}
