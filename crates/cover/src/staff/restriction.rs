//! What somebody may not do, or not be asked to do.

use super::pattern::{clock_time, minute};
use super::{CycleWeek, Span};
use chrono::NaiveTime;
use school::{Violation, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What somebody may not do, or not be asked to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StaffRestriction)]
pub struct Restriction {
    /// What it is about.
    pub kind: RestrictionKind,
    /// Which: the subject, the class or the room, in the words of the timetable; of a time what whoever arranges cover is to read,
    /// never a medical reason.
    #[schema(min_length = 1, max_length = 100, example = "Physical education")]
    pub what: String,
    /// The times of the week, of the kind `time` alone.
    #[serde(default)]
    #[schema(max_items = 40)]
    pub times: Vec<RestrictedTime>,
    /// What kind of time it is, of the kind `time` alone.
    #[serde(default)]
    pub because: Option<TimeReason>,
    /// Whether its reason is confidential (a medical one always is): cover managers see that it holds, never why.
    #[serde(default)]
    pub confidential: bool,
    /// Why; only human resources and the head see it.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub reason: Option<String>,
}

/// What a restriction is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RestrictionKind {
    /// A subject, such as physical education.
    Subject,
    /// A class.
    Class,
    /// A room, such as one that only stairs lead to.
    Room,
    /// Times of the week, in which the person is at work and asked for nothing.
    Time,
}

/// What a time in which somebody is asked for nothing is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RestrictedTimeReason)]
pub enum TimeReason {
    /// Supports a pupil one to one, as an education, health and care plan asks: only for a reason that is written down the pupil
    /// goes without.
    OneToOneSupport,
    /// Facility time of a trade union.
    UnionFacilityTime,
    /// Medical.
    Medical,
    /// Anything else.
    Other,
}

/// One time of the week: a day, or periods of it, or from one clock time to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RestrictedTime {
    /// The day of the week.
    pub weekday: Weekday,
    /// Only in this week of a two-week timetable; null for every week.
    #[serde(default)]
    pub week: Option<CycleWeek>,
    /// Only in these periods, by their names; null for the whole day, or for the clock times below.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 20)]
    pub periods: Option<Vec<String>>,
    /// From this time on.
    #[serde(default, with = "clock_time")]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "13:30")]
    pub starts: Option<NaiveTime>,
    /// Until this time.
    #[serde(default, with = "clock_time")]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "15:00")]
    pub ends: Option<NaiveTime>,
}

impl RestrictedTime {
    /// Its parts on a day of the week, in a week of the cycle; `period` finds the span of a period of the day by its name.
    fn spans(&self, weekday: Weekday, week: Option<CycleWeek>, period: impl Fn(&str) -> Option<Span>) -> Vec<Span> {
        let other_week = self.week.is_some() && week.is_some() && self.week != week;
        if self.weekday != weekday || other_week {
            return Vec::new();
        }
        match &self.periods {
            Some(periods) => periods.iter().filter_map(|name| period(name)).collect(),
            None => vec![Span {
                from: self.starts.map_or(Span::DAY.from, minute),
                to: self.ends.map_or(Span::DAY.to, minute),
            }],
        }
    }
}

impl Restriction {
    /// The parts of a day in which the person is asked for nothing.
    pub fn spans(&self, weekday: Weekday, week: Option<CycleWeek>, period: impl Fn(&str) -> Option<Span>) -> Vec<Span> {
        self.times.iter().flat_map(|time| time.spans(weekday, week, &period)).collect()
    }

    /// Whether it names periods, whose times only the day itself knows.
    pub fn names_periods(&self) -> bool {
        self.times.iter().any(|time| time.periods.is_some())
    }

    /// The same without why.
    #[must_use]
    pub(super) fn without_reason(mut self) -> Self {
        self.reason = None;
        if self.because == Some(TimeReason::Medical) || (self.confidential && self.kind == RestrictionKind::Time) {
            self.because = None;
            "not to be asked".clone_into(&mut self.what);
        }
        self
    }
}

/// Everything that is wrong with restrictions.
pub(super) fn check(restrictions: &[Restriction], errors: &mut Vec<Violation>) {
    for (place, restriction) in restrictions.iter().enumerate() {
        let mut refuse = |field: &str, code: &str, detail: &str| {
            errors.push(Violation::new(format!("/restrictions/{place}/{field}"), code, detail));
        };
        if restriction.what.trim().is_empty() {
            refuse("what", "missing", "say what is restricted");
        }
        let is_time = restriction.kind == RestrictionKind::Time;
        if is_time && restriction.times.is_empty() {
            refuse("times", "missing", "say at which times of the week");
        }
        if !is_time && !restriction.times.is_empty() {
            refuse("times", "not_a_time", "only a restriction of the kind time has times");
        }
        if !is_time && restriction.because.is_some() {
            refuse("because", "not_a_time", "only a restriction of the kind time says this");
        }
        for (number, time) in restriction.times.iter().enumerate() {
            let by_clock = time.starts.is_some() || time.ends.is_some();
            if time.periods.is_some() && by_clock {
                refuse(&format!("times/{number}/periods"), "two_ways_at_once", "say periods or clock times, not both");
            }
            match (time.starts, time.ends) {
                (Some(starts), Some(ends)) if ends <= starts => {
                    refuse(&format!("times/{number}/ends"), "ends_before_it_begins", "it ends before it begins");
                }
                (Some(_), None) => refuse(&format!("times/{number}/ends"), "missing", "say until when"),
                (None, Some(_)) => refuse(&format!("times/{number}/starts"), "missing", "say from when on"),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn restriction(json: &str) -> Restriction {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_time_holds_on_its_days_and_weeks() {
        let time = restriction(
            r#"{"kind":"time","what":"Facility time","because":"union_facility_time","times":[
                {"weekday":"tue","week":"A","starts":"13:00","ends":"15:00"},{"weekday":"wed","periods":["2","9"]},{"weekday":"fri"}]}"#,
        );
        let period = |name: &str| (name == "2").then_some(Span { from: 600, to: 660 });
        let of = |day, week| time.spans(day, week, period);
        assert_eq!(of(Weekday::Tue, Some(CycleWeek::A)), [Span { from: 780, to: 900 }]);
        assert_eq!(of(Weekday::Tue, Some(CycleWeek::B)), []);
        assert_eq!(
            of(Weekday::Wed, Some(CycleWeek::B)),
            [Span { from: 600, to: 660 }],
            "a period that is not there restricts nothing"
        );
        assert_eq!(of(Weekday::Fri, None), [Span::DAY]);
        assert!(time.names_periods());
    }

    #[test]
    fn what_is_wrong_with_a_time_is_listed() {
        let mut errors = Vec::new();
        let wrong = [
            restriction(r#"{"kind":"time","what":"x"}"#),
            restriction(r#"{"kind":"room","what":"H12","because":"other","times":[{"weekday":"mon"}]}"#),
            restriction(
                r#"{"kind":"time","what":"x","times":[{"weekday":"mon","periods":["1"],"starts":"10:00","ends":"09:00"},{"weekday":"mon","ends":"09:00"}]}"#,
            ),
        ];
        check(&wrong, &mut errors);
        let found: Vec<String> = errors.into_iter().map(|each| format!("{} {}", each.pointer, each.code)).collect();
        assert_eq!(
            found,
            [
                "/restrictions/0/times missing",
                "/restrictions/1/times not_a_time",
                "/restrictions/1/because not_a_time",
                "/restrictions/2/times/0/periods two_ways_at_once",
                "/restrictions/2/times/0/ends ends_before_it_begins",
                "/restrictions/2/times/1/starts missing",
            ]
        );
    }

    #[test]
    fn a_medical_time_is_told_as_a_time_and_no_more() {
        let medical =
            r#"{"kind":"time","what":"Physiotherapy","because":"medical","reason":"Back","times":[{"weekday":"mon"}]}"#;
        let told = restriction(medical).without_reason();
        assert_eq!((told.what.as_str(), told.because, told.reason), ("not to be asked", None, None));
        let support =
            r#"{"kind":"time","what":"Supports a pupil","because":"one_to_one_support","times":[{"weekday":"mon"}]}"#;
        assert_eq!(restriction(support).without_reason().because, Some(TimeReason::OneToOneSupport));
    }
}
