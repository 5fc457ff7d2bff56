//! What whoever covers a class needs to know of it: who sits where, how the lesson runs, what to mind about a pupil.

mod check;
mod seating;

pub use check::check;
pub use seating::{Place, SeatingPlan, seats};

use school::{GroupId, PupilId, Record};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The most pupils of whom something is noted in one class.
pub const MOST_PUPILS: usize = 100;
/// The longest text, in characters.
pub const LONGEST_TEXT: usize = 2_000;

/// What to mind about one pupil, in the words of the class's teachers: a short medical or support note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PupilNote {
    /// The pupil.
    #[schema(value_type = String, format = Uuid)]
    pub pupil_id: PupilId,
    /// What to mind, e.g. that an inhaler is in the bag.
    #[schema(min_length = 1, max_length = 500)]
    pub note: String,
}

/// What the teachers of a class note for whoever covers it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"routine": "Books are on the window sill; the class starts with the quiz on the board.", "seating": {"rows": 3, "seats": 4, "places": []}, "pupils": []}))]
pub struct CoverNotes {
    /// Who sits where; null where there is no plan.
    #[serde(default)]
    pub seating: Option<SeatingPlan>,
    /// How a lesson runs, where the books are, who helps.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub routine: Option<String>,
    /// What to mind about single pupils.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub pupils: Vec<PupilNote>,
}

/// The notes of one class, as they are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassNotes {
    /// The class.
    pub group_id: GroupId,
    /// What is noted.
    #[serde(flatten)]
    pub notes: CoverNotes,
}

impl Record for ClassNotes {
    const KIND: &'static str = "class_cover_notes";
    const NAME: &'static str = "notes of a class for cover";

    fn subject(&self) -> Option<Uuid> {
        Some(self.group_id.0)
    }

    fn natural_key(&self) -> Option<String> {
        Some(self.group_id.to_string())
    }
}
