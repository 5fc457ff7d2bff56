//! Rooms.

use super::LONGEST_NAME;
use crate::Violation;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most pupils that a room is believed to hold.
const MOST_PLACES: i32 = 5_000;
/// The most things that a room is said to be suitable for.
const MOST_SUITABLE: usize = 40;

/// A room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "S4", "capacity": 30, "suitable_for": ["science"], "building": "North"}))]
pub struct Room {
    /// Its name as the timetable has it; unique at the academy.
    #[schema(min_length = 1, max_length = 50, example = "S4")]
    pub name: String,
    /// How many pupils it holds; null where unknown.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 5000)]
    pub capacity: Option<i32>,
    /// What it can be used for beside ordinary lessons, e.g. `science`, `pe`, `ict`.
    #[serde(default)]
    #[schema(max_items = 40)]
    pub suitable_for: Vec<String>,
    /// The building or corridor: rooms of the same one are near each other.
    #[serde(default)]
    #[schema(max_length = 50)]
    pub building: Option<String>,
}

impl Room {
    /// A room of which only the name is known.
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), capacity: None, suitable_for: Vec::new(), building: None }
    }

    /// Everything that is wrong with the room.
    pub fn check(&self) -> Vec<Violation> {
        let mut errors = super::checks::name("/name", &self.name, LONGEST_NAME);
        if self.capacity.is_some_and(|places| !(1..=MOST_PLACES).contains(&places)) {
            let detail = format!("a room holds 1 to {MOST_PLACES} pupils");
            errors.push(Violation::new("/capacity", "out_of_range", detail));
        }
        if self.suitable_for.len() > MOST_SUITABLE {
            errors.push(Violation::new("/suitable_for", "too_many", format!("at most {MOST_SUITABLE} values")));
        }
        for (place, word) in self.suitable_for.iter().enumerate().take(MOST_SUITABLE) {
            errors.extend(super::checks::name(&format!("/suitable_for/{place}"), word, LONGEST_NAME));
        }
        if let Some(building) = &self.building {
            errors.extend(super::checks::name("/building", building, LONGEST_NAME));
        }
        errors
    }
}
