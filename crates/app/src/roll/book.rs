//! The roll book: the pupils of an academy as they stand and as they are to stand, and the saving of the difference.
//!
//! It belongs to one transaction: it is loaded in it, changed in memory, and saved in it. An import may keep it for the next
//! transaction for as long as [`RollBook::is_current`].

mod entry;
mod groups;
mod keys;
mod load;
mod save;

pub use entry::{Member, PupilEntry};
pub(crate) use groups::Groups;

use crate::{Context, Result};
use keys::Keys;
use school::{AcademyId, PupilId};
use std::collections::{BTreeMap, BTreeSet};
use store::roll::pupils::Change;

/// The pupils of an academy as they stand and as they are to stand.
#[derive(Debug)]
pub struct RollBook {
    academy_id: AcademyId,
    /// The token of the roll as it was when the book was loaded or saved.
    token: Option<i32>,
    entries: BTreeMap<PupilId, PupilEntry>,
    /// How the pupils stand in the database whose entries have changed since; none for a new one.
    stored: BTreeMap<PupilId, Option<PupilEntry>>,
    /// The names of the fields that changed.
    changed: BTreeMap<PupilId, BTreeSet<&'static str>>,
    history: Vec<(PupilId, Change)>,
    pub(crate) groups: Groups,
    pub(crate) keys: Keys,
}

impl RollBook {
    /// The academy.
    pub fn academy_id(&self) -> AcademyId {
        self.academy_id
    }

    /// A pupil as they are to stand.
    pub fn entry(&self, id: PupilId) -> Option<&PupilEntry> {
        self.entries.get(&id)
    }

    /// All pupils as they are to stand, in the order of their ids.
    pub fn entries(&self) -> impl Iterator<Item = &PupilEntry> {
        self.entries.values()
    }

    /// Whether nothing has changed the roll since the book was loaded or saved.
    pub fn is_current(&self, cx: &mut Context<'_>) -> Result<bool> {
        Ok(store::roll::academies::roll_version(cx.db, self.academy_id)? == self.token)
    }

    /// Says how a pupil is to stand from now on, and which fields that changes.
    pub(crate) fn put(&mut self, entry: PupilEntry, changed: impl IntoIterator<Item = &'static str>) {
        let id = entry.record.id;
        self.keys.replace(self.entries.get(&id), &entry);
        self.changed.entry(id).or_default().extend(changed);
        let before = self.entries.insert(id, entry);
        self.stored.entry(id).or_insert(before);
    }

    /// Adds to the history of a pupil's statutory entries.
    pub(crate) fn add_history(&mut self, pupil: PupilId, changes: impl IntoIterator<Item = Change>) {
        self.history.extend(changes.into_iter().map(|change| (pupil, change)));
    }
}
