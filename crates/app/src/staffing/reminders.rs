//! What somebody should see to about the staff of an academy.

use super::central_record::Known;
use super::line_management::visible;
use super::working_time::days_without_rest;
use super::{agency::TrustWeeks, all_staff};
use crate::records::{self, Filter};
use crate::{Context, Result};
use chrono::Days;
use cover::agency::{AgencyWorkerRecord, ClockState};
use cover::appraisal::{
    Appraisal, OneToOne, Reminder, ReminderKind, TrainingRecord, of_appraisal, of_one_to_ones, of_trainings,
};
use cover::vetting::State;
use school::record::TRUST;
use school::{AcademyId, Date};

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
    let mut found = of_staff(cx, academy, &known, today, ahead, sees)?;
    if sees.employment {
        found.extend(of_rest(cx, academy, &known, today, ahead)?);
    }
    if sees.agency {
        found.extend(of_agency(cx, today)?);
    }
    if sees.absences {
        found.extend(super::absence_record::due(cx, academy)?);
    }
    found.extend(of_management(cx, academy, today, ahead)?);
    found.sort_by_key(|reminder| (reminder.due_on, reminder.kind, reminder.staff_id, reminder.record_id));
    Ok(found)
}

fn of_staff(
    cx: &mut Context<'_>,
    academy: AcademyId,
    known: &Known,
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
        if !sees.vetting {
            continue;
        }
        for due in known.due(&member, today, ahead) {
            let state = match due.state {
                State::Missing => "is missing",
                State::NotClear => "was not clear",
                State::Expired => "has expired",
                State::Expiring => "expires",
                State::RenewalSuggested => "is old enough to be renewed",
            };
            let detail = format!("the {} check {state}", due.check.as_str().replace('_', " "));
            found.push(Reminder::new(ReminderKind::Vetting, Some(member.id), due.due_on, today, detail));
        }
    }
    Ok(found)
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
    let weeks = TrustWeeks::load(cx)?;
    let workers = records::all::<AgencyWorkerRecord>(cx, TRUST, &Filter::default())?;
    let mut found = Vec::new();
    for kept in workers {
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

fn of_management(cx: &mut Context<'_>, academy: AcademyId, today: Date, ahead: u16) -> Result<Vec<Reminder>> {
    let trainings = records::all::<TrainingRecord>(cx, academy, &Filter::default())?;
    let trainings: Vec<_> =
        trainings.iter().map(|kept| (kept.value.staff_id, kept.id.0, &kept.value.training)).collect();
    let mut found = of_trainings(&trainings, today, ahead);
    let appraisals = visible::<Appraisal>(cx, academy, &Filter::default())?;
    found.extend(appraisals.iter().filter_map(|kept| of_appraisal(&kept.value, kept.id.0, today, ahead)));
    let meetings = visible::<OneToOne>(cx, academy, &Filter::default())?;
    let meetings: Vec<_> = meetings.iter().map(|kept| (kept.id.0, &kept.value)).collect();
    found.extend(of_one_to_ones(&meetings, today, ahead));
    Ok(found)
}
