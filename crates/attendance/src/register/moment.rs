//! Where a session stands in time.

use chrono::{Duration, NaiveTime};
use school::{Calendar, Date, Instant, Session, SessionAt, clock};

/// What a school may set about its registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How many minutes before it opens an afternoon register may be taken, and a morning register without a warning:
    /// pupils stand at the door before the bell. From 0 to the length of a day.
    pub early_minutes: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self { early_minutes: 15 }
    }
}

/// Where a session stands in time, seen from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Now.
    pub now: Instant,
    /// The date in England now.
    pub today: Date,
    /// The register opens.
    pub opens: Instant,
    /// The register closes.
    pub closes: Instant,
    /// The first moment at which the register may be taken.
    pub may_be_taken_from: Instant,
    /// Before this moment taking it is doubtful.
    pub expected_from: Instant,
}

impl Moment {
    /// For a session of the calendar's academy.
    pub fn of(at: SessionAt, calendar: &Calendar, now: Instant, settings: Settings) -> Self {
        let times = calendar.sessions.of(at.session);
        let opens = clock::instant_of(at.date, times.opens);
        let early = Duration::minutes(i64::from(settings.early_minutes));
        Self {
            now,
            today: clock::local(now).0,
            opens,
            expected_from: opens.checked_sub_signed(early).unwrap_or(opens),
            closes: clock::instant_of(at.date, times.closes),
            may_be_taken_from: match at.session {
                // A morning register belongs to its day: one that is sent before the bell is doubtful, not impossible.
                Session::Am => clock::instant_of(at.date, NaiveTime::MIN),
                Session::Pm => opens.checked_sub_signed(early).unwrap_or(opens),
            },
        }
    }

    /// Whether the register may be taken: it is about to open, or has opened.
    pub fn has_begun(&self) -> bool {
        self.now >= self.may_be_taken_from
    }

    /// Whether the register has opened.
    pub fn has_opened(&self) -> bool {
        self.now >= self.opens
    }

    /// Whether the register has closed.
    pub fn has_closed(&self) -> bool {
        self.now >= self.closes
    }
}
