//! Absences of staff.

use super::names::{self, Named};
use crate::records::{self, Filter};
use crate::roll::{Ask, Listing, staff};
use crate::{Context, Error, Further, Kind, Result};
use cover::absence::{StaffAbsence, TimesApply, check, check_own};
use school::clock::local;
use school::{AcademyId, Date, Kept, Record, RecordId, StaffId, Violation};
use uuid::Uuid;

/// The most absences of one person that are compared with a new one.
const MOST_OF_ONE: usize = 2_000;

/// Lists absences in the order of their making.
pub fn list_absences(
    cx: &mut Context<'_>,
    academy: AcademyId,
    staff: Option<StaffId>,
    (from, to): (Option<Date>, Option<Date>),
    ask: &Ask,
) -> Result<Listing<Kept<StaffAbsence>>> {
    let subjects: Vec<Uuid> = staff.map(|id| id.0).into_iter().collect();
    let subjects = staff.is_some().then_some(subjects.as_slice());
    records::list(cx, academy, &Filter { subjects, from, to }, ask)
}

/// An absence in reach: one's own, or anybody's for whoever may see those of others. To everybody else it is not there.
pub fn find_absence(cx: &mut Context<'_>, id: RecordId, of_others: &Further) -> Result<Kept<StaffAbsence>> {
    let kept: Kept<StaffAbsence> = records::find(cx, id)?;
    if of_others.at(kept.academy_id) || is_own(cx, &kept.value) {
        Ok(kept)
    } else {
        Err(Error::NotFound(Kind::Other(StaffAbsence::NAME)))
    }
}

/// Whether it is the absence of the person who acts.
pub fn is_own(cx: &Context<'_>, absence: &StaffAbsence) -> bool {
    cx.person() == Some(absence.staff_id)
}

/// Records an absence.
pub fn record_absence(cx: &mut Context<'_>, academy: AcademyId, absence: StaffAbsence) -> Result<Kept<StaffAbsence>> {
    cx.academy(academy)?;
    let mut wrong = Vec::new();
    match staff::find_staff(cx, absence.staff_id) {
        Ok(member) if member.academy_id == academy => {}
        Ok(_) | Err(Error::NotFound(_)) => {
            let detail = "no member of staff of this academy has this id";
            wrong.push(Violation::new("/staff_id", "unknown_staff", detail));
        }
        Err(error) => return Err(error),
    }
    let absence = StaffAbsence { foreseeable: foreseeable(cx, academy, &absence, local(cx.at).0)?, ..absence };
    wrong.extend(problems(cx, academy, &absence, None)?);
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    records::add(cx, academy, absence)
}

/// The absent person's own report: for nobody else, and for no day that is over.
pub fn report_absence(cx: &mut Context<'_>, academy: AcademyId, absence: StaffAbsence) -> Result<Kept<StaffAbsence>> {
    cx.academy(academy)?;
    let own = cx.signatory()?.staff_id;
    if absence.first_day < local(cx.at).0 {
        let detail = "days that are over are for those who keep the record: tell the office";
        return Err(Error::invalid("/first_day", "over", detail));
    }
    record_absence(cx, academy, StaffAbsence { staff_id: own, self_reported: true, ..absence })
}

/// What is to change about an absence.
#[derive(Debug, Clone, Default)]
pub struct AbsencePatch {
    /// The whole absence with everything changed that is to change, but for the fields below.
    pub edit: Option<Edit>,
    /// The first day back at work: closes an open absence on the day before.
    pub returned_on: Option<Date>,
}

/// Changes an absence.
pub type Edit = std::sync::Arc<dyn Edited>;

/// A change of an absence.
pub trait Edited: Fn(&mut StaffAbsence) + Send + Sync {}

impl<F: Fn(&mut StaffAbsence) + Send + Sync> Edited for F {}

impl std::fmt::Debug for dyn Edited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a change of an absence")
    }
}

/// Changes an absence: what of its cover no longer stands is told by the day. Who may not record the absences of others changes of
/// their own what [`check_own`] lets them.
pub fn change_absence(
    cx: &mut Context<'_>,
    id: RecordId,
    patch: &AbsencePatch,
    of_others: &Further,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Kept<StaffAbsence>> {
    let kept = find_absence(cx, id, of_others)?;
    if !precondition(kept.revision) {
        return Err(Error::Precondition);
    }
    let mut after = kept.value.clone();
    if let Some(edit) = &patch.edit {
        edit(&mut after);
    }
    if let Some(back) = patch.returned_on {
        close(&mut after, back)?;
    }
    allowed(cx, &kept, &after, of_others)?;
    let before = &kept.value;
    let sides = |absence: &StaffAbsence| (absence.category, absence.first_day, absence.foreseeable_said);
    if sides(before) != sides(&after) {
        // What is brought forward was not known for its new day before now.
        let known_on = if after.first_day < before.first_day { cx.at } else { kept.created_at };
        after.foreseeable = foreseeable(cx, kept.academy_id, &after, local(known_on).0)?;
    }
    let wrong = problems(cx, kept.academy_id, &after, Some(&kept))?;
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    records::change(cx, kept, after, precondition)
}

fn close(absence: &mut StaffAbsence, back: Date) -> Result<()> {
    let last = back.pred_opt().filter(|last| *last >= absence.first_day);
    match last {
        Some(last) if absence.last_day.is_none_or(|before| last <= before) => {
            // The time of the last day was that of the day that is no longer the last.
            if absence.last_day != Some(last) && absence.times_apply() == TimesApply::EndsOnly {
                absence.ends = None;
            }
            absence.last_day = Some(last);
        }
        Some(_) => {
            let detail = "the absence ends before this day already";
            return Err(Error::invalid("/returned_on", "after_last_day", detail));
        }
        None => {
            let detail = "who is back on the first day was away for a part of it: send ends instead";
            return Err(Error::invalid("/returned_on", "before_first_day", detail));
        }
    }
    Ok(())
}

/// Cancels an absence: it never was. Its record stays.
pub fn cancel_absence(
    cx: &mut Context<'_>,
    id: RecordId,
    reason: &str,
    of_others: &Further,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Kept<StaffAbsence>> {
    let kept = find_absence(cx, id, of_others)?;
    let after = StaffAbsence { cancelled: Some(reason.to_owned()), ..kept.value.clone() };
    allowed(cx, &kept, &after, of_others)?;
    records::change(cx, kept, after, precondition)
}

fn allowed(cx: &Context<'_>, kept: &Kept<StaffAbsence>, after: &StaffAbsence, of_others: &Further) -> Result<()> {
    if of_others.at(kept.academy_id) {
        return Ok(());
    }
    let wrong = check_own(&kept.value, after, local(cx.at).0);
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

fn problems(
    cx: &mut Context<'_>,
    academy: AcademyId,
    absence: &StaffAbsence,
    own: Option<&Kept<StaffAbsence>>,
) -> Result<Vec<Violation>> {
    let subjects = [absence.staff_id.0];
    let filter = Filter { subjects: Some(&subjects), from: Some(absence.first_day), to: None };
    let others: Vec<Kept<StaffAbsence>> = records::all(cx, academy, &filter)?;
    let others: Vec<(Uuid, &StaffAbsence)> = others
        .iter()
        .filter(|other| own.is_none_or(|own| own.id != other.id))
        .take(MOST_OF_ONE)
        .map(|other| (other.id.0, &other.value))
        .collect();
    let mut wrong = check(absence, &others);
    let before = own.map(|own| named(&own.value)).unwrap_or_default();
    names::check(cx, academy, absence.first_day, &named(absence), &before, &mut wrong)?;
    if absence.weeks.is_some() && absence.cancelled.is_none() {
        let falls = |date, week| absence.part_on(date, week).is_some();
        names::check_weeks(cx, academy, (absence.first_day, absence.last_day), falls, &mut wrong)?;
    }
    Ok(wrong)
}

fn named(absence: &StaffAbsence) -> Named<'_> {
    Named { periods: absence.periods.as_deref().unwrap_or_default(), ..Named::default() }
}

/// Whether an absence is foreseeable that was on record from a day on: what somebody said, else by the rule.
fn foreseeable(cx: &mut Context<'_>, academy: AcademyId, absence: &StaffAbsence, known_on: Date) -> Result<bool> {
    if absence.foreseeable_said {
        return Ok(absence.foreseeable);
    }
    let (settings, _) = super::settings::find_settings(cx, academy)?;
    let state = cx.state(academy)?;
    let days = (known_on, absence.first_day);
    let known_days = settings.foreseeable_when_known_days;
    Ok(cover::absence::foreseeable(absence.category, days, known_days, &|date| state.is_school_day(date)))
}
