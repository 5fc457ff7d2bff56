//! How many warnings go on the worklist.

/// A worklist that is longer is read by nobody, and a file of one school's marks hardly ever has as many; all are counted.
pub(super) const MOST_LISTED: i64 = 10_000;
