//! The roll and the calendar.

pub mod academies;
pub mod book;
pub mod calendars;
pub(crate) mod checks;
pub mod contacts;
pub mod groups;
pub mod listing;
pub mod members;
pub mod pupils;
pub mod staff;
pub mod stranded;

pub use book::RollBook;
pub use exchange::Cell;
pub use listing::{Ask, Listing, PageEnd};

/// Whether the record that is there is the one that the caller read: what `If-Match` asks. Where not, the
/// answer is [`crate::Error::Precondition`].
pub type StillSame<'a, T> = &'a dyn Fn(&T) -> bool;

/// What a write leaves, with what is doubtful about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Written<T> {
    /// What stands now.
    pub value: T,
    /// What is doubtful; nothing of it was refused.
    pub warnings: Vec<school::Violation>,
}

fn check_same<T>(found: &T, still_same: StillSame<'_, T>) -> crate::Result<()> {
    if still_same(found) { Ok(()) } else { Err(crate::Error::Precondition) }
}
