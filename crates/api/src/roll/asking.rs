//! What the lists of the roll have in common: pages, and what has changed.

use app::roll::{Ask, Cell, Listing};
use chrono::DateTime;
use school::Violation;
use web::{Cursor, Limit, Page, Patch, Problem};

/// What part of a list is asked for.
pub(crate) fn ask(limit: Limit, cursor: Option<Cursor>, updated_since: Option<String>) -> Result<Ask, Problem> {
    check_since(updated_since.as_deref())?;
    let after = cursor.map(|cursor| cursor.read()).transpose()?;
    Ok(Ask { limit: limit.get(), after, updated_since })
}

/// Whether `updated_since` is a place in the feed or an instant.
pub(crate) fn check_since(updated_since: Option<&str>) -> Result<(), Problem> {
    if updated_since.is_none_or(|since| is_place(since) || DateTime::parse_from_rfc3339(since).is_ok()) {
        return Ok(());
    }
    let detail = "send the watermark of the answer before, or an instant such as 2026-11-23T08:00:00Z";
    let violation = Violation::new("/query/updated_since", "wrong_format", detail);
    Err(Problem::invalid_parameters(vec![violation]))
}

fn is_place(since: &str) -> bool {
    since.bytes().all(|byte| byte.is_ascii_digit()) && since.parse::<i64>().is_ok()
}

/// The page of a listing.
pub(crate) fn page<T, B>(listing: Listing<T>, body: impl FnMut(T) -> B) -> Page<B> {
    let Listing { data, removed, next, watermark } = listing;
    let next_cursor = next.map(|end| Cursor::of(&end));
    Page::new(data.into_iter().map(body).collect(), next_cursor).with_removed(removed).with_watermark(watermark)
}

/// A field of a patch that may be null.
pub(crate) fn cell<T>(patch: Patch<Option<T>>) -> Cell<T> {
    match patch {
        Patch::Absent => Cell::Absent,
        Patch::Set(None) => Cell::Null,
        Patch::Set(Some(value)) => Cell::Value(value),
    }
}

/// A field of a patch that may not be null.
pub(crate) fn value<T>(patch: Patch<T>) -> Cell<T> {
    match patch {
        Patch::Absent => Cell::Absent,
        Patch::Set(value) => Cell::Value(value),
    }
}

/// A field that may be left out when something is made: left out and null are the same.
pub(crate) fn given<T>(value: Option<T>) -> Cell<T> {
    value.map_or(Cell::Absent, Cell::Value)
}
