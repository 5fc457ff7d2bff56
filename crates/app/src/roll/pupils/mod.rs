//! Pupils: the admission register.
//!
//! What a request or a row of a file says ([`PupilFields`]) is applied to what stands ([`crate::roll::book::PupilEntry`])
//! in memory; the roll book then saves what differs. The same code serves a form that changes one field and an import of
//! thousands of rows.

mod amend;
mod check;
mod create;
mod dated;
mod fields;
mod find;
mod history;
mod identity;
mod list;
mod patch;
mod registration;
mod search;
mod stays;
mod upsert;

pub(crate) use amend::{Applied, Terms};
pub use create::create_pupil;
pub use fields::PupilFields;
pub use find::{as_at, find_pupil};
pub(crate) use find::{reach_pupil, today};
pub use history::list_history;
pub use list::{PupilFilter, list_pupils};
pub use patch::{PupilPatch, patch_pupil};
pub use search::{MOST_FOUND, NameSearch, search_pupils};
pub use upsert::{Outcome, Upserted};
