//! The single central record of an academy: for each person, what is missing, has expired or is about to.

use super::all_staff;
use crate::records::{self, Filter};
use crate::{Context, Result};
use cover::agency::{AgencyWorker, AgencyWorkerRecord, MinimumBooking};
use cover::day::Booked;
use cover::staff::{ContractKind, Employment, EmploymentRecord, Restriction};
use cover::vetting::{Checks, ChecksRecord, Due, Needs, Reason, due};
use school::record::TRUST;
use school::{AcademyId, Date, StaffId, StaffMember};
use std::collections::{HashMap, HashSet};

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
    workers: HashMap<StaffId, Vec<AgencyWorker>>,
}

impl Known {
    /// Reads it.
    pub(crate) fn load(cx: &mut Context<'_>, academy: AcademyId) -> Result<Self> {
        let employment = records::all::<EmploymentRecord>(cx, academy, &Filter::default())?;
        let checks = records::all::<ChecksRecord>(cx, academy, &Filter::default())?;
        Ok(Self {
            employment: employment.into_iter().map(|kept| (kept.value.staff_id, kept.value.employment)).collect(),
            checks: checks.into_iter().map(|kept| (kept.value.staff_id, kept.value.checks)).collect(),
            workers: workers(cx)?,
        })
    }

    /// Reads it of one person only.
    pub(super) fn of(cx: &mut Context<'_>, member: &StaffMember) -> Result<Self> {
        let (academy, id) = (member.academy_id, member.id);
        let employment = records::of_key::<EmploymentRecord>(cx, academy, &id.to_string())?;
        let checks = records::of_key::<ChecksRecord>(cx, academy, &id.to_string())?;
        Ok(Self {
            employment: employment.into_iter().map(|kept| (id, kept.value.employment)).collect(),
            checks: checks.into_iter().map(|kept| (id, kept.value.checks)).collect(),
            workers: workers(cx)?,
        })
    }

    /// How a person is employed, where that is on record.
    pub(super) fn employment(&self, id: StaffId) -> Option<&Employment> {
        self.employment.get(&id)
    }

    /// Whether a person is on the academy's own payroll on a day: then no entry of the register of agency workers says what they
    /// are.
    pub(super) fn is_employee(&self, id: StaffId, date: Date) -> bool {
        self.employment(id).is_some_and(|employment| is_own(employment) && employment.employed_on(date))
    }

    /// The entries of the register of agency workers under which a person is sent; none for who is on the payroll.
    pub(super) fn sent_as(&self, id: StaffId, date: Date) -> &[AgencyWorker] {
        let entries = self.workers.get(&id).filter(|_| !self.is_employee(id, date));
        entries.map(Vec::as_slice).unwrap_or_default()
    }

    /// For what part of a day the register of agency workers books somebody who is sent to an academy then.
    pub(super) fn booked(&self, id: StaffId, (academy, date): (AcademyId, Date)) -> Booked {
        let parts = self.sent_as(id, date).iter().flat_map(|worker| worker.booked(academy, date));
        parts.fold(Booked::No, Booked::with)
    }

    /// Whether everybody who sends a person books whole days only.
    pub(super) fn books_whole_days(&self, id: StaffId, date: Date) -> bool {
        let sent = self.sent_as(id, date);
        !sent.is_empty() && sent.iter().all(|worker| worker.minimum_booking == MinimumBooking::Day)
    }

    /// Whether anybody's restrictions name periods.
    pub(super) fn names_periods(&self) -> bool {
        self.employment.values().any(|each| each.restrictions.iter().any(Restriction::names_periods))
    }

    /// Whether any check of a person is kept here.
    pub(super) fn has_vetting(&self, id: StaffId) -> bool {
        self.workers.contains_key(&id) || self.checks.contains_key(&id)
    }

    /// Every check of a person that is on record, the register's with them.
    fn checks(&self, member: &StaffMember) -> Checks {
        let (id, academy) = (member.id, Some(member.academy_id));
        let mut checks = self.checks.get(&id).cloned().unwrap_or_default();
        checks
            .checks
            .extend(self.workers.get(&id).into_iter().flatten().flat_map(|worker| worker.checks(academy).checks));
        checks
    }

    /// Why a person may not take a class on a day; empty where they may. An entry in the register of agency workers adds to
    /// what the own record says and silences nothing of it: who may write the one need not be let write the other.
    pub(super) fn reasons(&self, member: &StaffMember, date: Date) -> Vec<Reason> {
        let id = member.id;
        let (employment, recorded) = (self.employment(id), self.checks.get(&id));
        let workers = self.workers.get(&id).map(Vec::as_slice).unwrap_or_default();
        let of_agency = employment.is_some_and(|each| each.contract.kind == ContractKind::Agency);
        // The agency makes the checks of whom it sends, and of nobody else: not of who is on the payroll, nor of whose checks are
        // kept here without a contract that says so.
        let makes_own = workers.is_empty() || self.is_employee(id, date) || (recorded.is_some() && !of_agency);
        let mut reasons = match recorded {
            _ if makes_own => {
                let needs = Needs::of(employment, &member.roles);
                recorded.cloned().unwrap_or_default().valid_on(needs, date)
            }
            Some(recorded) => recorded.against(date),
            None => Vec::new(),
        };
        reasons.extend(workers.iter().flat_map(|worker| worker.valid_at(Some(member.academy_id), date)));
        let mut seen = HashSet::new();
        reasons.retain(|reason| seen.insert((reason.check, reason.code, reason.detail.clone())));
        reasons
    }

    /// The same in words.
    pub(super) fn faults(&self, member: &StaffMember, date: Date) -> Vec<String> {
        self.reasons(member, date).into_iter().map(|reason| reason.detail).collect()
    }

    /// What is due of the checks of a person on a day.
    pub(super) fn due(&self, member: &StaffMember, date: Date, ahead: u16) -> Vec<Due> {
        due(&self.checks(member), &self.reasons(member, date), date, ahead, DBS_RENEWAL_YEARS)
    }
}

/// Whether the employer makes the checks itself: on any contract of its own, whose hours are agreed each time as well.
pub(super) fn is_own(employment: &Employment) -> bool {
    employment.contract.kind != ContractKind::Agency
}

/// The entries of the register of agency workers by the staff records that they name.
fn workers(cx: &mut Context<'_>) -> Result<HashMap<StaffId, Vec<AgencyWorker>>> {
    let mut found: HashMap<StaffId, Vec<AgencyWorker>> = HashMap::new();
    for kept in records::all::<AgencyWorkerRecord>(cx, TRUST, &Filter::default())? {
        for id in &kept.value.worker.staff_ids {
            found.entry(*id).or_default().push(kept.value.worker.clone());
        }
    }
    Ok(found)
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
    let (checks, due) = (known.checks(&member), known.due(&member, date, ahead));
    let valid = known.reasons(&member, date).is_empty();
    Entry { member, checks, valid, due }
}
