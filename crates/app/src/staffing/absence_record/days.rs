//! The days that absences are counted on: when everybody works, and which part of a day an absence takes.

use super::super::central_record::Known;
use super::super::people;
use crate::records::{self, Filter};
use crate::{Context, Result, timetable};
use cover::absence::StaffAbsence;
use cover::absence_record::{Day, Outline, Protection, ProtectionRecord, ReturnsRecord, Spell};
use cover::day::Period;
use cover::staff::{CoverRole, Employment, Span};
use school::timetable::TimetableDay;
use school::{AcademicYear, AcademyId, Calendar, Date, Kept, NonSchoolReason, StaffId, Weekday};
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// The most days that are counted over: more than any range that may be asked for.
const MOST_DAYS: usize = 1_100;
/// From when to when somebody works on a day whose periods nobody has told: 08:30 to 15:30 (unconfirmed).
const USUAL_DAY: Span = Span { from: 8 * 60 + 30, to: 15 * 60 + 30 };

/// The days of a range at an academy.
pub(super) struct Days {
    academy: AcademyId,
    from: Date,
    to: Date,
    pub(super) known: Known,
    midday: u16,
    school_days: HashSet<Date>,
    /// Days on which nobody works, who works in the holidays neither.
    bank_holidays: HashSet<Date>,
    years: HashSet<AcademicYear>,
    outlines: BTreeMap<Date, Outline>,
    /// When work begins and ends on a day where a pattern does not say it.
    hours: HashMap<Date, Span>,
}

impl Days {
    /// Reads them.
    pub(super) fn load(cx: &mut Context<'_>, academy: AcademyId, (from, to): (Date, Date)) -> Result<Self> {
        let known = Known::load(cx, academy)?;
        let midday = Span::between(chrono::NaiveTime::MIN, people::midday(cx, academy, to)?).to;
        let state = cx.state(academy)?;
        let dates = from.iter_days().take(MOST_DAYS).take_while(|date| *date <= to);
        let outlines = timetable::outlines(cx, academy, dates)?;
        let hours = outlines.iter().map(|day| (day.date, school_day(day, midday))).collect();
        let outlines = outlines.into_iter().map(|day| {
            let periods = day.periods.into_iter();
            let periods = periods
                .map(|each| Period { name: each.name, span: cover::day::Span::new(each.starts, each.ends) })
                .collect();
            (day.date, Outline { week: day.week, periods })
        });
        Ok(Self {
            academy,
            from,
            to,
            known,
            midday,
            hours,
            bank_holidays: bank_holidays(state.calendars.values(), (from, to)),
            school_days: state.weeks.days().iter().copied().collect(),
            years: state.calendars.keys().copied().collect(),
            outlines: outlines.collect(),
        })
    }

    /// The working day of a person: by the pattern, on school days; on every weekday where no calendar is known, or where the
    /// contract runs through the holidays, bank holidays apart. Where the pattern leaves the ends of a day open, they are those of its periods.
    pub(super) fn works(&self, staff: StaffId, date: Date) -> Day {
        let employment = self.known.employment(staff);
        let all_year = employment.is_some_and(works_all_year);
        let known_year = AcademicYear::of(date).is_some_and(|year| self.years.contains(&year));
        let weekday = !matches!(Weekday::of(date), Weekday::Sat | Weekday::Sun);
        let weekday = weekday && !self.bank_holidays.contains(&date);
        let works = if all_year || !known_year { weekday } else { self.school_days.contains(&date) };
        if !works || employment.is_some_and(|employment| !employment.employed_on(date)) {
            return Day::default();
        }
        let outline = self.outlines.get(&date);
        let week = outline.and_then(|outline| outline.week);
        let midday = chrono::NaiveTime::from_num_seconds_from_midnight_opt(u32::from(self.midday) * 60, 0);
        let spans = employment
            .map_or_else(|| vec![Span::DAY], |employment| employment.works(date, week, midday.unwrap_or_default()));
        let open = self.hours.get(&date).copied().unwrap_or(USUAL_DAY);
        let spans: Vec<Span> = spans.into_iter().map(|span| within(span, open)).collect();
        Day::split(&spans, self.midday)
    }

    /// All spells of the academy, or of one person, that touch the range, with what is on record of their protection.
    pub(super) fn spells(&self, cx: &mut Context<'_>, staff: Option<StaffId>) -> Result<Vec<Spell>> {
        let subjects: Vec<Uuid> = staff.map(|id| id.0).into_iter().collect();
        let subjects = staff.is_some().then_some(subjects.as_slice());
        let filter = Filter { subjects, from: Some(self.from), to: Some(self.to) };
        let absences: Vec<Kept<StaffAbsence>> = records::all(cx, self.academy, &filter)?;
        let protections = protections(cx, self.academy, subjects)?;
        let of = |kept: &Kept<StaffAbsence>| {
            let protection = protections.get(&kept.id.0).copied().flatten();
            Spell::of(kept.id.0, &kept.value, protection, &self.outlines)
        };
        Ok(absences.iter().filter_map(of).collect())
    }
}

/// What is on record of the protection of absences: what human resources said, else the meeting on the return.
fn protections(
    cx: &mut Context<'_>,
    academy: AcademyId,
    subjects: Option<&[Uuid]>,
) -> Result<HashMap<Uuid, Option<Protection>>> {
    let filter = Filter { subjects, ..Filter::default() };
    let meetings = records::all::<ReturnsRecord>(cx, academy, &filter)?;
    let said = records::all::<ProtectionRecord>(cx, academy, &filter)?;
    let meetings = meetings.into_iter().map(|kept| (kept.value.absence_id, kept.value.meeting.protection));
    Ok(meetings.chain(said.into_iter().map(|kept| (kept.value.absence_id, kept.value.protection))).collect())
}

/// When work begins and ends on a day: with its periods. A session without any is as long as usual, unless the day is shortened:
/// that it has none says nothing of who works.
fn school_day(day: &TimetableDay, midday: u16) -> Span {
    let spans = day.periods.iter().map(|period| Span::between(period.starts, period.ends));
    let whole = spans.reduce(|one, other| Span { from: one.from.min(other.from), to: one.to.max(other.to) });
    match whole {
        None => USUAL_DAY,
        Some(whole) if day.shortened.is_some() => whole,
        Some(whole) => Span {
            from: if whole.from < midday { whole.from } else { USUAL_DAY.from },
            to: if whole.to > midday { whole.to } else { USUAL_DAY.to },
        },
    }
}

/// A span that is open on a side ends with the school day there; clock times stay as they are.
fn within(span: Span, open: Span) -> Span {
    Span {
        from: if span.from == Span::DAY.from { open.from.min(span.to) } else { span.from },
        to: if span.to == Span::DAY.to { open.to.max(span.from) } else { span.to },
    }
}

/// The bank holidays of some calendars in a range of days.
fn bank_holidays<'a>(calendars: impl Iterator<Item = &'a Calendar>, (from, to): (Date, Date)) -> HashSet<Date> {
    let days = calendars.flat_map(|calendar| &calendar.non_school_days);
    let holidays = days.filter(|days| days.reason == NonSchoolReason::BankHoliday && days.year_groups.is_none());
    let dates = holidays.flat_map(|days| {
        let last = days.last_day.min(to);
        days.first_day.max(from).iter_days().take(MOST_DAYS).take_while(move |date| *date <= last)
    });
    dates.collect()
}

/// Support staff without a term-time contract work in the holidays too.
fn works_all_year(employment: &Employment) -> bool {
    let teaches = [CoverRole::Teacher, CoverRole::CoverTeacher, CoverRole::Leadership, CoverRole::Supply];
    !employment.contract.term_time_only && !employment.cover_roles.iter().any(|role| teaches.contains(role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_ends_are_those_of_the_periods_and_clock_times_stay() {
        let open = Span { from: 520, to: 900 };
        assert_eq!(within(Span::DAY, open), open);
        assert_eq!(within(Span { from: 0, to: 780 }, open), Span { from: 520, to: 780 });
        assert_eq!(within(Span { from: 480, to: 1000 }, open), Span { from: 480, to: 1000 });
        // Who works until eight in the morning is not there when school begins.
        assert_eq!(within(Span { from: 0, to: 480 }, open), Span { from: 480, to: 480 });
    }

    #[test]
    fn a_session_without_periods_is_as_long_as_usual_unless_the_day_is_shortened() {
        let period = |from, to| {
            let at = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
            let session = school::Session::Am;
            school::timetable::DayPeriod { name: "1".to_owned(), starts: at(from), ends: at(to), session }
        };
        let day = |periods, shortened: Option<&str>| TimetableDay {
            date: Date::from_ymd_opt(2026, 11, 23).unwrap(),
            week: None,
            version: None,
            shortened: shortened.map(str::to_owned),
            periods,
            entries: Vec::new(),
        };
        let of = |periods, shortened| school_day(&day(periods, shortened), 780);
        assert_eq!(of(Vec::new(), None), USUAL_DAY);
        assert_eq!(of(vec![period(9, 11), period(14, 16)], None), Span { from: 540, to: 960 });
        assert_eq!(of(vec![period(9, 11)], None), Span { from: 540, to: USUAL_DAY.to });
        assert_eq!(of(vec![period(9, 11)], Some("Early closure")), Span { from: 540, to: 660 });
    }
}
