//! The trust's register of agency workers.

use super::central_record::is_own;
use crate::records::{self, Filter};
use crate::roll::{Ask, Listing};
use crate::{Context, Error, Result};
use access::Reach;
use cover::agency::{AgencyWorker, AgencyWorkerRecord, Clock, clock};
use cover::staff::EmploymentRecord;
use school::record::TRUST;
use school::{AcademicYear, Date, Kept, RecordId, SchoolWeeks, StaffId, Violation, Week};
use std::collections::BTreeSet;

/// The agency workers of the trust, the oldest record first. The hirer is the trust, so all of its academies see one register.
pub fn list_workers(cx: &mut Context<'_>, ask: &Ask) -> Result<Listing<Kept<AgencyWorkerRecord>>> {
    records::list(cx, TRUST, &Filter::default(), ask)
}

/// One agency worker.
pub fn find_worker(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<AgencyWorkerRecord>> {
    records::find(cx, id)
}

/// Adds an agency worker.
///
/// # Errors
/// Everything that is wrong with the entry.
pub fn create_worker(cx: &mut Context<'_>, worker: AgencyWorker) -> Result<Kept<AgencyWorkerRecord>> {
    check(cx, None, &worker)?;
    records::add(cx, TRUST, AgencyWorkerRecord { worker })
}

/// Changes an agency worker: `change` makes the new entry of the old.
pub fn change_worker(
    cx: &mut Context<'_>,
    id: RecordId,
    change: &dyn Fn(AgencyWorker) -> AgencyWorker,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Kept<AgencyWorkerRecord>> {
    let kept = find_worker(cx, id)?;
    if !precondition(kept.revision) {
        return Err(Error::Precondition);
    }
    let worker = change(kept.value.worker.clone());
    check(cx, Some(&kept), &worker)?;
    records::change(cx, kept, AgencyWorkerRecord { worker }, precondition)
}

/// What the entry says by itself, and that the academies and staff records that are new in it are in the caller's reach and may
/// be named.
fn check(cx: &mut Context<'_>, kept: Option<&Kept<AgencyWorkerRecord>>, worker: &AgencyWorker) -> Result<()> {
    let before = kept.map(|kept| &kept.value.worker);
    let mut errors = worker.check(school::clock::local(cx.at).0);
    let reach: Reach = cx.acting.reach.clone();
    for (place, assignment) in worker.assignments.iter().enumerate() {
        let known = before.is_some_and(|before| before.assignments.contains(assignment));
        let mut found = || reach.covers(assignment.academy_id) && cx.academy(assignment.academy_id).is_ok();
        if !known && !found() {
            let pointer = format!("/assignments/{place}/academy_id");
            errors.push(Violation::new(pointer, "unknown_academy", "there is no such academy in reach"));
        }
    }
    errors.extend(staff_faults(cx, kept, worker)?);
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// What is wrong with the staff records that are new in an entry. An entry lets its agency answer for somebody's checks, so it
/// names nobody who is on the payroll, and nobody whom another entry names.
fn staff_faults(
    cx: &mut Context<'_>,
    kept: Option<&Kept<AgencyWorkerRecord>>,
    worker: &AgencyWorker,
) -> Result<Vec<Violation>> {
    let before = kept.map(|kept| kept.value.worker.staff_ids.as_slice()).unwrap_or_default();
    let new = worker.staff_ids.iter().enumerate().filter(|(_, id)| !before.contains(id));
    let new: Vec<(usize, StaffId)> = new.map(|(place, id)| (place, *id)).collect();
    let mut errors = Vec::new();
    if new.is_empty() {
        return Ok(errors);
    }
    let others = records::all::<AgencyWorkerRecord>(cx, TRUST, &Filter::default())?;
    let others = others.iter().filter(|other| kept.is_none_or(|kept| kept.id != other.id));
    let named: BTreeSet<StaffId> = others.flat_map(|other| other.value.worker.staff_ids.iter().copied()).collect();
    let today = school::clock::local(cx.at).0;
    for (place, id) in new {
        let mut refuse = |code: &str, detail: &str| {
            errors.push(Violation::new(format!("/staff_ids/{place}"), code, detail));
        };
        let Ok(member) = crate::roll::staff::find_staff(cx, id) else {
            refuse("unknown_staff", "there is no such member of staff in reach");
            continue;
        };
        let employment = records::of_key::<EmploymentRecord>(cx, member.academy_id, &id.to_string())?;
        let own = employment.is_some_and(|kept| {
            let employment = kept.value.employment;
            is_own(&employment) && employment.contract.last_day.is_none_or(|last| last >= today)
        });
        if own {
            refuse("on_the_payroll", "the academy employs this person itself and makes their checks");
        }
        if named.contains(&id) {
            refuse("named_already", "another entry of the register names this person");
        }
    }
    Ok(errors)
}

/// The weeks in which any academy of the trust meets, by their Mondays.
#[derive(Debug, Clone, Default)]
pub struct TrustWeeks {
    mondays: BTreeSet<Date>,
    years: BTreeSet<AcademicYear>,
}

impl TrustWeeks {
    /// Reads the calendars of all academies.
    pub fn load(cx: &mut Context<'_>) -> Result<Self> {
        let mut found = Self::default();
        for academy in store::roll::academies::all(cx.db)? {
            let calendars = store::roll::calendars::all(cx.db, academy.id)?;
            found.years.extend(calendars.iter().map(|(year, _)| *year));
            let weeks = SchoolWeeks::of(calendars.iter().map(|(year, calendar)| (*year, calendar)));
            found.mondays.extend(weeks.weeks().iter().map(|week| week.monday));
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
        clock(worker, date, |monday| self.in_session(monday))
    }
}
