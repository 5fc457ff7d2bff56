//! What is written into a register, and what stands there.

use crate::Code;
use school::{EnrolmentId, PupilId, SessionAt};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use utoipa::ToSchema;

/// How a mark, or the mark that replaced it, came into the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// Entered when the register was taken.
    Register,
    /// Entered after the register had closed, where there was no mark.
    LateEntry,
    /// Entered from a planned absence when the register was taken.
    Planned,
    /// Entered from a file of another system, where there was no mark.
    Import,
    /// Changed: the entry it replaces is kept with the reason.
    Amendment,
}

impl EntryKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Register, Self::LateEntry, Self::Planned, Self::Import, Self::Amendment];

    /// Its name in the API and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::LateEntry => "late_entry",
            Self::Planned => "planned",
            Self::Import => "import",
            Self::Amendment => "amendment",
        }
    }
}

impl fmt::Display for EntryKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no kind of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no kind of register entry")]
pub struct NotAnEntryKind;

impl FromStr for EntryKind {
    type Err = NotAnEntryKind;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(NotAnEntryKind)
    }
}

/// A mark with what may stand beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The code.
    pub code: Code,
    /// Minutes after the register opened, for L and U; none where unknown. Not part of the statutory register.
    pub minutes_late: Option<u16>,
    /// What was remarked.
    pub comment: Option<String>,
}

impl Mark {
    /// A mark with nothing beside it.
    pub fn of(code: Code) -> Self {
        Self { code, minutes_late: None, comment: None }
    }
}

/// A mark that stands in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingMark {
    /// The mark.
    pub mark: Mark,
    /// How many entries its history has: 1 when it was never changed.
    pub entries: i32,
    /// Whether a person amended it here; an import then leaves it alone unless the MIS has authority.
    pub amended_by_person: bool,
}

/// One mark to be written, decided and lawful.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkChange {
    /// The pupil.
    pub pupil_id: PupilId,
    /// The enrolment whose sheet it is.
    pub enrolment_id: EnrolmentId,
    /// The session.
    pub at: SessionAt,
    /// What stood there when this was decided: the write is conditional on it.
    pub before: Option<StandingMark>,
    /// What is to stand there.
    pub after: Mark,
    /// How it comes there.
    pub kind: EntryKind,
    /// The reason: always there for an amendment, and for an entry made one by one with a reason.
    pub reason: Option<String>,
}

impl MarkChange {
    /// The byte of the sheet that the decision saw; 0 for no mark.
    pub fn byte_before(&self) -> u8 {
        self.before.as_ref().map_or(0, |standing| standing.mark.code.byte())
    }

    /// How many entries the history of the mark has once this is written.
    pub fn entries_after(&self) -> i32 {
        self.before.as_ref().map_or(0, |standing| standing.entries).saturating_add(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_of_entry_is_stored_by_its_name() {
        for kind in EntryKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        assert_eq!("".parse::<EntryKind>(), Err(NotAnEntryKind));
    }
}
