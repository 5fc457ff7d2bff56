use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, Visitor};

/// Reads the map of increments, refusing a person who is given twice: the last entry would win without a word.
pub(super) fn unrepeated<'de, D: Deserializer<'de>>(source: D) -> Result<BTreeMap<u64, Vec<i64>>, D::Error> {
    source.deserialize_map(Unrepeated)
}

struct Unrepeated;

impl<'de> Visitor<'de> for Unrepeated {
    type Value = BTreeMap<u64, Vec<i64>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a map from staff id to a list of costs")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut increments = BTreeMap::new();
        while let Some((staff, costs)) = entries.next_entry::<u64, Vec<i64>>()? {
            if increments.insert(staff, costs).is_some() {
                return Err(A::Error::custom(format_args!("the increments of staff {staff} are given twice")));
            }
        }
        Ok(increments)
    }
}
