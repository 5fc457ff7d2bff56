//! Which part of which days something that has times, weekdays and weeks takes.

use super::StaffAbsence;
use crate::day::{Period, Span};
use chrono::NaiveTime;
use school::timetable::CycleWeek;
use school::{Date, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// To which days of an absence its times belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimesApply {
    /// Every day: away from 10:15 to 12:00 on each of them.
    EachDay,
    /// The ends only: `starts` bounds the first day, `ends` the last one, and every day between is taken whole.
    EndsOnly,
}

/// The part of one day that somebody is away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayPart {
    /// All of it.
    Whole,
    /// By the clock.
    Span(Span),
    /// These periods of the timetable.
    Periods(Vec<String>),
}

impl DayPart {
    /// By the clock; none for the whole day and for periods.
    pub fn span(&self) -> Option<Span> {
        if let Self::Span(span) = self { Some(*span) } else { None }
    }

    /// The periods, where it is said by periods.
    pub fn periods(&self) -> Option<&[String]> {
        if let Self::Periods(periods) = self { Some(periods) } else { None }
    }

    /// The same by the clock, in the order of the day: periods as they take place on it. A period that the day does not have takes
    /// no time.
    pub fn spans(&self, periods: &[Period]) -> Vec<Span> {
        match self {
            Self::Whole => span(Some(NaiveTime::MIN), None).into_iter().collect(),
            Self::Span(span) => vec![*span],
            Self::Periods(names) => {
                let mut spans: Vec<Span> =
                    periods.iter().filter(|period| names.contains(&period.name)).map(|period| period.span).collect();
                spans.sort();
                spans
            }
        }
    }
}

/// On which days between its first and its last something falls.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recurrence<'a> {
    pub weekdays: Option<&'a [Weekday]>,
    pub weeks: Option<&'a [CycleWeek]>,
    pub except: &'a [Date],
}

impl Recurrence<'_> {
    /// `week` is the week of the timetable's cycle, none on a day without school: what recurs by weeks does not fall on it.
    pub(crate) fn falls_on(self, date: Date, week: Option<CycleWeek>) -> bool {
        self.may_fall_on(date) && self.weeks.is_none_or(|weeks| week.is_some_and(|week| weeks.contains(&week)))
    }

    /// Whether it falls on a day, whichever week of the cycle that is in.
    pub(crate) fn may_fall_on(self, date: Date) -> bool {
        self.weekdays.is_none_or(|days| days.contains(&Weekday::of(date))) && !self.except.contains(&date)
    }
}

impl StaffAbsence {
    pub(super) fn recurrence(&self) -> Recurrence<'_> {
        Recurrence { weekdays: self.weekdays.as_deref(), weeks: self.weeks.as_deref(), except: &self.except }
    }

    /// Whether it takes every day between its first and its last whole.
    pub fn takes_whole_days(&self) -> bool {
        let all_days = self.weekdays.is_none() && self.weeks.is_none() && self.except.is_empty();
        all_days && self.starts.is_none() && self.ends.is_none() && self.periods.is_none()
    }

    /// To which days the times belong: what was said; else every day of an absence that recurs, and the ends of any other. Who
    /// left at 10:15 on Monday for nobody knows how long is not there on Tuesday at nine.
    pub fn times_apply(&self) -> TimesApply {
        let recurs = self.weekdays.is_some() || self.weeks.is_some();
        self.times_apply.unwrap_or(if recurs { TimesApply::EachDay } else { TimesApply::EndsOnly })
    }

    /// The part of a day that the person is away for it; none where it does not touch the day or was cancelled. `week` is the
    /// week of the timetable's cycle, as the day of the timetable has it. Periods that are named are those of each day.
    pub fn part_on(&self, date: Date, week: Option<CycleWeek>) -> Option<DayPart> {
        let inside = self.first_day <= date && self.last_day.is_none_or(|last| date <= last);
        (inside && self.cancelled.is_none() && self.recurrence().falls_on(date, week)).then(|| self.part_of(date))
    }

    /// The part of a day on which it falls.
    pub(super) fn part_of(&self, date: Date) -> DayPart {
        if let Some(periods) = &self.periods {
            return DayPart::Periods(periods.clone());
        }
        let daily = self.times_apply() == TimesApply::EachDay;
        let starts = self.starts.filter(|_| daily || date == self.first_day);
        let ends = self.ends.filter(|_| daily || Some(date) == self.last_day);
        span(starts, ends).map_or(DayPart::Whole, DayPart::Span)
    }
}

/// The part of a day that two optional times bound; none for the whole day.
pub(crate) fn span(starts: Option<NaiveTime>, ends: Option<NaiveTime>) -> Option<Span> {
    let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN);
    (starts.is_some() || ends.is_some()).then(|| Span::new(starts.unwrap_or(NaiveTime::MIN), ends.unwrap_or(last)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{absence, at};

    fn day(day: u32) -> Date {
        Date::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn between(absence: &StaffAbsence, date: u32) -> Option<(NaiveTime, NaiveTime)> {
        absence.part_on(day(date), Some(CycleWeek::A)).and_then(|part| part.span()).map(|span| (span.starts, span.ends))
    }

    #[test]
    fn who_left_at_a_quarter_past_ten_is_away_for_the_whole_of_every_later_day() {
        let open = StaffAbsence { starts: Some(at("10:15")), ..absence(day(23), None) };
        assert_eq!(between(&open, 23), Some((at("10:15"), NaiveTime::from_hms_opt(23, 59, 59).unwrap())));
        assert_eq!(open.part_on(day(24), None), Some(DayPart::Whole));
        assert_eq!(open.part_on(day(22), None), None);
        let closed = StaffAbsence { ends: Some(at("11:00")), last_day: Some(day(25)), ..open };
        assert_eq!(closed.part_on(day(24), None), Some(DayPart::Whole));
        assert_eq!(between(&closed, 25), Some((NaiveTime::MIN, at("11:00"))), "the end bounds the last day");
        assert_eq!(between(&closed, 23).unwrap().0, at("10:15"));
    }

    #[test]
    fn times_of_each_day_are_said_or_follow_from_recurring() {
        let course = StaffAbsence {
            starts: Some(at("13:00")),
            ends: Some(at("15:00")),
            weekdays: Some(vec![Weekday::Mon]),
            ..absence(day(23), None)
        };
        assert_eq!(between(&course, 30), Some((at("13:00"), at("15:00"))));
        assert_eq!(course.part_on(day(24), None), None);
        let said = StaffAbsence { weekdays: None, times_apply: Some(TimesApply::EachDay), ..course };
        assert_eq!(between(&said, 24), Some((at("13:00"), at("15:00"))));
    }

    #[test]
    fn what_recurs_falls_in_its_weeks_and_not_on_excepted_days() {
        let second = StaffAbsence {
            weekdays: Some(vec![Weekday::Mon]),
            weeks: Some(vec![CycleWeek::B]),
            except: vec![day(30)],
            ..absence(day(2), None)
        };
        let falls = |date, week| second.part_on(day(date), week).is_some();
        assert!(falls(16, Some(CycleWeek::B)) && !falls(16, Some(CycleWeek::A)));
        assert!(!falls(16, None), "a day without school is in no week of the cycle");
        assert!(!falls(30, Some(CycleWeek::B)), "an excepted day");
    }

    #[test]
    fn periods_become_spans_by_the_day_and_what_it_lacks_takes_no_time() {
        let periods = ["1", "2", "3"].iter().zip(["09:00", "10:00", "11:00"].iter().zip(["10:00", "11:00", "12:00"]));
        let periods: Vec<Period> = periods
            .map(|(name, (from, to))| Period { name: (*name).to_owned(), span: Span::new(at(from), at(to)) })
            .collect();
        let named = DayPart::Periods(vec!["3".to_owned(), "1".to_owned(), "9".to_owned()]);
        assert_eq!(named.spans(&periods), [Span::new(at("09:00"), at("10:00")), Span::new(at("11:00"), at("12:00"))]);
        assert_eq!(DayPart::Whole.spans(&periods).len(), 1);
        assert!(DayPart::Whole.spans(&periods)[0].contains(Span::new(at("00:00"), at("23:59"))));
    }
}
