//! The weeks that count for agency workers: in which the trust meets, and in which they covered.

use crate::{Context, Result, records};
use cover::agency::{AgencyWorker, Clock, Worked, clock};
use cover::arrange::CoverAssignment;
use cover::publication::Publication;
use school::{AcademicYear, AcademyId, Date, Kept, Record, SchoolWeeks, StaffId, Week};
use std::collections::{BTreeSet, HashMap, HashSet};
use store::records::Which;
use uuid::Uuid;

/// How far back published cover is looked through, in days: longer than any clock runs without a break of six weeks that would
/// begin it again, the twelve weeks and the holidays with it.
const LOOK_BACK: u64 = 400;
/// So many people are asked for at once.
const AT_ONCE: usize = 500;

/// The weeks in which any academy of the trust meets, by their Mondays, and the days on which workers covered.
#[derive(Debug, Clone, Default)]
pub struct TrustWeeks {
    mondays: BTreeSet<Date>,
    years: BTreeSet<AcademicYear>,
    covered: HashMap<StaffId, Vec<Worked>>,
}

impl TrustWeeks {
    /// Reads the calendars of all academies, and what was published of the cover that some agency workers gave. The hirer is the
    /// trust, so work at an academy out of the caller's reach counts too; nothing is told of it but the week.
    pub fn of<'a>(cx: &mut Context<'_>, workers: impl IntoIterator<Item = &'a AgencyWorker>) -> Result<Self> {
        let mut found = Self::default();
        let staff: BTreeSet<Uuid> = workers.into_iter().flat_map(|worker| &worker.staff_ids).map(|id| id.0).collect();
        let staff: Vec<Uuid> = staff.into_iter().collect();
        for academy in store::roll::academies::all(cx.db)? {
            let calendars = store::roll::calendars::all(cx.db, academy.id)?;
            found.years.extend(calendars.iter().map(|(year, _)| *year));
            let weeks = SchoolWeeks::of(calendars.iter().map(|(year, calendar)| (*year, calendar)));
            found.mondays.extend(weeks.weeks().iter().map(|week| week.monday));
            for cover in covers(cx, academy.id, &staff)? {
                let worked = Worked { day: cover.date, academy_id: academy.id };
                found.covered.entry(cover.staff_id).or_default().push(worked);
            }
        }
        Ok(found)
    }

    /// Whether any academy meets in a week. A year without a calendar is taken for one without holidays.
    pub fn in_session(&self, monday: Date) -> bool {
        let known = AcademicYear::of(monday).is_some_and(|year| self.years.contains(&year));
        !known || self.mondays.contains(&Week::of(monday).monday)
    }

    /// The clocks of a worker on a day.
    pub fn clocks(&self, worker: &AgencyWorker, date: Date) -> Vec<Clock> {
        let covered: Vec<Worked> =
            worker.staff_ids.iter().filter_map(|id| self.covered.get(id)).flatten().copied().collect();
        clock(worker, &covered, date, |monday| self.in_session(monday))
    }
}

/// What some people covered at an academy up to today, as it was published last.
fn covers(cx: &mut Context<'_>, academy: AcademyId, staff: &[Uuid]) -> Result<Vec<CoverAssignment>> {
    let today = school::clock::local(cx.at).0;
    let from = today.checked_sub_days(chrono::Days::new(LOOK_BACK)).unwrap_or(today);
    let mut given: Vec<Kept<CoverAssignment>> = Vec::new();
    for part in staff.chunks(AT_ONCE) {
        given.extend(all(cx, academy, part, (from, today))?);
    }
    given.retain(|kept| kept.value.state.holds());
    let days: BTreeSet<Date> = given.iter().map(|kept| kept.value.date).collect();
    let published = published(cx, academy, &days.into_iter().collect::<Vec<_>>())?;
    given.retain(|kept| published.get(&kept.value.date).is_some_and(|(_, shares)| shares.contains(&kept.id.0)));
    Ok(given.into_iter().map(|kept| kept.value).collect())
}

/// What was published last of some days: the version, and the assignments that it told of.
fn published(cx: &mut Context<'_>, academy: AcademyId, days: &[Date]) -> Result<HashMap<Date, (i32, HashSet<Uuid>)>> {
    let mut found: HashMap<Date, (i32, HashSet<Uuid>)> = HashMap::new();
    for days in days.chunks(AT_ONCE) {
        let mut after = None;
        loop {
            let page: Vec<Kept<Publication>> = store::records::on_days(cx.db, academy, days, after, records::MOST)?;
            let is_last = i64::try_from(page.len()).is_ok_and(|count| count < records::MOST);
            after = page.last().map(|kept| kept.id.0);
            for Kept { value, .. } in page {
                let known = found.entry(value.date).or_default();
                if value.version > known.0 {
                    let shares = value.lines.iter().flat_map(|line| &line.shares);
                    *known = (value.version, shares.map(|share| share.assignment_id).collect());
                }
            }
            if is_last {
                break;
            }
        }
    }
    Ok(found)
}

/// All records of a kind about some people in a range of days, whatever the caller reaches.
fn all<T: Record>(
    cx: &mut Context<'_>,
    academy: AcademyId,
    subjects: &[Uuid],
    (from, to): (Date, Date),
) -> Result<Vec<Kept<T>>> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let which = Which { subjects: Some(subjects), from: Some(from), to: Some(to), ids: None, after };
        let page: Vec<Kept<T>> = store::records::list(cx.db, academy, &which, records::MOST)?;
        let is_last = i64::try_from(page.len()).is_ok_and(|count| count < records::MOST);
        after = page.last().map(|kept| kept.id.0);
        found.extend(page);
        if is_last {
            return Ok(found);
        }
    }
}
