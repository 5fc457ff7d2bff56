//! The pool of connections.

use crate::{Db, Error, db};
use diesel::r2d2::{self, ManageConnection, PooledConnection, R2D2Connection};
use std::time::Duration;

/// A connection lent from the pool.
pub type Lent = PooledConnection<Opener>;

/// Connections to one database, lent and taken back.
#[derive(Clone)]
pub struct Pool {
    pool: r2d2::Pool<Opener>,
    url: String,
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The address may hold a password.
        f.debug_struct("Pool").finish_non_exhaustive()
    }
}

/// Opens connections for the pool.
#[derive(Debug)]
pub struct Opener {
    url: String,
}

impl ManageConnection for Opener {
    type Connection = Db;
    type Error = Error;

    fn connect(&self) -> Result<Db, Error> {
        db::open(&self.url)
    }

    fn is_valid(&self, connection: &mut Db) -> Result<(), Error> {
        match connection {
            Db::Pg(connection) => connection.ping().map_err(Error::from),
            Db::Sqlite(_) => Ok(()),
        }
    }

    fn has_broken(&self, connection: &mut Db) -> bool {
        match connection {
            Db::Pg(connection) => connection.is_broken(),
            Db::Sqlite(connection) => connection.is_broken(),
        }
    }
}

impl Pool {
    /// A pool of at most `size` connections; fails at once where the database cannot be reached.
    pub fn open(url: &str, size: u32) -> Result<Self, Error> {
        let probe = db::open(url)?;
        drop(probe);
        // On PostgreSQL every connection stays open: the registers of a school all come in the same minutes, and must not wait
        // for two dozen connections to be made. They are opened in the background: a server that gives fewer is no reason not to
        // start. SQLite opens a file in no time.
        let idle = if url.starts_with("postgres") { size.max(1) } else { 1 };
        let pool = r2d2::Pool::builder()
            .max_size(size.max(1))
            .min_idle(Some(idle))
            .test_on_check_out(false)
            .connection_timeout(Duration::from_secs(10))
            .error_handler(Box::new(r2d2::LoggingErrorHandler))
            .build_unchecked(Opener { url: url.to_owned() });
        Ok(Self { pool, url: url.to_owned() })
    }

    /// Lends a connection; waits at most ten seconds for one.
    pub fn lend(&self) -> Result<Lent, Error> {
        self.pool.get().map_err(|_| Error::Busy)
    }

    /// A connection outside the pool, for a worker that keeps it.
    pub fn open_another(&self) -> Result<Db, Error> {
        db::open(&self.url)
    }

    /// Whether the database is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.url.starts_with("postgres")
    }

    /// How many connections are open, and how many of them are idle.
    pub fn state(&self) -> (u32, u32) {
        let state = self.pool.state();
        (state.connections, state.idle_connections)
    }
}
