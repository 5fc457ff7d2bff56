use crate::arrange::How;
use crate::day::{Activity, Span};
use chrono::NaiveTime;
use school::{Date, Record, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// One person's share of a published requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedShare {
    /// The assignment.
    pub assignment_id: Uuid,
    /// Who.
    pub staff_id: StaffId,
    /// From when on.
    #[serde(with = "crate::clock_time")]
    #[schema(value_type = String, example = "10:00")]
    pub starts: NaiveTime,
    /// Until when.
    #[serde(with = "crate::clock_time")]
    #[schema(value_type = String, example = "11:00")]
    pub ends: NaiveTime,
    /// How the class is looked after.
    pub how: How,
}

/// One requirement as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedLine {
    /// The requirement.
    pub requirement_id: Uuid,
    /// Its period.
    pub period: String,
    /// What it is.
    pub activity: Activity,
    /// From when on.
    #[serde(with = "crate::clock_time")]
    #[schema(value_type = String, example = "10:00")]
    pub starts: NaiveTime,
    /// Until when.
    #[serde(with = "crate::clock_time")]
    #[schema(value_type = String, example = "11:00")]
    pub ends: NaiveTime,
    /// The class.
    pub class: String,
    /// The subject.
    pub subject: Option<String>,
    /// The room of the day.
    pub room: Option<String>,
    /// Whether that is another room than the timetable's.
    pub room_changed: bool,
    /// The absent person; where an event needs somebody in nobody's place, the event.
    pub absent_staff_id: StaffId,
    /// Whether it needs cover.
    pub required: bool,
    /// Who covers.
    pub shares: Vec<PublishedShare>,
}

impl PublishedLine {
    /// The shares, each with how many the same person has before it: cover that was split may leave somebody both ends.
    pub fn shares_in_turn(&self) -> impl Iterator<Item = (&PublishedShare, usize)> {
        self.shares.iter().enumerate().map(|(place, share)| {
            let before = self.shares[..place].iter().filter(|other| other.staff_id == share.staff_id).count();
            (share, before)
        })
    }

    /// Whose it is to take the register of the class: of those who were published and give it still the first. None where nobody
    /// does, and for what has no pupils.
    pub fn register_taker(&self, gives: impl Fn(Uuid) -> bool) -> Option<&PublishedShare> {
        let giving = self.shares.iter().filter(|share| self.activity.has_pupils() && gives(share.assignment_id));
        giving.min_by_key(|share| (share.starts, share.assignment_id))
    }

    /// When it is.
    pub fn span(&self) -> Span {
        Span::new(self.starts, self.ends)
    }
}

/// A class in another room, as it was published.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct PublishedRoom {
    /// The period.
    pub period: String,
    /// The class.
    pub class: String,
    /// The room of the timetable.
    pub from: Option<String>,
    /// The room of the day.
    pub to: String,
    /// Who is with the class by the timetable.
    pub staff_ids: Vec<StaffId>,
}

/// The cover of a day as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Publication {
    /// The day.
    pub date: Date,
    /// Counts the publications of the day, from 1.
    pub version: i32,
    /// The requirements.
    pub lines: Vec<PublishedLine>,
    /// The classes in other rooms.
    #[serde(default)]
    pub rooms: Vec<PublishedRoom>,
    /// Who has to know what changed since the version before.
    #[serde(default)]
    pub affected: Vec<StaffId>,
}

impl Record for Publication {
    const KIND: &'static str = "cover_publication";
    const NAME: &'static str = "publication of cover";

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.date), Some(self.date))
    }

    fn natural_key(&self) -> Option<String> {
        Some(format!("{}/{}", self.date, self.version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(number: u128, starts: &str, ends: &str) -> PublishedShare {
        PublishedShare {
            assignment_id: Uuid::from_u128(number),
            staff_id: StaffId(Uuid::from_u128(number)),
            starts: starts.parse().unwrap(),
            ends: ends.parse().unwrap(),
            how: How::Cover,
        }
    }

    #[test]
    fn of_two_who_share_a_class_the_first_who_still_gives_it_takes_its_register() {
        let mut line = PublishedLine {
            requirement_id: Uuid::nil(),
            period: "2".to_owned(),
            activity: Activity::Lesson,
            starts: "10:00:00".parse().unwrap(),
            ends: "11:00:00".parse().unwrap(),
            class: "9C/Ge".to_owned(),
            subject: None,
            room: None,
            room_changed: false,
            absent_staff_id: StaffId(Uuid::nil()),
            required: true,
            shares: vec![share(2, "10:30:00", "11:00:00"), share(1, "10:00:00", "10:30:00")],
        };
        let taker = |line: &PublishedLine, gone: u128| {
            line.register_taker(|id| id != Uuid::from_u128(gone)).map(|share| share.staff_id.0.as_u128())
        };
        assert_eq!((taker(&line, 9), taker(&line, 1)), (Some(1), Some(2)));
        assert_eq!(line.register_taker(|_| false), None);
        line.activity = Activity::Duty;
        assert_eq!(taker(&line, 9), None, "nobody is registered on duty");
    }
}
