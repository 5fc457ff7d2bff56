//! Time as an argument.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Timelike, Utc};
use chrono_tz::Europe::London;
use std::sync::{Arc, Mutex, PoisonError};

/// A moment in UTC, to the microsecond (what both databases keep).
pub type Instant = DateTime<Utc>;

/// Where the time comes from. Rules never ask it: a use case reads it once and hands the instant on.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The present moment, to the microsecond.
    fn now(&self) -> Instant;

    /// The date on the wall of an English school now.
    fn today(&self) -> NaiveDate {
        local(self.now()).0
    }
}

/// The date and time of day in an English school (Europe/London) at an instant.
pub fn local(at: Instant) -> (NaiveDate, NaiveTime) {
    let there = at.with_timezone(&London);
    (there.date_naive(), there.time())
}

/// The instant of a local date and time of day in England. A time that the spring change skips becomes the next one
/// that exists, one that the autumn change repeats its first.
pub fn instant_of(date: NaiveDate, time: NaiveTime) -> Instant {
    let local = date.and_time(time);
    local
        .and_local_timezone(London)
        .earliest()
        .or_else(|| (local + Duration::hours(1)).and_local_timezone(London).earliest())
        .map_or_else(|| local.and_utc(), |there| there.with_timezone(&Utc))
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place where the time of day is read")]
    fn now(&self) -> Instant {
        to_microseconds(Utc::now())
    }
}

/// A clock that stands still until it is moved: for tests, and for the demonstration's chosen day.
#[derive(Debug, Clone)]
pub struct StandingClock(Arc<Mutex<Instant>>);

impl StandingClock {
    /// A clock that shows `at`.
    pub fn at(at: Instant) -> Self {
        Self(Arc::new(Mutex::new(to_microseconds(at))))
    }

    /// Sets the clock to `at`.
    pub fn set(&self, at: Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = to_microseconds(at);
    }

    /// Moves the clock on by `by`.
    pub fn advance(&self, by: Duration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now += by;
    }
}

impl Clock for StandingClock {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn to_microseconds(at: Instant) -> Instant {
    at.with_nanosecond(at.nanosecond() / 1_000 * 1_000).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summer_time_is_an_hour_ahead_of_utc() {
        let date = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
        let at = instant_of(date, NaiveTime::from_hms_opt(8, 40, 0).unwrap());
        assert_eq!(at.to_rfc3339(), "2026-06-01T07:40:00+00:00");
        assert_eq!(local(at), (date, NaiveTime::from_hms_opt(8, 40, 0).unwrap()));
    }

    #[test]
    fn a_time_that_the_spring_change_skips_still_has_an_instant() {
        let date = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap();
        let at = instant_of(date, NaiveTime::from_hms_opt(1, 30, 0).unwrap());
        assert_eq!(at.to_rfc3339(), "2026-03-29T01:30:00+00:00");
    }
}
