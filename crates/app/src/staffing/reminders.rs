//! What somebody should see to about the staff of an academy.

use super::central_record::Known;
use super::managers::InCharge;
use super::working_time::days_without_rest;
use super::{agency::TrustWeeks, all_staff};
use crate::records::{self, Filter};
use crate::{Context, Result};
use chrono::Days;
use cover::agency::{AgencyWorkerRecord, ClockState};
use cover::appraisal::{
    Appraisal, AppraisalStatus, Capability, OneToOne, Reminder, ReminderKind, TrainingRecord, of_appraisal,
    of_capability, of_missing_appraisal, of_missing_one_to_one, of_one_to_ones, of_probation, of_trainings,
};
use cover::extra_hours::{ExtraHours, Status};
use cover::staff::{CoverRole, Employment};
use cover::vetting::{Due, State};
use school::record::TRUST;
use school::{AcademicYear, AcademyId, Date, Kept, Role, StaffId, StaffMember};
use std::collections::{HashMap, HashSet};

/// Rest breaks are looked at for this many days after today: further ahead cover is not arranged.
const REST_DAYS: u16 = 6;

/// Which reminders a caller may see beside training and those of the own line management.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sees {
    /// The single central record.
    pub vetting: bool,
    /// The register of agency workers.
    pub agency: bool,
    /// How staff are employed.
    pub employment: bool,
    /// Why staff were away.
    pub absences: bool,
}

/// What is to be seen to at an academy within `ahead` days: the earliest first, and before them what should have been there
/// from the beginning.
pub fn reminders(cx: &mut Context<'_>, academy: AcademyId, ahead: u16, sees: Sees) -> Result<Vec<Reminder>> {
    cx.academy(academy)?;
    let today = school::clock::local(cx.at).0;
    let known = Known::load(cx, academy)?;
    let in_charge = InCharge::of(cx, academy)?;
    let known_of = (&known, &in_charge);
    let mut found = of_staff(cx, academy, known_of, today, ahead, sees)?;
    if sees.employment {
        found.extend(of_rest(cx, academy, &known, today, ahead)?);
    }
    if sees.agency {
        found.extend(of_agency(cx, today)?);
    }
    if sees.absences {
        found.extend(super::absence_record::due(cx, academy, ahead)?);
    }
    found.extend(of_management(cx, academy, known_of, today, ahead)?);
    found.sort_by_key(|reminder| (reminder.due_on, reminder.kind, reminder.staff_id, reminder.record_id));
    Ok(found)
}

fn of_staff(
    cx: &mut Context<'_>,
    academy: AcademyId,
    (known, in_charge): (&Known, &InCharge),
    today: Date,
    ahead: u16,
    sees: Sees,
) -> Result<Vec<Reminder>> {
    let mut found = Vec::new();
    for member in all_staff(cx, academy)? {
        let employment = known.employment(member.id);
        if employment.is_some_and(|employment| employment.contract.last_day.is_some_and(|last| last < today)) {
            continue;
        }
        let ends = employment.filter(|_| sees.employment).and_then(|employment| employment.contract.last_day);
        if let Some(last) = ends.filter(|last| (*last - today).num_days() <= i64::from(ahead)) {
            let detail = "the contract ends".to_owned();
            found.push(Reminder::new(ReminderKind::ContractEnds, Some(member.id), Some(last), today, detail));
        }
        if !sees.vetting && !in_charge.holds(member.id) {
            continue;
        }
        // A line manager without the single central record is told of what runs out, by kind and day, and of nothing else in it.
        let due = known.due(&member, today, ahead).into_iter().filter(|due| sees.vetting || due.due_on.is_some());
        found.extend(due.map(|due| of_check(member.id, &due, today)));
    }
    Ok(found)
}

fn of_check(staff: StaffId, due: &Due, today: Date) -> Reminder {
    let state = match due.state {
        State::Missing => "is missing",
        State::NotClear => "was not clear",
        State::Expired => "has expired",
        State::Expiring => "expires",
        State::RenewalSuggested => "is old enough to be renewed",
    };
    let detail = format!("the {} check {state}", due.check.as_str().replace('_', " "));
    Reminder::new(ReminderKind::Vetting, Some(staff), due.due_on, today, detail)
}

/// Days of the coming week that leave somebody without a rest break: while there is time to arrange them otherwise.
fn of_rest(cx: &mut Context<'_>, academy: AcademyId, known: &Known, today: Date, ahead: u16) -> Result<Vec<Reminder>> {
    let last = today.checked_add_days(Days::new(u64::from(ahead.min(REST_DAYS)))).unwrap_or(today);
    let days = days_without_rest(cx, academy, known, (today, last))?;
    let detail = "timetable and covers leave no break of 20 minutes on a day of more than six hours";
    let reminders = days
        .into_iter()
        .map(|(staff, date)| Reminder::new(ReminderKind::RestBreak, Some(staff), Some(date), today, detail.to_owned()));
    Ok(reminders.collect())
}

fn of_agency(cx: &mut Context<'_>, today: Date) -> Result<Vec<Reminder>> {
    let workers = records::all::<AgencyWorkerRecord>(cx, TRUST, &Filter::default())?;
    let weeks = TrustWeeks::of(cx, workers.iter().map(|kept| &kept.value.worker))?;
    let mut found = Vec::new();
    for kept in workers {
        let worker = &kept.value.worker;
        // Of whoever has a staff record the single central record says it.
        if worker.staff_ids.is_empty() && worker.certificate_discloses && worker.certificate_seen_on.is_none() {
            let detail = "the certificate of an agency worker discloses something and has not been seen".to_owned();
            found.push(Reminder::new(ReminderKind::Vetting, None, None, today, detail).of_record(kept.id.0));
        }
        for clock in
            weeks.clocks(&kept.value.worker, today).into_iter().filter(|each| each.state != ClockState::Running)
        {
            let staff = kept.value.worker.staff_ids.first().copied();
            let detail = format!("{} weeks in one role with the trust", clock.weeks);
            let due = clock.qualified_from.or(Some(today));
            found.push(Reminder::new(ReminderKind::AgencyWeeks, staff, due, today, detail).of_record(kept.id.0));
        }
    }
    Ok(found)
}

/// What the line management of the caller asks for: of everybody for human resources, else of those whose line manager they are; of who
/// has left nothing is.
fn of_management(
    cx: &mut Context<'_>,
    academy: AcademyId,
    (known, in_charge): (&Known, &InCharge),
    today: Date,
    ahead: u16,
) -> Result<Vec<Reminder>> {
    let left = |employment: &Employment| employment.contract.last_day.is_some_and(|last| last < today);
    let holds = |staff: StaffId| in_charge.holds(staff) && !known.employment(staff).is_some_and(left);
    let caller = cx.person();
    let trainings = records::all::<TrainingRecord>(cx, academy, &Filter::default())?;
    let standing = trainings.iter().filter(|kept| holds(kept.value.staff_id) && kept.value.withdrawn.is_none());
    let standing: Vec<_> = standing.map(|kept| (kept.value.staff_id, kept.id.0, &kept.value.training)).collect();
    let mut found = of_trainings(&standing, today, ahead);
    let mut appraisals = records::all::<Appraisal>(cx, academy, &Filter::default())?;
    appraisals.retain(|kept| holds(kept.value.staff_id));
    for kept in &appraisals {
        found.extend(of_appraisal(&kept.value, kept.id.0, today, ahead));
        let started = known.employment(kept.value.staff_id).map(|employment| employment.contract.first_day);
        let started = started.unwrap_or_else(|| school::clock::local(kept.created_at).0);
        found.extend(of_probation(&kept.value, kept.id.0, started, today, ahead));
    }
    let claims = records::all::<ExtraHours>(cx, academy, &Filter::default())?;
    let open =
        |claim: &ExtraHours| claim.status == Status::Claimed && Some(claim.staff_id) != caller && holds(claim.staff_id);
    for claim in claims.iter().filter(|kept| open(&kept.value)) {
        let detail = "extra hours or time off in lieu are claimed and not decided".to_owned();
        let of = (ReminderKind::ExtraHours, Some(claim.value.staff_id), Some(claim.value.day));
        found.push(Reminder::new(of.0, of.1, of.2, today, detail).of_record(claim.id.0));
    }
    for kept in records::all::<Capability>(cx, academy, &Filter::default())? {
        let process = Some(&kept.value).filter(|process| holds(process.staff_id));
        found.extend(process.and_then(|process| of_capability(process, kept.id.0, today, ahead)));
    }
    let mut meetings = records::all::<OneToOne>(cx, academy, &Filter::default())?;
    meetings.retain(|kept| holds(kept.value.staff_id) && kept.value.withdrawn.is_none());
    let held: Vec<_> = meetings.iter().map(|kept| (kept.id.0, &kept.value)).collect();
    found.extend(of_one_to_ones(&held, today, ahead));
    let mut one_to_ones: HashMap<StaffId, Vec<&OneToOne>> = HashMap::new();
    for (_, meeting) in &held {
        one_to_ones.entry(meeting.staff_id).or_default().push(meeting);
    }
    found.extend(of_missing(cx, academy, (known, in_charge), (&appraisals, &one_to_ones), today, ahead)?);
    Ok(found)
}

/// Of whom the caller is in charge and no appraisal of the year was begun, or no one-to-one held for too long.
fn of_missing(
    cx: &mut Context<'_>,
    academy: AcademyId,
    (known, in_charge): (&Known, &InCharge),
    (appraisals, one_to_ones): (&[Kept<Appraisal>], &HashMap<StaffId, Vec<&OneToOne>>),
    today: Date,
    ahead: u16,
) -> Result<Vec<Reminder>> {
    let mut found = Vec::new();
    let Some(year) = AcademicYear::of(today) else { return Ok(found) };
    let (settings, _) = crate::cover::settings::find_settings(cx, academy)?;
    // Weeks are counted from the first day of the first term: nobody is behind because of the summer.
    let terms = cx.state(academy)?.calendars.get(&year).map(|calendar| calendar.terms.clone()).unwrap_or_default();
    let opens = terms.iter().map(|term| term.first_day).min().unwrap_or_else(|| year.first_day());
    let begun: HashSet<StaffId> = appraisals
        .iter()
        .filter(|kept| kept.value.academic_year == year && kept.value.status != AppraisalStatus::Cancelled)
        .map(|kept| kept.value.staff_id)
        .collect();
    for member in all_staff(cx, academy)?.into_iter().filter(|member| in_charge.holds(member.id)) {
        let employment = known.employment(member.id);
        if employment.is_some_and(|employment| !employment.employed_on(today)) {
            continue;
        }
        let started = employment.map(|employment| employment.contract.first_day);
        let managed = in_charge.is_managed(member.id);
        if !begun.contains(&member.id) && (managed || supports(&member, employment)) {
            found.extend(of_missing_appraisal(member.id, year, started, today, ahead));
        }
        if managed {
            let since = started.map_or(opens, |day| day.max(opens));
            let meetings = one_to_ones.get(&member.id).map(Vec::as_slice).unwrap_or_default();
            let weeks = (since, settings.one_to_one_weeks);
            found.extend(of_missing_one_to_one(member.id, meetings, weeks, today, ahead));
        }
    }
    Ok(found)
}

/// Whether somebody is of the cover or attendance team, whose line management this is.
fn supports(member: &StaffMember, employment: Option<&Employment>) -> bool {
    let roles = [Role::CoverSupervisor, Role::AttendanceOfficer];
    let posts = [CoverRole::CoverSupervisor, CoverRole::Hlta];
    member.roles.iter().any(|role| roles.contains(role))
        || employment.is_some_and(|each| each.cover_roles.iter().any(|role| posts.contains(role)))
}
