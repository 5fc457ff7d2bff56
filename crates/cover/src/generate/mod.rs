//! Made-up days of a secondary school, the same for the same seed, for tests, measurements and trying things out.

mod random;
mod school;
mod shape;

pub use school::{Role, School, SchoolDay};
pub use shape::Shape;

use crate::instance::Instance;

/// A day of a new school, with covers given earlier in the year made up as well.
pub fn day(shape: &Shape, seed: u64) -> Instance {
    let mut school = School::new(shape, seed);
    school.make_up_history();
    school.day(0).instance
}
