use super::{Publication, PublishedLine};
use chrono::NaiveTime;
use school::StaffId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How a requirement is otherwise than it was published last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// It was not there.
    New,
    /// It is no longer there.
    Cancelled,
    /// It is at another time.
    Time,
    /// It is in another room.
    Room,
    /// Whether it needs cover was decided otherwise.
    Required,
}

/// When and where a requirement is or was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RequirementPlace)]
pub struct Place {
    /// From when on.
    #[serde(with = "crate::clock_time")]
    #[schema(value_type = String, example = "10:00")]
    pub starts: NaiveTime,
    /// Until when.
    #[serde(with = "crate::clock_time")]
    #[schema(value_type = String, example = "11:00")]
    pub ends: NaiveTime,
    /// The room of the day.
    pub room: Option<String>,
    /// Whether it needs cover.
    pub required: bool,
}

/// A requirement that is otherwise than it was published last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RequirementDifference)]
pub struct Difference {
    /// The requirement.
    pub requirement_id: Uuid,
    /// Its period.
    pub period: String,
    /// Its class.
    pub class: String,
    /// The absent person.
    pub absent_staff_id: StaffId,
    /// How it differs.
    pub kinds: Vec<DifferenceKind>,
    /// As it was published; null where it is new.
    pub before: Option<Place>,
    /// As it is now; null where it is no longer there.
    pub now: Option<Place>,
}

fn place(line: &PublishedLine) -> Place {
    Place { starts: line.starts, ends: line.ends, room: line.room.clone(), required: line.required }
}

/// The requirements that are otherwise than they were published, in the order of the day, those that are no longer there last. `now`:
/// the requirements as they would be published.
pub fn difference(before: &Publication, now: &[PublishedLine]) -> Vec<Difference> {
    let of = |lines: &[PublishedLine], id: Uuid| lines.iter().find(|line| line.requirement_id == id).map(place);
    let tell = |line: &PublishedLine, before: Option<Place>, now: Option<Place>| {
        let kinds = kinds(before.as_ref(), now.as_ref());
        (!kinds.is_empty()).then(|| Difference {
            requirement_id: line.requirement_id,
            period: line.period.clone(),
            class: line.class.clone(),
            absent_staff_id: line.absent_staff_id,
            kinds,
            before,
            now,
        })
    };
    let here = now.iter().filter_map(|line| tell(line, of(&before.lines, line.requirement_id), Some(place(line))));
    let gone = before.lines.iter().filter(|line| of(now, line.requirement_id).is_none());
    here.chain(gone.filter_map(|line| tell(line, Some(place(line)), None))).collect()
}

fn kinds(before: Option<&Place>, now: Option<&Place>) -> Vec<DifferenceKind> {
    let (before, now) = match (before, now) {
        (None, None) => return Vec::new(),
        (None, Some(_)) => return vec![DifferenceKind::New],
        (Some(_), None) => return vec![DifferenceKind::Cancelled],
        (Some(before), Some(now)) => (before, now),
    };
    let each = [
        (DifferenceKind::Time, (before.starts, before.ends) != (now.starts, now.ends)),
        (DifferenceKind::Room, before.room != now.room),
        (DifferenceKind::Required, before.required != now.required),
    ];
    each.into_iter().filter(|(_, differs)| *differs).map(|(kind, _)| kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::Activity;

    fn line(number: u128, ends: &str, room: &str) -> PublishedLine {
        PublishedLine {
            requirement_id: Uuid::from_u128(number),
            period: "2".to_owned(),
            activity: Activity::Lesson,
            starts: "10:00:00".parse().unwrap(),
            ends: ends.parse().unwrap(),
            class: format!("9C/{number}"),
            subject: None,
            room: Some(room.to_owned()),
            room_changed: false,
            absent_staff_id: StaffId(Uuid::nil()),
            required: true,
            shares: Vec::new(),
        }
    }

    #[test]
    fn what_is_new_gone_moved_or_shorter_is_told_and_nothing_else() {
        let lines = vec![line(1, "11:00:00", "R1"), line(2, "11:00:00", "R2"), line(3, "11:00:00", "R3")];
        let before = Publication {
            date: "2026-11-23".parse().unwrap(),
            version: 1,
            lines,
            rooms: Vec::new(),
            affected: Vec::new(),
        };
        let now = [line(1, "11:00:00", "R1"), line(3, "10:20:00", "R4"), line(4, "11:00:00", "R1")];
        let told: Vec<_> =
            difference(&before, &now).into_iter().map(|each| (each.requirement_id.as_u128(), each.kinds)).collect();
        use DifferenceKind::{Cancelled, New, Room, Time};
        assert_eq!(told, [(3, vec![Time, Room]), (4, vec![New]), (2, vec![Cancelled])]);
        assert_eq!(difference(&before, &before.lines), []);
    }
}
