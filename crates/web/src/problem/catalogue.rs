//! The kinds of problem that there are, and where they are explained.

use super::kinds;
use std::collections::BTreeMap;

/// One kind of problem: what programs match on, and what people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The end of its address, e.g. `invalid-body`.
    pub slug: &'static str,
    /// The HTTP status it comes with.
    pub status: u16,
    /// It in a few words.
    pub title: &'static str,
    /// What it means and what to do about it, for a person.
    pub explanation: &'static str,
}

impl Kind {
    /// The address that explains it.
    pub fn address(&self) -> String {
        format!("/problems/{}", self.slug)
    }

    /// The detail of a problem that has none of its own: how many things are wrong, or what the kind means. None from 500 on.
    pub(super) fn usual_detail(&self, wrong: usize) -> Option<String> {
        match wrong {
            _ if self.status >= 500 => None,
            0 => Some(self.explanation.to_owned()),
            1 => Some("One thing is wrong; errors says what and where.".to_owned()),
            many => Some(format!("{many} things are wrong; errors says what and where.")),
        }
    }
}

/// Every kind that the server may answer with; kept in the app's data for the pages that explain them.
#[derive(Debug, Clone)]
pub struct Catalogue(BTreeMap<&'static str, &'static Kind>);

impl Catalogue {
    /// The kinds of this crate.
    pub fn house() -> Self {
        Self(kinds::ALL.iter().map(|kind| (kind.slug, *kind)).collect())
    }

    /// Adds the kinds of a domain. A slug that is there already keeps its first meaning.
    #[must_use]
    pub fn with(mut self, more: &[&'static Kind]) -> Self {
        for kind in more {
            self.0.entry(kind.slug).or_insert(kind);
        }
        self
    }

    /// The kind with this slug.
    pub fn find(&self, slug: &str) -> Option<&'static Kind> {
        self.0.get(slug).copied()
    }

    /// Every kind by status and slug.
    pub fn kinds(&self) -> Vec<&'static Kind> {
        let mut kinds: Vec<_> = self.0.values().copied().collect();
        kinds.sort_by_key(|kind| (kind.status, kind.slug));
        kinds
    }
}

impl Default for Catalogue {
    fn default() -> Self {
        Self::house()
    }
}
