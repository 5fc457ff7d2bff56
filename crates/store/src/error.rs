//! What can go wrong between the use cases and the database.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// What can go wrong between the use cases and the database. That nothing was found is no error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another record already holds a value that must be unique; the caller says which.
    #[error("there is already {0}")]
    Conflict(&'static str),
    /// What was decided on has changed since it was read.
    #[error("the record has changed since it was read")]
    Stale,
    /// A row holds what no program wrote.
    #[error("{table} holds a row that cannot be read: {why}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// What is wrong with the row, without its values.
        why: String,
    },
    /// The address of the database begins with neither `sqlite://` nor `postgres://`.
    #[error("a database address begins with sqlite:// or postgres://")]
    UnknownScheme,
    /// No connection.
    #[error("no connection to the database")]
    Connection(#[source] diesel::ConnectionError),
    /// All connections are busy.
    #[error("no connection to the database became free in time")]
    Busy,
    /// The migrations failed.
    #[error("the migrations failed: {0}")]
    Migration(String),
    /// Anything else the database said.
    #[error("the database refused a statement")]
    Database(#[source] DieselError),
}

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        Self::Database(error)
    }
}

impl Error {
    /// Whether the same work may succeed when it is done again from its beginning: a lost race, a deadlock, a
    /// serialisation failure.
    pub fn may_be_retried(&self) -> bool {
        match self {
            Self::Stale => true,
            Self::Database(DieselError::DatabaseError(kind, information)) => {
                matches!(kind, DatabaseErrorKind::SerializationFailure)
                    || information.message().contains("deadlock detected")
                    || information.message().contains("database is locked")
            }
            _ => false,
        }
    }
}

/// Names the conflict that a violated unique key means here. SQLite does not say which key it was, so the caller does.
pub(crate) fn conflict(what: &'static str) -> impl FnOnce(DieselError) -> Error {
    move |error| match error {
        DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => Error::Conflict(what),
        other => Error::Database(other),
    }
}

/// A result of the store.
pub type Result<T> = std::result::Result<T, Error>;
