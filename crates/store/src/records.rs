//! The record store: records that are read whole and written one at a time, each with every version it has had.
//!
//! What a record says is a document; what it is found by (academy, kind, subject, days, natural key) are columns. Marks,
//! pupils and whatever is counted or searched by its inner fields have tables of their own.

use crate::actor::{RecordActor, VersionActor};
use crate::db::MultiBackend;
use crate::error::conflict;
use crate::schema::{record_versions, records};
use crate::sql_types::{At, Doc, Id};
use crate::{Db, Error, Result};
use diesel::prelude::*;
use school::{AcademyId, Actor, Date, Instant, Kept, Record, RecordId, Version};
use uuid::Uuid;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = records, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct RecordRow {
    academy_id: Id,
    id: Id,
    kind: String,
    subject_id: Option<Id>,
    natural_key: Option<String>,
    first_day: Option<Date>,
    last_day: Option<Date>,
    body: Doc,
    revision: i32,
    created_at: At,
    updated_at: At,
    removed_at: Option<At>,
    #[diesel(embed)]
    actor: RecordActor,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = record_versions, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct VersionRow {
    academy_id: Id,
    record_id: Id,
    revision: i32,
    body: Doc,
    removed: bool,
    at: At,
    #[diesel(embed)]
    actor: VersionActor,
}

fn written<T: Record>(value: &T) -> Result<Doc> {
    let corrupt = |why: serde_json::Error| Error::Corrupt { table: "records", why: why.to_string() };
    serde_json::to_value(value).map(Doc).map_err(corrupt)
}

fn read<T: Record>(table: &'static str, body: Doc) -> Result<T> {
    // The message of serde may hold a value: only its kind goes on.
    serde_json::from_value(body.0).map_err(|error| Error::Corrupt {
        table,
        why: format!("a {} cannot be read: {:?} error", T::KIND, error.classify()),
    })
}

fn kept<T: Record>(row: RecordRow) -> Result<Kept<T>> {
    Ok(Kept {
        id: row.id.into(),
        academy_id: row.academy_id.into(),
        value: read("records", row.body)?,
        revision: row.revision,
        created_at: row.created_at.into(),
        updated_at: row.updated_at.into(),
        by: row.actor.into(),
    })
}

fn keep_version<T: Record>(db: &mut Db, kept: &Kept<T>, removed: bool) -> Result<()> {
    let row = VersionRow {
        academy_id: kept.academy_id.into(),
        record_id: kept.id.into(),
        revision: kept.revision,
        body: written(&kept.value)?,
        removed,
        at: kept.updated_at.into(),
        actor: (&kept.by).into(),
    };
    diesel::insert_into(record_versions::table).values(row).execute(db)?;
    Ok(())
}

/// Adds a record.
///
/// # Errors
/// [`Error::Conflict`] where another record of the kind has its natural key.
pub fn insert<T: Record>(db: &mut Db, record: &Kept<T>) -> Result<()> {
    let (first_day, last_day) = record.value.days();
    let row = RecordRow {
        academy_id: record.academy_id.into(),
        id: record.id.into(),
        kind: T::KIND.to_owned(),
        subject_id: record.value.subject().map(Id),
        natural_key: record.value.natural_key(),
        first_day,
        last_day,
        body: written(&record.value)?,
        revision: record.revision,
        created_at: record.created_at.into(),
        updated_at: record.updated_at.into(),
        removed_at: None,
        actor: (&record.by).into(),
    };
    diesel::insert_into(records::table).values(row).execute(db).map_err(conflict(T::NAME))?;
    keep_version(db, record, false)
}

/// Writes the next version of a record: `record` is the new one, one revision above the one that is kept.
///
/// # Errors
/// [`Error::Stale`] where it has changed meanwhile, [`Error::Conflict`] as [`insert`].
pub fn update<T: Record>(db: &mut Db, record: &Kept<T>) -> Result<()> {
    let (first_day, last_day) = record.value.days();
    let changed = diesel::update(records::table.find((Id::from(record.academy_id), Id::from(record.id))))
        .filter(records::revision.eq(record.revision - 1).and(records::removed_at.is_null()))
        .set((
            records::subject_id.eq(record.value.subject().map(Id)),
            records::natural_key.eq(record.value.natural_key()),
            records::first_day.eq(first_day),
            records::last_day.eq(last_day),
            records::body.eq(written(&record.value)?),
            records::revision.eq(record.revision),
            records::updated_at.eq(At::from(record.updated_at)),
            set_actor(&record.by),
        ))
        .execute(db)
        .map_err(conflict(T::NAME))?;
    if changed == 1 { keep_version(db, record, false) } else { Err(Error::Stale) }
}

/// Takes a record away; its versions stay. `record` is as it is kept, with the revision, moment and actor of the removal.
///
/// # Errors
/// [`Error::Stale`] where it has changed meanwhile.
pub fn remove<T: Record>(db: &mut Db, record: &Kept<T>) -> Result<()> {
    let at = At::from(record.updated_at);
    let changed = diesel::update(records::table.find((Id::from(record.academy_id), Id::from(record.id))))
        .filter(records::revision.eq(record.revision - 1).and(records::removed_at.is_null()))
        .set((
            records::revision.eq(record.revision),
            records::updated_at.eq(at),
            records::removed_at.eq(Some(at)),
            set_actor(&record.by),
        ))
        .execute(db)?;
    if changed == 1 { keep_version(db, record, true) } else { Err(Error::Stale) }
}

type ActorColumns = (
    diesel::dsl::Eq<records::client_id, Option<Id>>,
    diesel::dsl::Eq<records::client_name, Option<String>>,
    diesel::dsl::Eq<records::staff_id, Option<Id>>,
    diesel::dsl::Eq<records::staff_name, Option<String>>,
    diesel::dsl::Eq<records::staff_position, Option<String>>,
);

fn set_actor(actor: &Actor) -> ActorColumns {
    let Actor { client, person } = actor;
    (
        records::client_id.eq(client.as_ref().map(|(id, _)| Id::from(*id))),
        records::client_name.eq(client.as_ref().map(|(_, name)| name.clone())),
        records::staff_id.eq(person.as_ref().map(|person| Id::from(person.staff_id))),
        records::staff_name.eq(person.as_ref().map(|person| person.name.clone())),
        records::staff_position.eq(person.as_ref().map(|person| person.position.clone())),
    )
}

/// A record by its id, whatever the academy: the caller checks the reach.
pub fn find<T: Record>(db: &mut Db, id: RecordId) -> Result<Option<Kept<T>>> {
    let row = records::table
        .filter(records::id.eq(Id::from(id)))
        .filter(records::kind.eq(T::KIND).and(records::removed_at.is_null()))
        .select(RecordRow::as_select())
        .first(db)
        .optional()?;
    row.map(kept).transpose()
}

/// A record by its natural key.
pub fn of_key<T: Record>(db: &mut Db, academy: AcademyId, key: &str) -> Result<Option<Kept<T>>> {
    let row = records::table
        .filter(records::academy_id.eq(Id::from(academy)))
        .filter(records::kind.eq(T::KIND).and(records::removed_at.is_null()))
        .filter(records::natural_key.eq(key))
        .select(RecordRow::as_select())
        .first(db)
        .optional()?;
    row.map(kept).transpose()
}

/// Which records of a kind are wanted.
#[derive(Debug, Clone, Default)]
pub struct Which<'a> {
    /// Only those about one of these.
    pub subjects: Option<&'a [Uuid]>,
    /// Only those that touch this day or a later one.
    pub from: Option<Date>,
    /// Only those that touch this day or an earlier one.
    pub to: Option<Date>,
    /// Only these.
    pub ids: Option<&'a [Uuid]>,
    /// Only those after this one, in the order of their ids.
    pub after: Option<Uuid>,
}

/// Records of a kind at an academy, in the order of their ids.
pub fn list<T: Record>(db: &mut Db, academy: AcademyId, which: &Which<'_>, limit: i64) -> Result<Vec<Kept<T>>> {
    let mut query = records::table
        .filter(records::academy_id.eq(Id::from(academy)))
        .filter(records::kind.eq(T::KIND).and(records::removed_at.is_null()))
        .order(records::id.asc())
        .limit(limit)
        .select(RecordRow::as_select())
        .into_boxed();
    if let Some(subjects) = which.subjects {
        query = query.filter(records::subject_id.eq_any(subjects.iter().map(|id| Some(Id(*id))).collect::<Vec<_>>()));
    }
    if let Some(from) = which.from {
        query = query.filter(records::last_day.is_null().or(records::last_day.ge(from)));
    }
    if let Some(to) = which.to {
        query = query.filter(records::first_day.is_null().or(records::first_day.le(to)));
    }
    if let Some(ids) = which.ids {
        query = query.filter(records::id.eq_any(ids.iter().map(|id| Id(*id)).collect::<Vec<_>>()));
    }
    if let Some(after) = which.after {
        query = query.filter(records::id.gt(Id(after)));
    }
    query.load(db)?.into_iter().map(kept).collect()
}

/// Records of a kind that are of single days, those of some days at an academy, in the order of their ids and after one.
pub fn on_days<T: Record>(
    db: &mut Db,
    academy: AcademyId,
    days: &[Date],
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Kept<T>>> {
    let mut query = records::table
        .filter(records::academy_id.eq(Id::from(academy)))
        .filter(records::kind.eq(T::KIND).and(records::removed_at.is_null()))
        .filter(records::first_day.eq_any(days.iter().map(|day| Some(*day)).collect::<Vec<_>>()))
        .order(records::id.asc())
        .limit(limit)
        .select(RecordRow::as_select())
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(records::id.gt(Id(after)));
    }
    query.load(db)?.into_iter().map(kept).collect()
}

/// Every version that a record has had, the first one first; also of a record that was taken away.
pub fn versions<T: Record>(db: &mut Db, academy: AcademyId, id: RecordId, limit: i64) -> Result<Vec<Version<T>>> {
    let rows: Vec<VersionRow> = record_versions::table
        .filter(record_versions::academy_id.eq(Id::from(academy)).and(record_versions::record_id.eq(Id::from(id))))
        .order(record_versions::revision.asc())
        .limit(limit)
        .select(VersionRow::as_select())
        .load(db)?;
    let version = |row: VersionRow| {
        let VersionRow { revision, body, removed, at, actor, .. } = row;
        let value = read("record_versions", body)?;
        Ok(Version { revision, value, removed, at: Instant::from(at), by: actor.into() })
    };
    rows.into_iter().map(version).collect()
}

/// What a record leaves behind beside what it says, whether or not it was taken away: it never gets less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Its kind.
    pub kind: String,
    /// What it is about.
    pub subject: Option<Uuid>,
    /// Its natural key.
    pub natural_key: Option<String>,
    /// How many versions it has had; the one with which it was taken away counts.
    pub revision: i32,
    /// When it was written last.
    pub updated_at: Instant,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = records, check_for_backend(MultiBackend))]
struct TraceRow {
    kind: String,
    subject_id: Option<Id>,
    natural_key: Option<String>,
    revision: i32,
    updated_at: At,
}

/// The traces of records of some kinds at an academy, those taken away among them: of those about some subjects, or of those that
/// are about nothing in particular.
pub fn traces(
    db: &mut Db,
    academy: AcademyId,
    kinds: &[&str],
    subjects: Option<&[Uuid]>,
    limit: i64,
) -> Result<Vec<Trace>> {
    let mut query = records::table
        .filter(records::academy_id.eq(Id::from(academy)))
        .filter(records::kind.eq_any(kinds.iter().map(|kind| (*kind).to_owned()).collect::<Vec<_>>()))
        .order(records::id.asc())
        .limit(limit)
        .select(TraceRow::as_select())
        .into_boxed();
    query = match subjects {
        Some(ids) => query.filter(records::subject_id.eq_any(ids.iter().map(|id| Some(Id(*id))).collect::<Vec<_>>())),
        None => query.filter(records::subject_id.is_null()),
    };
    let rows: Vec<TraceRow> = query.load(db)?;
    let trace = |row: TraceRow| Trace {
        kind: row.kind,
        subject: row.subject_id.map(|id| id.0),
        natural_key: row.natural_key,
        revision: row.revision,
        updated_at: row.updated_at.into(),
    };
    Ok(rows.into_iter().map(trace).collect())
}
