use std::fmt;

use thiserror::Error;

/// One thing that is wrong with an instance.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// More of something than a day can have.
    #[error("{count} {what}, at most {most} are accepted")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many were given.
        count: usize,
        /// How many are accepted.
        most: usize,
    },
    /// Two members of staff with one id.
    #[error("staff {0} is listed twice")]
    RepeatedStaff(u64),
    /// Two lessons with one id.
    #[error("lesson {0} is listed twice")]
    RepeatedLesson(u64),
    /// A lesson in a period that the day does not have.
    #[error("lesson {lesson} is in period {period}, the day has {periods}")]
    UnknownPeriod {
        /// The lesson.
        lesson: u64,
        /// Its period.
        period: u32,
        /// How many periods there are, counted from 0.
        periods: u32,
    },
    /// A field names a person who is not in `staff`.
    #[error("{place} names staff {staff}, who is not listed")]
    UnknownStaff {
        /// The field.
        place: &'static str,
        /// The person.
        staff: u64,
    },
    /// A field names a lesson that is not in `lessons`.
    #[error("{place} names lesson {lesson}, which is not listed")]
    UnknownLesson {
        /// The field.
        place: &'static str,
        /// The lesson.
        lesson: u64,
    },
    /// One person given twice for one lesson.
    #[error("staff {staff} is a candidate for lesson {lesson} twice")]
    RepeatedCandidate {
        /// The person.
        staff: u64,
        /// The lesson.
        lesson: u64,
    },
    /// Two halves at the same time, or the same half twice.
    #[error("lessons {0} and {1} are in the same period and cannot be a double")]
    DoubleInOnePeriod(u64, u64),
    /// One double given twice, in either order.
    #[error("lessons {0} and {1} are given as a double twice")]
    RepeatedDouble(u64, u64),
    /// Nobody said how many covers a person may take.
    #[error("staff {0} has no fairness increments")]
    MissingIncrements(u64),
    /// A person's break in a period that the day does not have.
    #[error("a break of staff {staff} is in period {period}, the day has {periods}")]
    UnknownBreak {
        /// The person.
        staff: u64,
        /// The period.
        period: u32,
        /// How many periods there are, counted from 0.
        periods: u32,
    },
    /// A later cover that costs less than an earlier one.
    #[error("the fairness increments of staff {0} decrease")]
    DecreasingIncrements(u64),
    /// Not one cost for each lesson.
    #[error("{costs} costs for lessons without cover, but {lessons} lessons")]
    UncoveredLength {
        /// How many costs.
        costs: usize,
        /// How many lessons.
        lessons: usize,
    },
    /// A reward that would be a penalty.
    #[error("the bonus for doubles is {0}, less than nothing")]
    NegativeBonus(i64),
    /// A number so large that sums could overflow.
    #[error("{place} holds {number}, beyond the accepted size")]
    NumberTooLarge {
        /// The field.
        place: &'static str,
        /// The number.
        number: i64,
    },
}

/// Everything that is wrong with an instance, so that it can be put right at once.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct InvalidInstance {
    /// Never empty.
    pub faults: Vec<Fault>,
}

impl fmt::Display for InvalidInstance {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            if index > 0 {
                formatter.write_str("; ")?;
            }
            write!(formatter, "{fault}")?;
        }
        Ok(())
    }
}
