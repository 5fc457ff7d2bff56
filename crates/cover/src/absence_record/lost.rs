//! Working days that an absence took.

use super::{Protection, SpellCategory};
use crate::absence::StaffAbsence;
use crate::staff::Span;
use chrono::NaiveTime;
use school::{Date, StaffId, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The longest spell that is counted, in days: three years and a little. Beyond it an open spell has been forgotten.
const LONGEST_DAYS: usize = 1_100;

/// One absence of one person, whatever was recorded of it beside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spell {
    /// The absence.
    pub absence_id: Uuid,
    /// The person.
    pub staff_id: StaffId,
    /// Why.
    pub category: SpellCategory,
    /// What protects it.
    pub protection: Option<Protection>,
    /// The first day.
    pub first_day: Date,
    /// The last day, inside; none while it is open.
    pub last_day: Option<Date>,
    /// From this time of each day on; none from the beginning.
    pub starts: Option<NaiveTime>,
    /// Until this time of each day; none to the end.
    pub ends: Option<NaiveTime>,
    /// Only on these days of the week; none for every day.
    pub weekdays: Option<Vec<Weekday>>,
}

impl Spell {
    /// The spell of an absence, with what a meeting said of its protection; none where it was cancelled. An absence without a
    /// category is taken for other paid absence: it counts for nothing until somebody says what it was.
    pub fn of(id: Uuid, absence: &StaffAbsence, protection: Option<Protection>) -> Option<Self> {
        absence.cancelled.is_none().then(|| Self {
            absence_id: id,
            staff_id: absence.staff_id,
            category: absence.category.map_or(SpellCategory::OtherPaid, SpellCategory::from),
            protection,
            first_day: absence.first_day,
            last_day: absence.last_day,
            starts: absence.starts,
            ends: absence.ends,
            weekdays: absence.weekdays.clone(),
        })
    }

    /// Whether the spell touches a range of days.
    pub fn touches(&self, from: Date, to: Date) -> bool {
        self.first_day <= to && self.last_day.is_none_or(|last| from <= last)
    }

    /// The part of a day that the spell takes, where it takes any.
    fn span_on(&self, date: Date) -> Option<Span> {
        let last = self.last_day.unwrap_or(Date::MAX);
        let on_weekday = self.weekdays.as_ref().is_none_or(|days| days.contains(&Weekday::of(date)));
        if date < self.first_day || date > last || !on_weekday {
            return None;
        }
        let starts = self.starts.map_or(Span::DAY.from, crate::staff::minute_of);
        let ends = self.ends.map_or(Span::DAY.to, crate::staff::minute_of);
        (starts < ends).then_some(Span { from: starts, to: ends })
    }
}

/// When a person works on a day: none of it, the morning, the afternoon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Day {
    /// The morning, where it is worked.
    pub am: Option<Span>,
    /// The afternoon, where it is worked.
    pub pm: Option<Span>,
}

impl Day {
    /// The two halves of the spans in which a person works, divided at a minute.
    pub fn split(spans: &[Span], midday: u16) -> Self {
        let within = |half: Span| {
            let parts = spans.iter().filter(|span| span.meets(half));
            let from = parts.clone().map(|span| span.from.max(half.from)).min()?;
            Some(Span { from, to: parts.map(|span| span.to.min(half.to)).max()? })
        };
        Self { am: within(Span { from: 0, to: midday }), pm: within(Span { from: midday, to: Span::DAY.to }) }
    }
}

/// A number of half days, which is what absence is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct HalfDays(pub u32);

impl HalfDays {
    /// As days.
    pub fn days(self) -> f64 {
        f64::from(self.0) / 2.0
    }
}

impl std::ops::Add for HalfDays {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::iter::Sum for HalfDays {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self(0), |sum, each| sum + each)
    }
}

impl Serialize for HalfDays {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(self.days())
    }
}

impl<'de> Deserialize<'de> for HalfDays {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held between 0 and a large number")]
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        f64::deserialize(from).map(|days| Self((days * 2.0).clamp(0.0, 1_000_000.0).round() as u32))
    }
}

impl utoipa::PartialSchema for HalfDays {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        f64::schema()
    }
}

impl ToSchema for HalfDays {}

/// The half days that a spell took between two days, both inside, of the days on which the person works.
pub fn working_half_days(spell: &Spell, from: Date, to: Date, works: impl Fn(Date) -> Day) -> HalfDays {
    let first = spell.first_day.max(from);
    let last = spell.last_day.map_or(to, |last| last.min(to));
    let days = first.iter_days().take(LONGEST_DAYS).take_while(|date| *date <= last);
    days.map(|date| {
        let Some(away) = spell.span_on(date) else { return HalfDays(0) };
        let Day { am, pm } = works(date);
        let lost = [am, pm].into_iter().flatten().filter(|worked| worked.meets(away));
        HalfDays(u32::try_from(lost.count()).unwrap_or(0))
    })
    .sum()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    pub(crate) fn spell(category: SpellCategory, first: &str, last: Option<&str>) -> Spell {
        Spell {
            absence_id: Uuid::nil(),
            staff_id: StaffId(Uuid::nil()),
            category,
            protection: None,
            first_day: day(first),
            last_day: last.map(day),
            starts: None,
            ends: None,
            weekdays: None,
        }
    }

    /// Monday to Friday, 08:00 to 16:00.
    pub(crate) fn full_week(date: Date) -> Day {
        use chrono::Datelike;
        if date.weekday().num_days_from_monday() >= 5 {
            return Day::default();
        }
        Day { am: Some(Span { from: 480, to: 780 }), pm: Some(Span { from: 780, to: 960 }) }
    }

    #[test]
    fn only_days_that_are_worked_are_lost() {
        let week = spell(SpellCategory::Sickness, "2026-11-13", Some("2026-11-17"));
        let lost = |from: &str, to: &str| working_half_days(&week, day(from), day(to), full_week).days();
        assert!((lost("2026-11-01", "2026-11-30") - 3.0).abs() < 1e-9);
        assert!((lost("2026-11-16", "2026-11-30") - 2.0).abs() < 1e-9);
        let mornings = |date| Day { pm: None, ..full_week(date) };
        assert_eq!(working_half_days(&week, day("2026-11-01"), day("2026-11-30"), mornings), HalfDays(3));
    }

    #[test]
    fn parts_of_days_count_half() {
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0);
        let base = spell(SpellCategory::Sickness, "2026-11-16", Some("2026-11-17"));
        let part = Spell { starts: time(14), ..base.clone() };
        assert_eq!(working_half_days(&part, day("2026-11-01"), day("2026-11-30"), full_week), HalfDays(2));
        let mondays = Spell { weekdays: Some(vec![Weekday::Mon]), ..base.clone() };
        assert_eq!(working_half_days(&mondays, day("2026-11-01"), day("2026-11-30"), full_week), HalfDays(2));
        let nothing = Spell { last_day: Some(day("2026-11-16")), starts: time(18), ends: time(19), ..base };
        assert_eq!(working_half_days(&nothing, day("2026-11-01"), day("2026-11-30"), full_week), HalfDays(0));
    }

    #[test]
    fn absurd_ranges_end() {
        let open = spell(SpellCategory::Sickness, "1999-01-01", None);
        assert!(working_half_days(&open, Date::MIN, Date::MAX, full_week).0 < 2 * 1_100);
        let back = spell(SpellCategory::Sickness, "2026-01-02", Some("2026-01-01"));
        assert_eq!(working_half_days(&back, Date::MIN, Date::MAX, full_week), HalfDays(0));
    }
}
