//! The calendar of an academy for one academic year.

use crate::{AcademicYear, Date, SESSIONS_IN_SHEET, Session, SessionAt, Violation};
use chrono::{Datelike, NaiveTime};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

mod checks;
mod sessions;

pub use sessions::{SESSION_WORDS, SessionSet};

/// The calendar of an academy for one academic year. School days are the school weekdays inside the terms less the
/// non-school days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// The terms, in their order and not overlapping. A half-term break is a non-school day, not the end of a term.
    #[schema(min_items = 1, max_items = 12)]
    pub terms: Vec<Term>,
    /// Days or sessions inside the terms on which the academy, or some year groups, do not meet.
    #[schema(max_items = 366)]
    #[serde(default)]
    pub non_school_days: Vec<NonSchoolDays>,
    /// When each register opens and closes.
    #[serde(default)]
    pub sessions: SessionTimes,
    /// The days of the week on which the academy meets.
    #[schema(min_items = 1, max_items = 7)]
    #[serde(default = "monday_to_friday")]
    pub school_weekdays: Vec<Weekday>,
}

/// A term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// What the academy calls it.
    #[schema(example = "Autumn", min_length = 1, max_length = 60)]
    pub name: String,
    /// The first day.
    #[schema(example = "2026-09-02")]
    pub first_day: Date,
    /// The last day, inside the term.
    #[schema(example = "2026-12-18")]
    pub last_day: Date,
}

/// A range of days on which there is no school for some or all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NonSchoolDays {
    /// The first day.
    #[schema(example = "2026-10-26")]
    pub first_day: Date,
    /// The last day, inside the range.
    #[schema(example = "2026-10-30")]
    pub last_day: Date,
    /// Why.
    pub reason: NonSchoolReason,
    /// The sessions left out; both where it is missing.
    #[schema(min_items = 1, max_items = 2)]
    #[serde(default = "both_sessions")]
    pub sessions: Vec<Session>,
    /// The year groups that do not meet; null for the whole academy.
    #[schema(max_items = 17)]
    #[serde(default)]
    pub year_groups: Option<Vec<i16>>,
}

/// Why there is no school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NonSchoolReason {
    /// Half-term holiday.
    HalfTerm,
    /// In-service training day.
    Inset,
    /// Bank holiday.
    BankHoliday,
    /// Planned closure, such as a polling day.
    PlannedClosure,
    /// Anything else.
    Other,
}

/// When the registers of the two sessions open and close, local time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionTimes {
    /// Morning.
    #[serde(default = "morning")]
    pub am: RegisterTimes,
    /// Afternoon.
    #[serde(default = "afternoon")]
    pub pm: RegisterTimes,
}

/// When one register opens and closes: 24-hour local time, `HH:MM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterTimes {
    /// It opens.
    #[schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "08:40")]
    #[serde(with = "clock_time")]
    pub opens: NaiveTime,
    /// It closes, at most 30 minutes later.
    #[schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "09:10")]
    #[serde(with = "clock_time")]
    pub closes: NaiveTime,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Weekday {
    /// Monday to Sunday.
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// The weekday of a date.
    pub fn of(date: Date) -> Self {
        Self::ALL[date.weekday().num_days_from_monday() as usize % 7]
    }

    /// `mon` to `sun`.
    pub fn as_str(self) -> &'static str {
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][self as usize]
    }
}

impl Default for SessionTimes {
    fn default() -> Self {
        Self { am: morning(), pm: afternoon() }
    }
}

impl SessionTimes {
    /// The times of one session.
    pub fn of(&self, session: Session) -> RegisterTimes {
        match session {
            Session::Am => self.am,
            Session::Pm => self.pm,
        }
    }
}

fn at(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default()
}

fn morning() -> RegisterTimes {
    RegisterTimes { opens: at(8, 40), closes: at(9, 10) }
}

fn afternoon() -> RegisterTimes {
    RegisterTimes { opens: at(13, 10), closes: at(13, 40) }
}

fn both_sessions() -> Vec<Session> {
    Session::BOTH.to_vec()
}

fn monday_to_friday() -> Vec<Weekday> {
    Weekday::ALL[..5].to_vec()
}

pub(crate) mod clock_time {
    use chrono::NaiveTime;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(time: &NaiveTime, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&time.format("%H:%M"))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveTime, D::Error> {
        let text = String::deserialize(from)?;
        NaiveTime::parse_from_str(&text, "%H:%M").map_err(|_| D::Error::custom("a time is written HH:MM"))
    }
}

impl Calendar {
    /// Everything that is wrong with the calendar as the one of `year`, and everything that is doubtful: errors first,
    /// warnings second.
    pub fn check(&self, year: AcademicYear) -> (Vec<Violation>, Vec<Violation>) {
        checks::check(self, year)
    }

    /// Whether the academy meets in a session: for the year group given, or for anybody at all where none is given.
    pub fn meets(&self, at: SessionAt, year_group: Option<i16>) -> bool {
        self.school_weekdays.contains(&Weekday::of(at.date))
            && self.terms.iter().any(|term| (term.first_day..=term.last_day).contains(&at.date))
            && !self.non_school_days.iter().any(|days| days.leaves_out(at, year_group))
    }

    /// Whether some year groups, and not the whole academy, are left out of a session of the day.
    pub fn leaves_out_year_groups_on(&self, date: Date) -> bool {
        self.non_school_days
            .iter()
            .any(|days| days.year_groups.is_some() && (days.first_day..=days.last_day).contains(&date))
    }

    /// Whether `date` is a school day: a day on which the academy meets for anybody.
    pub fn is_school_day(&self, date: Date) -> bool {
        Session::BOTH.iter().any(|session| self.meets(SessionAt::new(date, *session), None))
    }

    /// The sessions of the year on which the academy meets, by their place in the mark sheet: for the year group given,
    /// or for anybody at all where none is given.
    pub fn sessions_of(&self, year: AcademicYear, year_group: Option<i16>) -> SessionSet {
        let mut set = SessionSet::default();
        for index in 0..SESSIONS_IN_SHEET {
            if year.session_at(index).is_some_and(|at| self.meets(at, year_group)) {
                set.insert(index);
            }
        }
        set
    }
}

impl NonSchoolDays {
    fn leaves_out(&self, at: SessionAt, year_group: Option<i16>) -> bool {
        (self.first_day..=self.last_day).contains(&at.date)
            && self.sessions.contains(&at.session)
            && match (&self.year_groups, year_group) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(groups), Some(group)) => groups.contains(&group),
            }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn example() -> Calendar {
        serde_json::from_str(
            r#"{"terms":[{"name":"Autumn","first_day":"2026-09-02","last_day":"2026-12-18"}],
                "non_school_days":[{"first_day":"2026-10-26","last_day":"2026-10-30","reason":"half_term"},
                  {"first_day":"2026-11-06","last_day":"2026-11-06","reason":"other","sessions":["pm"],"year_groups":[7]}]}"#,
        )
        .unwrap()
    }

    fn at(date: &str, session: Session) -> SessionAt {
        SessionAt::new(date.parse().unwrap(), session)
    }

    #[test]
    fn school_meets_on_weekdays_of_terms_less_non_school_days() {
        let calendar = example();
        assert!(calendar.meets(at("2026-09-02", Session::Am), Some(7)));
        assert!(!calendar.meets(at("2026-09-05", Session::Am), Some(7)));
        assert!(!calendar.meets(at("2026-10-28", Session::Pm), None));
        assert!(!calendar.meets(at("2026-12-21", Session::Am), None));
        assert!(!calendar.meets(at("2026-11-06", Session::Pm), Some(7)));
        assert!(calendar.meets(at("2026-11-06", Session::Pm), Some(8)));
        assert!(calendar.meets(at("2026-11-06", Session::Pm), None));
        assert!(calendar.meets(at("2026-11-06", Session::Am), Some(7)));
        let limited = |date: &str| calendar.leaves_out_year_groups_on(date.parse().unwrap());
        assert_eq!(["2026-10-28", "2026-11-05", "2026-11-06"].map(limited), [false, false, true]);
    }

    #[test]
    fn the_set_of_sessions_agrees_with_the_question_asked_one_by_one() {
        let (calendar, year) = (example(), "2026-27".parse::<AcademicYear>().unwrap());
        let set = calendar.sessions_of(year, Some(7));
        for index in 0..SESSIONS_IN_SHEET {
            let meets = year.session_at(index).is_some_and(|at| calendar.meets(at, Some(7)));
            assert_eq!(set.contains(index), meets);
        }
        assert_eq!(set.len(), 2 * 73 - 1);
    }
}
