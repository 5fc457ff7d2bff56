//! Small steps between bodies and use cases.

use serde::Serialize;
use web::{ETag, Patch, Tagged};

/// A resource that is computed when asked: its tag is the digest of what it says.
pub(crate) fn by_digest<T: Serialize>(body: T) -> Tagged<T> {
    let bytes = serde_json::to_vec(&body).unwrap_or_default();
    Tagged::new(ETag::digest(&bytes), body)
}

/// What a patch sets, if anything.
pub(crate) fn set<T>(patch: Patch<T>) -> Option<T> {
    match patch {
        Patch::Absent => None,
        Patch::Set(value) => Some(value),
    }
}
