//! What has changed since a consumer last asked.

use crate::{Context, Error, Result};
use chrono::DateTime;
use school::{AcademyId, Instant};
use std::collections::BTreeMap;
use store::Db;
use store::events::Recorded;
use uuid::Uuid;

/// The subjects of one kind that have changed since a place in the feed, and the place to ask from next time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The subjects, with whether the last thing that happened to each was its removal.
    pub subjects: BTreeMap<Uuid, bool>,
    /// What to send next time.
    pub watermark: String,
}

/// The events of some kinds since a place in the feed, in order, and the place to ask from next time.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    /// The events.
    pub events: Vec<Recorded>,
    /// What to send next time.
    pub watermark: String,
}

/// Most events that one answer covers.
const MOST: i64 = 5_000;

/// The present watermark, for a consumer that starts with the whole collection.
pub fn watermark(db: &mut Db) -> Result<String> {
    Ok(store::events::watermark(db)?.to_string())
}

/// What has changed since a watermark, or since an instant (RFC 3339) for a consumer that has no watermark yet.
pub fn since(db: &mut Db, academies: &[AcademyId], kinds: &[&str], since: &str) -> Result<Changed> {
    let News { events, watermark } = news(db, academies, kinds, since)?;
    let mut subjects = BTreeMap::new();
    for event in events {
        subjects.insert(event.subject_id, event.kind == "removed");
    }
    Ok(Changed { subjects, watermark })
}

/// The events themselves since a watermark, or since an instant: for what is not a subject of its own.
pub fn news(db: &mut Db, academies: &[AcademyId], kinds: &[&str], since: &str) -> Result<News> {
    let place = place_of(db, since)?;
    let mut last = store::events::watermark(db)?.max(place);
    let mut events = store::events::after(db, academies, None, place, MOST)?;
    if i64::try_from(events.len()).is_ok_and(|count| count == MOST) {
        last = events.last().map_or(last, |event| event.position);
    }
    events.retain(|event| kinds.contains(&event.subject_kind.as_str()));
    Ok(News { events, watermark: last.to_string() })
}

fn place_of(db: &mut Db, since: &str) -> Result<i64> {
    if let Ok(place) = since.parse::<i64>()
        && place >= 0
    {
        return Ok(place);
    }
    let at: Instant = DateTime::parse_from_rfc3339(since)
        .map_err(|_| {
            let detail = "send the watermark of the answer before, or an instant such as 2026-11-23T08:00:00Z";
            Error::invalid("/query/updated_since", "wrong_format", detail)
        })?
        .to_utc();
    Ok(store::events::place_before(db, at)?)
}

/// The events of an academy in reach after a place in the feed, in order: of one kind of subject where it is given.
pub fn list_events(
    cx: &mut Context<'_>,
    academy: AcademyId,
    subject_kind: Option<&str>,
    place: i64,
    limit: i64,
) -> Result<Vec<Recorded>> {
    cx.academy(academy)?;
    Ok(store::events::after(cx.db, &[academy], subject_kind, place, limit)?)
}
