//! Rooms: another one for a class in one period, and which free ones fit the classes that lost theirs.

use super::{Loaded, briefing};
use crate::{Context, Error, Result, records, timetable};
use cover::arrange::{Board, How, RoomChange};
use cover::day::{Activity, Entry, Span};
use cover::need::{Need, room_needs};
use cover::rooms::{Displaced, Proposal, RoomFault, faults, propose};
use school::timetable::Room;
use school::{AcademyId, Date, GroupId, StaffId, Violation};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// A room that is wanted for a class.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The period.
    pub period: String,
    /// The class.
    pub class: String,
    /// The room; none gives the class its own back.
    pub room: Option<String>,
    /// Why, where the room does not fit.
    pub reason: Option<String>,
}

/// Rooms for the classes of a day that have none.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoomProposals {
    /// The day.
    pub date: Date,
    /// The classes without a room, in the order of the day.
    pub proposals: Vec<Proposal>,
    /// Room changes that do not fit the class.
    pub doubtful: Vec<DoubtfulRoom>,
    /// How the cost of a room is made.
    pub definition: &'static str,
}

/// A room change that does not fit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DoubtfulRoom {
    /// The period.
    pub period: String,
    /// The class.
    pub class: String,
    /// The room of the day.
    pub room: String,
    /// What does not fit.
    pub faults: Vec<RoomFault>,
    /// Why it was chosen all the same.
    pub reason: Option<String>,
}

/// Gives a class another room in one period, or with none its own back.
///
/// # Errors
/// [`Error::Invalid`] where another class is in the room or it cannot be used; and where it does not fit, unless a reason is
/// given.
pub fn change_room(cx: &mut Context<'_>, academy: AcademyId, date: Date, wanted: &Wanted) -> Result<()> {
    let loaded = Loaded::held_alone(cx, academy, date)?;
    let Wanted { period, class, room, reason } = wanted;
    let Some(entry) = entry_of(&loaded, period, class) else {
        let detail = "the class is not in the timetable of this period";
        return Err(Error::invalid("/class", "unknown_class", detail));
    };
    let kept = records::of_key::<RoomChange>(cx, academy, &format!("{date}|{period}|{class}"))?;
    let Some(room) = room else {
        return kept.map_or(Ok(()), |kept| records::remove(cx, &kept, &|_| true));
    };
    let together = companions(&loaded, &loaded.board(), entry);
    let rooms = Rooms::load(cx, &loaded, &[entry])?;
    if !rooms.knows(room) {
        return Err(Error::invalid("/room", "unknown_room", "the academy has no room of this name"));
    }
    let refuse = |fault: RoomFault| Violation::new("/room", fault.code(), fault.detail());
    let mut wrong: Vec<Violation> = taken(&loaded, entry, &together, room).into_iter().map(refuse).collect();
    let mut misfit = rooms.faults(&loaded, entry, room);
    if misfit.iter().all(|fault| !matches!(fault, RoomFault::RoomTooSmall { .. })) {
        misfit.extend(together_too_many(cx, &loaded, (entry, &together), room)?);
    }
    if reason.is_none() {
        let refused = |fault: &RoomFault| {
            Violation::new("/room", fault.code(), format!("{}; send a reason to set it aside", fault.detail()))
        };
        wrong.extend(misfit.iter().map(refused));
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let change = RoomChange {
        date,
        period: period.clone(),
        class: class.clone(),
        from: entry.room.clone(),
        to: room.clone(),
        overridden: misfit.iter().map(|fault| fault.code().to_owned()).collect(),
        reason: reason.clone().filter(|_| !misfit.is_empty()),
    };
    match kept {
        Some(kept) => records::change(cx, kept, change, &|_| true).map(drop),
        None => records::add(cx, academy, change).map(drop),
    }
}

fn entry_of<'a>(loaded: &'a Loaded, period: &str, class: &str) -> Option<&'a Entry> {
    let timetable = &loaded.day.timetable;
    timetable.entries.iter().find(|entry| {
        entry.label() == class && timetable.periods.get(entry.period).is_some_and(|each| each.name == period)
    })
}

/// What keeps a class out of a room in its period: a closure, meetings, and classes with which it is not together.
fn taken(loaded: &Loaded, entry: &Entry, together: &[&Entry], room: &str) -> Vec<RoomFault> {
    let mut wrong = Vec::new();
    if is_closed(loaded, entry.period, room) {
        wrong.push(RoomFault::RoomClosed);
    }
    let mine: Vec<&str> = std::iter::once(entry).chain(together.iter().copied()).map(Entry::label).collect();
    if occupied(loaded, entry.period, &mine).contains(room) {
        wrong.push(RoomFault::RoomTaken);
    }
    wrong
}

/// Whether the room that a class was given cannot be used by now: it was closed since, or somebody else is in it.
pub(super) fn is_lost(loaded: &Loaded, board: &Board<'_>, change: &RoomChange) -> bool {
    let entry = entry_of(loaded, &change.period, &change.class);
    entry.is_some_and(|entry| !taken(loaded, entry, &companions(loaded, board, entry), &change.to).is_empty())
}

fn is_closed(loaded: &Loaded, place: usize, room: &str) -> bool {
    let Some(period) = loaded.day.timetable.periods.get(place) else { return false };
    loaded.day.events.iter().any(|event| event.touches(period) && event.rooms.iter().any(|it| it == room))
}

/// The rooms in which classes other than some, or meetings, are in a period of the day.
fn occupied(loaded: &Loaded, place: usize, but: &[&str]) -> BTreeSet<String> {
    let Some(period) = loaded.day.timetable.periods.get(place) else { return BTreeSet::new() };
    let others = loaded.day.timetable.entries.iter().filter(|entry| {
        entry.period == place
            && (entry.activity.has_pupils() || entry.activity == Activity::Meeting)
            && !but.contains(&entry.label())
            && !loaded.day.is_lifted(entry)
    });
    others.filter_map(|entry| loaded.room(&period.name, entry.label(), entry.room.as_ref())).collect()
}

/// The rooms of an academy and the sizes of some classes.
#[derive(Debug)]
pub(super) struct Rooms {
    rooms: Vec<Room>,
    sizes: BTreeMap<GroupId, usize>,
}

impl Rooms {
    /// Reads the rooms, and how many are in the classes of some entries on the day.
    pub(super) fn load(cx: &mut Context<'_>, loaded: &Loaded, entries: &[&Entry]) -> Result<Self> {
        let state = cx.state(loaded.academy)?;
        let classes: BTreeSet<GroupId> = entries.iter().filter_map(|entry| entry.group_id).collect();
        Ok(Self {
            rooms: timetable::all_rooms(cx, loaded.academy)?,
            sizes: briefing::sizes(cx, &state, &classes, loaded.date)?,
        })
    }

    fn room(&self, name: &str) -> Option<&Room> {
        self.rooms.iter().find(|room| room.name == name)
    }

    /// Whether there is a room of this name; where no room is recorded every name is believed.
    fn knows(&self, name: &str) -> bool {
        self.rooms.is_empty() || self.room(name).is_some()
    }

    /// How many are in the class of an entry, where that is known.
    pub(super) fn pupils(&self, entry: &Entry) -> Option<usize> {
        entry.group_id.and_then(|group| self.sizes.get(&group).copied())
    }

    /// How many a room holds, where that is known.
    pub(super) fn holds(&self, room: &str) -> Option<usize> {
        self.room(room).and_then(|room| room.capacity).and_then(|places| usize::try_from(places).ok())
    }

    fn displaced(&self, loaded: &Loaded, entry: &Entry) -> Displaced<'_> {
        let period = loaded.day.timetable.periods.get(entry.period);
        Displaced {
            place: entry.period,
            period: period.map(|period| period.name.clone()).unwrap_or_default(),
            class: entry.label().to_owned(),
            subject: entry.subject.clone(),
            usual: entry.room.as_deref().and_then(|name| self.room(name)),
            pupils: self.pupils(entry),
        }
    }

    /// What of a lesson a room does not fit; nothing for a room that is not among those of the academy.
    fn faults(&self, loaded: &Loaded, entry: &Entry, room: &str) -> Vec<RoomFault> {
        let class = self.displaced(loaded, entry);
        self.room(room).map(|room| faults(&loaded.settings, &class, room)).unwrap_or_default()
    }
}

/// What keeps a class from joining the one that a person has in a part of the day: all of them together need seats in its room.
pub(super) fn too_many(
    cx: &mut Context<'_>,
    loaded: &Loaded,
    need: &Need,
    (staff, span): (StaffId, Span),
) -> Result<Option<Violation>> {
    let Some(joins) = entry_of(loaded, &need.key.period, &need.key.class) else { return Ok(None) };
    let Some((host, joined)) = company(loaded, &loaded.board(), staff, span) else { return Ok(None) };
    let mut together = vec![host, joins];
    together.extend(joined.into_iter().filter(|entry| entry.label() != joins.label()));
    let rooms = Rooms::load(cx, loaded, &together)?;
    let pupils: usize = together.iter().filter_map(|entry| rooms.pupils(entry)).sum();
    let period = loaded.day.timetable.periods.get(host.period).map_or("", |period| period.name.as_str());
    let holds = loaded.room(period, host.label(), host.room.as_ref()).and_then(|room| rooms.holds(&room));
    Ok(holds.filter(|holds| *holds < pupils).map(|holds| {
        let detail = format!("its room holds {holds}, and together they are {pupils}; send a reason to set it aside");
        Violation::new("/how", "room_too_small", detail)
    }))
}

/// The class that a person has in a part of the day, their own or one that they cover, and those that join it.
fn company<'a>(
    loaded: &'a Loaded,
    board: &Board<'_>,
    staff: StaffId,
    span: Span,
) -> Option<(&'a Entry, Vec<&'a Entry>)> {
    let theirs = |how: How| {
        let lines = board.lines.iter().filter(move |line| {
            line.by.iter().any(|(_, cover)| cover.staff_id == staff && cover.how == how && cover.span().overlaps(span))
        });
        lines.filter_map(|line| entry_of(loaded, &line.need.key.period, &line.need.key.class)).collect::<Vec<_>>()
    };
    let own =
        loaded.day.timetable.of(staff, span).find(|entry| entry.activity.has_pupils() && !loaded.day.is_lifted(entry));
    let host = own.or_else(|| theirs(How::Cover).first().copied())?;
    Some((host, theirs(How::Merged)))
}

/// The classes with which a class is together: those that join it, or the one that it joins and the others that do.
fn companions<'a>(loaded: &'a Loaded, board: &Board<'_>, entry: &Entry) -> Vec<&'a Entry> {
    let Some(span) = loaded.day.timetable.span(entry) else { return Vec::new() };
    let covering = board.lines.iter().flat_map(|line| line.by.iter().map(|(_, cover)| cover.staff_id));
    let people: BTreeSet<StaffId> = entry.staff.iter().copied().chain(covering).collect();
    let same = |other: &Entry| other.period == entry.period && other.label() == entry.label();
    for (host, joined) in people.into_iter().filter_map(|staff| company(loaded, board, staff, span)) {
        if !joined.is_empty() && (same(host) || joined.iter().any(|other| same(other))) {
            return std::iter::once(host).chain(joined).filter(|other| !same(other)).collect();
        }
    }
    Vec::new()
}

/// What keeps classes that are together out of a room: all of them need seats in it.
fn together_too_many(
    cx: &mut Context<'_>,
    loaded: &Loaded,
    (entry, others): (&Entry, &[&Entry]),
    room: &str,
) -> Result<Option<RoomFault>> {
    if others.is_empty() {
        return Ok(None);
    }
    let together: Vec<&Entry> = std::iter::once(entry).chain(others.iter().copied()).collect();
    let rooms = Rooms::load(cx, loaded, &together)?;
    let pupils: usize = together.iter().filter_map(|entry| rooms.pupils(entry)).sum();
    let holds = rooms.holds(room).filter(|holds| *holds < pupils);
    Ok(holds.map(|holds| RoomFault::RoomTooSmall { holds, pupils }))
}

/// A day whose classes without a room are to be given one.
#[derive(Debug)]
pub struct Roomless {
    loaded: Loaded,
    rooms: Rooms,
}

/// The classes of a day that have no room: theirs cannot be used and they have no other yet, or the other that they were given cannot
/// be used by now.
pub(super) fn without_room(loaded: &Loaded) -> Vec<&Entry> {
    let changed = |period: &str, class: &str| {
        loaded.rooms.iter().any(|kept| kept.value.period == period && kept.value.class == class)
    };
    let theirs = room_needs(&loaded.day)
        .into_iter()
        .filter(|need| !changed(&need.period, &need.class))
        .filter_map(|need| entry_of(loaded, &need.period, &need.class));
    let board = loaded.board();
    let lost = loaded.rooms.iter().map(|kept| &kept.value).filter(|change| is_lost(loaded, &board, change));
    let lost = lost.filter_map(|change| entry_of(loaded, &change.period, &change.class));
    let mut found: Vec<&Entry> = theirs.chain(lost.filter(|entry| !loaded.day.is_lifted(entry))).collect();
    found.sort_by_key(|entry| (entry.period, entry.label()));
    found
}

/// The classes of a day that have another room.
fn moved(loaded: &Loaded) -> Vec<(&RoomChange, &Entry)> {
    let changes = loaded.rooms.iter().map(|kept| &kept.value);
    changes.filter_map(|change| Some((change, entry_of(loaded, &change.period, &change.class)?))).collect()
}

/// Reads the day: the first half.
pub fn load_roomless(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<Roomless> {
    let loaded = Loaded::alone(cx, academy, date)?;
    let moved = moved(&loaded).into_iter().map(|(_, entry)| entry);
    let all: Vec<&Entry> = without_room(&loaded).into_iter().chain(moved).collect();
    let rooms = Rooms::load(cx, &loaded, &all)?;
    Ok(Roomless { loaded, rooms })
}

/// Rooms for the classes of a day whose room cannot be used and that have no other yet, worked out with no connection to the
/// database.
pub fn proposals(roomless: &Roomless) -> RoomProposals {
    let Roomless { loaded, rooms } = roomless;
    let (without, moved, board) = (without_room(loaded), moved(loaded), loaded.board());
    let classes: Vec<Displaced<'_>> = without.iter().map(|entry| rooms.displaced(loaded, entry)).collect();
    let places: BTreeSet<usize> = classes.iter().map(|class| class.place).collect();
    let in_use: BTreeMap<usize, BTreeSet<String>> =
        places.into_iter().map(|place| (place, occupied(loaded, place, &[]))).collect();
    let free = |room: &Room, place: usize| {
        !in_use.get(&place).is_some_and(|names| names.contains(&room.name)) && !is_closed(loaded, place, &room.name)
    };
    let begun = std::time::Instant::now();
    let limit = std::time::Duration::from_millis(u64::from(loaded.settings.time_limit_ms));
    let found = propose(&loaded.settings, &classes, &rooms.rooms, &free, &mut || begun.elapsed() >= limit);
    let doubtful = moved
        .iter()
        .map(|(change, entry)| DoubtfulRoom {
            period: change.period.clone(),
            class: change.class.clone(),
            room: change.to.clone(),
            faults: {
                let mut faults = taken(loaded, entry, &companions(loaded, &board, entry), &change.to);
                faults.extend(rooms.faults(loaded, entry, &change.to));
                faults
            },
            reason: change.reason.clone(),
        })
        .filter(|doubtful| !doubtful.faults.is_empty());
    RoomProposals {
        date: loaded.date,
        proposals: found,
        doubtful: doubtful.collect(),
        definition: "Less is better: seats left over, at most 50 and 50 where a size is unknown; 40 more for a room that is \
            fitted out for what the lesson does not need, 30 more for another building. Rooms that are too small or lack what \
            the lesson needs are never proposed.",
    }
}
