use super::Terms;
use crate::day::Span;
use crate::need::NeedKey;
use crate::plan::Rule;
use crate::settings::CoverSettings;
use chrono::NaiveTime;
use school::{Date, Record, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How far an assignment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Arranged; the person has not been asked.
    Arranged,
    /// The person has been asked and has not answered.
    Offered,
    /// The person has accepted.
    Accepted,
    /// The person has declined, and is not asked for this again.
    Declined,
    /// Somebody else was asked instead, or the cover was taken back.
    Replaced,
    /// What it was for is no longer there, or the person is not.
    FellAway,
}

impl State {
    /// Whether the person is to cover.
    pub fn holds(self) -> bool {
        matches!(self, Self::Arranged | Self::Offered | Self::Accepted)
    }

    /// Whether it is cover that can be published, passes the register and counts: only once it is accepted, where the settings
    /// say that agreement is needed.
    pub fn counts(self, settings: &CoverSettings) -> bool {
        self == Self::Accepted || (self.holds() && !settings.agreement_needed)
    }
}

/// How a class is looked after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The person takes the class.
    Cover,
    /// The class joins another that the person has in this period. It takes none of their free time and is no cover in the
    /// fairness of it.
    Merged,
}

/// One person for one requirement, or for a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CoverAssignment {
    /// The day.
    pub date: Date,
    /// The requirement.
    pub requirement_id: Uuid,
    /// Its period.
    pub period: String,
    /// Its class.
    pub class: String,
    /// The absent person; where an event needs somebody in nobody's place, the event.
    pub absent_staff_id: StaffId,
    /// Who covers.
    pub staff_id: StaffId,
    /// From when on.
    #[serde(with = "crate::clock_time")]
    #[schema(value_type = String, example = "10:00")]
    pub starts: NaiveTime,
    /// Until when.
    #[serde(with = "crate::clock_time")]
    #[schema(value_type = String, example = "11:00")]
    pub ends: NaiveTime,
    /// How far it has come.
    pub state: State,
    /// How the class is looked after.
    pub how: How,
    /// On what terms.
    #[serde(default)]
    pub terms: Terms,
    /// Why the terms are what they are, where somebody changed them.
    #[serde(default)]
    pub terms_reason: Option<String>,
    /// Whether a person chose it: allocation leaves it as it is.
    pub pinned: bool,
    /// What rules were set aside for it.
    #[serde(default)]
    pub overridden: Vec<Rule>,
    /// Why it was chosen by hand.
    #[serde(default)]
    pub reason: Option<String>,
    /// Why it ended, e.g. `absence_ended`.
    #[serde(default)]
    pub ended_because: Option<String>,
    /// Why it was written after its day was over.
    #[serde(default)]
    pub correction: Option<String>,
}

impl CoverAssignment {
    /// When it is.
    pub fn span(&self) -> Span {
        Span::new(self.starts, self.ends)
    }

    /// What makes its requirement the same.
    pub fn key(&self) -> NeedKey {
        NeedKey { period: self.period.clone(), class: self.class.clone(), absent: self.absent_staff_id }
    }
}

impl Record for CoverAssignment {
    const KIND: &'static str = "cover_assignment";
    const NAME: &'static str = "cover assignment";

    fn subject(&self) -> Option<Uuid> {
        Some(self.staff_id.0)
    }

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.date), Some(self.date))
    }
}

/// What a person decided about one requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CoverDecision {
    /// The day.
    pub date: Date,
    /// The requirement.
    pub requirement_id: Uuid,
    /// Its period.
    pub period: String,
    /// Its class.
    pub class: String,
    /// Whether it needs cover, whatever the rules say; null where the rules decide.
    #[serde(default)]
    pub required: Option<bool>,
    /// Why.
    #[serde(default)]
    pub reason: Option<String>,
    /// Where it is split between two people.
    #[serde(default, with = "crate::clock_time::option")]
    #[schema(value_type = Option<String>, example = "10:30")]
    pub split_at: Option<NaiveTime>,
    /// Why it was written after its day was over.
    #[serde(default)]
    pub correction: Option<String>,
}

impl Record for CoverDecision {
    const KIND: &'static str = "cover_decision";
    const NAME: &'static str = "cover decision";

    fn subject(&self) -> Option<Uuid> {
        Some(self.requirement_id)
    }

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.date), Some(self.date))
    }

    fn natural_key(&self) -> Option<String> {
        Some(self.requirement_id.to_string())
    }
}

/// Another room for a class in one period of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RoomChange {
    /// The day.
    pub date: Date,
    /// The period.
    pub period: String,
    /// The class.
    pub class: String,
    /// The room of the timetable.
    pub from: Option<String>,
    /// The room of the day.
    pub to: String,
    /// What of the lesson the room does not fit, set aside by a person.
    #[serde(default)]
    pub overridden: Vec<String>,
    /// Why it was set aside.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Record for RoomChange {
    const KIND: &'static str = "cover_room_change";
    const NAME: &'static str = "room change";

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.date), Some(self.date))
    }

    fn natural_key(&self) -> Option<String> {
        Some(format!("{}|{}|{}", self.date, self.period, self.class))
    }
}
