//! Small steps between bodies and use cases.

use actix_web::HttpResponse;
use serde::Serialize;
use web::{ETag, Patch, Problem, Tagged};

/// A resource that is computed when asked: its tag is the digest of what it says.
pub(crate) fn by_digest<T: Serialize>(body: T) -> Tagged<T> {
    let bytes = serde_json::to_vec(&body).unwrap_or_default();
    Tagged::new(ETag::digest(&bytes), body)
}

/// A table as a CSV file.
pub(crate) fn csv<const N: usize>(
    header: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Result<HttpResponse, Problem> {
    let bytes = exchange::table_csv(header, rows).map_err(|error| app::Error::Unexpected(error.to_string()));
    let bytes = bytes.map_err(crate::problems::problem)?;
    Ok(HttpResponse::Ok().content_type("text/csv; charset=utf-8; header=present").body(bytes))
}

/// What a patch sets, if anything.
pub(crate) fn set<T>(patch: Patch<T>) -> Option<T> {
    match patch {
        Patch::Absent => None,
        Patch::Set(value) => Some(value),
    }
}
