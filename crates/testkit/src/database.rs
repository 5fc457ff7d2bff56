//! A fresh database for one test.

use crate::postgres;
use tempfile::TempDir;

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// The embedded default.
    Sqlite,
    /// Production.
    Postgres,
}

/// A database that goes with the test: migrated, with a trust and nothing else.
#[derive(Debug)]
pub struct Database {
    /// Its address.
    pub url: String,
    /// Which kind it is.
    pub backend: Backend,
    folder: Option<TempDir>,
}

impl Database {
    /// A fresh database; none where there is no PostgreSQL to be had.
    pub fn fresh(backend: Backend) -> Option<Self> {
        match backend {
            Backend::Sqlite => {
                let folder = tempfile::tempdir().expect("a folder");
                let url = format!("sqlite://{}", folder.path().join("rollcall.db").display());
                prepare(&url);
                Some(Self { url, backend, folder: Some(folder) })
            }
            Backend::Postgres => postgres::fresh(prepare).map(|url| Self { url, backend, folder: None }),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if self.folder.is_none() {
            postgres::drop_database(&self.url);
        }
    }
}

fn prepare(url: &str) {
    let flags = server::Flags { database_url: Some(url.to_owned()), ..server::Flags::default() };
    let settings = server::Settings::resolve(flags).expect("settings");
    server::prepare(&settings, "The Made-Up Trust").expect("a migrated database");
}
