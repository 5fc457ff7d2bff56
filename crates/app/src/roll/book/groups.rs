//! The groups that the roll book knows, and those that it makes on the way.

use crate::roll::pupils::Terms;
use school::GroupId;
use school::group::{Group, GroupKind};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Groups by id and by kind and name.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    by_id: HashMap<GroupId, Group>,
    by_name: HashMap<(GroupKind, String), GroupId>,
    fresh: BTreeSet<GroupId>,
}

impl Groups {
    pub(super) fn of(groups: Vec<Group>) -> Self {
        let mut known = Self::default();
        for group in groups {
            known.by_name.insert((group.kind, group.name.clone()), group.id);
            known.by_id.insert(group.id, group);
        }
        known
    }

    /// A group.
    pub(crate) fn get(&self, id: GroupId) -> Option<&Group> {
        self.by_id.get(&id)
    }

    /// The names of all groups.
    pub(crate) fn names(&self) -> HashMap<GroupId, String> {
        self.by_id.iter().map(|(id, group)| (*id, group.name.clone())).collect()
    }

    /// The registration group of a name; it is made where there is none.
    pub(crate) fn registration(&mut self, name: &str, terms: &Terms, new_id: &mut dyn FnMut() -> Uuid) -> GroupId {
        let key = (GroupKind::Registration, name.to_owned());
        if let Some(id) = self.by_name.get(&key) {
            return *id;
        }
        let group = Group {
            id: new_id().into(),
            academy_id: terms.academy_id,
            name: name.to_owned(),
            kind: GroupKind::Registration,
            revision: 1,
            created_at: terms.at,
            updated_at: terms.at,
        };
        let id = group.id;
        self.by_name.insert(key, id);
        self.by_id.insert(id, group);
        self.fresh.insert(id);
        id
    }

    /// Of the groups that were made on the way, those that somebody is in; they count as known from now on.
    pub(super) fn take_fresh(&mut self, used: impl Fn(GroupId) -> bool) -> Vec<Group> {
        let used: Vec<GroupId> = self.fresh.iter().copied().filter(|id| used(*id)).collect();
        for id in &used {
            self.fresh.remove(id);
        }
        used.iter().filter_map(|id| self.by_id.get(id).cloned()).collect()
    }
}
