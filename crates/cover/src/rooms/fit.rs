use super::Displaced;
use crate::settings::CoverSettings;
use school::timetable::Room;
use serde::Serialize;
use utoipa::ToSchema;

/// Why a room does not fit a lesson. Of a room or a class of which something is not known nothing is said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum RoomFault {
    /// It holds fewer pupils than are in the class.
    RoomTooSmall {
        /// How many it holds.
        holds: usize,
        /// How many pupils are in the class.
        pupils: usize,
    },
    /// An event takes it then.
    RoomClosed,
    /// Another class, or a meeting, is in it then.
    RoomTaken,
    /// It lacks what the lesson needs.
    RoomUnsuitable {
        /// What the lesson needs, in the words of the rooms.
        needs: String,
    },
}

impl RoomFault {
    /// Its name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::RoomTooSmall { .. } => "room_too_small",
            Self::RoomClosed => "room_closed",
            Self::RoomTaken => "room_taken",
            Self::RoomUnsuitable { .. } => "room_unsuitable",
        }
    }

    /// In words.
    pub fn detail(&self) -> String {
        match self {
            Self::RoomTooSmall { holds, pupils } => format!("it holds {holds}, and {pupils} are in the class"),
            Self::RoomClosed => "an event takes this room then".to_owned(),
            Self::RoomTaken => "another class or a meeting is in this room then".to_owned(),
            Self::RoomUnsuitable { needs } => format!("the lesson needs a room that is suitable for {needs}"),
        }
    }
}

fn has(room: &Room, wanted: &str) -> bool {
    room.suitable_for.iter().any(|word| word.eq_ignore_ascii_case(wanted))
}

/// What a lesson needs of its room: what the settings say of its subject; else the subject itself, where its usual room is
/// suitable for what bears the subject's name.
pub(super) fn needs(settings: &CoverSettings, class: &Displaced<'_>) -> Option<String> {
    let subject = class.subject.as_deref()?;
    let said = settings.room_requirements.iter().find(|each| each.subject.eq_ignore_ascii_case(subject));
    match said {
        Some(said) => Some(said.suitable_for.clone()),
        None => class.usual.filter(|room| has(room, subject)).map(|_| subject.to_owned()),
    }
}

/// How many pupils a room holds, where that is known.
pub(super) fn holds(room: &Room) -> Option<usize> {
    room.capacity.and_then(|places| usize::try_from(places).ok())
}

/// Everything that keeps a lesson from being held in a room.
pub fn faults(settings: &CoverSettings, class: &Displaced<'_>, room: &Room) -> Vec<RoomFault> {
    let mut found = Vec::new();
    if let (Some(holds), Some(pupils)) = (holds(room), class.pupils)
        && holds < pupils
    {
        found.push(RoomFault::RoomTooSmall { holds, pupils });
    }
    if let Some(needs) = needs(settings, class).filter(|needs| !has(room, needs)) {
        found.push(RoomFault::RoomUnsuitable { needs });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::RoomRequirement;

    fn room(name: &str, capacity: Option<i32>, suitable: &[&str]) -> Room {
        let suitable_for = suitable.iter().map(|word| (*word).to_owned()).collect();
        Room { capacity, suitable_for, ..Room::named(name) }
    }

    fn class<'a>(subject: &str, pupils: Option<usize>, usual: Option<&'a Room>) -> Displaced<'a> {
        let subject = Some(subject.to_owned());
        Displaced { place: 0, period: "1".to_owned(), class: "8x/1".to_owned(), subject, usual, pupils }
    }

    #[test]
    fn a_room_is_too_small_only_where_both_are_known() {
        let settings = CoverSettings::default();
        let small = room("S1", Some(20), &[]);
        assert_eq!(
            faults(&settings, &class("Maths", Some(28), None), &small),
            [RoomFault::RoomTooSmall { holds: 20, pupils: 28 }]
        );
        assert_eq!(faults(&settings, &class("Maths", None, None), &small), []);
        assert_eq!(faults(&settings, &class("Maths", Some(28), None), &room("S2", None, &[])), []);
    }

    #[test]
    fn a_lesson_needs_what_the_settings_say_or_its_usual_room_shows() {
        let requirement = RoomRequirement { subject: "Chemistry".to_owned(), suitable_for: "science".to_owned() };
        let settings = CoverSettings { room_requirements: vec![requirement], ..CoverSettings::default() };
        let (plain, lab, gym) = (room("R1", None, &[]), room("L1", None, &["Science"]), room("G", None, &["PE"]));
        let lacks = |class: &Displaced<'_>, room: &Room| !faults(&settings, class, room).is_empty();
        assert!(lacks(&class("chemistry", None, None), &plain) && !lacks(&class("chemistry", None, None), &lab));
        assert!(lacks(&class("PE", None, Some(&gym)), &plain), "its usual room is a gym");
        assert!(!lacks(&class("PE", None, Some(&plain)), &plain), "theory in a classroom");
    }
}
