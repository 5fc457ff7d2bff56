//! The spans of days over which covers are counted for limits.

use crate::{Context, Result, timetable};
use cover::arrange::{Quotas, cycle_of, fortnight_of};
use school::{AcademicYear, AcademyId, Date};

/// The spans that hold a day of an academy; none for a day outside the years that are kept.
pub(super) fn quotas(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<Option<Quotas>> {
    let Some(year) = AcademicYear::of(date) else { return Ok(None) };
    let state = cx.state(academy)?;
    let whole = (year.first_day(), year.last_day());
    let days: Vec<Date> = state.weeks.days().iter().copied().filter(|day| (whole.0..=whole.1).contains(day)).collect();
    let terms = state.calendars.get(&year).map(|calendar| calendar.terms.as_slice()).unwrap_or_default();
    let term = terms.iter().filter(|term| term.first_day <= date).max_by_key(|term| term.first_day);
    let mut firsts: Vec<Date> = days.clone();
    firsts.dedup_by_key(|day| school::Week::of(*day).days().0);
    let outlines = timetable::outlines(cx, academy, firsts.into_iter())?;
    let weeks: Vec<_> = outlines.into_iter().map(|day| (school::Week::of(day.date).days().0, day.week)).collect();
    Ok(Some(Quotas {
        week: school::Week::of(date).days(),
        fortnight: fortnight_of(date, days.first().copied().unwrap_or(date)),
        cycle: cycle_of(date, &weeks),
        term: term.map_or((date, date), |term| (term.first_day, term.last_day)),
        year: whole,
    }))
}
