use super::building::{are_near, building};
use super::fit::{faults, holds, needs};
use super::{Displaced, RoomFault};
use crate::instance::{Candidate, Instance, Lesson, StaffMember};
use crate::settings::CoverSettings;
use crate::solver::{self, Limits};
use school::timetable::Room;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use utoipa::ToSchema;

/// The most rooms that are told for one class.
const MOST_OPTIONS: usize = 8;
/// What a room in another building costs, in seats that are left over.
const FAR: i64 = 30;
/// What it costs to take a room that is fitted out for something that the lesson does not need.
const SPECIAL: i64 = 40;
/// What a room, or a class, of unknown size costs.
const UNKNOWN_SIZE: i64 = 50;
/// What is gained by staying in one room for two periods that follow each other.
const STAYING: i64 = 20;
/// What a class without a room costs.
const NO_ROOM: i64 = 100_000;

/// A free room that fits, and how well: less is better.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoomOption {
    /// The room.
    pub room: String,
    /// Seats left over, plus 50 where a size is unknown, 40 for a room fitted out for something else, 30 for another building.
    pub cost: i64,
    /// How many it holds; null where unknown.
    pub capacity: Option<i32>,
    /// Whether it is in the building of the usual room.
    pub near: bool,
}

/// What is proposed for one class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RoomProposal)]
pub struct Proposal {
    /// The period.
    pub period: String,
    /// The class.
    pub class: String,
    /// The room of the timetable.
    pub usual_room: Option<String>,
    /// How many pupils are in the class; null where nobody is known to be in it.
    pub pupils: Option<usize>,
    /// What the lesson needs of its room; null for an ordinary one.
    pub needs: Option<String>,
    /// The room for this class when all classes without a room are given one together; null where there is none.
    pub room: Option<String>,
    /// Free rooms that fit, the best first.
    pub options: Vec<RoomOption>,
    /// How many free rooms are too small.
    pub too_small: usize,
    /// How many free rooms lack what the lesson needs.
    pub unsuitable: usize,
}

fn building_of(room: &Room) -> Option<String> {
    building(&room.name, room.building.as_deref())
}

fn option(settings: &CoverSettings, class: &Displaced<'_>, room: &Room) -> RoomOption {
    let near = class.usual.is_none_or(|usual| are_near(building_of(usual), building_of(room)));
    let spare = match (holds(room), class.pupils) {
        (Some(holds), Some(pupils)) => i64::try_from(holds.saturating_sub(pupils)).unwrap_or(0).min(UNKNOWN_SIZE),
        _ => UNKNOWN_SIZE,
    };
    let special = !room.suitable_for.is_empty() && needs(settings, class).is_none();
    let cost = spare + if near { 0 } else { FAR } + if special { SPECIAL } else { 0 };
    RoomOption { room: room.name.clone(), cost, capacity: room.capacity, near }
}

/// Proposes rooms for classes without one. `free` tells whether a room can be used in the period at a place. Every class is told
/// all rooms that fit, and one that it would have when all classes are given theirs together at the least cost in all.
pub fn propose(
    settings: &CoverSettings,
    classes: &[Displaced<'_>],
    rooms: &[Room],
    free: &dyn Fn(&Room, usize) -> bool,
    interrupted: &mut dyn FnMut() -> bool,
) -> Vec<Proposal> {
    let mut found: Vec<Proposal> = classes.iter().map(|class| proposal(settings, class, rooms, free)).collect();
    let together = together(classes, rooms, &found, interrupted);
    for (proposal, room) in found.iter_mut().zip(together) {
        proposal.room = room;
        proposal.options.truncate(MOST_OPTIONS);
    }
    found
}

fn proposal(
    settings: &CoverSettings,
    class: &Displaced<'_>,
    rooms: &[Room],
    free: &dyn Fn(&Room, usize) -> bool,
) -> Proposal {
    let (mut options, mut too_small, mut unsuitable) = (Vec::new(), 0, 0);
    for room in rooms.iter().filter(|room| free(room, class.place)) {
        let faults = faults(settings, class, room);
        too_small += usize::from(faults.iter().any(|fault| matches!(fault, RoomFault::RoomTooSmall { .. })));
        unsuitable += usize::from(faults.iter().any(|fault| matches!(fault, RoomFault::RoomUnsuitable { .. })));
        if faults.is_empty() {
            options.push(option(settings, class, room));
        }
    }
    options.sort_by(|one, other| (one.cost, &one.room).cmp(&(other.cost, &other.room)));
    Proposal {
        period: class.period.clone(),
        class: class.class.clone(),
        usual_room: class.usual.map(|room| room.name.clone()),
        pupils: class.pupils,
        needs: needs(settings, class),
        room: None,
        options,
        too_small,
        unsuitable,
    }
}

/// One room for each class, no room twice in a period: the instance of cover with rooms in the place of people.
fn together(
    classes: &[Displaced<'_>],
    rooms: &[Room],
    proposals: &[Proposal],
    interrupted: &mut dyn FnMut() -> bool,
) -> Vec<Option<String>> {
    let number = |index: usize| u64::try_from(index).unwrap_or(u64::MAX);
    let by_name: HashMap<&str, usize> =
        rooms.iter().enumerate().map(|(index, room)| (room.name.as_str(), index)).collect();
    let places: BTreeMap<usize, u32> = classes
        .iter()
        .map(|class| class.place)
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .zip(0..)
        .collect();
    let mut candidates = Vec::new();
    for (lesson, proposal) in proposals.iter().enumerate() {
        for option in &proposal.options {
            if let Some(room) = by_name.get(option.room.as_str()) {
                candidates.push(Candidate { staff: number(*room), lesson: number(lesson), cost: option.cost });
            }
        }
    }
    let used: HashSet<u64> = candidates.iter().map(|candidate| candidate.staff).collect();
    let periods = places.len();
    let day = Instance {
        periods: u32::try_from(periods).unwrap_or(u32::MAX),
        staff: (0..rooms.len()).map(number).filter(|id| used.contains(id)).map(|id| StaffMember { id }).collect(),
        lessons: classes
            .iter()
            .enumerate()
            .map(|(index, class)| Lesson { id: number(index), period: places.get(&class.place).copied().unwrap_or(0) })
            .collect(),
        doubles: doubles(classes).into_iter().map(|(one, other)| (number(one), number(other))).collect(),
        candidates,
        fairness_increments: used.iter().map(|id| (*id, vec![0; periods])).collect(),
        breaks: BTreeMap::new(),
        double_bonus: STAYING,
        uncovered: vec![NO_ROOM; classes.len()],
    };
    let mut given = vec![None; classes.len()];
    if let Ok(solution) = solver::solve(&day, Limits::NONE, interrupted) {
        for assignment in solution.assignments {
            let lesson = usize::try_from(assignment.lesson).ok().and_then(|lesson| given.get_mut(lesson));
            let room = usize::try_from(assignment.staff).ok().and_then(|room| rooms.get(room));
            if let (Some(lesson), Some(room)) = (lesson, room) {
                *lesson = Some(room.name.clone());
            }
        }
    }
    given
}

fn doubles(classes: &[Displaced<'_>]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (one, first) in classes.iter().enumerate() {
        let follows = |second: &Displaced<'_>| second.place == first.place + 1 && second.class == first.class;
        found.extend(classes.iter().enumerate().filter(|(_, second)| follows(second)).map(|(other, _)| (one, other)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(name: &str, capacity: i32, suitable: &[&str], building: &str) -> Room {
        Room {
            name: name.to_owned(),
            capacity: Some(capacity),
            suitable_for: suitable.iter().map(|word| (*word).to_owned()).collect(),
            building: Some(building.to_owned()),
        }
    }

    fn class<'a>(place: usize, name: &str, pupils: usize, usual: &'a Room) -> Displaced<'a> {
        let subject = Some("History".to_owned());
        let (period, class) = (format!("{}", place + 1), name.to_owned());
        Displaced { place, period, class, subject, usual: Some(usual), pupils: Some(pupils) }
    }

    fn proposals(classes: &[Displaced<'_>], rooms: &[Room]) -> Vec<Proposal> {
        propose(
            &CoverSettings::default(),
            classes,
            rooms,
            &|room, place| !(room.name == "A1" && place == 0),
            &mut || false,
        )
    }

    #[test]
    fn the_best_fit_comes_first_and_what_does_not_fit_is_counted() {
        let usual = room("N1", 30, &[], "North");
        let rooms = [
            room("A1", 30, &[], "North"),
            room("N2", 60, &[], "North"),
            room("N3", 32, &["science"], "North"),
            room("S1", 30, &[], "South"),
            room("S2", 20, &[], "South"),
        ];
        let found = proposals(&[class(0, "8x/Hi", 28, &usual)], &rooms);
        let order: Vec<&str> = found[0].options.iter().map(|option| option.room.as_str()).collect();
        assert_eq!(order, ["N2", "S1", "N3"]);
        assert_eq!((found[0].too_small, found[0].unsuitable, found[0].room.as_deref()), (1, 0, Some("N2")));
    }

    #[test]
    fn classes_are_given_rooms_together_and_stay_in_theirs() {
        let usual = room("N1", 30, &[], "North");
        let rooms = [room("N2", 30, &[], "North"), room("N3", 20, &[], "North")];
        // Both would like N3 best; the larger class fits into N2 alone.
        let found = proposals(&[class(1, "8x/Hi", 19, &usual), class(1, "9y/Hi", 25, &usual)], &rooms);
        assert_eq!((found[0].room.as_deref(), found[1].room.as_deref()), (Some("N3"), Some("N2")));
        let double = proposals(&[class(1, "8x/Hi", 19, &usual), class(2, "8x/Hi", 19, &usual)], &rooms);
        assert_eq!(double[0].room, double[1].room);
        let nothing = proposals(&[class(1, "8x/Hi", 40, &usual)], &rooms);
        assert_eq!((nothing[0].room.as_deref(), nothing[0].too_small), (None, 2));
    }
}
