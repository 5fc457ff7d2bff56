//! Who a row is about.

use super::SentRow;
use crate::AcademyState;
use std::collections::HashMap;

/// Finds pupils by the keys of a file, and numbers the keys by their first appearance.
#[derive(Debug, Default)]
pub(super) struct Pupils {
    by_upn: HashMap<String, u32>,
    by_former_upn: HashMap<String, u32>,
    by_mis_id: HashMap<String, u32>,
    /// By both keys of a row together.
    numbers: HashMap<String, u32>,
    known: Vec<Named>,
    /// The keys of the last row and their number: files are often sorted by pupil.
    last: (String, u32),
    key: String,
}

/// What a name in the file comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// The pupil at this place of the roll.
    Pupil(u32),
    /// Nobody at this academy.
    Nobody,
    /// The UPN is that of one pupil, the MIS id that of another.
    Two,
}

impl Pupils {
    /// The pupils of an academy.
    pub(super) fn of(state: &AcademyState) -> Self {
        let mut pupils = Self::default();
        for (place, pupil) in (0..).zip(&state.roll.pupils) {
            let identity = &pupil.record.identity;
            let add = |map: &mut HashMap<String, u32>, key: Option<&str>| {
                key.and_then(|key| map.insert(key.to_owned(), place));
            };
            add(&mut pupils.by_upn, identity.upn.as_ref().map(school::Upn::as_str));
            add(&mut pupils.by_former_upn, identity.former_upn.as_ref().map(school::Upn::as_str));
            add(&mut pupils.by_mis_id, identity.mis_id.as_deref());
        }
        pupils
    }

    /// The number of the name in the file, and the pupil.
    pub(super) fn find(&mut self, row: &SentRow<'_>) -> (u32, Named) {
        let (upn, mis_id) = (row.upn.map_or("", |upn| upn.as_str()), row.mis_id.unwrap_or(""));
        self.key.clear();
        self.key.extend([upn, "\n", mis_id]);
        if self.last.0 != self.key {
            let number = match self.numbers.get(&self.key) {
                Some(number) => *number,
                None => self.add(upn, mis_id),
            };
            self.last.0.clone_from(&self.key);
            self.last.1 = number;
        }
        (self.last.1, self.named(self.last.1))
    }

    fn named(&self, number: u32) -> Named {
        self.known.get(number as usize).copied().unwrap_or(Named::Nobody)
    }

    fn add(&mut self, upn: &str, mis_id: &str) -> u32 {
        let by_upn = self.by_upn.get(upn).or_else(|| self.by_former_upn.get(upn));
        let named = match (by_upn, self.by_mis_id.get(mis_id)) {
            (Some(one), Some(two)) if one != two => Named::Two,
            (Some(pupil), _) | (None, Some(pupil)) => Named::Pupil(*pupil),
            (None, None) => Named::Nobody,
        };
        let number = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        self.known.push(named);
        self.numbers.insert(self.key.clone(), number);
        number
    }
}
