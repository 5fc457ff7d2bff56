//! What is due of the record of absence: fit notes, meetings, reviews, and what the academy's policy asks for.

use super::days::Days;
use super::{find_settings, today, window};
use crate::records::{self, Filter};
use crate::{Context, Result};
use chrono::Days as Span;
use cover::absence::StaffAbsence;
use cover::absence_record::{
    AbsenceCase, AbsenceCaseRecord, AbsenceRecord, AbsenceSettings, FitNote, FitNotesRecord, ReturnsRecord, Spell,
    absence_record, certification, certifies,
};
use cover::appraisal::{Reminder, ReminderKind};
use school::{AcademyId, Date, Kept, StaffId};
use std::collections::{BTreeMap, HashMap, HashSet};
use store::records::Which;
use uuid::Uuid;

/// Notes and meetings are asked for of absences that lasted until so many days ago: what is older was let go.
const LOOK_BACK_DAYS: u64 = 60;
/// So many absences are asked for at once.
const AT_ONCE: usize = 500;

/// What is due of the record of absence of an academy, reviews within `ahead` days.
pub(in crate::staffing) fn due(cx: &mut Context<'_>, academy: AcademyId, ahead: u16) -> Result<Vec<Reminder>> {
    let today = today(cx);
    let days = Days::load(cx, academy, window(today))?;
    let spells = days.spells(cx, None)?;
    let (settings, _) = find_settings(cx, academy)?;
    let returns = records::all::<ReturnsRecord>(cx, academy, &Filter::default())?;
    let mut found = of_certificates(cx, academy, &spells, today)?;
    found.extend(of_returns(&spells, &returns, &settings, today));
    found.extend(of_reviews(cx, academy, &returns, today, ahead)?);
    let cases: HashMap<StaffId, AbsenceCase> = records::all::<AbsenceCaseRecord>(cx, academy, &Filter::default())?
        .into_iter()
        .map(|kept| (kept.value.staff_id, kept.value.case))
        .collect();
    found.extend(of_policy(&days, &spells, &settings, &cases, today));
    found.extend(cases.iter().flat_map(|(staff, case)| of_case(*staff, case, today, ahead)));
    Ok(found)
}

fn recent(spell: &Spell, today: Date) -> bool {
    let from = today.checked_sub_days(Span::new(LOOK_BACK_DAYS)).unwrap_or(today);
    spell.touches(from, today)
}

fn of_certificates(cx: &mut Context<'_>, academy: AcademyId, spells: &[Spell], today: Date) -> Result<Vec<Reminder>> {
    let notes: HashMap<Uuid, Vec<FitNote>> = records::all::<FitNotesRecord>(cx, academy, &Filter::default())?
        .into_iter()
        .map(|kept| (kept.value.absence_id, kept.value.notes))
        .collect();
    let mut found = Vec::new();
    for spell in spells.iter().filter(|spell| recent(spell, today)) {
        let notes = notes.get(&spell.absence_id).map_or(&[][..], Vec::as_slice);
        let remind = |due, detail: &str| {
            let reminder =
                Reminder::new(ReminderKind::FitNote, Some(spell.staff_id), Some(due), today, detail.to_owned());
            reminder.of_record(spell.absence_id)
        };
        let certified = certification(spell, notes, today);
        if let Some(day) = certified.and_then(|certified| certified.uncertified_from) {
            found.push(remind(day, "a fit note is needed from this day on"));
        }
        if let Some(note) = notes.first().filter(|_| !certifies(spell)) {
            found.push(remind(note.issued_on, "a fit note was recorded for an absence that is not one of sickness"));
        }
    }
    Ok(found)
}

fn of_returns(
    spells: &[Spell],
    returns: &[Kept<ReturnsRecord>],
    settings: &AbsenceSettings,
    today: Date,
) -> Vec<Reminder> {
    let met: HashSet<Uuid> = returns.iter().map(|kept| kept.value.absence_id).collect();
    let asks = |spell: &&Spell| {
        let category = spell.category.is_some_and(|category| settings.return_meeting_categories.contains(&category));
        category && recent(spell, today) && !met.contains(&spell.absence_id)
    };
    let due = spells.iter().filter(asks).filter_map(|spell| {
        let last = spell.last_day.filter(|last| *last < today)?;
        let detail = "the return-to-work meeting was not held".to_owned();
        let due = last.succ_opt().unwrap_or(last);
        let reminder = Reminder::new(ReminderKind::ReturnToWork, Some(spell.staff_id), Some(due), today, detail);
        Some(reminder.of_record(spell.absence_id))
    });
    due.collect()
}

fn of_reviews(
    cx: &mut Context<'_>,
    academy: AcademyId,
    returns: &[Kept<ReturnsRecord>],
    today: Date,
    ahead: u16,
) -> Result<Vec<Reminder>> {
    let near = |kept: &Kept<ReturnsRecord>| {
        let day = kept.value.review_due().filter(|day| is_near(*day, today, ahead))?;
        Some((kept.value.absence_id, (kept.value.staff_id, day)))
    };
    let due: BTreeMap<Uuid, (StaffId, Date)> = returns.iter().filter_map(near).collect();
    let ids: Vec<Uuid> = due.keys().copied().collect();
    let mut found = Vec::new();
    for part in ids.chunks(AT_ONCE) {
        let which = Which { subjects: None, from: None, to: None, ids: Some(part), after: None };
        // Of an absence that is not there any more nothing is to be looked at.
        let absences: Vec<Kept<StaffAbsence>> = store::records::list(cx.db, academy, &which, records::MOST)?;
        for absence in absences.into_iter().filter(|kept| kept.value.cancelled.is_none()) {
            let Some((staff, day)) = due.get(&absence.id.0).copied() else { continue };
            let detail = "what was agreed on the return is to be looked at again".to_owned();
            let reminder = Reminder::new(ReminderKind::ReturnReview, Some(staff), Some(day), today, detail);
            found.push(reminder.of_record(absence.id.0));
        }
    }
    Ok(found)
}

fn is_near(day: Date, today: Date, ahead: u16) -> bool {
    (day - today).num_days() <= i64::from(ahead)
}

/// Who has reached a threshold of the policy of which nothing was decided since their last spell began.
fn of_policy(
    days: &Days,
    spells: &[Spell],
    settings: &AbsenceSettings,
    cases: &HashMap<StaffId, AbsenceCase>,
    today: Date,
) -> Vec<Reminder> {
    let mut of_person: BTreeMap<StaffId, Vec<Spell>> = BTreeMap::new();
    for spell in spells {
        of_person.entry(spell.staff_id).or_default().push(spell.clone());
    }
    let due = of_person.into_iter().filter_map(|(staff, spells)| {
        let record = absence_record(&spells, today, settings, |date| days.works(staff, date));
        threshold(staff, &record, cases.get(&staff), today)
    });
    due.collect()
}

fn threshold(staff: StaffId, record: &AbsenceRecord, case: Option<&AbsenceCase>, today: Date) -> Option<Reminder> {
    let last = record.spells.last()?;
    let decided = case.and_then(|case| case.stages.iter().map(|step| step.decided_on).max());
    if record.triggers.is_empty() || decided.is_some_and(|day| day >= last.first_day) {
        return None;
    }
    let rules: Vec<&str> = record.triggers.iter().map(|trigger| trigger.rule).collect();
    let detail = format!("the policy on absence asks for a meeting: {}", rules.join(", "));
    // Where the person is still away, the long spell itself is what is looked at.
    let due = last.last_day.and_then(|day| day.succ_opt()).map_or(today, |day| day.min(today));
    let reminder = Reminder::new(ReminderKind::AbsenceThreshold, Some(staff), Some(due), today, detail);
    Some(match last.absence_ids.last() {
        Some(id) => reminder.of_record(*id),
        None => reminder,
    })
}

/// Reviews of the stage that stands, and reports of occupational health that have not come.
fn of_case(staff: StaffId, case: &AbsenceCase, today: Date, ahead: u16) -> Vec<Reminder> {
    let remind = |kind, day: Date, detail: &str| Reminder::new(kind, Some(staff), Some(day), today, detail.to_owned());
    let review = case.stage_on(today).and_then(|step| step.review_on).filter(|day| is_near(*day, today, ahead));
    let review =
        review.map(|day| remind(ReminderKind::AbsenceStageReview, day, "the stage of the policy is to be reviewed"));
    let reports = case.referrals.iter().filter(|referral| referral.report_on.is_none());
    let reports = reports.map(|referral| referral.appointment_on.unwrap_or(referral.referred_on));
    let reports = reports.filter(|day| is_near(*day, today, ahead));
    let detail = "the report of occupational health has not come";
    review.into_iter().chain(reports.map(|day| remind(ReminderKind::OccupationalHealth, day, detail))).collect()
}
