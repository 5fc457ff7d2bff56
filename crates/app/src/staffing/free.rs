//! The time that people have beside what is timetabled, over the week, the term and the year of a day: the kinds of school day
//! (a weekday in a week of the cycle) are few, so each is looked at once and the days of each kind are counted. What a person is
//! away for is taken off.

use super::central_record::Known;
use crate::cover::Around;
use crate::{Context, Result, timetable};
use chrono::NaiveTime;
use cover::day::{Booked, Free, Person, Tier};
use cover::need::Day;
use cover::staff::{Employment, Span};
use school::timetable::{Activity, CycleWeek, DayEntry, TimetableDay};
use school::{AcademicYear, AcademyId, Date, StaffId, Weekday};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// A weekday in a week of the cycle.
pub(super) type Kind = (Weekday, Option<CycleWeek>);

/// The school days of an academic year by their kind, and one day of each kind by the version of the timetable that holds on
/// the day asked for. Shortened days count as the ordinary day of their kind.
pub(super) struct Kinds {
    /// The kind of each school day.
    pub(super) days: BTreeMap<Date, Kind>,
    /// One day of each kind.
    pub(super) samples: BTreeMap<Kind, TimetableDay>,
}

impl Kinds {
    /// Those of the academic year that holds a day.
    pub(super) fn of(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<Self> {
        let mut found = Self { days: BTreeMap::new(), samples: BTreeMap::new() };
        let state = cx.state(academy)?;
        let Some(year) = AcademicYear::of(date) else { return Ok(found) };
        let Some(calendar) = state.calendars.get(&year) else { return Ok(found) };
        let school_days = year.first_day().iter_days().take(year.days()).filter(|day| calendar.is_school_day(*day));
        let outlines = timetable::outlines(cx, academy, school_days)?;
        // The ordinary day that is nearest stands for its kind: the periods may be others in another part of the year.
        let mut samples: BTreeMap<Kind, (bool, i64, Date)> = BTreeMap::new();
        for outline in outlines {
            let kind = (Weekday::of(outline.date), outline.week);
            found.days.insert(outline.date, kind);
            let here = (outline.shortened.is_some(), (outline.date - date).num_days().abs(), outline.date);
            let best = samples.entry(kind).or_insert(here);
            *best = here.min(*best);
        }
        for (kind, (_, _, sample)) in samples {
            found.samples.insert(kind, timetable::as_on(cx, academy, sample, date)?);
        }
        Ok(found)
    }

    /// How many school days of each kind there are from a day to a day, both inside.
    fn counts(&self, (from, to): (Date, Date)) -> HashMap<Kind, u32> {
        let mut found = HashMap::new();
        for (_, kind) in self.days.range(from..=to) {
            *found.entry(*kind).or_default() += 1;
        }
        found
    }
}

/// Fills in the time in which each person could be asked. Nobody has
/// any before or after their contract; supply that is paid by the day has it where it is booked or gives cover, and on the day itself.
pub(super) fn fill(
    cx: &mut Context<'_>,
    academy: AcademyId,
    date: Date,
    (known, around): (&Known, &Around),
    people: &mut [Person],
) -> Result<()> {
    let kinds = Kinds::of(cx, academy, date)?;
    let midday = super::people::midday(cx, academy, date)?;
    let spans = Spans::of(cx, academy, date)?;
    let spans = [spans.week, spans.term, spans.year];
    let mut busy: HashMap<(StaffId, Kind), Vec<Span>> = HashMap::new();
    for (kind, day) in &kinds.samples {
        for entry in day.entries.iter().filter(|entry| entry.activity != Activity::Free) {
            busy.entry((entry.staff_id, *kind)).or_default().push(span(entry));
        }
    }
    for person in people {
        let employment = known.employment(person.id);
        // What a school day of each kind leaves free, by the working pattern that holds on a day.
        let free_by = |by: Date| -> HashMap<Kind, Vec<Span>> {
            let of_kind = kinds.samples.iter().map(|(kind, day)| {
                let works = employment.map_or(vec![Span::DAY], |each| each.works_by(by, *kind, midday));
                let busy = busy.get(&(person.id, *kind)).map_or(&[][..], Vec::as_slice);
                (*kind, free_periods(day, &works, busy))
            });
            of_kind.collect()
        };
        let sum = |counts: &HashMap<Kind, u32>, free: &HashMap<Kind, Vec<Span>>| -> u32 {
            counts.iter().filter_map(|(kind, days)| Some(days * minutes(free.get(kind)?))).sum()
        };
        let changes = employment.filter(|each| !each.later_patterns.is_empty());
        let on_days = free_by(date);
        let periods_on = |day: Date| -> Option<Vec<cover::day::Span>> {
            let kind = kinds.days.get(&day).filter(|_| employment.is_none_or(|each| each.employed_on(day)))?;
            let periods = if changes.is_some() { free_by(day).remove(kind) } else { on_days.get(kind).cloned() };
            periods.map(|periods| periods.into_iter().map(by_the_clock).collect())
        };
        if person.tier == Tier::Supply && !known.is_employee(person.id, date) {
            person.free = of_supply(person.id, (academy, date), spans, (known, around, &kinds, midday), periods_on);
            continue;
        }
        let all = spans.map(|span| {
            let Some(employment) = employment else { return sum(&kinds.counts(span), &on_days) };
            let parts = employed(employment, span).map(|span| employment.parts(span)).into_iter().flatten();
            let by = |first: Date| if changes.is_some() { Cow::Owned(free_by(first)) } else { Cow::Borrowed(&on_days) };
            parts.map(|part| sum(&kinds.counts(part), &by(part.0))).sum()
        });
        let lost = lost(person.id, &around.away, periods_on);
        let [week_minutes, term_minutes, year_minutes] = [0, 1, 2].map(|place: usize| {
            let (from, to) = spans.get(place).copied().unwrap_or((date, date));
            let lost = lost.iter().filter(|(day, _)| (from..=to).contains(day)).map(|(_, minutes)| minutes).sum();
            all.get(place).map_or(0_u32, |all: &u32| all.saturating_sub(lost))
        });
        person.free = Free { week_minutes, term_minutes, year_minutes };
    }
    Ok(())
}

/// The part of a range of days in which a contract holds.
fn employed(employment: &Employment, (from, to): (Date, Date)) -> Option<(Date, Date)> {
    let contract = &employment.contract;
    let (from, to) = (from.max(contract.first_day), contract.last_day.map_or(to, |last| last.min(to)));
    (from <= to).then_some((from, to))
}

/// The time of somebody of supply: of the days that are booked in the register of agency workers, or on which they give cover, the
/// halves for which they come; and all of the day itself, which may be booked. On days of the payroll they are as everybody.
fn of_supply(
    staff: StaffId,
    (academy, date): (AcademyId, Date),
    spans: [(Date, Date); 3],
    (known, around, kinds, midday): (&Known, &Around, &Kinds, NaiveTime),
    periods_on: impl Fn(Date) -> Option<Vec<cover::day::Span>>,
) -> Free {
    let half = |starts: NaiveTime| if starts < midday { Booked::Morning } else { Booked::Afternoon };
    let mut given: HashMap<Date, Booked> = HashMap::new();
    for cover in around.given_by(staff) {
        let booked = given.entry(cover.date).or_default();
        *booked = booked.with(half(cover.starts));
    }
    let away: HashMap<Date, &Day> = around.away.iter().map(|(date, day)| (*date, day)).collect();
    let mut minutes: Vec<(Date, u32)> = Vec::new();
    for day in kinds.days.keys().copied() {
        let booked = if day == date || known.is_employee(staff, day) {
            Booked::Day
        } else {
            known.booked(staff, (academy, day)).with(given.get(&day).copied().unwrap_or_default())
        };
        if booked == Booked::No {
            continue;
        }
        let there = |span: &cover::day::Span| {
            booked.with(half(span.starts)) == booked && !away.get(&day).is_some_and(|day| day.is_away(staff, *span))
        };
        let free = periods_on(day).into_iter().flatten().filter(there);
        minutes.push((day, free.map(cover::day::Span::minutes).sum()));
    }
    let [week_minutes, term_minutes, year_minutes] = spans.map(|(from, to)| {
        minutes.iter().filter(|(day, _)| (from..=to).contains(day)).map(|(_, minutes)| minutes).sum()
    });
    Free { week_minutes, term_minutes, year_minutes }
}

/// The free time of each day that a person is away in: they cannot be asked then, whether it is an absence or a trip.
fn lost(
    staff: StaffId,
    away: &[(Date, Day)],
    free: impl Fn(Date) -> Option<Vec<cover::day::Span>>,
) -> Vec<(Date, u32)> {
    let of_day = |(date, day): &(Date, Day)| {
        let free = day.away.iter().any(|away| away.staff == staff).then(|| free(*date)).flatten()?;
        let gone = free.into_iter().filter(|span| day.is_away(staff, *span));
        Some((*date, gone.map(cover::day::Span::minutes).sum()))
    };
    away.iter().filter_map(of_day).collect()
}

fn by_the_clock(span: Span) -> cover::day::Span {
    let at = |minute: u16| {
        let last = chrono::NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(chrono::NaiveTime::MIN);
        chrono::NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minute) * 60, 0).unwrap_or(last)
    };
    cover::day::Span::new(at(span.from), at(span.to))
}

fn minutes(spans: &[Span]) -> u32 {
    spans.iter().map(|span| u32::from(span.minutes())).sum()
}

fn span(entry: &DayEntry) -> Span {
    Span::between(entry.starts, entry.ends)
}

/// The periods of a day in which a person works and has nothing.
fn free_periods(day: &TimetableDay, works: &[Span], busy: &[Span]) -> Vec<Span> {
    let periods = day.periods.iter().map(|period| Span::between(period.starts, period.ends));
    let free = periods.filter(|period| {
        works.iter().any(|work| work.holds(*period)) && !busy.iter().any(|other| other.meets(*period))
    });
    free.collect()
}

/// The week, the term and the academic year of a day.
struct Spans {
    week: (Date, Date),
    term: (Date, Date),
    year: (Date, Date),
}

impl Spans {
    fn of(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<Self> {
        let state = cx.state(academy)?;
        let calendar = state.calendar_on(date);
        let terms = calendar.into_iter().flat_map(|calendar| &calendar.terms);
        let term = terms.filter(|term| term.first_day <= date).max_by_key(|term| term.first_day);
        let year = AcademicYear::of(date).map_or((date, date), |year| (year.first_day(), year.last_day()));
        let term = term.map_or((date, date), |term| (term.first_day, term.last_day));
        Ok(Self { week: school::Week::of(date).days(), term, year })
    }
}
