//! Working days that an absence took.

use super::{Protection, SpellCategory};
use crate::absence::{DayPart, StaffAbsence};
use crate::day::Period;
use crate::staff::Span;
use school::timetable::CycleWeek;
use school::{Date, StaffId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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
    /// Why; none where nobody has said it yet.
    pub category: Option<SpellCategory>,
    /// What protects it.
    pub protection: Option<Protection>,
    /// The first day.
    pub first_day: Date,
    /// The last day, inside; none while it is open.
    pub last_day: Option<Date>,
    /// Which parts of which days it takes, where it does not take all its days whole: a day that is not in it is not touched.
    pub parts: Option<Parts>,
}

/// The parts that an absence takes, day by day.
pub type Parts = BTreeMap<Date, Vec<Span>>;

/// What must be known of a day to say which part of it an absence takes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// The week of the timetable's cycle; none on a day without school.
    pub week: Option<CycleWeek>,
    /// The periods as they take place.
    pub periods: Vec<Period>,
}

impl Spell {
    /// The spell of an absence, with what is on record of its protection and the outlines of the days that are asked about; none
    /// where it was cancelled.
    pub fn of(
        id: Uuid,
        absence: &StaffAbsence,
        protection: Option<Protection>,
        outlines: &BTreeMap<Date, Outline>,
    ) -> Option<Self> {
        absence.cancelled.is_none().then(|| Self {
            absence_id: id,
            staff_id: absence.staff_id,
            category: absence.category.map(SpellCategory::from),
            protection,
            first_day: absence.first_day,
            last_day: absence.last_day,
            parts: (!absence.takes_whole_days()).then(|| parts(absence, outlines)),
        })
    }

    /// Whether its category is this one.
    pub fn is(&self, category: SpellCategory) -> bool {
        self.category == Some(category)
    }

    /// Whether the spell touches a range of days.
    pub fn touches(&self, from: Date, to: Date) -> bool {
        self.first_day <= to && self.last_day.is_none_or(|last| from <= last)
    }

    /// Its days between two days, both inside; no more than the longest spell has.
    pub(super) fn days(&self, from: Date, to: Date) -> impl Iterator<Item = Date> + use<> {
        let first = self.first_day.max(from);
        let last = self.last_day.map_or(to, |last| last.min(to));
        first.iter_days().take(LONGEST_DAYS).take_while(move |date| *date <= last)
    }

    /// The parts of a day that the spell takes.
    fn parts_on(&self, date: Date) -> &[Span] {
        const WHOLE: &[Span] = &[Span::DAY];
        if date < self.first_day || self.last_day.is_some_and(|last| date > last) {
            return &[];
        }
        self.parts.as_ref().map_or(WHOLE, |parts| parts.get(&date).map_or(&[], Vec::as_slice))
    }
}

/// The parts that an absence takes of the days between its first and its last of which an outline is known.
fn parts(absence: &StaffAbsence, outlines: &BTreeMap<Date, Outline>) -> Parts {
    let last = absence.last_day.unwrap_or(Date::MAX).max(absence.first_day);
    let days = outlines.range(absence.first_day..=last).filter_map(|(date, outline)| {
        let spans = match absence.part_on(*date, outline.week)? {
            DayPart::Whole => vec![Span::DAY],
            part => {
                let spans = part.spans(&outline.periods);
                spans.into_iter().map(|span| Span::between(span.starts, span.ends)).collect()
            }
        };
        Some((*date, spans))
    });
    days.collect()
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

/// What a spell took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lost {
    /// In half days: a half of which any part was lost counts whole.
    pub half_days: HalfDays,
    /// In minutes of work.
    pub minutes: u32,
}

impl Lost {
    /// As hours, to the hundredth.
    pub fn hours(self) -> f64 {
        (f64::from(self.minutes) / 0.6).round() / 100.0
    }
}

impl std::ops::Add for Lost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { half_days: self.half_days + other.half_days, minutes: self.minutes.saturating_add(other.minutes) }
    }
}

impl std::iter::Sum for Lost {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, each| sum + each)
    }
}

/// What a spell took between two days, both inside, of the time that the person works.
pub fn lost(spell: &Spell, from: Date, to: Date, works: impl Fn(Date) -> Day) -> Lost {
    spell.days(from, to).map(|date| of_day(spell.parts_on(date), || works(date)).into_iter().sum()).sum()
}

/// What spells of one person took together between two days: a half of a day, or a minute of it, that two of them take was lost
/// once.
pub(super) fn lost_together(spells: &[&Spell], from: Date, to: Date, works: impl Fn(Date) -> Day) -> Lost {
    let mut away: BTreeMap<Date, Vec<Span>> = BTreeMap::new();
    for spell in spells {
        for date in spell.days(from, to) {
            away.entry(date).or_default().extend(spell.parts_on(date));
        }
    }
    away.into_iter().map(|(date, parts)| of_day(&parts, || works(date)).into_iter().sum()).sum()
}

/// The halves of a day of which a spell took a part.
pub(super) fn halves(spell: &Spell, date: Date, works: impl FnOnce() -> Day) -> impl Iterator<Item = Half> {
    let lost = [Half::Morning, Half::Afternoon].into_iter().zip(of_day(spell.parts_on(date), works));
    lost.filter(|(_, lost)| lost.half_days.0 > 0).map(|(half, _)| half)
}

/// A half of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Half {
    Morning,
    Afternoon,
}

/// What is lost of the two halves of a day.
fn of_day(away: &[Span], works: impl FnOnce() -> Day) -> [Lost; 2] {
    let Day { am, pm } = if away.is_empty() { Day::default() } else { works() };
    [am, pm].map(|worked| worked.map(|worked| of_half(worked, away)).unwrap_or_default())
}

/// What is lost of one half of a day.
fn of_half(worked: Span, away: &[Span]) -> Lost {
    let inside = |span: &Span| Span { from: span.from.max(worked.from), to: span.to.min(worked.to) };
    let mut parts: Vec<Span> = away.iter().filter(|span| span.meets(worked)).map(inside).collect();
    parts.sort_unstable();
    let (mut minutes, mut until) = (0, worked.from);
    for part in &parts {
        minutes += u32::from(part.to.saturating_sub(part.from.max(until)));
        until = until.max(part.to);
    }
    Lost { half_days: HalfDays(u32::from(!parts.is_empty())), minutes }
}

/// The half days alone.
pub fn working_half_days(spell: &Spell, from: Date, to: Date, works: impl Fn(Date) -> Day) -> HalfDays {
    lost(spell, from, to, works).half_days
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::sample::{absence, at};
    use school::Weekday;

    pub(crate) fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    pub(crate) fn spell(category: SpellCategory, first: &str, last: Option<&str>) -> Spell {
        Spell {
            absence_id: Uuid::nil(),
            staff_id: StaffId(Uuid::nil()),
            category: Some(category),
            protection: None,
            first_day: day(first),
            last_day: last.map(day),
            parts: None,
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

    /// Mondays to Fridays of three weeks with two periods a day.
    fn outlines() -> BTreeMap<Date, Outline> {
        let period = |name: &str, from: &str, to: &str| Period {
            name: name.to_owned(),
            span: crate::day::Span::new(at(from), at(to)),
        };
        let periods = vec![period("1", "09:00", "10:00"), period("2", "10:00", "10:30")];
        let days = day("2026-11-09").iter_days().take(21);
        days.map(|date| (date, Outline { week: None, periods: periods.clone() })).collect()
    }

    fn lost_to(absence: &StaffAbsence) -> Lost {
        let spell = Spell::of(Uuid::nil(), absence, None, &outlines()).unwrap();
        lost(&spell, day("2026-11-01"), day("2026-11-30"), full_week)
    }

    #[test]
    fn parts_of_days_count_half_and_times_bound_the_first_and_the_last_day() {
        let base = absence(day("2026-11-16"), Some(day("2026-11-18")));
        assert_eq!(lost_to(&base), Lost { half_days: HalfDays(6), minutes: 3 * 480 });
        // From two o'clock on Monday, all of Tuesday, until ten on Wednesday.
        let part = StaffAbsence { starts: Some(at("14:00")), ends: Some(at("10:00")), ..base.clone() };
        assert_eq!(lost_to(&part), Lost { half_days: HalfDays(1 + 2 + 1), minutes: 120 + 480 + 120 });
        // What recurs has its times on each of its days.
        let recurring = StaffAbsence {
            starts: Some(at("14:00")),
            ends: Some(at("14:50")),
            weekdays: Some(vec![Weekday::Mon, Weekday::Wed]),
            ..base.clone()
        };
        let found = lost_to(&recurring);
        assert_eq!((found, found.hours()), (Lost { half_days: HalfDays(2), minutes: 100 }, 1.67));
        let evening = StaffAbsence { starts: Some(at("18:00")), ends: Some(at("19:00")), ..base.clone() };
        let evening = StaffAbsence { last_day: Some(base.first_day), ..evening };
        assert_eq!(lost_to(&evening), Lost::default());
    }

    #[test]
    fn named_periods_are_lost_and_no_more_of_the_day() {
        let named = |names: &[&str]| StaffAbsence {
            periods: Some(names.iter().map(|name| (*name).to_owned()).collect()),
            ..absence(day("2026-11-16"), Some(day("2026-11-17")))
        };
        assert_eq!(lost_to(&named(&["1", "2"])), Lost { half_days: HalfDays(2), minutes: 180 });
        assert_eq!(lost_to(&named(&["7"])), Lost::default(), "a period that the day does not have");
    }

    #[test]
    fn absurd_ranges_end() {
        let open = spell(SpellCategory::Sickness, "1999-01-01", None);
        assert!(working_half_days(&open, Date::MIN, Date::MAX, full_week).0 < 2 * 1_100);
        let back = spell(SpellCategory::Sickness, "2026-01-02", Some("2026-01-01"));
        assert_eq!(working_half_days(&back, Date::MIN, Date::MAX, full_week), HalfDays(0));
    }
}
