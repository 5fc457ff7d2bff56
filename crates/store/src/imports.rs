//! Imports: the file as it was sent, how far the work has come, and the rows that were refused.

mod pieces;
mod queue;
mod rejections;

pub use pieces::{chunk, drop_chunk, keep_chunk, leftovers};
pub use queue::{Held, abandon, claim, finish, forsaken, progress, queue, waits, written_at};
pub use rejections::{Rejection, reject, rejections};

use crate::actor::ImportActor;
use crate::db::MultiBackend;
use crate::schema::imports;
use crate::sql_types::{At, Doc, Id};
use crate::{Db, Result};
use diesel::prelude::*;
use school::{AcademyId, Actor, Date, ImportId, Instant};
use uuid::Uuid;

/// An import.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// The import.
    pub id: ImportId,
    /// The academy.
    pub academy_id: AcademyId,
    /// The name of the format, e.g. `pupils-csv`.
    pub format: String,
    /// Whether nothing is to be written.
    pub dry_run: bool,
    /// Whether dates are written DD/MM/YYYY.
    pub day_first: bool,
    /// From which day the file holds; none for the day on which it is worked off, and for files that are not dated as a whole.
    pub effective_from: Option<Date>,
    /// Whether what the file does not name ends, for files of the timetable.
    pub complete: bool,
    /// When the other system wrote the file, where the sender says so.
    pub exported_at: Option<Instant>,
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
    effective_from: Option<Date>,
    complete: Option<bool>,
    exported_at: Option<At>,
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
        effective_from: row.effective_from,
        complete: row.complete.unwrap_or(false),
        exported_at: row.exported_at.map(Instant::from),
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
        effective_from,
        complete,
        exported_at,
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
        effective_from,
        complete: Some(complete),
        exported_at: exported_at.map(At::from),
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

/// Imports of an academy by their ids, as far as their files have arrived.
pub fn of_ids(db: &mut Db, academy: AcademyId, ids: &[Uuid]) -> Result<Vec<Import>> {
    let rows = imports::table
        .filter(imports::academy_id.eq(Id::from(academy)))
        .filter(imports::status.ne("receiving"))
        .filter(imports::id.eq_any(ids.iter().map(|id| Id(*id)).collect::<Vec<_>>()))
        .select(ImportRow::as_select())
        .load(db)?;
    Ok(rows.into_iter().map(import).collect())
}

/// The imports of an academy whose files have arrived, the newest first: those before an import where one is given.
pub fn of_academy(db: &mut Db, academy: AcademyId, before: Option<ImportId>, limit: i64) -> Result<Vec<Import>> {
    let mut query = imports::table
        .filter(imports::academy_id.eq(Id::from(academy)).and(imports::status.ne("receiving")))
        .order(imports::id.desc())
        .limit(limit)
        .select(ImportRow::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(imports::id.lt(Id::from(before)));
    }
    Ok(query.load(db)?.into_iter().map(import).collect())
}
