//! The demonstration's clock: it starts at a moment of its day and runs on.

use school::{Clock, Instant};
use std::time;

/// Shows the moment at which it was started and what has passed since.
#[derive(Debug, Clone, Copy)]
pub(super) struct RunningClock {
    start: Instant,
    since: time::Instant,
}

impl RunningClock {
    pub(super) fn starting_at(start: Instant) -> Self {
        Self { start, since: time::Instant::now() }
    }
}

impl Clock for RunningClock {
    fn now(&self) -> Instant {
        let passed = i64::try_from(self.since.elapsed().as_micros()).unwrap_or(i64::MAX);
        self.start.checked_add_signed(chrono::Duration::microseconds(passed)).unwrap_or(self.start)
    }
}
