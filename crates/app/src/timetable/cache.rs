//! Timetables kept between requests: used only where the stamp read in the same transaction is the one that they were read at.

use crate::{Context, Result, records};
use school::timetable::{PeriodGrid, Room, ShortenedDay, TimetableSettings, TimetableVersion};
use school::{AcademyId, Date, Record, RecordId, Timetable};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::timetable::{Stamp, VersionHead};

/// How many academies, and how many versions, are kept at most.
const KEPT: usize = 256;

/// The timetables that were read last. A use case that changes a timetable does not read it here again in its own transaction:
/// what was rolled back must not be kept.
#[derive(Debug, Default)]
pub struct TimetableCache {
    parts: Mutex<HashMap<AcademyId, (Stamp, Arc<Timetable>)>>,
    versions: Mutex<HashMap<RecordId, (VersionHead, Arc<TimetableVersion>)>>,
}

/// Everything of a timetable but its versions, which are large and read one at a time.
pub(super) fn parts(cx: &mut Context<'_>, academy: AcademyId) -> Result<Arc<Timetable>> {
    let stamp = store::timetable::stamp(cx.db, academy)?;
    if let Some((kept, timetable)) = lock(&cx.app.timetables.parts).get(&academy)
        && *kept == stamp
    {
        return Ok(Arc::clone(timetable));
    }
    let timetable = Arc::new(Timetable::of(
        settings(cx, academy)?,
        values::<PeriodGrid>(cx, academy)?,
        Vec::new(),
        values::<ShortenedDay>(cx, academy)?,
        values::<Room>(cx, academy)?,
    ));
    keep(&mut lock(&cx.app.timetables.parts), academy, (stamp, Arc::clone(&timetable)));
    Ok(timetable)
}

/// The version that holds on a day, where one does.
pub(super) fn version_on(
    cx: &mut Context<'_>,
    academy: AcademyId,
    date: Date,
) -> Result<Option<Arc<TimetableVersion>>> {
    let heads = store::timetable::version_heads(cx.db, academy)?;
    let Some(head) = heads.into_iter().rev().find(|head| head.valid_from <= date) else { return Ok(None) };
    of_head(cx, head)
}

/// The versions that hold on a day or later, the first one first.
pub(super) fn versions_from(
    cx: &mut Context<'_>,
    academy: AcademyId,
    from: Date,
) -> Result<Vec<Arc<TimetableVersion>>> {
    let heads = store::timetable::version_heads(cx.db, academy)?;
    let first = heads.iter().rposition(|head| head.valid_from <= from).unwrap_or(0);
    let mut found = Vec::new();
    for head in heads.into_iter().skip(first) {
        found.extend(of_head(cx, head)?);
    }
    Ok(found)
}

fn of_head(cx: &mut Context<'_>, head: VersionHead) -> Result<Option<Arc<TimetableVersion>>> {
    if let Some((kept, version)) = lock(&cx.app.timetables.versions).get(&head.id)
        && *kept == head
    {
        return Ok(Some(Arc::clone(version)));
    }
    let Some(found) = store::records::find::<TimetableVersion>(cx.db, head.id)? else { return Ok(None) };
    let version = Arc::new(found.value);
    keep(&mut lock(&cx.app.timetables.versions), head.id, (head, Arc::clone(&version)));
    Ok(Some(version))
}

/// The settings of an academy's timetable; the defaults where it has none of its own.
pub(super) fn settings(cx: &mut Context<'_>, academy: AcademyId) -> Result<TimetableSettings> {
    let found = store::records::of_key::<TimetableSettings>(cx.db, academy, "")?;
    Ok(found.map(|kept| kept.value).unwrap_or_default())
}

fn values<T: Record>(cx: &mut Context<'_>, academy: AcademyId) -> Result<Vec<T>> {
    let all = records::all::<T>(cx, academy, &records::Filter::default())?;
    Ok(all.into_iter().map(|kept| kept.value).collect())
}

fn keep<K: Copy + Eq + std::hash::Hash, V>(kept: &mut HashMap<K, V>, key: K, value: V) {
    if kept.len() >= KEPT && !kept.contains_key(&key) {
        // Whichever goes is read again when it is asked for.
        let any = kept.keys().next().copied();
        any.and_then(|any| kept.remove(&any));
    }
    kept.insert(key, value);
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
