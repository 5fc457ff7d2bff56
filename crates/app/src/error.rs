//! What a use case may answer instead of its result.

use school::Violation;

/// The kinds of thing that may not be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An academy.
    Academy,
    /// A calendar of an academic year.
    Calendar,
    /// A pupil.
    Pupil,
    /// A contact.
    Contact,
    /// A member of staff.
    Staff,
    /// A group.
    Group,
    /// A mark.
    Mark,
    /// A planned absence.
    PlannedAbsence,
    /// An import.
    Import,
    /// Anything else.
    Other(&'static str),
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Academy => "academy",
            Self::Calendar => "calendar",
            Self::Pupil => "pupil",
            Self::Contact => "contact",
            Self::Staff => "member of staff",
            Self::Group => "group",
            Self::Mark => "mark",
            Self::PlannedAbsence => "planned absence",
            Self::Import => "import",
            Self::Other(name) => name,
        })
    }
}

/// What a use case may answer instead of its result.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or none in the caller's reach: the two are told alike, so that nothing can be probed.
    #[error("there is no such {0}")]
    NotFound(Kind),
    /// The input breaks rules: all that it breaks.
    #[error("the input breaks {} rules", .0.len())]
    Invalid(Vec<Violation>),
    /// The caller may do this, but not in this way.
    #[error("{0}")]
    Forbidden(&'static str),
    /// The law wants a person's name and position on this, and the request names no person.
    #[error("this must be signed: send it for a member of staff")]
    Unsigned,
    /// The state does not allow it.
    #[error("{0}")]
    Conflict(String),
    /// The record has changed since the caller read it.
    #[error("the record has changed since it was read")]
    Stale,
    /// The caller's precondition does not hold.
    #[error("the record is not in the state that the request names")]
    Precondition,
    /// The same request is being worked on.
    #[error("a request with this idempotency key is being worked on")]
    InFlight,
    /// Another body was sent under the idempotency key.
    #[error("another body was sent with this idempotency key")]
    OtherBody,
    /// The store.
    #[error(transparent)]
    Store(store::Error),
    /// Something that cannot be.
    #[error("an unexpected state: {0}")]
    Unexpected(String),
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Conflict(what) => Self::Conflict(format!("there is already {what}")),
            store::Error::Stale => Self::Stale,
            other => Self::Store(other),
        }
    }
}

// The transaction helpers of the store need this to report a failed begin or commit; a use case itself never sees
// Diesel.
impl From<store::TransactionError> for Error {
    fn from(error: store::TransactionError) -> Self {
        Self::from(store::Error::from(error))
    }
}

impl Error {
    /// One thing that is wrong with the input.
    pub fn invalid(pointer: &str, code: &str, detail: impl Into<String>) -> Self {
        Self::Invalid(vec![Violation::new(pointer, code, detail)])
    }

    pub(crate) fn may_be_retried(&self) -> bool {
        match self {
            Self::Stale => true,
            Self::Store(error) => error.may_be_retried(),
            _ => false,
        }
    }
}

/// The result of a use case.
pub type Result<T> = std::result::Result<T, Error>;
