//! The queue of imports: one at a time for an academy, each with the one worker that holds it.

use super::{Counts, Import, ImportRow, import};
use crate::schema::{import_chunks, imports};
use crate::sql_types::{At, Doc, Id};
use crate::{Db, Error, Result};
use diesel::prelude::*;
use school::{AcademyId, ImportId, Instant};

/// An import that a worker holds: how far it had come and until when it is held, as the worker last wrote them. Every
/// write of the worker is conditional on them, so that one whose lease ran out changes nothing more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The academy.
    pub academy_id: AcademyId,
    /// The import.
    pub id: ImportId,
    /// Rows done.
    pub rows: i64,
    /// The lease.
    pub lease_until: Instant,
}

/// Throws an import away whose file never arrived whole, with the pieces that did; one that was queued stays.
pub fn abandon(db: &mut Db, academy: AcademyId, id: ImportId) -> Result<()> {
    let gone = diesel::delete(imports::table.find((Id::from(academy), Id::from(id))))
        .filter(imports::status.eq("receiving"))
        .execute(db)?;
    if gone == 1 {
        diesel::delete(import_chunks::table)
            .filter(import_chunks::academy_id.eq(Id::from(academy)).and(import_chunks::import_id.eq(Id::from(id))))
            .execute(db)?;
    }
    Ok(())
}

/// Imports whose files began to arrive before an instant and never arrived whole.
pub fn forsaken(db: &mut Db, before: Instant, limit: i64) -> Result<Vec<(AcademyId, ImportId)>> {
    let rows: Vec<(Id, Id)> = imports::table
        .filter(imports::status.eq("receiving").and(imports::created_at.lt(At::from(before))))
        .limit(limit)
        .select((imports::academy_id, imports::id))
        .load(db)?;
    Ok(rows.into_iter().map(|(academy, id)| (academy.into(), id.into())).collect())
}

/// Puts a received import into the queue; answers whether it was being received.
pub fn queue(db: &mut Db, academy: AcademyId, id: ImportId, bytes: i64, at: Instant) -> Result<bool> {
    let changed = diesel::update(imports::table.find((Id::from(academy), Id::from(id))))
        .filter(imports::status.eq("receiving"))
        .set((imports::status.eq("queued"), imports::bytes.eq(bytes), imports::updated_at.eq(At::from(at))))
        .execute(db)?;
    Ok(changed == 1)
}

/// Whether an import waits, or was left by its worker.
pub fn waits(db: &mut Db, now: Instant) -> Result<bool> {
    let left = imports::status.eq("running").and(imports::lease_until.le(At::from(now)));
    let some = imports::table.filter(imports::status.eq("queued").or(left)).select(imports::id).limit(1);
    Ok(some.first::<Id>(db).optional()?.is_some())
}

/// Takes the oldest import that nobody works on, of an academy that has no other import running (of the academy given,
/// where one is), and holds it until the instant given. Call it in a write transaction of its own.
pub fn claim(db: &mut Db, academy: Option<AcademyId>, now: Instant, until: Instant) -> Result<Option<Import>> {
    if db.is_postgres() {
        diesel::sql_query("SELECT pg_advisory_xact_lock(7305804402567)").execute(db)?;
    }
    let (now, until) = (At::from(now), At::from(until));
    let Some(mut row) = oldest(db, academy, now)? else { return Ok(None) };
    row.started_at = row.started_at.or(Some(now));
    diesel::update(imports::table.find((row.academy_id, row.id)))
        .set((
            imports::status.eq("running"),
            imports::lease_until.eq(Some(until)),
            imports::started_at.eq(row.started_at),
            imports::updated_at.eq(now),
        ))
        .execute(db)?;
    row.lease_until = Some(until);
    row.status = "running".to_owned();
    Ok(Some(import(row)))
}

/// The oldest import that may be taken. One that was begun goes before those that wait: two of one academy never run by
/// turns.
fn oldest(db: &mut Db, academy: Option<AcademyId>, now: At) -> Result<Option<ImportRow>> {
    let running: Vec<(Id, Option<At>)> = imports::table
        .filter(imports::status.eq("running"))
        .select((imports::academy_id, imports::lease_until))
        .load(db)?;
    let begun: Vec<Id> = running.iter().map(|(academy, _)| *academy).collect();
    let busy: Vec<Id> = running.iter().filter(|(_, until)| *until > Some(now)).map(|(academy, _)| *academy).collect();
    let left = imports::status.eq("running").and(imports::academy_id.ne_all(busy));
    let waiting = imports::status.eq("queued").and(imports::academy_id.ne_all(begun));
    let mut query = imports::table
        .filter(left.or(waiting))
        .order((imports::created_at.asc(), imports::id.asc()))
        .select(ImportRow::as_select())
        .into_boxed();
    if let Some(academy) = academy {
        query = query.filter(imports::academy_id.eq(Id::from(academy)));
    }
    Ok(query.first(db).optional()?)
}

/// Saves how far the work has come and extends the lease.
///
/// # Errors
/// [`Error::Stale`] where the import is no longer held so.
pub fn progress(db: &mut Db, held: &Held, counts: &Counts, now: Instant, until: Instant) -> Result<()> {
    let Counts { rows, created, updated, unchanged, rejected, warnings, conflicts } = *counts;
    let changed = diesel::update(imports::table.find((Id::from(held.academy_id), Id::from(held.id))))
        .filter(imports::status.eq("running").and(imports::rows_read.eq(held.rows)))
        .filter(imports::lease_until.eq(At::from(held.lease_until)))
        .set((
            imports::rows_read.eq(rows),
            imports::created.eq(created),
            imports::updated.eq(updated),
            imports::unchanged.eq(unchanged),
            imports::rejected.eq(rejected),
            imports::warnings.eq(warnings),
            imports::conflicts.eq(conflicts),
            imports::updated_at.eq(At::from(now)),
            imports::lease_until.eq(Some(At::from(until))),
        ))
        .execute(db)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Keeps when the other system wrote the file, as the file itself says.
///
/// # Errors
/// [`Error::Stale`] where the import is no longer held so.
pub fn written_at(db: &mut Db, held: &Held, moment: Instant) -> Result<()> {
    let changed = diesel::update(imports::table.find((Id::from(held.academy_id), Id::from(held.id))))
        .filter(imports::status.eq("running").and(imports::lease_until.eq(At::from(held.lease_until))))
        .set(imports::exported_at.eq(Some(At::from(moment))))
        .execute(db)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Ends an import: succeeded, or failed with a problem. Its file is thrown away afterwards ([`super::drop_chunk`]).
///
/// # Errors
/// [`Error::Stale`] where the import is no longer held so.
pub fn finish(
    db: &mut Db,
    held: &Held,
    problem: Option<&str>,
    notes: Option<serde_json::Value>,
    at: Instant,
) -> Result<()> {
    let status = if problem.is_some() { "failed" } else { "succeeded" };
    let changed = diesel::update(imports::table.find((Id::from(held.academy_id), Id::from(held.id))))
        .filter(imports::status.eq("running").and(imports::rows_read.eq(held.rows)))
        .filter(imports::lease_until.eq(At::from(held.lease_until)))
        .set((
            imports::status.eq(status),
            imports::problem.eq(problem),
            imports::notes.eq(notes.map(Doc)),
            imports::finished_at.eq(Some(At::from(at))),
            imports::updated_at.eq(At::from(at)),
            imports::lease_until.eq(None::<At>),
        ))
        .execute(db)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}
