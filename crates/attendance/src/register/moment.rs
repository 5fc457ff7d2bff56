//! Where a session stands in time.

use chrono::{Duration, NaiveTime};
use school::calendar::SessionTimes;
use school::{Calendar, Date, Instant, Session, SessionAt, clock};

/// What a school may set about its registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How many minutes before it opens an afternoon register may be taken, and a morning register without a warning:
    /// pupils stand at the door before the bell. From 0 to the length of a day.
    pub early_minutes: u16,
    /// How many minutes after it opens a register closes, as the attendance policy has it (DfE, Working together: stated in
    /// the policy, the same in every session, at most 30). None: as the calendar has it.
    pub open_minutes: Option<u8>,
    /// The shortest reason of an amendment, in characters.
    pub shortest_reason: u8,
}

impl Default for Settings {
    fn default() -> Self {
        Self { early_minutes: 15, open_minutes: None, shortest_reason: 3 }
    }
}

impl Settings {
    /// When registers open and close: the calendar says when they open, the attendance policy for how long.
    pub fn times(&self, calendar: &Calendar) -> SessionTimes {
        let mut times = calendar.sessions.clone();
        let Some(minutes) = self.open_minutes else { return times };
        for of_session in [&mut times.am, &mut times.pm] {
            let (closes, days) = of_session.opens.overflowing_add_signed(Duration::minutes(i64::from(minutes)));
            // A register that would close after midnight closes when the calendar says.
            if days == 0 {
                of_session.closes = closes;
            }
        }
        times
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
        let sessions = settings.times(calendar);
        let times = sessions.of(at.session);
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

#[cfg(test)]
mod tests {
    use super::super::examples::{calendar, morning};
    use super::*;

    #[test]
    fn the_policy_says_how_long_a_register_is_open_and_the_calendar_when_it_opens() {
        let (calendar, at) = (calendar(), morning());
        let closed = |open_minutes, time: &str| {
            let now = format!("2026-11-23T{time}:00Z").parse().unwrap();
            Moment::of(at, &calendar, now, Settings { open_minutes, ..Settings::default() }).has_closed()
        };
        assert_eq!([closed(None, "09:09"), closed(None, "09:10")], [false, true], "the calendar alone");
        assert_eq!([closed(Some(20), "08:59"), closed(Some(20), "09:00")], [false, true]);
        assert_eq!([closed(Some(30), "09:09"), closed(Some(30), "09:10")], [false, true]);
        let mut late = calendar.clone();
        late.sessions.pm = school::calendar::RegisterTimes {
            opens: NaiveTime::from_hms_opt(23, 50, 0).unwrap(),
            closes: NaiveTime::from_hms_opt(23, 59, 0).unwrap(),
        };
        let times = Settings { open_minutes: Some(30), ..Settings::default() }.times(&late);
        assert_eq!((times.pm, times.am.closes), (late.sessions.pm, NaiveTime::from_hms_opt(9, 10, 0).unwrap()));
    }
}
