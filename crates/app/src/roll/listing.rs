//! Pages of a collection, and what has changed in it since a consumer last asked.

use crate::{Context, Result, feed};
use school::AcademyId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The most entries of one page.
pub const MOST: usize = 500;

/// What part of a collection is asked for.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// How many entries at most, 1 to [`MOST`].
    pub limit: usize,
    /// Where the page before ended.
    pub after: Option<PageEnd>,
    /// Only what has changed since: a watermark, or an instant.
    pub updated_since: Option<String>,
}

/// Where a page ended: what a cursor holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageEnd {
    /// The last entry.
    pub id: Uuid,
    /// The watermark of the first page, so that nothing that changed while a consumer turned the pages is lost to it.
    pub watermark: String,
}

/// A page of a collection.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing<T> {
    /// The entries.
    pub data: Vec<T>,
    /// What has been removed, or has left what was asked for; only where changes were asked for.
    pub removed: Vec<Uuid>,
    /// Where the page ends, if more follows.
    pub next: Option<PageEnd>,
    /// What to send as `updated_since` once the last page has been read.
    pub watermark: String,
}

impl<T> Listing<T> {
    /// The page of `limit` entries out of those read with a limit one higher: the extra one says that more follow.
    pub(crate) fn cut(mut found: Vec<(Uuid, T)>, limit: usize, watermark: String) -> Self {
        let more = found.len() > limit;
        found.truncate(limit);
        let next = end(more, found.last().map(|(id, _)| *id), &watermark);
        let data = found.into_iter().map(|(_, entry)| entry).collect();
        Self { data, removed: Vec::new(), next, watermark }
    }
}

/// What part of the entries a page needs.
pub(crate) struct Wanted<'a> {
    /// Only these, where changes were asked for.
    pub(crate) ids: Option<&'a [Uuid]>,
    /// Only those after this one.
    pub(crate) after: Option<Uuid>,
    /// At most so many.
    pub(crate) limit: usize,
}

impl Wanted<'_> {
    /// The limit as the store takes it.
    pub(crate) fn limit(&self) -> i64 {
        i64::try_from(self.limit).unwrap_or(i64::MAX)
    }

    /// Whether an entry may be part of the page.
    pub(crate) fn takes(&self, id: Uuid) -> bool {
        self.after.is_none_or(|after| id > after) && self.ids.is_none_or(|ids| ids.binary_search(&id).is_ok())
    }

    /// Of entries that are all in memory, in the order of their ids, those that are wanted.
    pub(crate) fn pick<T>(&self, all: impl IntoIterator<Item = (Uuid, T)>) -> Vec<(Uuid, T)> {
        all.into_iter().filter(|(id, _)| self.takes(*id)).take(self.limit).collect()
    }
}

/// A collection: whose it is and what its events are called.
pub(crate) struct Collection<'a> {
    /// The academies.
    pub(crate) academies: &'a [AcademyId],
    /// The kinds of subject in the event log.
    pub(crate) kinds: &'a [&'a str],
    /// Whether a changed subject that is not found has left what was asked for. Where not, it was never in it.
    pub(crate) filtered: bool,
}

/// Reads one page: `load` gives the entries wanted in the order of their ids. A list in another order of its own gives them in
/// that order where no changes are asked for.
pub(crate) fn read<T>(
    cx: &mut Context<'_>,
    collection: &Collection<'_>,
    ask: &Ask,
    load: impl FnOnce(&mut Context<'_>, Wanted<'_>) -> Result<Vec<(Uuid, T)>>,
) -> Result<Listing<T>> {
    let after = ask.after.as_ref().map(|end| end.id);
    let limit = ask.limit.clamp(1, MOST);
    let Some(since) = &ask.updated_since else {
        let watermark = match &ask.after {
            Some(end) => end.watermark.clone(),
            None => feed::watermark(cx.db)?,
        };
        let found = load(cx, Wanted { ids: None, after, limit: limit + 1 })?;
        return Ok(Listing::cut(found, limit, watermark));
    };
    let changed = feed::since(cx.db, collection.academies, collection.kinds, since)?;
    let watermark = ask.after.as_ref().map_or(changed.watermark, |end| end.watermark.clone());
    let rest = changed.subjects.into_iter().filter(|(id, _)| after.is_none_or(|after| *id > after));
    let mut subjects: BTreeMap<Uuid, bool> = rest.take(limit + 1).collect();
    let more = subjects.len() > limit;
    if more {
        subjects.pop_last();
    }
    let ids: Vec<Uuid> = subjects.keys().copied().collect();
    let found: HashMap<Uuid, T> = load(cx, Wanted { ids: Some(&ids), after, limit })?.into_iter().collect();
    let next = end(more, ids.last().copied(), &watermark);
    Ok(gather(subjects, found, collection.filtered, next, watermark))
}

/// Reads one page of entries that are all in memory, in the order of their ids. What else changed in the collection neither
/// shows as removed nor ends a page.
pub(crate) fn read_known<T>(
    cx: &mut Context<'_>,
    collection: &Collection<'_>,
    ask: &Ask,
    entries: impl IntoIterator<Item = (Uuid, T)>,
) -> Result<Listing<T>> {
    let limit = ask.limit.clamp(1, MOST);
    let (ids, newest) = match &ask.updated_since {
        Some(since) => {
            let changed = feed::since(cx.db, collection.academies, collection.kinds, since)?;
            (Some(changed.subjects.into_keys().collect::<Vec<_>>()), changed.watermark)
        }
        None => (None, feed::watermark(cx.db)?),
    };
    let watermark = ask.after.as_ref().map_or(newest, |end| end.watermark.clone());
    let after = ask.after.as_ref().map(|end| end.id);
    let found = Wanted { ids: ids.as_deref(), after, limit: limit + 1 }.pick(entries);
    Ok(Listing::cut(found, limit, watermark))
}

fn end(more: bool, last: Option<Uuid>, watermark: &str) -> Option<PageEnd> {
    last.filter(|_| more).map(|id| PageEnd { id, watermark: watermark.to_owned() })
}

fn gather<T>(
    subjects: BTreeMap<Uuid, bool>,
    mut found: HashMap<Uuid, T>,
    filtered: bool,
    next: Option<PageEnd>,
    watermark: String,
) -> Listing<T> {
    let mut listing = Listing { data: Vec::with_capacity(found.len()), removed: Vec::new(), next, watermark };
    for (id, removed) in subjects {
        match found.remove(&id) {
            Some(entry) => listing.data.push(entry),
            None if removed || filtered => listing.removed.push(id),
            None => {}
        }
    }
    listing
}
