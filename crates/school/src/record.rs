//! Records that are kept whole: read, decided on and written one at a time.

use crate::{AcademyId, Actor, Date, Instant, RecordId};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// A kind of record: what a domain crate decides about and the record store keeps with every version it has had.
///
/// What is kept must stay readable: fields may be added with a default, never renamed or given another meaning.
pub trait Record: Clone + Serialize + DeserializeOwned {
    /// The word it is stored under and its subject in the event log, e.g. `suspension`. Never renamed.
    const KIND: &'static str;
    /// What a person calls it, e.g. `suspension`.
    const NAME: &'static str;

    /// Whom it is about: a pupil, a member of staff, a group.
    fn subject(&self) -> Option<Uuid> {
        None
    }

    /// The first and the last day that it is about, both inside; none where it is open on that side.
    fn days(&self) -> (Option<Date>, Option<Date>) {
        (None, None)
    }

    /// What no two records of the kind at one academy may share.
    fn natural_key(&self) -> Option<String> {
        None
    }
}

/// A record as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept<T> {
    /// The record.
    pub id: RecordId,
    /// The academy; [`TRUST`] where the record belongs to the trust as a whole.
    pub academy_id: AcademyId,
    /// What it says.
    pub value: T,
    /// Counts the changes, from 1.
    pub revision: i32,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
    /// Who changed it last.
    pub by: Actor,
}

/// One version that a record has had.
#[derive(Debug, Clone, PartialEq)]
pub struct Version<T> {
    /// Counts the versions, from 1.
    pub revision: i32,
    /// What it said.
    pub value: T,
    /// Whether the record was taken away with it.
    pub removed: bool,
    /// Since when.
    pub at: Instant,
    /// Who wrote it.
    pub by: Actor,
}

/// Stands in the place of the academy in records of the trust as a whole.
pub const TRUST: AcademyId = AcademyId(Uuid::nil());
