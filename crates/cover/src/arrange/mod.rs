//! What people and the allocation have decided about requirements: kept by what makes a requirement the same, so that it
//! outlives every new derivation.

mod board;
mod call;
mod quota;
mod record;
mod standing;
mod terms;

pub use board::{Board, Line, Status, board};
pub use call::{CallClosed, CallState, CoverCall, asked_before};
pub use quota::{Quotas, cycle_of, fortnight_of};
pub use record::{CoverAssignment, CoverDecision, How, RoomChange, State};
pub use standing::{FellAway, Gone, is_required, standing};
pub use terms::Terms;
