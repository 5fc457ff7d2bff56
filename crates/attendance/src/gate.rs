//! What an arrival at the gate does to the register (School Attendance (Pupil Registration) (England) Regulations 2024
//! regulation 10: L before the register closes, U after it, unless another absence code fits better). Leaving changes no mark.

use crate::Code;
use chrono::NaiveTime;
use school::calendar::SessionTimes;
use school::{Date, Instant, PupilId, Record, Session};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Which way through the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GateDirection)]
pub enum Direction {
    /// Signed in.
    In,
    /// Signed out.
    Out,
}

/// A pupil signed in or out at the gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateEvent {
    /// The pupil.
    pub pupil_id: PupilId,
    /// Which way.
    pub kind: Direction,
    /// When.
    pub at: Instant,
    /// The day in England.
    pub date: Date,
    /// Why.
    pub reason: Option<String>,
    /// What became of the mark.
    pub effect: Effect,
}

impl Record for GateEvent {
    const KIND: &'static str = "gate_event";
    const NAME: &'static str = "gate event";

    fn subject(&self) -> Option<Uuid> {
        Some(self.pupil_id.0)
    }

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.date), Some(self.date))
    }
}

/// What an arrival is to do to the mark of its session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Nothing: the pupil came before the register opened, or has been marked present or late.
    Nothing,
    /// The mark is to be this one.
    Mark {
        /// L or U.
        code: Code,
        /// Minutes after the register opened; none where the pupil came as it opened.
        minutes_late: Option<u16>,
    },
    /// Another code fits better and stays: a person must look at it.
    Kept(Code),
}

/// What became of the mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GateEffect)]
pub enum Effect {
    /// No mark was touched.
    None,
    /// The missing mark was entered.
    Entered,
    /// The mark was amended, with its reason.
    Amended,
    /// The mark says something else and stays; the difference is on the list of conflicts.
    Conflict,
    /// A code is planned for the session and stays for when the register is taken.
    Planned,
}

/// The session in which an arrival falls: the one whose register opened last. None before the morning register opens.
pub fn session_at(time: NaiveTime, sessions: &SessionTimes) -> Option<Session> {
    Session::BOTH.into_iter().rev().find(|session| sessions.of(*session).opens <= time)
}

/// What an arrival at a time of day does to the mark that stands in its session.
pub fn arrival(time: NaiveTime, session: Session, sessions: &SessionTimes, standing: Option<Code>) -> Arrival {
    let times = sessions.of(session);
    if time < times.opens {
        return Arrival::Nothing;
    }
    let minutes = u16::try_from((time - times.opens).num_minutes()).unwrap_or(0);
    let minutes_late = Some(minutes.min(480)).filter(|minutes| *minutes > 0);
    let code = if time < times.closes { Code::LATE } else { Code::LATE_AFTER_CLOSE };
    match standing.map(Code::as_str) {
        None | Some("N") => Arrival::Mark { code, minutes_late },
        // Absent without a reason, and then came: late after the register closed.
        Some("O") => Arrival::Mark { code, minutes_late },
        Some("/" | "\\" | "L" | "U") => Arrival::Nothing,
        Some(_) => standing.map_or(Arrival::Nothing, Arrival::Kept),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> NaiveTime {
        NaiveTime::parse_from_str(text, "%H:%M").unwrap()
    }

    fn of(text: &str, standing: Option<&str>) -> Arrival {
        let sessions = SessionTimes::default();
        let session = session_at(time(text), &sessions).unwrap_or(Session::Am);
        arrival(time(text), session, &sessions, standing.map(|code| Code::parse(code).unwrap()))
    }

    fn mark(code: Code, minutes_late: Option<u16>) -> Arrival {
        Arrival::Mark { code, minutes_late }
    }

    #[test]
    fn whoever_comes_while_the_register_is_open_is_late_and_after_it_late_after_close() {
        assert_eq!(of("08:39", None), Arrival::Nothing);
        assert_eq!(of("08:40", None), mark(Code::LATE, None));
        assert_eq!(of("09:09", Some("N")), mark(Code::LATE, Some(29)));
        assert_eq!(of("09:10", Some("N")), mark(Code::LATE_AFTER_CLOSE, Some(30)));
        assert_eq!(of("11:40", None), mark(Code::LATE_AFTER_CLOSE, Some(180)));
        assert_eq!(of("13:20", None), mark(Code::LATE, Some(10)));
        assert_eq!(of("14:40", Some("O")), mark(Code::LATE_AFTER_CLOSE, Some(90)));
    }

    #[test]
    fn a_better_fitting_code_and_a_mark_of_presence_stay() {
        for code in ["I", "M", "E", "V", "C1"] {
            assert_eq!(of("10:00", Some(code)), Arrival::Kept(Code::parse(code).unwrap()));
        }
        for code in ["/", "L", "U"] {
            assert_eq!(of("10:00", Some(code)), Arrival::Nothing);
        }
    }
}
