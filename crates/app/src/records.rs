//! Use cases of the record store: what reading, making, changing and taking away have in common for every kind of record.
//! The rules of a kind are asked by its own use cases before they come here.

use crate::roll::listing::{self, Ask, Collection, Listing};
use crate::{Context, Error, Kind, Result};
use school::record::TRUST;
use school::{AcademyId, Date, Kept, Record, RecordId, Version};
use serde_json::{Value, json};
use store::records::{self, Which};
use uuid::Uuid;

/// The most records that are read at once.
pub const MOST: i64 = 20_000;

/// The most records that one use case computes with. More than an academy has of any kind in several years; beyond it the use
/// case refuses rather than computing with a part.
const MOST_KEPT: usize = 100_000;

/// The most records that are looked through for those that one use case computes with.
const MOST_READ: usize = 1_000_000;

/// The most versions of one record that are told.
const MOST_VERSIONS: i64 = 1_000;

/// Which records of a kind are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// Only those about one of these.
    pub subjects: Option<&'a [Uuid]>,
    /// Only those that touch this day or a later one.
    pub from: Option<Date>,
    /// Only those that touch this day or an earlier one.
    pub to: Option<Date>,
}

/// Whether records of an academy, or of the trust, are in reach.
fn reach(cx: &mut Context<'_>, academy: AcademyId) -> Result<()> {
    if academy == TRUST { Ok(()) } else { cx.academy(academy).map(drop) }
}

/// Makes a record and records the event.
///
/// # Errors
/// [`Error::Conflict`] where another record of the kind has its natural key.
pub fn add<T: Record>(cx: &mut Context<'_>, academy: AcademyId, value: T) -> Result<Kept<T>> {
    let id = cx.new_id();
    add_as(cx, academy, id, value)
}

/// The same under an id that other rows of the same transaction name already.
pub fn add_as<T: Record>(cx: &mut Context<'_>, academy: AcademyId, id: RecordId, value: T) -> Result<Kept<T>> {
    reach(cx, academy)?;
    let record = Kept {
        id,
        academy_id: academy,
        value,
        revision: 1,
        created_at: cx.at,
        updated_at: cx.at,
        by: cx.acting.actor.clone(),
    };
    records::insert(cx.db, &record)?;
    let fields = names(&serde_json::to_value(&record.value).unwrap_or_default());
    happened::<T>(cx, &record, "created", json!(fields))?;
    Ok(record)
}

/// A record in reach. Records of the trust are found by whoever may ask for their kind.
pub fn find<T: Record>(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<T>> {
    records::find(cx.db, id)?
        .filter(|record: &Kept<T>| record.academy_id == TRUST || cx.acting.reach.covers(record.academy_id))
        .ok_or(Error::NotFound(Kind::Other(T::NAME)))
}

/// The record of a natural key, where there is one.
pub fn of_key<T: Record>(cx: &mut Context<'_>, academy: AcademyId, key: &str) -> Result<Option<Kept<T>>> {
    reach(cx, academy)?;
    Ok(records::of_key(cx.db, academy, key)?)
}

/// Writes the next version of a record; nothing where it says what it said. `precondition` is asked about the revision as it
/// stands.
pub fn change<T: Record>(
    cx: &mut Context<'_>,
    record: Kept<T>,
    value: T,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Kept<T>> {
    if !precondition(record.revision) {
        return Err(Error::Precondition);
    }
    let (before, after) = (serde_json::to_value(&record.value), serde_json::to_value(&value));
    let changed = differing(&before.unwrap_or_default(), &after.unwrap_or_default());
    if changed.is_empty() {
        return Ok(record);
    }
    let next = Kept { value, ..following(cx, &record) };
    records::update(cx.db, &next)?;
    happened::<T>(cx, &next, "updated", json!(changed))?;
    Ok(next)
}

/// Takes a record away. Its versions stay on record.
pub fn remove<T: Record>(cx: &mut Context<'_>, record: &Kept<T>, precondition: &dyn Fn(i32) -> bool) -> Result<()> {
    if !precondition(record.revision) {
        return Err(Error::Precondition);
    }
    let last = following(cx, record);
    records::remove(cx.db, &last)?;
    happened::<T>(cx, &last, "removed", json!([]))
}

/// One page of the records of a kind, or what has changed among them.
pub fn list<T: Record>(
    cx: &mut Context<'_>,
    academy: AcademyId,
    filter: &Filter<'_>,
    ask: &Ask,
) -> Result<Listing<Kept<T>>> {
    reach(cx, academy)?;
    let academies = [academy];
    let collection = Collection { academies: &academies, kinds: &[T::KIND], filtered: true };
    let Filter { subjects, from, to } = *filter;
    listing::read(cx, &collection, ask, |cx, wanted| {
        let which = Which { subjects, from, to, ids: wanted.ids, after: wanted.after };
        let found = records::list(cx.db, academy, &which, wanted.limit())?;
        Ok(found.into_iter().map(|record: Kept<T>| (record.id.0, record)).collect())
    })
}

/// The same of the records that say something that no column holds.
pub fn list_where<T: Record>(
    cx: &mut Context<'_>,
    academy: AcademyId,
    ask: &Ask,
    wanted_of: impl Fn(&T) -> bool,
) -> Result<Listing<Kept<T>>> {
    reach(cx, academy)?;
    let academies = [academy];
    let collection = Collection { academies: &academies, kinds: &[T::KIND], filtered: true };
    listing::read(cx, &collection, ask, |cx, wanted| {
        let kept = all::<T>(cx, academy, &Filter::default())?.into_iter().filter(|kept| wanted_of(&kept.value));
        Ok(wanted.pick(kept.map(|kept| (kept.id.0, kept))))
    })
}

/// All records of a kind that a use case computes with, in the order of their making.
///
/// # Errors
/// [`Error::Conflict`] where they are more than what can be computed with at once.
pub fn all<T: Record>(cx: &mut Context<'_>, academy: AcademyId, filter: &Filter<'_>) -> Result<Vec<Kept<T>>> {
    matching(cx, academy, filter, |_| true)
}

/// Those of them that say something that no column holds: what they do not say is let go as it is read, so that a year of what
/// was tried and replaced costs no memory.
///
/// # Errors
/// As [`all`].
pub fn matching<T: Record>(
    cx: &mut Context<'_>,
    academy: AcademyId,
    filter: &Filter<'_>,
    wanted: impl Fn(&T) -> bool,
) -> Result<Vec<Kept<T>>> {
    reach(cx, academy)?;
    let Filter { subjects, from, to } = *filter;
    let (mut found, mut read, mut after) = (Vec::new(), 0, None);
    loop {
        let page: Vec<Kept<T>> = records::list(cx.db, academy, &Which { subjects, from, to, ids: None, after }, MOST)?;
        let last = i64::try_from(page.len()).is_ok_and(|count| count < MOST);
        read += page.len();
        after = page.last().map(|kept| kept.id.0);
        found.extend(page.into_iter().filter(|kept| wanted(&kept.value)));
        if found.len() > MOST_KEPT || read > MOST_READ {
            let why = format!("there are more than {MOST_KEPT} records ({}); ask for fewer days", T::NAME);
            return Err(Error::Conflict(why));
        }
        if last {
            return Ok(found);
        }
    }
}

/// Every version that a record in reach has had, the first one first.
pub fn versions<T: Record>(cx: &mut Context<'_>, record: &Kept<T>) -> Result<Vec<Version<T>>> {
    Ok(records::versions(cx.db, record.academy_id, record.id, MOST_VERSIONS)?)
}

fn following<T: Record>(cx: &Context<'_>, record: &Kept<T>) -> Kept<T> {
    let by = cx.acting.actor.clone();
    Kept { revision: record.revision + 1, updated_at: cx.at, by, ..record.clone() }
}

fn happened<T: Record>(cx: &mut Context<'_>, record: &Kept<T>, kind: &'static str, fields: Value) -> Result<()> {
    cx.record(record.academy_id, T::KIND, record.id, kind, fields)
}

fn names(value: &Value) -> Vec<String> {
    let filled = |object: &serde_json::Map<String, Value>| {
        object.iter().filter(|(_, value)| !value.is_null()).map(|(name, _)| name.clone()).collect()
    };
    value.as_object().map(filled).unwrap_or_default()
}

/// The names of the fields that differ.
fn differing(before: &Value, after: &Value) -> Vec<String> {
    match (before.as_object(), after.as_object()) {
        (Some(before), Some(after)) => {
            let mut changed: Vec<String> = after
                .iter()
                .filter(|(name, value)| before.get(*name).unwrap_or(&Value::Null) != *value)
                .map(|(name, _)| name.clone())
                .collect();
            let gone = before.iter().filter(|(name, value)| !value.is_null() && !after.contains_key(*name));
            changed.extend(gone.map(|(name, _)| name.clone()));
            changed
        }
        _ if before == after => Vec::new(),
        _ => vec!["body".to_owned()],
    }
}
