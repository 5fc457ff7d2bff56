//! The calendar of one person's cover, as it was published and as far as it is still given, with the rooms of their own classes.

use super::given::Given;
use super::requirement_id;
use super::traces::{Count, Traces, of_assignments};
use crate::roll::staff::find_staff;
use crate::{Context, Error, Further, Kind, Result, records, timetable};
use chrono::Duration;
use cover::arrange::{CoverAssignment, RoomChange};
use cover::need::NeedKey;
use cover::publication::{Publication, PublishedLine, PublishedRoom, PublishedShare};
use school::clock::{instant_of, local};
use school::{AcademyId, Date, Instant, Kept, Record, StaffId};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// How many days before today the calendar begins.
const DAYS_BEFORE: i64 = 28;
/// How many days after today it ends.
const DAYS_AFTER: i64 = 90;

/// One entry of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEntry {
    /// The same for the same lesson on the same day for the same person, whatever happens to it.
    pub uid: String,
    /// Counts what was published of it and every version of what it follows from, so it never goes backwards.
    pub sequence: i32,
    /// When the last of that was written.
    pub stamp: Instant,
    /// It starts.
    pub starts: Instant,
    /// It ends.
    pub ends: Instant,
    /// What it is called.
    pub summary: String,
    /// The room.
    pub location: Option<String>,
    /// Whether it is no longer the person's.
    pub cancelled: bool,
}

impl CalendarEntry {
    fn count(&mut self, count: Count) {
        self.sequence = self.sequence.saturating_add(count.versions);
        self.stamp = count.last.map_or(self.stamp, |last| last.max(self.stamp));
    }
}

/// A person's cover of the last four weeks and the next three months, and their own classes that are in other rooms. `for_others`:
/// whether the caller may see that of somebody else.
pub fn calendar(cx: &mut Context<'_>, staff: StaffId, for_others: &Further) -> Result<Vec<CalendarEntry>> {
    let member = find_staff(cx, staff)?;
    let own = cx.person().is_none_or(|person| person == staff);
    if !own && !for_others.at(member.academy_id) {
        return Err(Error::NotFound(Kind::Staff));
    }
    let academy = member.academy_id;
    let (today, _) = local(cx.at);
    let (from, to) = (today - Duration::days(DAYS_BEFORE), today + Duration::days(DAYS_AFTER));
    let filter = records::Filter { subjects: None, from: Some(from), to: Some(to) };
    let mut published: Vec<Kept<Publication>> = records::all(cx, academy, &filter)?;
    published.sort_by_key(|kept| (kept.value.date, kept.value.version));
    let covers = entries(&published, staff);
    let subjects = covers.iter().flat_map(|each| [each.absent.0, each.requirement]).chain([staff.0]).collect();
    let traces = Traces::load(cx, academy, &subjects)?;
    let mine = [staff.0];
    let mine = records::Filter { subjects: Some(&mine), ..filter };
    let assignments = of_assignments(&records::all::<CoverAssignment>(cx, academy, &mine)?);
    let given = super::given(cx, academy, from, to)?;
    let given: HashMap<Uuid, &Given> = given.iter().map(|each| (each.assignment.id.0, each)).collect();
    let mut found = Vec::new();
    for Followed { date, mut entry, assignment, requirement, absent } in covers {
        entry.count(traces.of_cover([staff.0, absent.0, requirement]));
        entry.count(assignments.get(&requirement).copied().unwrap_or_default());
        match given.get(&assignment).map(|given| &given.assignment.value) {
            Some(cover) if !entry.cancelled => {
                // What became shorter since is told as it is.
                (entry.starts, entry.ends) = (instant_of(date, cover.starts), instant_of(date, cover.ends));
            }
            // It was taken back, or cannot be given, since it was published: the next publication says so for good.
            _ => entry.cancelled = true,
        }
        found.push(entry);
    }
    let changes: Vec<Kept<RoomChange>> = records::all(cx, academy, &filter)?;
    found.extend(moved(cx, academy, staff, &published, &changes, &traces)?);
    found.sort_by(|one, other| (one.starts, &one.uid).cmp(&(other.starts, &other.uid)));
    Ok(found)
}

/// An entry with what it stands for.
struct Followed {
    date: Date,
    entry: CalendarEntry,
    assignment: Uuid,
    requirement: Uuid,
    absent: StaffId,
}

/// Follows each lesson of a person through the versions of its day.
fn entries(published: &[Kept<Publication>], staff: StaffId) -> Vec<Followed> {
    let mut found: BTreeMap<(Date, Uuid, usize), Followed> = BTreeMap::new();
    for kept in published {
        let Publication { date, version, lines, .. } = &kept.value;
        for ((day, requirement, turn), Followed { entry, .. }) in &mut found {
            let gone = *day == *date && !entry.cancelled && !has(lines, (*requirement, staff, *turn));
            if gone {
                (entry.cancelled, entry.sequence, entry.stamp) = (true, *version, kept.created_at);
            }
        }
        for line in lines {
            for (share, turn) in line.shares_in_turn().filter(|(share, _)| share.staff_id == staff) {
                let now = Followed {
                    date: *date,
                    entry: entry((*date, *version), kept.created_at, line, (share, turn)),
                    assignment: share.assignment_id,
                    requirement: line.requirement_id,
                    absent: line.absent_staff_id,
                };
                match found.get_mut(&(*date, line.requirement_id, turn)) {
                    Some(before) if same(&before.entry, &now.entry) && before.assignment == now.assignment => {}
                    Some(before) => *before = now,
                    None => drop(found.insert((*date, line.requirement_id, turn), now)),
                }
            }
        }
    }
    found.into_values().collect()
}

fn has(lines: &[PublishedLine], (requirement, staff, turn): (Uuid, StaffId, usize)) -> bool {
    let mut of_requirement = lines.iter().filter(|line| line.requirement_id == requirement);
    of_requirement.any(|line| line.shares_in_turn().any(|(share, nth)| share.staff_id == staff && nth == turn))
}

fn entry(
    (date, version): (Date, i32),
    at: Instant,
    line: &PublishedLine,
    (share, turn): (&PublishedShare, usize),
) -> CalendarEntry {
    // A second part of one lesson is an entry of its own.
    let part = if turn == 0 { String::new() } else { format!("-{}", turn + 1) };
    let subject = line.subject.as_deref().map(|subject| format!(" ({subject})")).unwrap_or_default();
    CalendarEntry {
        uid: format!("{}-{}{part}", line.requirement_id, share.staff_id),
        sequence: version,
        stamp: at,
        starts: instant_of(date, share.starts),
        ends: instant_of(date, share.ends),
        summary: format!("Cover {}{subject}, period {}", line.class, line.period),
        location: line.room.clone(),
        cancelled: false,
    }
}

/// Whether two entries tell the person the same.
fn same(one: &CalendarEntry, other: &CalendarEntry) -> bool {
    let of = |entry: &CalendarEntry| (entry.starts, entry.ends, entry.location.clone(), entry.cancelled);
    of(one) == of(other)
}

/// A person's own class in another room, as it was published last.
struct Moved<'a> {
    room: &'a PublishedRoom,
    version: i32,
    at: Instant,
    cancelled: bool,
}

/// The person's own classes that were published in other rooms: with the room that they have by now, cancelled where they have their
/// own again.
fn moved(
    cx: &mut Context<'_>,
    academy: AcademyId,
    staff: StaffId,
    published: &[Kept<Publication>],
    changes: &[Kept<RoomChange>],
    traces: &Traces,
) -> Result<Vec<CalendarEntry>> {
    let now: HashMap<String, &RoomChange> =
        changes.iter().filter_map(|kept| Some((kept.value.natural_key()?, &kept.value))).collect();
    let followed = follow_rooms(published, staff);
    let mut found = Vec::new();
    for ((date, key), Moved { room, version, at, cancelled }) in followed {
        let key = format!("{date}|{key}");
        let day = timetable::day(cx, academy, date)?;
        let Some(period) = day.period(&room.period) else { continue };
        let there = now.get(&key).map(|change| change.to.clone());
        let from = room.from.as_deref().map(|from| format!(" (not {from})")).unwrap_or_default();
        let to = there.clone().unwrap_or_else(|| room.to.clone());
        let lesson = NeedKey { period: room.period.clone(), class: room.class.clone(), absent: staff };
        let mut entry = CalendarEntry {
            uid: format!("room-{}", requirement_id(academy, date, &lesson)),
            sequence: version,
            stamp: at,
            starts: instant_of(date, period.starts),
            ends: instant_of(date, period.ends),
            summary: format!("{} in {to}{from}, period {}", room.class, room.period),
            location: Some(to),
            cancelled: cancelled || there.is_none(),
        };
        entry.count(traces.of_room(&key));
        found.push(entry);
    }
    Ok(found)
}

/// Follows each moved class of a person through the versions of its day, by the day and `period|class`.
fn follow_rooms(published: &[Kept<Publication>], staff: StaffId) -> BTreeMap<(Date, String), Moved<'_>> {
    let mut found: BTreeMap<(Date, String), Moved<'_>> = BTreeMap::new();
    for kept in published {
        let Publication { date, version, rooms, .. } = &kept.value;
        let mut here = BTreeSet::new();
        for room in rooms.iter().filter(|room| room.staff_ids.contains(&staff)) {
            let key = (*date, format!("{}|{}", room.period, room.class));
            here.insert(key.clone());
            let stands = found.get(&key).is_some_and(|before| before.room == room && !before.cancelled);
            if !stands {
                found.insert(key, Moved { room, version: *version, at: kept.created_at, cancelled: false });
            }
        }
        for (key, moved) in found.iter_mut().filter(|(key, moved)| key.0 == *date && !moved.cancelled) {
            if !here.contains(key) {
                (moved.cancelled, moved.version, moved.at) = (true, *version, kept.created_at);
            }
        }
    }
    found
}
