//! The event log: one row a command. It is the audit trail, the change feed and the source of background work.

use crate::db::{MultiBackend, on_backend};
use crate::schema::events;
use crate::sql_types::{At, Doc, Id};
use crate::{Db, Result};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use school::{AcademyId, Actor, ClientId, EventId, Instant, StaffId};
use uuid::Uuid;

/// An event: what happened to which subject, by whom, and the names of the fields that changed, never their values.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The event.
    pub id: EventId,
    /// The academy; none for the trust itself.
    pub academy_id: Option<AcademyId>,
    /// What kind of thing it happened to, e.g. `pupil`.
    pub subject_kind: &'static str,
    /// The thing.
    pub subject_id: Uuid,
    /// What happened, e.g. `created`.
    pub kind: &'static str,
    /// When.
    pub at: Instant,
    /// The names of the fields, or ids of what else was touched.
    pub fields: serde_json::Value,
}

#[derive(Insertable)]
#[diesel(table_name = events, treat_none_as_default_value = false)]
struct NewEvent {
    id: Id,
    academy_id: Option<Id>,
    subject_kind: &'static str,
    subject_id: Id,
    kind: &'static str,
    at: At,
    client_id: Option<Id>,
    staff_id: Option<Id>,
    fields: Doc,
}

/// A row of the feed.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// The event.
    pub id: EventId,
    /// Its place in the feed.
    pub position: i64,
    /// The academy.
    pub academy_id: Option<AcademyId>,
    /// What kind of thing it happened to.
    pub subject_kind: String,
    /// The thing.
    pub subject_id: Uuid,
    /// What happened.
    pub kind: String,
    /// When.
    pub at: Instant,
    /// The client that acted.
    pub client_id: Option<ClientId>,
    /// The person who acted.
    pub staff_id: Option<StaffId>,
    /// The names of the fields.
    pub fields: serde_json::Value,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = events, check_for_backend(MultiBackend))]
struct EventRow {
    id: Id,
    academy_id: Option<Id>,
    subject_kind: String,
    subject_id: Id,
    kind: String,
    at: At,
    client_id: Option<Id>,
    staff_id: Option<Id>,
    fields: Doc,
    position: Option<i64>,
}

/// Writes the events of one command. They get their places in the feed after the commit ([`place`]).
pub fn record(db: &mut Db, actor: &Actor, news: &[Event]) -> Result<()> {
    let client_id = actor.client.as_ref().map(|(id, _)| (*id).into());
    let staff_id = actor.person.as_ref().map(|person| person.staff_id.into());
    let row = |event: &Event| NewEvent {
        id: event.id.into(),
        academy_id: event.academy_id.map(Id::from),
        subject_kind: event.subject_kind,
        subject_id: Id(event.subject_id),
        kind: event.kind,
        at: event.at.into(),
        client_id,
        staff_id,
        fields: Doc(event.fields.clone()),
    };
    // A statement of one row stays prepared, one of many rows does not: nearly every command records one event.
    if let [event] = news {
        let row = row(event);
        on_backend!(db, |c| diesel::insert_into(events::table).values(&row).execute(c))?;
        return Ok(());
    }
    for some in news.chunks(1_000) {
        let rows: Vec<_> = some.iter().map(row).collect();
        on_backend!(db, |c| diesel::insert_into(events::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// The lock that the one placing worker holds on PostgreSQL.
const PLACING_LOCK: i64 = 0x0072_6f6c_6c63_616c;

#[derive(QueryableByName)]
struct Locked {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    locked: bool,
}

/// Gives committed events without a place the next places, in the order of their ids; answers how many. A consumer that
/// reads by place so never skips an event whose transaction committed late. Call it in a write transaction of its own.
pub fn place(db: &mut Db, at_most: i64) -> Result<usize> {
    if db.is_postgres() {
        let locked: Locked = diesel::sql_query("SELECT pg_try_advisory_xact_lock($1) AS locked")
            .bind::<BigInt, _>(PLACING_LOCK)
            .get_result(db)?;
        if !locked.locked {
            return Ok(0);
        }
    }
    let statement = "WITH fresh AS (SELECT id, row_number() OVER (ORDER BY id) AS n \
           FROM (SELECT id FROM events WHERE position IS NULL ORDER BY id LIMIT $1) AS unplaced), \
         last AS (SELECT coalesce(max(position), 0) AS n FROM events WHERE position IS NOT NULL) \
         UPDATE events SET position = (SELECT fresh.n + last.n FROM fresh, last WHERE fresh.id = events.id) \
         WHERE id IN (SELECT id FROM fresh)";
    Ok(diesel::sql_query(statement).bind::<BigInt, _>(at_most).execute(db)?)
}

/// The last place given.
pub fn watermark(db: &mut Db) -> Result<i64> {
    let last: Option<i64> =
        events::table.filter(events::position.is_not_null()).select(diesel::dsl::max(events::position)).first(db)?;
    Ok(last.unwrap_or(0))
}

/// How many events wait for a place.
pub fn waiting(db: &mut Db) -> Result<i64> {
    Ok(events::table.filter(events::position.is_null()).count().get_result(db)?)
}

/// The place before the first event recorded at or after an instant: what a consumer that knows only a time starts from.
pub fn place_before(db: &mut Db, at: Instant) -> Result<i64> {
    let first: Option<i64> = events::table
        .filter(events::position.is_not_null().and(events::at.ge(At::from(at))))
        .select(diesel::dsl::min(events::position))
        .first(db)?;
    match first {
        Some(first) => Ok(first - 1),
        None => watermark(db),
    }
}

/// Events after a place, in order: of the academies named, and of one kind of subject where it is given.
pub fn after(
    db: &mut Db,
    academies: &[AcademyId],
    subject_kind: Option<&str>,
    place: i64,
    limit: i64,
) -> Result<Vec<Recorded>> {
    let academies: Vec<Id> = academies.iter().map(|id| Id::from(*id)).collect();
    let mut query = events::table
        .filter(events::position.gt(place).and(events::academy_id.eq_any(academies)))
        .order(events::position.asc())
        .limit(limit)
        .select(EventRow::as_select())
        .into_boxed();
    if let Some(kind) = subject_kind {
        query = query.filter(events::subject_kind.eq(kind.to_owned()));
    }
    Ok(query.load(db)?.into_iter().map(recorded).collect())
}

fn recorded(row: EventRow) -> Recorded {
    let EventRow { id, academy_id, subject_kind, subject_id, kind, at, client_id, staff_id, fields, position } = row;
    Recorded {
        id: id.into(),
        position: position.unwrap_or(0),
        academy_id: academy_id.map(AcademyId::from),
        subject_kind,
        subject_id: subject_id.0,
        kind,
        at: at.into(),
        client_id: client_id.map(ClientId::from),
        staff_id: staff_id.map(StaffId::from),
        fields: fields.0,
    }
}
