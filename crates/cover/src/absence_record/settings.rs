//! Settings of an academy for the record of staff absence. All thresholds are local policy (unconfirmed).

use super::SpellCategory;
use school::Record;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an academy's absence policy says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"bradford_informal": 50, "bradford_formal": 200, "spells": 3, "days": 8}))]
pub struct AbsenceSettings {
    /// The Bradford factor from which a conversation is held.
    #[serde(default = "informal")]
    #[schema(minimum = 1, maximum = 100_000, default = 50)]
    pub bradford_informal: u32,
    /// The Bradford factor from which the formal stage begins.
    #[serde(default = "formal")]
    #[schema(minimum = 1, maximum = 100_000, default = 200)]
    pub bradford_formal: u32,
    /// The number of spells in 52 weeks that asks for a conversation.
    #[serde(default = "spells")]
    #[schema(minimum = 1, maximum = 365, default = 3)]
    pub spells: u32,
    /// The number of working days lost in 52 weeks that asks for a conversation.
    #[serde(default = "days")]
    #[schema(minimum = 1, maximum = 365, default = 8)]
    pub days: u32,
    /// The number of calendar days from which a spell is a long-term absence.
    #[serde(default = "long_term")]
    #[schema(minimum = 7, maximum = 365, default = 28)]
    pub long_term_days: u32,
    /// Whether two spells without a working day between them are one.
    #[serde(default = "joined")]
    #[schema(default = true)]
    pub join_spells: bool,
    /// Trends of fewer people than this are not told.
    #[serde(default = "smallest")]
    #[schema(minimum = 3, maximum = 50, default = 5)]
    pub smallest_group: u32,
    /// After an absence of which categories a meeting on the return is asked for.
    #[serde(default = "meetings")]
    #[schema(max_items = 10)]
    pub return_meeting_categories: Vec<SpellCategory>,
    /// Whether the workforce census of the academy collects the absences of cover supervisors, as those of support staff in the
    /// classroom (unconfirmed: the census asks for teachers and teaching assistants).
    #[serde(default)]
    #[schema(default = false)]
    pub census_cover_supervisors: bool,
}

fn informal() -> u32 {
    50
}

fn formal() -> u32 {
    200
}

fn spells() -> u32 {
    3
}

fn days() -> u32 {
    8
}

fn long_term() -> u32 {
    28
}

fn joined() -> bool {
    true
}

fn smallest() -> u32 {
    5
}

fn meetings() -> Vec<SpellCategory> {
    vec![SpellCategory::Sickness, SpellCategory::Unauthorised]
}

impl Default for AbsenceSettings {
    fn default() -> Self {
        Self {
            bradford_informal: informal(),
            bradford_formal: formal(),
            spells: spells(),
            days: days(),
            long_term_days: long_term(),
            join_spells: joined(),
            smallest_group: smallest(),
            return_meeting_categories: meetings(),
            census_cover_supervisors: false,
        }
    }
}

/// The settings of one academy as they are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceSettingsRecord {
    /// The settings.
    pub settings: AbsenceSettings,
}

impl Record for AbsenceSettingsRecord {
    const KIND: &'static str = "staff_absence_settings";
    const NAME: &'static str = "settings of staff absence";

    fn natural_key(&self) -> Option<String> {
        Some("settings".to_owned())
    }
}
