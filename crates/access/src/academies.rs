//! A set of academies.

use school::AcademyId;
use std::collections::BTreeSet;

/// The academies that a caller belongs to or may act in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Academies {
    /// Every academy of the trust, present and future.
    All,
    /// These and no others.
    Only(BTreeSet<AcademyId>),
}

impl Academies {
    /// One academy.
    pub fn one(academy: AcademyId) -> Self {
        Self::Only(BTreeSet::from([academy]))
    }

    /// Whether `academy` is one of them.
    pub fn covers(&self, academy: AcademyId) -> bool {
        match self {
            Self::All => true,
            Self::Only(set) => set.contains(&academy),
        }
    }

    /// The academies that are in both sets.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::All, set) | (set, Self::All) => set.clone(),
            (Self::Only(one), Self::Only(two)) => Self::Only(one & two),
        }
    }

    /// Whether no academy is among them.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Only(set) if set.is_empty())
    }
}
