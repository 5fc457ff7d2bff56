//! The trust's register of agency workers.

pub use super::agency_weeks::TrustWeeks;
use super::central_record::is_own;
use crate::records::{self, Filter};
use crate::roll::{Ask, Listing};
use crate::{Context, Error, Result};
use access::Reach;
use cover::agency::{AgencyWorker, AgencyWorkerRecord};
use cover::staff::EmploymentRecord;
use school::record::TRUST;
use school::{AcademyId, Kept, RecordId, StaffId, Violation};
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
    let known: BTreeSet<AcademyId> = before.map(academies).unwrap_or_default().into_iter().map(|(_, id)| id).collect();
    for (pointer, academy) in academies(worker) {
        let mut found = || reach.covers(academy) && cx.academy(academy).is_ok();
        if !known.contains(&academy) && !found() {
            errors.push(Violation::new(pointer, "unknown_academy", "there is no such academy in reach"));
        }
    }
    errors.extend(staff_faults(cx, kept, worker)?);
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// The academies that an entry names, each with where.
fn academies(worker: &AgencyWorker) -> Vec<(String, AcademyId)> {
    let weeks = worker.assignments.iter().enumerate().map(|(place, each)| ("assignments", place, each.academy_id));
    let booked = worker.bookings.iter().enumerate().map(|(place, each)| ("bookings", place, each.academy_id));
    let arrivals =
        worker.identity_checks.iter().enumerate().map(|(place, each)| ("identity_checks", place, each.academy_id));
    let all = weeks.chain(booked).chain(arrivals);
    all.map(|(list, place, academy)| (format!("/{list}/{place}/academy_id"), academy)).collect()
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
    let mut at: BTreeSet<AcademyId> = BTreeSet::new();
    for id in before {
        at.extend(store::roll::staff::find(cx.db, *id)?.map(|member| member.academy_id));
    }
    for (place, id) in new {
        let mut refuse = |code: &str, detail: &str| {
            errors.push(Violation::new(format!("/staff_ids/{place}"), code, detail));
        };
        let Ok(member) = crate::roll::staff::find_staff(cx, id) else {
            refuse("unknown_staff", "there is no such member of staff in reach");
            continue;
        };
        at.insert(member.academy_id);
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
    if at.len() > 1 && worker.identity_checks.is_empty() && worker.identity_checked_on.is_some() {
        let detail = "the worker is at more than one academy: say in identity_checks at which each check was made";
        errors.push(Violation::new("/identity_checked_on", "say_where", detail));
    }
    Ok(errors)
}
