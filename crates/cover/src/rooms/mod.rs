//! Rooms for classes that lost theirs: what a room must be for a lesson, and which free ones fit best.

mod building;
mod fit;
mod propose;

pub use building::{are_near, building};
pub use fit::{RoomFault, faults};
pub use propose::{Proposal, RoomOption, propose};

use school::timetable::Room;

/// A class that needs a room in one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Displaced<'a> {
    /// The place of the period.
    pub place: usize,
    /// The period.
    pub period: String,
    /// The class.
    pub class: String,
    /// The subject.
    pub subject: Option<String>,
    /// Its room by the timetable, as far as it is known.
    pub usual: Option<&'a Room>,
    /// How many pupils are in the class; none where nobody is known to be in it.
    pub pupils: Option<usize>,
}
