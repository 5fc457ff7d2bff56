//! Imports: the file as it was sent, how far the work has come, and the rows that were refused.

use crate::actor::ImportActor;
use crate::db::{MultiBackend, on_backend};
use crate::schema::{import_chunks, import_rejections, imports};
use crate::sql_types::{At, Doc, Id};
use crate::{Db, Result};
use diesel::prelude::*;
use school::{AcademyId, Actor, ImportId, Instant};

/// An import.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// The import.
    pub id: ImportId,
    /// The academy.
    pub academy_id: AcademyId,
    /// `pupils-csv`, `marks-csv` or `ctf`.
    pub format: String,
    /// Whether nothing is to be written.
    pub dry_run: bool,
    /// Whether dates are written DD/MM/YYYY.
    pub day_first: bool,
    /// `receiving`, `queued`, `running`, `succeeded` or `failed`.
    pub status: String,
    /// The size of the file.
    pub bytes: i64,
    /// The counts so far.
    pub counts: Counts,
    /// Why the file could not be read.
    pub problem: Option<String>,
    /// Remarks on the file as a whole.
    pub notes: Option<serde_json::Value>,
    /// When it was sent.
    pub created_at: Instant,
    /// When its counts last changed.
    pub updated_at: Instant,
    /// When the work began.
    pub started_at: Option<Instant>,
    /// When the work ended.
    pub finished_at: Option<Instant>,
    /// Until when a worker has it.
    pub lease_until: Option<Instant>,
    /// Who sent it.
    pub by: Actor,
}

/// How many rows were read, and what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Rows read.
    pub rows: i64,
    /// Rows that made something new.
    pub created: i64,
    /// Rows that changed something.
    pub updated: i64,
    /// Rows that said what was known.
    pub unchanged: i64,
    /// Rows refused.
    pub rejected: i64,
    /// Rows accepted with a warning.
    pub warnings: i64,
    /// Rows that differ from a mark that a person amended.
    pub conflicts: i64,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = imports, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct ImportRow {
    academy_id: Id,
    id: Id,
    format: String,
    dry_run: bool,
    day_first: bool,
    status: String,
    bytes: i64,
    rows_read: i64,
    created: i64,
    updated: i64,
    unchanged: i64,
    rejected: i64,
    warnings: i64,
    conflicts: i64,
    problem: Option<String>,
    notes: Option<Doc>,
    created_at: At,
    updated_at: At,
    started_at: Option<At>,
    finished_at: Option<At>,
    lease_until: Option<At>,
    #[diesel(embed)]
    actor: ImportActor,
}

fn import(row: ImportRow) -> Import {
    Import {
        id: row.id.into(),
        academy_id: row.academy_id.into(),
        format: row.format,
        dry_run: row.dry_run,
        day_first: row.day_first,
        status: row.status,
        bytes: row.bytes,
        counts: Counts {
            rows: row.rows_read,
            created: row.created,
            updated: row.updated,
            unchanged: row.unchanged,
            rejected: row.rejected,
            warnings: row.warnings,
            conflicts: row.conflicts,
        },
        problem: row.problem,
        notes: row.notes.map(|notes| notes.0),
        created_at: row.created_at.into(),
        updated_at: row.updated_at.into(),
        started_at: row.started_at.map(Instant::from),
        finished_at: row.finished_at.map(Instant::from),
        lease_until: row.lease_until.map(Instant::from),
        by: row.actor.into(),
    }
}

/// Adds an import.
pub fn insert(db: &mut Db, import: &Import) -> Result<()> {
    let Import {
        id,
        academy_id,
        format,
        dry_run,
        day_first,
        status,
        bytes,
        counts,
        problem,
        notes,
        created_at,
        updated_at,
        started_at,
        finished_at,
        lease_until,
        by,
    } = import.clone();
    let row = ImportRow {
        academy_id: academy_id.into(),
        id: id.into(),
        format,
        dry_run,
        day_first,
        status,
        bytes,
        rows_read: counts.rows,
        created: counts.created,
        updated: counts.updated,
        unchanged: counts.unchanged,
        rejected: counts.rejected,
        warnings: counts.warnings,
        conflicts: counts.conflicts,
        problem,
        notes: notes.map(Doc),
        created_at: created_at.into(),
        updated_at: updated_at.into(),
        started_at: started_at.map(At::from),
        finished_at: finished_at.map(At::from),
        lease_until: lease_until.map(At::from),
        actor: (&by).into(),
    };
    diesel::insert_into(imports::table).values(row).execute(db)?;
    Ok(())
}

/// The import, whatever the academy: the caller checks the reach.
pub fn find(db: &mut Db, id: ImportId) -> Result<Option<Import>> {
    let row =
        imports::table.filter(imports::id.eq(Id::from(id))).select(ImportRow::as_select()).first(db).optional()?;
    Ok(row.map(import))
}

/// Keeps a piece of the file.
pub fn keep_chunk(db: &mut Db, academy: AcademyId, id: ImportId, number: i32, body: &[u8]) -> Result<()> {
    diesel::insert_into(import_chunks::table)
        .values((
            import_chunks::academy_id.eq(Id::from(academy)),
            import_chunks::import_id.eq(Id::from(id)),
            import_chunks::number.eq(number),
            import_chunks::body.eq(body),
        ))
        .execute(db)?;
    Ok(())
}

/// A piece of the file.
pub fn chunk(db: &mut Db, academy: AcademyId, id: ImportId, number: i32) -> Result<Option<Vec<u8>>> {
    Ok(import_chunks::table
        .find((Id::from(academy), Id::from(id), number))
        .select(import_chunks::body)
        .first(db)
        .optional()?)
}

/// Throws the file away.
pub fn drop_chunks(db: &mut Db, academy: AcademyId, id: ImportId) -> Result<()> {
    diesel::delete(import_chunks::table)
        .filter(import_chunks::academy_id.eq(Id::from(academy)).and(import_chunks::import_id.eq(Id::from(id))))
        .execute(db)?;
    Ok(())
}

/// Throws an import away whose file never arrived whole.
pub fn abandon(db: &mut Db, academy: AcademyId, id: ImportId) -> Result<()> {
    drop_chunks(db, academy, id)?;
    diesel::delete(imports::table.find((Id::from(academy), Id::from(id))))
        .filter(imports::status.eq("receiving"))
        .execute(db)?;
    Ok(())
}

/// Puts a received import into the queue.
pub fn queue(db: &mut Db, academy: AcademyId, id: ImportId, bytes: i64, at: Instant) -> Result<()> {
    diesel::update(imports::table.find((Id::from(academy), Id::from(id))))
        .set((imports::status.eq("queued"), imports::bytes.eq(bytes), imports::updated_at.eq(At::from(at))))
        .execute(db)?;
    Ok(())
}

/// Takes the oldest import that nobody works on, of an academy that has no other import running; extends to it a lease
/// until the instant given. Call it in a write transaction of its own.
pub fn claim(db: &mut Db, now: Instant, until: Instant) -> Result<Option<Import>> {
    if db.is_postgres() {
        diesel::sql_query("SELECT pg_advisory_xact_lock(7305804402567)").execute(db)?;
    }
    let (now, until) = (At::from(now), At::from(until));
    let busy: Vec<Id> = imports::table
        .filter(imports::status.eq("running").and(imports::lease_until.gt(now)))
        .select(imports::academy_id)
        .load(db)?;
    let row = imports::table
        .filter(imports::status.eq("queued").or(imports::status.eq("running").and(imports::lease_until.le(now))))
        .filter(imports::academy_id.ne_all(busy))
        .order(imports::created_at.asc())
        .select(ImportRow::as_select())
        .first(db)
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    diesel::update(imports::table.find((row.academy_id, row.id)))
        .set((
            imports::status.eq("running"),
            imports::lease_until.eq(Some(until)),
            imports::started_at.eq(Some(row.started_at.unwrap_or(now))),
            imports::updated_at.eq(now),
        ))
        .execute(db)?;
    Ok(Some(import(row)))
}

/// Takes one import by its id where nobody works on it: for the command line.
pub fn claim_one(db: &mut Db, id: ImportId, now: Instant, until: Instant) -> Result<bool> {
    let changed = diesel::update(imports::table)
        .filter(imports::id.eq(Id::from(id)).and(imports::status.eq("queued")))
        .set((
            imports::status.eq("running"),
            imports::lease_until.eq(Some(At::from(until))),
            imports::started_at.eq(Some(At::from(now))),
        ))
        .execute(db)?;
    Ok(changed == 1)
}

/// Saves how far the work has come and extends the lease.
pub fn progress(
    db: &mut Db,
    academy: AcademyId,
    id: ImportId,
    counts: &Counts,
    now: Instant,
    until: Instant,
) -> Result<()> {
    let Counts { rows, created, updated, unchanged, rejected, warnings, conflicts } = *counts;
    diesel::update(imports::table.find((Id::from(academy), Id::from(id))))
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
    Ok(())
}

/// Ends an import: succeeded, or failed with a problem.
pub fn finish(
    db: &mut Db,
    academy: AcademyId,
    id: ImportId,
    problem: Option<&str>,
    notes: Option<serde_json::Value>,
    at: Instant,
) -> Result<()> {
    let status = if problem.is_some() { "failed" } else { "succeeded" };
    diesel::update(imports::table.find((Id::from(academy), Id::from(id))))
        .set((
            imports::status.eq(status),
            imports::problem.eq(problem),
            imports::notes.eq(notes.map(Doc)),
            imports::finished_at.eq(Some(At::from(at))),
            imports::updated_at.eq(At::from(at)),
            imports::lease_until.eq(None::<At>),
        ))
        .execute(db)?;
    drop_chunks(db, academy, id)
}

/// One thing that is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// Its place among the rejections.
    pub number: i64,
    /// The line of the file.
    pub line: i64,
    /// The column's name.
    pub field: String,
    /// A stable word.
    pub code: String,
    /// For a person to read.
    pub detail: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = import_rejections, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct RejectionRow {
    academy_id: Id,
    import_id: Id,
    number: i64,
    line: i64,
    field: String,
    code: String,
    detail: String,
}

/// Adds rejections.
pub fn reject(db: &mut Db, academy: AcademyId, id: ImportId, rejections: &[Rejection]) -> Result<()> {
    for some in rejections.chunks(1_000) {
        let rows: Vec<_> = some
            .iter()
            .map(|rejection| {
                let Rejection { number, line, field, code, detail } = rejection.clone();
                RejectionRow { academy_id: academy.into(), import_id: id.into(), number, line, field, code, detail }
            })
            .collect();
        on_backend!(db, |c| diesel::insert_into(import_rejections::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Rejections after a place, in order.
pub fn rejections(db: &mut Db, academy: AcademyId, id: ImportId, after: i64, limit: i64) -> Result<Vec<Rejection>> {
    let rows = import_rejections::table
        .filter(import_rejections::academy_id.eq(Id::from(academy)).and(import_rejections::import_id.eq(Id::from(id))))
        .filter(import_rejections::number.gt(after))
        .order(import_rejections::number.asc())
        .limit(limit)
        .select(RejectionRow::as_select())
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|row| Rejection {
            number: row.number,
            line: row.line,
            field: row.field,
            code: row.code,
            detail: row.detail,
        })
        .collect())
}
