//! The hours of a member of staff: a week against the contract, rest breaks, the year in term time, directed time with covers.

use super::all_staff;
use super::central_record::Known;
use super::free::Kinds;
use super::managers::sees_figures_of;
use super::people::by_clock;
use super::{protected_time, quality};
use crate::{Context, Error, Kind, Result, records, timetable};
use cover::arrange::CoverAssignment;
use cover::need::Day as Away;
use cover::staff::{CoverRole, Employment, EmploymentRecord, Span, directed_time};
use cover::working_time::{WeekOfWork, WorkedDay, minutes_outside, paid_minutes, rest, week_of_work};
use school::timetable::{Activity, TimetableDay};
use school::{AcademicYear, AcademyId, Date, StaffId, Weekday};
use std::collections::{BTreeMap, HashMap};

/// The hours of the week that holds a day: for the person, their line manager and human resources. To anybody else the person
/// is not there.
pub fn working_time(cx: &mut Context<'_>, staff: StaffId, day: Date) -> Result<WeekOfWork> {
    let member = crate::roll::staff::find_staff(cx, staff)?;
    if !sees_figures_of(cx, &member)? {
        return Err(Error::NotFound(Kind::Staff));
    }
    let academy = member.academy_id;
    let year = AcademicYear::of(day)
        .ok_or_else(|| Error::invalid("/query/week", "out_of_range", "the week is outside the years that are kept"))?;
    let employment = records::of_key::<EmploymentRecord>(cx, academy, &staff.to_string())?;
    let employment = employment.map(|kept| kept.value.employment);
    let (monday, sunday) = school::Week::of(day).days();
    let covers = quality::covers_of(cx, academy, staff, year.first_day(), sunday.min(year.last_day()))?;
    let (settings, _) = crate::cover::settings::find_settings(cx, academy)?;
    let lunches = settings.lunch_periods.as_slice();
    let worker = Worker { staff, academy, employment: employment.as_ref(), lunches, covers: by_day(&covers) };
    let mut days = Vec::new();
    for date in monday.iter_days().take(7) {
        let timetabled = timetable::day(cx, academy, date)?;
        days.extend(worker.day(cx, &timetabled, date, worker.employed_on(date))?);
    }
    let in_year = worker.year(cx, day)?;
    let teaches = |employment: &&Employment| employment.cover_roles.contains(&CoverRole::Teacher);
    let directed = match employment.as_ref().filter(teaches) {
        Some(employment) => {
            let minutes = protected_time::directed_minutes(cx, academy, year)?.remove(&staff).unwrap_or_default();
            // "So far" is up to the day asked for, as in the protected time of all.
            let so_far: Vec<CoverAssignment> = covers.iter().filter(|cover| cover.date <= day).cloned().collect();
            let added = protected_time::added_minutes(cx, academy, &so_far)?.remove(&staff).unwrap_or(0);
            Some(directed_time(employment, minutes.into_iter(), added))
        }
        None => None,
    };
    let contract = employment.as_ref().map(|employment| &employment.contract);
    let extra = super::extra_hours::account_of(cx, academy, staff)?;
    Ok(week_of_work(monday, contract, &days, in_year, (directed, extra)))
}

fn by_day(covers: &[CoverAssignment]) -> BTreeMap<Date, Vec<Span>> {
    let mut found: BTreeMap<Date, Vec<Span>> = BTreeMap::new();
    for cover in covers {
        found.entry(cover.date).or_default().push(Span::between(cover.starts, cover.ends));
    }
    found
}

/// Who has no rest break left on which day, from a day to a day, by timetable and published covers: of those whose working time
/// is on record, because of others nobody knows how long their day is. What somebody is away from leaves them free.
pub(super) fn days_without_rest(
    cx: &mut Context<'_>,
    academy: AcademyId,
    known: &Known,
    (from, to): (Date, Date),
) -> Result<Vec<(StaffId, Date)>> {
    let (settings, _) = crate::cover::settings::find_settings(cx, academy)?;
    let mut covers: HashMap<StaffId, Vec<CoverAssignment>> = HashMap::new();
    for published in quality::published_covers(cx, academy, (from, to))? {
        covers.entry(published.cover.staff_id).or_default().push(published.cover);
    }
    let staff = all_staff(cx, academy)?;
    let dates: Vec<Date> = from.iter_days().take_while(|date| *date <= to).collect();
    let away: HashMap<Date, Away> = crate::cover::away_on(cx, academy, &dates)?.into_iter().collect();
    let mut found = Vec::new();
    for date in dates {
        let timetabled = timetable::day(cx, academy, date)?;
        for member in &staff {
            let Some(employment) = known.employment(member.id) else { continue };
            let covers = by_day(covers.get(&member.id).map_or(&[], Vec::as_slice));
            let (staff, lunches) = (member.id, settings.lunch_periods.as_slice());
            let worker = Worker { staff, academy, employment: Some(employment), lunches, covers };
            let Some(mut day) = worker.day(cx, &timetabled, date, worker.employed_on(date))? else { continue };
            if let Some(away) = away.get(&date) {
                let is_there = |span: &Span| !away.is_away(member.id, by_clock(*span));
                day.timetabled.retain(is_there);
                day.covers.retain(is_there);
            }
            if rest(&day).kept == Some(false) {
                found.push((member.id, date));
            }
        }
    }
    Ok(found)
}

/// One person with what they cover.
struct Worker<'a> {
    staff: StaffId,
    academy: AcademyId,
    employment: Option<&'a Employment>,
    lunches: &'a [String],
    covers: BTreeMap<Date, Vec<Span>>,
}

impl Worker<'_> {
    fn employed_on(&self, date: Date) -> bool {
        self.employment.is_none_or(|employment| employment.employed_on(date))
    }

    /// A day of the person as the timetable has it, by the working pattern that holds on the date `by`; none where they neither
    /// work nor cover on it.
    fn day(
        &self,
        cx: &mut Context<'_>,
        timetabled: &TimetableDay,
        by: Date,
        employed: bool,
    ) -> Result<Option<WorkedDay>> {
        let date = timetabled.date;
        let covers = self.covers.get(&date).cloned().unwrap_or_default();
        let midday = super::people::midday(cx, self.academy, date)?;
        let spans = timetabled.periods.iter().map(|period| (period, Span::between(period.starts, period.ends)));
        let lunches = spans.clone().filter(|(period, _)| self.lunches.contains(&period.name)).map(|(_, span)| span);
        let open = spans.clone().map(|(_, span)| span.from).min();
        let close = spans.clone().map(|(_, span)| span.to).max();
        let works = match (open, close, self.employment) {
            (Some(open), Some(close), Some(each)) if employed => {
                let works = each.works_by(by, (Weekday::of(date), timetabled.week), midday);
                works.into_iter().map(|span| within(span, open, close)).filter(|span| span.from < span.to).collect()
            }
            (Some(open), Some(close), None) => vec![Span { from: open, to: close }],
            _ => Vec::new(),
        };
        let busy = timetabled.of_staff(self.staff).filter(|entry| entry.activity != Activity::Free);
        let day = WorkedDay {
            date,
            timetabled: busy.map(|entry| Span::between(entry.starts, entry.ends)).collect(),
            lunches: lunches.collect(),
            works,
            covers,
        };
        Ok((!day.works.is_empty() || !day.covers.is_empty()).then_some(day))
    }

    /// School days, minutes, and minutes of cover outside the pattern in the academic year of a day.
    fn year(&self, cx: &mut Context<'_>, day: Date) -> Result<(u32, u32, u32)> {
        let kinds = Kinds::of(cx, self.academy, day)?;
        let mut outside = 0;
        for date in self.covers.keys() {
            let timetabled = timetable::day(cx, self.academy, *date)?;
            let worked = self.day(cx, &timetabled, *date, self.employed_on(*date))?;
            outside += worked.as_ref().map_or(0, minutes_outside);
        }
        let (mut school_days, mut all) = (0, 0);
        // A kind of day is worked alike for as long as one pattern holds.
        let mut minutes: BTreeMap<(super::free::Kind, Option<Date>), u32> = BTreeMap::new();
        for (date, kind) in kinds.days.iter().filter(|(date, _)| self.employed_on(**date)) {
            let since = self.employment.and_then(|employment| employment.pattern_since(*date));
            let of_day = match (minutes.get(&(*kind, since)), kinds.samples.get(kind)) {
                (Some(known), _) => *known,
                (None, Some(sample)) => {
                    // The person may have begun after the day that stands for the kind.
                    let worker = Worker { covers: BTreeMap::new(), ..*self };
                    let worked = worker.day(cx, sample, *date, true)?;
                    *minutes.entry((*kind, since)).or_insert(worked.as_ref().map_or(0, paid_minutes))
                }
                (None, None) => 0,
            };
            school_days += u32::from(of_day > 0);
            all += of_day;
        }
        Ok((school_days, all, outside))
    }
}

/// A span that is open on a side ends with the school day there; clock times stay as they are.
fn within(span: Span, open: u16, close: u16) -> Span {
    Span {
        from: if span.from == Span::DAY.from { open } else { span.from },
        to: if span.to == Span::DAY.to { close } else { span.to },
    }
}
