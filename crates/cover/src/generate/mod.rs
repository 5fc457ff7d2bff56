//! Made-up days of a secondary school, the same for the same seed, for tests, measurements and trying things out.

mod random;
mod role;
mod school;
mod shape;

pub use role::Role;
pub use school::{School, SchoolDay};
pub use shape::Shape;

use crate::instance::Instance;

/// A day of a new school, with covers given earlier in the year made up as well.
pub fn day(shape: &Shape, seed: u64) -> Instance {
    let mut school = School::new(shape, seed);
    school.make_up_history();
    school.day(0).instance
}

#[cfg(test)]
mod tests {
    use super::{Shape, day};
    use crate::{Limits, Status, solve};

    #[test]
    fn the_same_seed_gives_the_same_sound_day() {
        for (shape, lessons) in [(Shape::ordinary_day(), 50), (Shape::bad_day(), 150), (Shape::very_large_day(), 300)] {
            let made = day(&shape, 7);
            assert_eq!(made, day(&shape, 7));
            assert_ne!(made, day(&shape, 8));
            assert_eq!(made.validate(), Ok(()));
            assert_eq!((made.lessons.len(), made.staff.len()), (lessons, shape.staff));
            assert!(made.doubles.len() * 8 > lessons, "about a third of the lessons are half of a double");
        }
    }

    #[test]
    fn ordinary_days_are_solved() {
        for seed in 0..5 {
            let best = solve(&day(&Shape::ordinary_day(), seed), Limits::NONE, &mut || false).unwrap();
            assert_eq!((best.status, best.gap()), (Status::Optimal, 0));
        }
    }
}
