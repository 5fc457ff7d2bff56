//! The single central record of an academy: for each person, what is missing, has expired or is about to.

use super::all_staff;
use crate::records::{self, Filter};
use crate::{Context, Result};
use cover::agency::AgencyWorkerRecord;
use cover::staff::{Employment, EmploymentRecord};
use cover::vetting::{Checks, ChecksRecord, Due, Needs, due};
use school::record::TRUST;
use school::{AcademyId, Date, StaffId, StaffMember};
use std::collections::HashMap;

/// How many days before its expiry a check is named, where the caller says nothing else.
pub const AHEAD_DAYS: u16 = 60;
/// After how many years a DBS certificate is suggested for renewal: custom, not law (unconfirmed).
pub const DBS_RENEWAL_YEARS: u8 = 3;

/// One person of the single central record.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The person.
    pub member: StaffMember,
    /// The checks that were made.
    pub checks: Checks,
    /// Whether the person may work with children on the day.
    pub valid: bool,
    /// What is due.
    pub due: Vec<Due>,
}

/// What is known of the vetting of everybody at an academy.
pub(crate) struct Known {
    employment: HashMap<StaffId, Employment>,
    checks: HashMap<StaffId, Checks>,
    workers: HashMap<StaffId, cover::agency::AgencyWorker>,
}

impl Known {
    /// Reads it.
    pub(crate) fn load(cx: &mut Context<'_>, academy: AcademyId) -> Result<Self> {
        let employment = records::all::<EmploymentRecord>(cx, academy, &Filter::default())?;
        let checks = records::all::<ChecksRecord>(cx, academy, &Filter::default())?;
        let workers = records::all::<AgencyWorkerRecord>(cx, TRUST, &Filter::default())?;
        let of_staff = workers.into_iter().flat_map(|kept| {
            let worker = kept.value.worker;
            worker.staff_ids.clone().into_iter().map(move |id| (id, worker.clone()))
        });
        Ok(Self {
            employment: employment.into_iter().map(|kept| (kept.value.staff_id, kept.value.employment)).collect(),
            checks: checks.into_iter().map(|kept| (kept.value.staff_id, kept.value.checks)).collect(),
            workers: of_staff.collect(),
        })
    }

    /// How a person is employed, where that is on record.
    pub(super) fn employment(&self, id: StaffId) -> Option<&Employment> {
        self.employment.get(&id)
    }

    /// Whether a person is in the register of agency workers.
    pub(super) fn is_agency_worker(&self, id: StaffId) -> bool {
        self.workers.contains_key(&id)
    }

    /// Whether any check of a person is kept here.
    pub(super) fn has_vetting(&self, id: StaffId) -> bool {
        self.workers.contains_key(&id) || self.checks.contains_key(&id)
    }

    /// The checks of a person: of an agency worker those of the register, else those of the record.
    pub(super) fn checks(&self, id: StaffId) -> (Checks, Needs) {
        let needs = Needs::of(self.employment(id));
        match self.workers.get(&id) {
            Some(worker) => (worker.checks(), Needs { of_agency: true, ..needs }),
            None => (self.checks.get(&id).cloned().unwrap_or_default(), needs),
        }
    }

    /// Why a person may not take a class on a day, in words; empty where they may.
    pub(super) fn faults(&self, id: StaffId, date: Date) -> Vec<String> {
        let reasons = match self.workers.get(&id) {
            Some(worker) => worker.valid_on(date),
            None => {
                let (checks, needs) = self.checks(id);
                checks.valid_on(needs, date)
            }
        };
        reasons.into_iter().map(|reason| reason.detail).collect()
    }
}

/// The single central record of an academy on a day, in the order of the staff records; only those after one, at most
/// `limit`, and only those of whom something is due where `only_due` says so.
pub fn central_record(
    cx: &mut Context<'_>,
    academy: AcademyId,
    date: Date,
    ahead: u16,
    only_due: bool,
    (after, limit): (Option<StaffId>, usize),
) -> Result<Vec<Entry>> {
    let staff = all_staff(cx, academy)?;
    let known = Known::load(cx, academy)?;
    let gone = |id: StaffId| known.employment(id).is_some_and(|employment| !employment.employed_on(date));
    let entries = staff
        .into_iter()
        .filter(|member| after.is_none_or(|after| member.id > after))
        // The record is of those who work here: who has left goes from it, and stays in the personnel file.
        .filter(|member| {
            !gone(member.id) || known.employment(member.id).is_some_and(|each| each.contract.first_day > date)
        })
        .map(|member| entry(&known, member, date, ahead))
        .filter(|entry| !only_due || !entry.due.is_empty());
    Ok(entries.take(limit).collect())
}

fn entry(known: &Known, member: StaffMember, date: Date, ahead: u16) -> Entry {
    let (checks, needs) = known.checks(member.id);
    let due = due(&checks, needs, date, ahead, DBS_RENEWAL_YEARS);
    let valid = known.faults(member.id, date).is_empty();
    Entry { member, checks, valid, due }
}
