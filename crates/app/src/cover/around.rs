//! The days around a day: read once for everything that is counted over a week, a term or a year.

use super::given::{self, Range, Stands};
use super::loading::{self, Records};
use super::quotas::quotas;
use crate::{Context, Result, timetable};
use cover::absence::StaffAbsence;
use cover::arrange::{CoverAssignment, How};
use cover::day::{Done, Span};
use cover::need::{ClassCover, Day};
use school::{AcademicYear, AcademyId, Date, StaffId};
use std::collections::HashMap;

/// What is known of the year around some days of it.
pub(crate) struct Around {
    records: Records,
    /// All arranged cover that stands.
    stands: Vec<Stands>,
    /// Who is away on the school days on which anybody is, with the periods of each.
    pub(crate) away: Vec<(Date, Day)>,
}

/// What is covered on the other days of the year.
#[derive(Debug, Default)]
pub(super) struct Elsewhen {
    /// What everybody covers.
    pub(super) done: HashMap<StaffId, Done>,
    /// Who covers which classes on other days of the absences that touch the day.
    pub(super) classes: Vec<ClassCover>,
}

impl Around {
    /// Reads what is around the days from one to another of the same academic year.
    pub(crate) fn load(cx: &mut Context<'_>, academy: AcademyId, (first, last): (Date, Date)) -> Result<Self> {
        cx.academy(academy)?;
        let mut range = Range { from: first, to: last };
        for date in [first, last] {
            if let Some((from, to)) = quotas(cx, academy, date)?.map(|quotas| quotas.hull()) {
                range = Range { from: range.from.min(from), to: range.to.max(to) };
            }
        }
        let records = loading::over(cx, academy, range)?;
        let stands = given::standing(cx, academy, &records, false)?;
        let state = cx.state(academy)?;
        let days = range.from.iter_days().take_while(|date| *date <= range.to);
        let outlines = timetable::outlines(cx, academy, days.filter(|date| state.is_school_day(*date)))?;
        let away = records.frame.away(&outlines, &records.absences, &records.events);
        Ok(Self { records, stands, away })
    }

    /// The cover of a person that stands.
    pub(crate) fn given_by(&self, staff: StaffId) -> impl Iterator<Item = &CoverAssignment> {
        self.stands.iter().map(|stands| &stands.assignment.value).filter(move |cover| cover.staff_id == staff)
    }

    /// What everybody covers on the other days of the week, term and year of a day. For the limits all counts that is arranged,
    /// before and after; for a person's load in the term and year what was before.
    pub(super) fn elsewhen(&self, cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<Elsewhen> {
        let Some(year) = AcademicYear::of(date) else { return Ok(Elsewhen::default()) };
        let term = cx.state(academy)?.calendars.get(&year).and_then(|calendar| {
            let terms = calendar.terms.iter();
            terms.filter(|term| term.first_day <= date).map(|term| term.first_day).max()
        });
        let (monday, sunday) = school::Week::of(date).days();
        let Some(quotas) = quotas(cx, academy, date)? else { return Ok(Elsewhen::default()) };
        let (from, to) = quotas.hull();
        let cycle_week = timetable::outlines(cx, academy, std::iter::once(date))?.first().and_then(|day| day.week);
        let absences = self.records.absences.iter().map(|kept| &kept.value);
        let absences: Vec<&StaffAbsence> =
            absences.filter(|absence| absence.part_on(date, cycle_week).is_some()).collect();
        let lasts = |absence: &StaffAbsence, day: Date| {
            absence.first_day <= day && absence.last_day.is_none_or(|last| day <= last)
        };
        let mut found = Elsewhen::default();
        for Stands { assignment, parts, .. } in &self.stands {
            let minutes = given::minutes(parts);
            let CoverAssignment { date: day, staff_id, how, absent_staff_id, class, terms, .. } = &assignment.value;
            let day = *day;
            if day == date || *how == How::Merged || !(from..=to).contains(&day) {
                continue;
            }
            if absences.iter().any(|absence| absence.staff_id == *absent_staff_id && lasts(absence, day)) {
                let (absent, staff, before) = (*absent_staff_id, *staff_id, day < date);
                found.classes.push(ClassCover { absent, class: class.clone(), staff, date: day, before });
            }
            let done = found.done.entry(*staff_id).or_default();
            // Each part is a cover by itself, as on the day.
            let counts = |part: &&Span| terms.counts() && self.records.frame.settings.counts(part.minutes());
            for _ in parts.iter().filter(counts) {
                quotas.count(done, day);
            }
            if (monday..=sunday).contains(&day) {
                done.week_minutes += minutes;
            }
            if (year.first_day()..date).contains(&day) {
                done.year_minutes += minutes;
                done.term_minutes += if term.is_some_and(|term| day >= term) { minutes } else { 0 };
            }
        }
        Ok(found)
    }
}
