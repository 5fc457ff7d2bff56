//! Publication: what was told to whom, version by version.

mod changes;
mod difference;
mod record;
mod token;

pub use changes::{Change, ChangeKind, changes};
pub use difference::{Difference, DifferenceKind, Place, difference};
pub use record::{Publication, PublishedLine, PublishedRoom, PublishedShare};
pub use token::{CalendarToken, LONGEST_DAYS};
