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

/// Takes the oldest import that nobody works on, of an academy that has no other import running; extends to it a lease
/// until the instant given. Call it in a write transaction of its own.
pub fn claim(db: &mut Db, now: Instant, until: Instant) -> Result<Option<Import>> {
    claim_among(db, None, now, until)
}

/// Takes one import where nobody works on it or on another of its academy: for the command line. Call it in a write
/// transaction of its own.
pub fn claim_one(db: &mut Db, id: ImportId, now: Instant, until: Instant) -> Result<Option<Import>> {
    claim_among(db, Some(id), now, until)
}

fn claim_among(db: &mut Db, only: Option<ImportId>, now: Instant, until: Instant) -> Result<Option<Import>> {
    if db.is_postgres() {
        diesel::sql_query("SELECT pg_advisory_xact_lock(7305804402567)").execute(db)?;
    }
    let (now, until) = (At::from(now), At::from(until));
    let busy: Vec<Id> = imports::table
        .filter(imports::status.eq("running").and(imports::lease_until.gt(now)))
        .select(imports::academy_id)
        .load(db)?;
    // An import that was begun goes before those that wait: two of one academy never run by turns.
    let begun: Vec<(Id, Id)> = imports::table
        .filter(imports::status.eq("running").and(imports::lease_until.le(now)))
        .order(imports::created_at.asc())
        .select((imports::academy_id, imports::id))
        .load(db)?;
    let held_up: Vec<Id> = begun.iter().map(|(academy, _)| *academy).collect();
    let free = imports::status
        .eq("running")
        .and(imports::lease_until.le(now))
        .or(imports::status.eq("queued").and(imports::academy_id.ne_all(held_up)));
    let mut query = imports::table
        .filter(free.assume_not_null())
        .filter(imports::academy_id.ne_all(busy))
        .order((imports::created_at.asc(), imports::id.asc()))
        .select(ImportRow::as_select())
        .into_boxed();
    if let Some(id) = only {
        query = query.filter(imports::id.eq(Id::from(id)));
    }
    let Some(mut row) = query.first(db).optional()? else { return Ok(None) };
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

/// Gives an import back before it has ended: its lease is over, and any worker may go on with it.
pub fn hand_back(db: &mut Db, held: &Held, now: Instant) -> Result<()> {
    diesel::update(imports::table.find((Id::from(held.academy_id), Id::from(held.id))))
        .filter(imports::status.eq("running").and(imports::rows_read.eq(held.rows)))
        .filter(imports::lease_until.eq(At::from(held.lease_until)))
        .set(imports::lease_until.eq(Some(At::from(now))))
        .execute(db)?;
    Ok(())
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
