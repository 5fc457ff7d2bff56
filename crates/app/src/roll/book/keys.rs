//! By which keys a pupil is found.

use super::PupilEntry;
use school::{PupilId, Upn};
use std::collections::HashMap;

/// The pupils of the book by the numbers that other systems know them by.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    by_upn: HashMap<Upn, PupilId>,
    by_former_upn: HashMap<Upn, PupilId>,
    by_mis_id: HashMap<String, PupilId>,
}

impl Keys {
    /// The pupil with this number.
    pub(crate) fn upn(&self, upn: &Upn) -> Option<PupilId> {
        self.by_upn.get(upn).copied()
    }

    /// The pupil who had this number before.
    pub(crate) fn former_upn(&self, upn: &Upn) -> Option<PupilId> {
        self.by_former_upn.get(upn).copied()
    }

    /// The pupil with this id in the MIS.
    pub(crate) fn mis_id(&self, mis_id: &str) -> Option<PupilId> {
        self.by_mis_id.get(mis_id).copied()
    }

    pub(super) fn replace(&mut self, before: Option<&PupilEntry>, after: &PupilEntry) {
        if let Some(before) = before {
            let identity = &before.record.identity;
            identity.upn.as_ref().map(|upn| self.by_upn.remove(upn));
            identity.former_upn.as_ref().map(|upn| self.by_former_upn.remove(upn));
            identity.mis_id.as_ref().map(|mis_id| self.by_mis_id.remove(mis_id));
        }
        let (id, identity) = (after.record.id, &after.record.identity);
        identity.upn.clone().map(|upn| self.by_upn.insert(upn, id));
        identity.former_upn.clone().map(|upn| self.by_former_upn.insert(upn, id));
        identity.mis_id.clone().map(|mis_id| self.by_mis_id.insert(mis_id, id));
    }
}
