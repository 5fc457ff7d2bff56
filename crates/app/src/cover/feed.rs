//! The calendar of one person's cover, as it was published and as far as it is still given.

use crate::roll::staff::find_staff;
use crate::{Context, Error, Further, Kind, Result, records};
use chrono::Duration;
use cover::publication::{Publication, PublishedLine, PublishedShare};
use school::clock::{instant_of, local};
use school::{Date, Instant, Kept, StaffId};
use std::collections::{BTreeMap, HashSet};
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
    /// Counts what was published of it, and one more where it was taken back since.
    pub sequence: i32,
    /// When it was published so.
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

/// A person's cover of the last four weeks and the next three months. `for_others`: whether the caller may see that of
/// somebody else.
pub fn calendar(cx: &mut Context<'_>, staff: StaffId, for_others: &Further) -> Result<Vec<CalendarEntry>> {
    let member = find_staff(cx, staff)?;
    let own = cx.acting.actor.person.as_ref().is_none_or(|person| person.staff_id == staff);
    if !own && !for_others.at(member.academy_id) {
        return Err(Error::NotFound(Kind::Staff));
    }
    let (today, _) = local(cx.at);
    let (from, to) = (today - Duration::days(DAYS_BEFORE), today + Duration::days(DAYS_AFTER));
    let filter = records::Filter { subjects: None, from: Some(from), to: Some(to) };
    let mut published: Vec<Kept<Publication>> = records::all(cx, member.academy_id, &filter)?;
    published.sort_by_key(|kept| (kept.value.date, kept.value.version));
    let mut found = entries(&published, staff);
    let given: HashSet<Uuid> =
        super::given(cx, member.academy_id, from, to)?.iter().map(|each| each.assignment.id.0).collect();
    for Followed { entry, assignment } in &mut found {
        if !entry.cancelled && !given.contains(assignment) {
            // It was taken back, or cannot be given, since it was published: the next publication says so for good.
            (entry.cancelled, entry.sequence, entry.stamp) = (true, entry.sequence.saturating_add(1), cx.at);
        }
    }
    Ok(found.into_iter().map(|followed| followed.entry).collect())
}

/// An entry with the assignment that it stands for.
struct Followed {
    entry: CalendarEntry,
    assignment: Uuid,
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
                let entry = entry((*date, *version), kept.created_at, line, (share, turn));
                let now = Followed { entry, assignment: share.assignment_id };
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
