//! Groups of pupils with dated members.

use crate::{AcademyId, Date, GroupId, Instant, PupilId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a group is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// Registration group: its registers are the statutory ones.
    Registration,
    /// Teaching group.
    Teaching,
    /// House.
    House,
    /// Anything else.
    Other,
}

impl GroupKind {
    /// The kind's name in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Teaching => "teaching",
            Self::House => "house",
            Self::Other => "other",
        }
    }
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The group.
    pub id: GroupId,
    /// Its academy.
    pub academy_id: AcademyId,
    /// Its name, unique among the groups of its kind.
    pub name: String,
    /// What it is for.
    pub kind: GroupKind,
    /// Counts the changes of the record.
    pub revision: i32,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// A pupil in a group from a day on; the last day is inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// The group.
    pub group_id: GroupId,
    /// The pupil.
    pub pupil_id: PupilId,
    /// The first day.
    pub first_day: Date,
    /// The last day, none while it is open.
    pub last_day: Option<Date>,
}
