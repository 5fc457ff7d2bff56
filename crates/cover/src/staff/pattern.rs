//! Part-time working patterns.

use chrono::{NaiveTime, Timelike};
use school::timetable::CycleWeek;
use school::{Date, Session, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One time of the week at which somebody works: a day, or sessions of it, or from one clock time to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkingTime {
    /// The day of the week.
    pub weekday: Weekday,
    /// Only in this week of a two-week timetable; null for every week.
    #[serde(default)]
    pub week: Option<CycleWeek>,
    /// Only these sessions; null for the whole day, or for the clock times below.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 2)]
    pub sessions: Option<Vec<Session>>,
    /// From this time on.
    #[serde(default, with = "clock_time")]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "08:30")]
    pub starts: Option<NaiveTime>,
    /// Until this time.
    #[serde(default, with = "clock_time")]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "13:00")]
    pub ends: Option<NaiveTime>,
}

/// When somebody works from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LaterWorkingPattern)]
pub struct LaterPattern {
    /// The first day on which it holds.
    pub from: Date,
    /// When the person works; null for every school day from beginning to end.
    #[serde(default)]
    #[schema(max_items = 56)]
    pub working_pattern: Option<Vec<WorkingTime>>,
}

/// A span of one day in minutes after midnight, its end outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first minute inside.
    pub from: u16,
    /// The first minute after it.
    pub to: u16,
}

impl Span {
    /// A whole day.
    pub const DAY: Self = Self { from: 0, to: 24 * 60 };

    /// From one time of day to another.
    pub fn between(starts: NaiveTime, ends: NaiveTime) -> Self {
        Self { from: minute(starts), to: minute(ends) }
    }

    /// Whether the other lies inside.
    pub fn holds(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// Whether they share a minute.
    pub fn meets(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// How long it is, in minutes.
    pub fn minutes(self) -> u16 {
        self.to.saturating_sub(self.from)
    }
}

/// Minutes after midnight.
pub(super) fn minute(time: NaiveTime) -> u16 {
    u16::try_from(time.hour() * 60 + time.minute()).unwrap_or(0)
}

impl WorkingTime {
    fn span(&self, session: Option<Session>, midday: u16) -> Span {
        match session {
            Some(Session::Am) => Span { from: 0, to: midday },
            Some(Session::Pm) => Span { from: midday, to: Span::DAY.to },
            None => Span { from: self.starts.map_or(0, minute), to: self.ends.map_or(Span::DAY.to, minute) },
        }
    }
}

/// The spans of one day, joined where they touch.
pub(super) fn spans(
    pattern: &[WorkingTime],
    weekday: Weekday,
    week: Option<CycleWeek>,
    midday: NaiveTime,
) -> Vec<Span> {
    let midday = minute(midday);
    let of_day = pattern.iter().filter(|time| {
        // Where the academy has one week, a pattern for week A or B has no meaning and is taken for every week.
        time.weekday == weekday && (time.week.is_none() || week.is_none() || time.week == week)
    });
    let mut spans: Vec<Span> = of_day
        .flat_map(|time| match &time.sessions {
            Some(sessions) => sessions.iter().map(|session| time.span(Some(*session), midday)).collect(),
            None => vec![time.span(None, midday)],
        })
        .filter(|span| span.from < span.to)
        .collect();
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
            _ => joined.push(span),
        }
    }
    joined
}

pub(crate) mod clock_time {
    use chrono::NaiveTime;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::ref_option, reason = "serde asks for this form")]
    pub(crate) fn serialize<S: Serializer>(time: &Option<NaiveTime>, to: S) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => to.collect_str(&time.format("%H:%M")),
            None => to.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveTime>, D::Error> {
        let Some(text) = Option::<String>::deserialize(from)? else { return Ok(None) };
        NaiveTime::parse_from_str(&text, "%H:%M").map(Some).map_err(|_| D::Error::custom("a time is written HH:MM"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(json: &str) -> Vec<WorkingTime> {
        serde_json::from_str(json).unwrap()
    }

    fn midday() -> NaiveTime {
        NaiveTime::from_hms_opt(13, 0, 0).unwrap()
    }

    #[test]
    fn a_day_is_the_sum_of_its_times() {
        let pattern = pattern(
            r#"[{"weekday":"mon"},{"weekday":"tue","sessions":["am"]},{"weekday":"wed","starts":"09:00","ends":"12:00"},
                {"weekday":"wed","starts":"11:30","ends":"15:00"},{"weekday":"thu","sessions":["am","pm"],"week":"A"}]"#,
        );
        let of = |day, week| spans(&pattern, day, week, midday());
        assert_eq!(of(Weekday::Mon, None), [Span::DAY]);
        assert_eq!(of(Weekday::Tue, None), [Span { from: 0, to: 780 }]);
        assert_eq!(of(Weekday::Wed, None), [Span { from: 540, to: 900 }]);
        assert_eq!(of(Weekday::Thu, Some(CycleWeek::A)), [Span::DAY]);
        assert_eq!(of(Weekday::Thu, Some(CycleWeek::B)), []);
        assert_eq!(of(Weekday::Fri, None), []);
    }

    #[test]
    fn times_are_read_and_written_in_one_form() {
        assert!(serde_json::from_str::<WorkingTime>(r#"{"weekday":"mon","starts":"9am"}"#).is_err());
        let time: WorkingTime = serde_json::from_str(r#"{"weekday":"mon","starts":"09:05"}"#).unwrap();
        assert!(serde_json::to_string(&time).unwrap().contains(r#""starts":"09:05","ends":null"#));
    }
}
