//! One connection type for both databases, chosen by the scheme of the address.

use crate::Error;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::prelude::*;

/// A connection to PostgreSQL or to SQLite.
#[derive(diesel::MultiConnection)]
pub enum Db {
    /// PostgreSQL: production.
    Pg(PgConnection),
    /// SQLite: the embedded default.
    Sqlite(SqliteConnection),
}

/// Compiles one statement once for each database: batch inserts, upserts, anything that both support but the joint type
/// cannot express.
macro_rules! on_backend {
    ($db:expr, |$conn:ident| $body:expr) => {
        match $db {
            $crate::db::Db::Pg($conn) => $body,
            $crate::db::Db::Sqlite($conn) => $body,
        }
    };
}
pub(crate) use on_backend;

/// What SQLite needs on every connection: a writer waits for its turn, references are checked, and a commit is on disk
/// before it is acknowledged.
const SQLITE_PRAGMAS: &str = "PRAGMA busy_timeout = 20000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
     PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;";

/// What PostgreSQL needs on every connection: durable commits, and no statement that runs for ever.
const POSTGRES_SETTINGS: &str = "SET synchronous_commit = on; SET statement_timeout = '60s'; SET lock_timeout = '20s'; \
     SET idle_in_transaction_session_timeout = '60s';";

/// Opens a connection to `postgres://…`, `postgresql://…` or `sqlite://PATH`.
pub fn open(url: &str) -> Result<Db, Error> {
    match url.split_once("://") {
        Some(("postgres" | "postgresql", _)) => {
            let mut connection = PgConnection::establish(url).map_err(Error::Connection)?;
            connection.batch_execute(POSTGRES_SETTINGS)?;
            Ok(Db::Pg(connection))
        }
        Some(("sqlite", path)) if !path.is_empty() => {
            let mut connection = SqliteConnection::establish(path).map_err(Error::Connection)?;
            connection.batch_execute(SQLITE_PRAGMAS)?;
            Ok(Db::Sqlite(connection))
        }
        _ => Err(Error::UnknownScheme),
    }
}

impl Db {
    /// Whether this is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Pg(_))
    }
}

/// Runs `work` in one transaction that may write: one writer at a time on SQLite (`BEGIN IMMEDIATE`), a plain
/// transaction on PostgreSQL, a savepoint when nested.
pub fn write<T, E: From<diesel::result::Error>>(
    db: &mut Db,
    work: impl FnOnce(&mut Db) -> Result<T, E>,
) -> Result<T, E> {
    let nested = Db::transaction_manager_status_mut(db).transaction_depth()?.is_some();
    match db {
        Db::Sqlite(connection) if !nested => {
            AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN IMMEDIATE")?;
        }
        _ => return db.transaction(work),
    }
    match work(db) {
        Ok(value) => Db::commit_transaction(db).map(|()| value).map_err(E::from),
        Err(error) => match Db::rollback_transaction(db) {
            Ok(()) => Err(error),
            Err(rollback) => Err(E::from(rollback)),
        },
    }
}

/// Runs `work` in one transaction that only reads, so that all of its questions see the same state.
pub fn read<T, E: From<diesel::result::Error>>(
    db: &mut Db,
    work: impl FnOnce(&mut Db) -> Result<T, E>,
) -> Result<T, E> {
    let nested = Db::transaction_manager_status_mut(db).transaction_depth()?.is_some();
    match db {
        Db::Pg(connection) if !nested => {
            let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
            AnsiTransactionManager::begin_transaction_sql(connection, begin)?;
        }
        _ => return db.transaction(work),
    }
    match work(db) {
        Ok(value) => Db::commit_transaction(db).map(|()| value).map_err(E::from),
        Err(error) => match Db::rollback_transaction(db) {
            Ok(()) => Err(error),
            Err(rollback) => Err(E::from(rollback)),
        },
    }
}
