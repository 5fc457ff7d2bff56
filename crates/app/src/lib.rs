//! The use cases. Each reads what it needs, asks a domain crate what is to happen, saves that and records the event, in one
//! transaction. No HTTP and no SQL here, and no rule that a domain crate could hold.

pub mod attendance;
mod context;
pub mod cover;
pub mod deletion;
mod error;
pub mod feed;
pub mod gate;
pub mod imports;
pub mod lessons;
mod parallel;
pub mod policy;
pub mod records;
pub mod returns;
pub mod roll;
pub mod staffing;
mod state;
pub mod suspensions;
pub mod timetable;

pub use attendance::sheets::SheetCache;
pub use context::{Acting, App, Context, Further, Repeatable, Settings, random_bytes};
pub use error::{Error, Kind, Result};
pub use state::{AcademyState, StateCache};
