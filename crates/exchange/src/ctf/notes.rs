//! What a person should know of a file although nothing is wrong.

use std::collections::BTreeMap;

/// The most names of unknown elements that are kept apart.
const MOST_NAMES: usize = 200;

/// What a person should know of a file although nothing is rejected for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CtfNote {
    /// A stable word that programs may match on, e.g. `unknown_element`.
    pub code: &'static str,
    /// The name of the element that it is about, where it is about one.
    pub element: Option<String>,
    /// What it means, for a person to read.
    pub detail: &'static str,
    /// How often.
    pub count: u64,
}

/// The notes of a file as they add up.
#[derive(Debug, Default)]
pub(super) struct Notes {
    unknown: BTreeMap<String, u64>,
    remarks: BTreeMap<(&'static str, &'static str), u64>,
}

impl Notes {
    /// An element of which nothing is known. What is in it is not counted.
    pub(super) fn unknown_element(&mut self, name: &str) {
        if let Some(count) = self.unknown.get_mut(name) {
            *count += 1;
        } else if self.unknown.len() < MOST_NAMES {
            self.unknown.insert(name.to_owned(), 1);
        } else {
            self.remark("more_unknown_elements", "elements of yet other names were not read either");
        }
    }

    /// Anything else.
    pub(super) fn remark(&mut self, code: &'static str, detail: &'static str) {
        *self.remarks.entry((code, detail)).or_default() += 1;
    }

    /// All of them.
    pub(super) fn list(&self) -> Vec<CtfNote> {
        let unknown = self.unknown.iter().map(|(name, count)| CtfNote {
            code: "unknown_element",
            element: Some(name.chars().map(|letter| if letter.is_control() { '?' } else { letter }).collect()),
            detail: "this element was not read",
            count: *count,
        });
        let remarks =
            self.remarks.iter().map(|((code, detail), count)| CtfNote { code, element: None, detail, count: *count });
        unknown.chain(remarks).collect()
    }
}
