use chrono::{NaiveTime, Timelike};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A part of a day by the clock on the school's wall: from its start up to, and not with, its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
pub struct Span {
    /// When it starts.
    #[schema(value_type = String, example = "09:00:00")]
    pub starts: NaiveTime,
    /// When it ends.
    #[schema(value_type = String, example = "10:00:00")]
    pub ends: NaiveTime,
}

impl Span {
    /// A span; empty where it would end before it starts.
    pub fn new(starts: NaiveTime, ends: NaiveTime) -> Self {
        Self { starts, ends: ends.max(starts) }
    }

    /// Whether the two share a moment. What ends when the other starts does not.
    pub fn overlaps(self, other: Self) -> bool {
        self.starts < other.ends && other.starts < self.ends
    }

    /// Whether the other lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.starts <= other.starts && other.ends <= self.ends
    }

    /// What the two share, where they share anything.
    pub fn common(self, other: Self) -> Option<Self> {
        self.overlaps(other).then(|| Self { starts: self.starts.max(other.starts), ends: self.ends.min(other.ends) })
    }

    /// The shortest span that holds both.
    pub fn hull(self, other: Self) -> Self {
        Self { starts: self.starts.min(other.starts), ends: self.ends.max(other.ends) }
    }

    /// Its length in whole minutes.
    pub fn minutes(self) -> u32 {
        (self.ends.num_seconds_from_midnight().saturating_sub(self.starts.num_seconds_from_midnight())) / 60
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: u32, to: u32) -> Span {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        Span::new(at(from), at(to))
    }

    #[test]
    fn what_ends_when_the_next_starts_does_not_touch_it() {
        assert!(!span(9, 10).overlaps(span(10, 11)));
        assert_eq!(span(9, 11).common(span(10, 12)), Some(span(10, 11)));
        assert_eq!(span(9, 10).hull(span(11, 12)), span(9, 12));
        assert_eq!((span(9, 11).minutes(), span(11, 9).minutes()), (120, 0));
    }
}
