//! The time that people have beside what is timetabled, over the week, the term and the year of a day: the kinds of school day
//! (a weekday in a week of the cycle) are few, so each is looked at once and the days of each kind are counted. What a person is
//! away for is taken off.

use super::central_record::Known;
use crate::{Context, Result, timetable};
use cover::day::{Free, Person};
use cover::need::Day;
use cover::staff::Span;
use school::timetable::{Activity, CycleWeek, DayEntry, TimetableDay};
use school::{AcademicYear, AcademyId, Date, StaffId, Weekday};
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

/// Fills in the time in which each person could be asked. `away`: who is away on the school days of the year.
pub(super) fn fill(
    cx: &mut Context<'_>,
    academy: AcademyId,
    date: Date,
    (known, away): (&Known, &[(Date, Day)]),
    people: &mut [Person],
) -> Result<()> {
    let kinds = Kinds::of(cx, academy, date)?;
    let midday = super::people::midday(cx, academy, date)?;
    let spans = Spans::of(cx, academy, date)?;
    let spans = [spans.week, spans.term, spans.year];
    let whole = spans.map(|span| kinds.counts(span));
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
        let all = if let Some(employment) = changes {
            spans.map(|span| {
                let parts = employment.parts(span).into_iter();
                parts.map(|part| sum(&kinds.counts(part), &free_by(part.0))).sum()
            })
        } else {
            [0, 1, 2].map(|place: usize| whole.get(place).map_or(0, |counts| sum(counts, &on_days)))
        };
        let lost = lost(person.id, away, |date| {
            let kind = kinds.days.get(&date)?;
            let periods = if changes.is_some() { free_by(date).remove(kind) } else { on_days.get(kind).cloned() };
            periods.map(|periods| periods.into_iter().map(by_the_clock).collect())
        });
        let [week_minutes, term_minutes, year_minutes] = [0, 1, 2].map(|place: usize| {
            let (from, to) = spans.get(place).copied().unwrap_or((date, date));
            let lost = lost.iter().filter(|(day, _)| (from..=to).contains(day)).map(|(_, minutes)| minutes).sum();
            all.get(place).map_or(0_u32, |all: &u32| all.saturating_sub(lost))
        });
        person.free = Free { week_minutes, term_minutes, year_minutes };
    }
    Ok(())
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
        let week = date.week(chrono::Weekday::Mon);
        let state = cx.state(academy)?;
        let calendar = state.calendar_on(date);
        let terms = calendar.into_iter().flat_map(|calendar| &calendar.terms);
        let term = terms.filter(|term| term.first_day <= date).max_by_key(|term| term.first_day);
        let year = AcademicYear::of(date).map_or((date, date), |year| (year.first_day(), year.last_day()));
        let term = term.map_or((date, date), |term| (term.first_day, term.last_day));
        Ok(Self { week: (week.first_day(), week.last_day()), term, year })
    }
}
