//! Which pupils of an academy need action, and why.

use super::summaries::sheet_of;
use crate::{AcademyState, Context, Error, Result};
use attendance::MarkSheet;
use attendance::concerns::{AttendanceYear, Concern, PupilAttendance, Rule, concerns};
use school::{AcademicYear, AcademyId, Date, EnrolmentId, PupilId};
use std::collections::HashMap;
use store::attendance::sheets;
use store::roll::snapshot::RollPupil;

/// The concerns that hold on a day, by pupil and rule: of one rule where it is given. Computed from the sheets when asked, so
/// that no list is ever a day old.
pub fn list_concerns(
    cx: &mut Context<'_>,
    academy: AcademyId,
    as_of: Option<Date>,
    only: Option<Rule>,
) -> Result<Vec<Concern>> {
    let as_of = as_of.unwrap_or_else(|| school::clock::local(cx.at).0);
    if AcademicYear::of(as_of).is_none() {
        let detail = "registers are kept for academic years 1990-91 to 2199-00";
        return Err(Error::invalid("/query/as_of", "date_out_of_range", detail));
    }
    let state = cx.state(academy)?;
    let kept = read_sheets(cx, academy)?;
    let mut found = Vec::new();
    for pupil in state.roll.pupils.iter().filter(|pupil| pupil.enrolment_on(as_of).is_some()) {
        let record = attendance_of(&state, pupil, &kept);
        found.extend(
            concerns(&record, &state.weeks, as_of)
                .into_iter()
                .filter(|concern| only.is_none_or(|rule| concern.rule == rule)),
        );
    }
    Ok(found)
}

/// The sheets of an academy by year and enrolment.
pub(crate) type Sheets = HashMap<(AcademicYear, EnrolmentId), MarkSheet>;

/// The sheets of an academy.
pub(crate) fn read_sheets(cx: &mut Context<'_>, academy: AcademyId) -> Result<Sheets> {
    let stored = sheets::load(cx.db, academy, sheets::Which::All)?;
    stored.iter().map(|sheet| Ok(((sheet.year, sheet.enrolment_id), sheet_of(sheet)?))).collect()
}

/// One pupil's attendance as the rules want to see it.
pub(crate) fn attendance_of<'a>(state: &AcademyState, pupil: &RollPupil, kept: &'a Sheets) -> PupilAttendance<'a> {
    let mut years = Vec::new();
    for year in state.calendars.keys() {
        for (enrolment, sessions) in state.sessions_on_roll(pupil, *year) {
            if let Some(sheet) = kept.get(&(*year, enrolment)) {
                years.push(AttendanceYear { sheet, sessions });
            }
        }
    }
    PupilAttendance {
        pupil_id: pupil.record.id,
        upn: pupil.record.identity.upn.clone(),
        date_of_birth: pupil.record.identity.date_of_birth,
        years,
    }
}

/// The concerns about one pupil that hold on a day.
pub fn pupil_concerns(cx: &mut Context<'_>, id: PupilId, as_of: Date) -> Result<Vec<Concern>> {
    let (academy, state) = super::loading::pupil(cx, id)?;
    let stored = sheets::load(cx.db, academy, sheets::Which::Pupils(&[id]))?;
    let kept: Sheets =
        stored.iter().map(|sheet| Ok(((sheet.year, sheet.enrolment_id), sheet_of(sheet)?))).collect::<Result<_>>()?;
    let Some(pupil) = state.pupil(id) else { return Ok(Vec::new()) };
    Ok(concerns(&attendance_of(&state, pupil, &kept), &state.weeks, as_of))
}
