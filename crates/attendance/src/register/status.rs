//! How far a register is.

use super::Moment;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use utoipa::ToSchema;

/// How far the register of a group is in one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RegisterStatus {
    /// No mark, and the register has not opened.
    NotDue,
    /// No mark, and the register is open.
    Open,
    /// Some pupils have a mark, some have none.
    PartlyTaken,
    /// Every pupil has a mark.
    Taken,
    /// No mark, and the register has closed.
    Overdue,
}

impl RegisterStatus {
    /// Every status.
    pub const ALL: [Self; 5] = [Self::NotDue, Self::Open, Self::PartlyTaken, Self::Taken, Self::Overdue];

    /// Its name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotDue => "not_due",
            Self::Open => "open",
            Self::PartlyTaken => "partly_taken",
            Self::Taken => "taken",
            Self::Overdue => "overdue",
        }
    }
}

impl fmt::Display for RegisterStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no status of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a register is not_due, open, partly_taken, taken or overdue")]
pub struct NotAStatus;

impl FromStr for RegisterStatus {
    type Err = NotAStatus;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|status| status.as_str() == text).ok_or(NotAStatus)
    }
}

/// The status of a register in which `marked` of the `expected` pupils have a mark. Expected are those on the roster who
/// do not board; planned codes are no marks. A register nobody is expected in is not due until it opens and taken after.
pub fn status(moment: &Moment, expected: usize, marked: usize) -> RegisterStatus {
    if marked > 0 && marked < expected {
        return RegisterStatus::PartlyTaken;
    }
    if marked > 0 {
        return RegisterStatus::Taken;
    }
    match (moment.has_opened(), moment.has_closed()) {
        (false, _) => RegisterStatus::NotDue,
        (true, _) if expected == 0 => RegisterStatus::Taken,
        (true, false) => RegisterStatus::Open,
        (true, true) => RegisterStatus::Overdue,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Settings, examples::calendar};
    use super::*;
    use school::{Session, SessionAt};

    #[test]
    fn a_register_goes_from_not_due_to_taken_or_overdue() {
        use RegisterStatus::*;
        let at = SessionAt::new("2026-11-23".parse().unwrap(), Session::Am);
        let status = |time: &str, expected, marked| {
            let now = format!("2026-11-23T{time}:00Z").parse().unwrap();
            super::status(&Moment::of(at, &calendar(), now, Settings::default()), expected, marked)
        };
        assert_eq!([status("08:39", 30, 0), status("08:40", 30, 0), status("09:10", 30, 0)], [NotDue, Open, Overdue]);
        assert_eq!([status("08:45", 30, 1), status("12:00", 30, 29)], [PartlyTaken, PartlyTaken]);
        assert_eq!([status("08:45", 30, 30), status("08:45", 30, 31), status("08:45", 0, 1)], [Taken; 3]);
        assert_eq!([status("08:00", 0, 0), status("09:30", 0, 0)], [NotDue, Taken]);
        for status in RegisterStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
        }
    }
}
