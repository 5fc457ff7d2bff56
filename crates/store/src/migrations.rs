//! The migrations, embedded in the program.

use crate::{Db, Error, Result};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");

/// Brings the schema up to date; answers how many migrations ran.
pub fn migrate(db: &mut Db) -> Result<usize> {
    let ran = match db {
        Db::Pg(connection) => connection.run_pending_migrations(POSTGRES).map(|versions| versions.len()),
        Db::Sqlite(connection) => connection.run_pending_migrations(SQLITE).map(|versions| versions.len()),
    };
    ran.map_err(|error| Error::Migration(error.to_string()))
}

/// Whether migrations wait to be run.
pub fn are_pending(db: &mut Db) -> Result<bool> {
    let pending = match db {
        Db::Pg(connection) => connection.has_pending_migration(POSTGRES),
        Db::Sqlite(connection) => connection.has_pending_migration(SQLITE),
    };
    pending.map_err(|error| Error::Migration(error.to_string()))
}
