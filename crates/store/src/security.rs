//! Clients, signing keys and stored answers of repeated requests.

use crate::db::MultiBackend;
use crate::schema::{clients, idempotency_keys, signing_keys};
use crate::sql_types::{At, Doc, Id};
use crate::{Db, Error, Result};
use diesel::prelude::*;
use school::{AcademyId, ClientId, Instant};

/// An API client as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredClient {
    /// The client.
    pub id: ClientId,
    /// Its name.
    pub name: String,
    /// The hash of its secret.
    pub secret_hash: String,
    /// Its scopes, separated by spaces.
    pub scopes: String,
    /// The academies it is limited to; none for all of the trust.
    pub academies: Option<Vec<AcademyId>>,
    /// When it was made.
    pub created_at: Instant,
    /// When it was shut out.
    pub revoked_at: Option<Instant>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = clients, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct ClientRow {
    id: Id,
    name: String,
    secret_hash: String,
    scopes: String,
    academies: Option<Doc>,
    created_at: At,
    revoked_at: Option<At>,
}

/// Adds a client.
pub fn insert_client(db: &mut Db, client: &StoredClient) -> Result<()> {
    let StoredClient { id, name, secret_hash, scopes, academies, created_at, revoked_at } = client.clone();
    let row = ClientRow {
        id: id.into(),
        name,
        secret_hash,
        scopes,
        academies: academies.map(|ids| Doc(serde_json::json!(ids))),
        created_at: created_at.into(),
        revoked_at: revoked_at.map(At::from),
    };
    diesel::insert_into(clients::table).values(row).execute(db)?;
    Ok(())
}

fn client(row: ClientRow) -> Result<StoredClient> {
    let academies = row
        .academies
        .map(|ids| serde_json::from_value(ids.0))
        .transpose()
        .map_err(|_| Error::Corrupt { table: "clients", why: "academies".to_owned() })?;
    Ok(StoredClient {
        id: row.id.into(),
        name: row.name,
        secret_hash: row.secret_hash,
        scopes: row.scopes,
        academies,
        created_at: row.created_at.into(),
        revoked_at: row.revoked_at.map(Instant::from),
    })
}

/// The client.
pub fn find_client(db: &mut Db, id: ClientId) -> Result<Option<StoredClient>> {
    let row = clients::table.find(Id::from(id)).select(ClientRow::as_select()).first(db).optional()?;
    row.map(client).transpose()
}

/// All clients, the oldest first.
pub fn all_clients(db: &mut Db) -> Result<Vec<StoredClient>> {
    let rows = clients::table.order(clients::id.asc()).limit(10_000).select(ClientRow::as_select()).load(db)?;
    rows.into_iter().map(client).collect()
}

/// Shuts a client out; answers whether it was let in before.
pub fn revoke_client(db: &mut Db, id: ClientId, at: Instant) -> Result<bool> {
    let changed = diesel::update(clients::table.find(Id::from(id)))
        .filter(clients::revoked_at.is_null())
        .set(clients::revoked_at.eq(Some(At::from(at))))
        .execute(db)?;
    Ok(changed == 1)
}

/// A key that signs access tokens.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredKey {
    /// Its thumbprint.
    pub kid: String,
    /// The private key, PKCS #8 in PEM.
    pub private_pem: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it stopped signing; its tokens are good until they expire.
    pub retired_at: Option<Instant>,
}

impl std::fmt::Debug for StoredKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = signing_keys, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct KeyRow {
    kid: String,
    private_pem: String,
    created_at: At,
    retired_at: Option<At>,
}

/// Adds a signing key.
pub fn insert_key(db: &mut Db, key: &StoredKey) -> Result<()> {
    let StoredKey { kid, private_pem, created_at, retired_at } = key.clone();
    let row = KeyRow { kid, private_pem, created_at: created_at.into(), retired_at: retired_at.map(At::from) };
    diesel::insert_into(signing_keys::table).values(row).execute(db)?;
    Ok(())
}

/// The signing keys, the newest first.
pub fn keys(db: &mut Db) -> Result<Vec<StoredKey>> {
    let rows = signing_keys::table
        .order((signing_keys::created_at.desc(), signing_keys::kid.asc()))
        .select(KeyRow::as_select())
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|row| StoredKey {
            kid: row.kid,
            private_pem: row.private_pem,
            created_at: row.created_at.into(),
            retired_at: row.retired_at.map(Instant::from),
        })
        .collect())
}

/// Stops every key but one from signing.
pub fn retire_keys_but(db: &mut Db, kid: &str, at: Instant) -> Result<()> {
    diesel::update(signing_keys::table)
        .filter(signing_keys::kid.ne(kid).and(signing_keys::retired_at.is_null()))
        .set(signing_keys::retired_at.eq(Some(At::from(at))))
        .execute(db)?;
    Ok(())
}

/// Forgets keys that stopped signing before an instant.
pub fn drop_keys(db: &mut Db, retired_before: Instant) -> Result<usize> {
    Ok(diesel::delete(signing_keys::table)
        .filter(signing_keys::retired_at.lt(Some(At::from(retired_before))))
        .execute(db)?)
}

/// What makes two requests the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey {
    /// The client.
    pub client_id: ClientId,
    /// The method.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// The key that the client chose.
    pub key: String,
}

/// An answer that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: i16,
    /// Headers that belong to it, such as `Location`.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// What is known of a request key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Nothing: it is this request's now.
    Claimed,
    /// The same request was answered.
    Answered(Answer),
    /// The same request is being worked on.
    InFlight,
    /// Another body was sent under the key.
    OtherBody,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = idempotency_keys, check_for_backend(MultiBackend))]
struct KeyedRow {
    body_hash: String,
    started_at: At,
    status: Option<i16>,
    headers: Option<Doc>,
    body: Option<Vec<u8>>,
}

/// How long a request key and its answer are kept: a key that is used again at the same hour of the next day is free.
pub const ANSWERS_KEPT: chrono::Duration = chrono::Duration::hours(24);

/// Claims a request key, or says what is known of it. A claim that was neither answered nor released lapses at
/// `lapsed_before`. Call it in a write transaction of its own.
pub fn claim_request(
    db: &mut Db,
    request: &RequestKey,
    body_hash: &str,
    now: Instant,
    lapsed_before: Instant,
) -> Result<Known> {
    let key = (Id::from(request.client_id), &request.method, &request.path, &request.key);
    // The clean-up comes round only now and then; what it has not reached yet no longer counts.
    diesel::delete(idempotency_keys::table.find(key))
        .filter(idempotency_keys::started_at.le(At::from(now - ANSWERS_KEPT)))
        .execute(db)?;
    let row = idempotency_keys::table.find(key).select(KeyedRow::as_select()).first(db).optional()?;
    if let Some(row) = row {
        if row.body_hash != body_hash {
            return Ok(Known::OtherBody);
        }
        if let (Some(status), Some(body)) = (row.status, row.body) {
            let headers = row.headers.and_then(|doc| serde_json::from_value(doc.0).ok()).unwrap_or_default();
            return Ok(Known::Answered(Answer { status, headers, body }));
        }
        if row.started_at > At::from(lapsed_before) {
            return Ok(Known::InFlight);
        }
        release_request(db, request)?;
    }
    let inserted = diesel::insert_into(idempotency_keys::table)
        .values((
            idempotency_keys::client_id.eq(Id::from(request.client_id)),
            idempotency_keys::method.eq(&request.method),
            idempotency_keys::path.eq(&request.path),
            idempotency_keys::key.eq(&request.key),
            idempotency_keys::body_hash.eq(body_hash),
            idempotency_keys::started_at.eq(At::from(now)),
        ))
        .execute(db);
    match inserted {
        Ok(_) => Ok(Known::Claimed),
        Err(diesel::result::Error::DatabaseError(diesel::result::DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Stale)
        }
        Err(error) => Err(error.into()),
    }
}

/// Stores the answer; call it in the transaction of the effect.
pub fn answer_request(db: &mut Db, request: &RequestKey, answer: &Answer, at: Instant) -> Result<()> {
    let key = (Id::from(request.client_id), &request.method, &request.path, &request.key);
    diesel::update(idempotency_keys::table.find(key))
        .set((
            idempotency_keys::finished_at.eq(Some(At::from(at))),
            idempotency_keys::status.eq(Some(answer.status)),
            idempotency_keys::headers.eq(Some(Doc(serde_json::json!(answer.headers)))),
            idempotency_keys::body.eq(Some(&answer.body)),
        ))
        .execute(db)?;
    Ok(())
}

/// Gives a claim back: the request had no effect.
pub fn release_request(db: &mut Db, request: &RequestKey) -> Result<()> {
    let key = (Id::from(request.client_id), &request.method, &request.path, &request.key);
    diesel::delete(idempotency_keys::table.find(key)).filter(idempotency_keys::finished_at.is_null()).execute(db)?;
    Ok(())
}

/// Forgets answers older than an instant.
pub fn forget_answers(db: &mut Db, before: Instant) -> Result<usize> {
    Ok(diesel::delete(idempotency_keys::table).filter(idempotency_keys::started_at.lt(At::from(before))).execute(db)?)
}
