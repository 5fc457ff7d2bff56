//! An imported mark meets the one that stands.

use super::{
    ImportedMark, RosterPupil,
    take::{change, completed},
};
use crate::{EntryKind, Mark, MarkChange, StandingMark};
use school::{MarkAuthority, SessionAt};

/// What an imported mark does to the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// The mark stands so already.
    Unchanged,
    /// An entry where there was no mark, or an amendment of the one that stands: never a replacement.
    Write(MarkChange),
    /// A person amended the mark here: it stands, and the difference is listed.
    Conflict {
        /// The mark that stands.
        standing: StandingMark,
        /// The mark of the import.
        imported: Mark,
    },
}

/// Decides what an imported mark does to the one that stands. `reason` is that of the amendment, e.g. the name of the
/// import.
pub fn settle(
    imported: &ImportedMark,
    pupil: &RosterPupil,
    at: SessionAt,
    authority: MarkAuthority,
    reason: &str,
) -> Settlement {
    let Some(standing) = &pupil.standing else {
        return Settlement::Write(change(pupil, at, imported.mark.clone(), EntryKind::Import, None));
    };
    let after = completed(imported.mark.clone(), &standing.mark);
    let person_decided = standing.amended_by_person && authority == MarkAuthority::Rollcall;
    if after == standing.mark || (person_decided && after.code == standing.mark.code) {
        return Settlement::Unchanged;
    }
    if person_decided {
        return Settlement::Conflict { standing: standing.clone(), imported: after };
    }
    Settlement::Write(change(pupil, at, after, EntryKind::Amendment, Some(reason.to_owned())))
}

#[cfg(test)]
mod tests;
