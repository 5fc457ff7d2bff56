//! The settings of an academy's timetable.

use super::CycleWeek;
use crate::{Date, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most anchors of a cycle that are kept.
const MOST_ANCHORS: usize = 200;

/// How the timetable of an academy runs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"first_week": "A", "anchors": [{"from": "2027-01-04", "week": "A"}], "session_marks": "none"}))]
pub struct TimetableSettings {
    /// Which week of the cycle the first school week of an academic year is. A timetable of one week names no weeks, and then
    /// nothing depends on it.
    #[serde(default)]
    pub first_week: CycleWeek,
    /// Weeks from which the cycle counts anew, until the next anchor or the end of the academic year.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub anchors: Vec<CycleAnchor>,
    /// Whether the mark of a lesson gives the session mark.
    #[serde(default)]
    pub session_marks: SessionMarkRule,
}

/// A school week from which the cycle counts anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CycleAnchor {
    /// A day of the school week; where its week has no school, the next week that has.
    #[schema(example = "2027-01-04")]
    pub from: Date,
    /// The week of the cycle that it is.
    pub week: CycleWeek,
}

/// Whether the mark of a lesson gives the session mark: no law says that it may, so none is the default. A session mark that
/// stands is never replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionMarkRule {
    /// Lesson marks and session marks stand apart.
    #[default]
    None,
    /// The mark taken in a timetabled registration period gives the session mark where there is none.
    RegistrationPeriod,
}

impl TimetableSettings {
    /// Everything that is wrong with the settings.
    pub fn check(&self) -> Vec<Violation> {
        let mut errors = Vec::new();
        if self.anchors.len() > MOST_ANCHORS {
            let detail = format!("at most {MOST_ANCHORS} anchors");
            errors.push(Violation::new("/anchors", "too_many", detail));
        }
        for (place, anchor) in self.anchors.iter().enumerate().take(MOST_ANCHORS) {
            if self.anchors[..place].iter().any(|other| crate::Week::of(other.from) == crate::Week::of(anchor.from)) {
                let pointer = format!("/anchors/{place}/from");
                errors.push(Violation::new(pointer, "duplicate", "another anchor is in the same week"));
            }
        }
        errors
    }
}
