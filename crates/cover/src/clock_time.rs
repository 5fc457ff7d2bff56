//! Times of day as the API writes them: `09:05`.

use chrono::NaiveTime;
use serde::{Deserialize, Deserializer, Serializer, de::Error};

fn parse(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").or_else(|_| NaiveTime::parse_from_str(text, "%H:%M:%S")).ok()
}

/// Writes hours and minutes.
pub fn serialize<S: Serializer>(time: &NaiveTime, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&time.format("%H:%M"))
}

/// Reads hours and minutes, with or without seconds.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveTime, D::Error> {
    let text = String::deserialize(from)?;
    parse(&text).ok_or_else(|| D::Error::custom("a time is written HH:MM"))
}

/// The same for a time that may be missing.
pub mod option {
    use super::{Deserialize, Deserializer, Error, NaiveTime, Serializer, parse};

    /// Writes hours and minutes, or null.
    pub fn serialize<S: Serializer>(time: &Option<NaiveTime>, to: S) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => super::serialize(time, to),
            None => to.serialize_none(),
        }
    }

    /// Reads hours and minutes, or null.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveTime>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        text.map(|text| parse(&text).ok_or_else(|| D::Error::custom("a time is written HH:MM"))).transpose()
    }
}
