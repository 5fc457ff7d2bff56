use super::{Publication, PublishedLine, PublishedShare};
use school::StaffId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What changed for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// They cover something that they did not.
    Added,
    /// They no longer cover it.
    Removed,
    /// They cover it still, at another time or in another room.
    Changed,
    /// A class that they teach is in another room.
    Room,
}

/// One thing that changed for one person between two versions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct Change {
    /// For whom.
    pub staff_id: StaffId,
    /// What.
    pub kind: ChangeKind,
    /// The period.
    pub period: String,
    /// The class.
    pub class: String,
    /// The requirement; null for a room.
    pub requirement_id: Option<Uuid>,
}

/// What is different for whom since the version before; without one everything is new. People for whom nothing changed are
/// not in it.
pub fn changes(before: Option<&Publication>, after: &Publication) -> Vec<Change> {
    let none = Vec::new();
    let old = before.map_or(&none, |publication| &publication.lines);
    let mut found = Vec::new();
    for (line, share, key) in shares(&after.lines) {
        match shares(old).find(|(.., other)| *other == key) {
            None => found.push(change(line, share, ChangeKind::Added)),
            Some((other, theirs, _)) if differs((other, theirs), (line, share)) => {
                found.push(change(line, share, ChangeKind::Changed));
            }
            Some(_) => {}
        }
    }
    for (line, share, key) in shares(old) {
        if !shares(&after.lines).any(|(.., other)| other == key) {
            found.push(change(line, share, ChangeKind::Removed));
        }
    }
    rooms(before, after, &mut found);
    found.sort();
    found.dedup();
    found
}

/// The shares with what makes two of them the same from one version to the next: the requirement, the person, and which of the
/// person's shares in it.
fn shares(lines: &[PublishedLine]) -> impl Iterator<Item = (&PublishedLine, &PublishedShare, (Uuid, StaffId, usize))> {
    lines.iter().flat_map(|line| {
        line.shares_in_turn().map(move |(share, turn)| (line, share, (line.requirement_id, share.staff_id, turn)))
    })
}

fn differs(before: (&PublishedLine, &PublishedShare), after: (&PublishedLine, &PublishedShare)) -> bool {
    let of =
        |(line, share): (&PublishedLine, &PublishedShare)| (share.starts, share.ends, share.how, line.room.clone());
    of(before) != of(after)
}

fn change(line: &PublishedLine, share: &PublishedShare, kind: ChangeKind) -> Change {
    Change {
        staff_id: share.staff_id,
        kind,
        period: line.period.clone(),
        class: line.class.clone(),
        requirement_id: Some(line.requirement_id),
    }
}

fn rooms(before: Option<&Publication>, after: &Publication, found: &mut Vec<Change>) {
    let none = Vec::new();
    let old = before.map_or(&none, |publication| &publication.rooms);
    let gone = old.iter().filter(|room| !after.rooms.contains(room));
    let new = after.rooms.iter().filter(|room| !old.contains(room));
    for room in gone.chain(new) {
        found.extend(room.staff_ids.iter().map(|staff| Change {
            staff_id: *staff,
            kind: ChangeKind::Room,
            period: room.period.clone(),
            class: room.class.clone(),
            requirement_id: None,
        }));
    }
}
