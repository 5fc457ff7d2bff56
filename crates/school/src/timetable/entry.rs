//! One line of a timetable: a person, a period, what they do.

use super::CycleWeek;
use crate::{GroupId, StaffId, Weekday};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use utoipa::ToSchema;

/// What a person does in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// Teaches a class.
    Lesson,
    /// Registers a form.
    Registration,
    /// Planning, preparation and assessment: at least 10 % of timetabled teaching time, never used for cover (School Teachers'
    /// Pay and Conditions Document).
    Ppa,
    /// The reduction of an early career teacher: never used for cover.
    Ect,
    /// Break, gate or bus duty.
    Duty,
    /// A meeting.
    Meeting,
    /// Nothing.
    Free,
}

impl Activity {
    /// Every activity.
    pub const ALL: [Self; 7] =
        [Self::Lesson, Self::Registration, Self::Ppa, Self::Ect, Self::Duty, Self::Meeting, Self::Free];

    /// Its name in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lesson => "lesson",
            Self::Registration => "registration",
            Self::Ppa => "ppa",
            Self::Ect => "ect",
            Self::Duty => "duty",
            Self::Meeting => "meeting",
            Self::Free => "free",
        }
    }

    /// Whether pupils are there, so that a register can be taken and an absent person must be covered.
    pub fn has_pupils(self) -> bool {
        matches!(self, Self::Lesson | Self::Registration)
    }
}

impl fmt::Display for Activity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an activity is lesson, registration, ppa, ect, duty, meeting or free")]
pub struct NotAnActivity;

impl FromStr for Activity {
    type Err = NotAnActivity;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|activity| activity.as_str().eq_ignore_ascii_case(text)).ok_or(NotAnActivity)
    }
}

/// One line of a timetable. Several people in one class have a line each.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// The person.
    pub staff_id: StaffId,
    /// The week of the cycle; none for both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub week: Option<CycleWeek>,
    /// The day of the week.
    pub day: Weekday,
    /// The name of the period.
    pub period: String,
    /// What they do.
    pub activity: Activity,
    /// The teaching or registration group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// Its name as the timetable has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// The subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
}

impl Entry {
    /// Whether two lines put the same person into the same period.
    pub fn clashes(&self, other: &Self) -> bool {
        self.staff_id == other.staff_id
            && self.day == other.day
            && self.period == other.period
            && super::cycle::can_meet(self.week, other.week)
    }
}
