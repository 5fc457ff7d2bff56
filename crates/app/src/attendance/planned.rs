//! Planned absences: kept apart from the register, and entered into it when it is taken.

use super::{loading, on_record, tidings};
use crate::roll::listing::{self, Ask, Collection, Listing};
use crate::{AcademyState, Context, Error, Kind, Result};
use attendance::Warning;
use attendance::code::Code;
use attendance::planned::{CheckedPlan, PlanningPupil, SentPlan, against, check};
use attendance::register::CodeUse;
use school::{AcademyId, Date, PlannedAbsenceId, PupilId, Session, SessionAt, Weekday};
use serde_json::json;
use std::collections::HashMap;
use store::attendance::planned::{self, PlannedAbsence};
use store::attendance::sheets;
use store::roll::snapshot::RollPupil;

/// What a caller sends to plan an absence.
#[derive(Debug, Clone)]
pub struct Planning {
    /// The first day.
    pub first_day: Date,
    /// The last day.
    pub last_day: Date,
    /// The code.
    pub code: String,
    /// Only these days of the week.
    pub weekdays: Option<Vec<Weekday>>,
    /// Only these sessions.
    pub sessions: Option<Vec<Session>>,
    /// A comment.
    pub comment: Option<String>,
}

/// Plans an absence. The warnings say what is doubtful about it.
pub fn plan_absence(cx: &mut Context<'_>, id: PupilId, sent: &Planning) -> Result<(PlannedAbsence, Vec<Warning>)> {
    let (academy_id, state) = loading::pupil(cx, id)?;
    let pupil = state.pupil(id).ok_or(Error::NotFound(Kind::Pupil))?;
    if loading::code_use(cx) != CodeUse::All {
        return Err(Error::Forbidden("absences are planned by attendance staff"));
    }
    let stays: Vec<_> = pupil.enrolments.iter().map(|enrolment| enrolment.stay).collect();
    let facts = PlanningPupil {
        pupil_id: id,
        date_of_birth: pupil.record.identity.date_of_birth,
        year_group: pupil.characteristics_on(sent.first_day).and_then(|values| values.year_group),
        stays: &stays,
    };
    let plan = SentPlan {
        first_day: sent.first_day,
        last_day: sent.last_day,
        code: &sent.code,
        weekdays: sent.weekdays.as_deref(),
        sessions: sent.sessions.as_deref(),
    };
    let mut checked = check(&plan, &facts, school::clock::local(cx.at).0).map_err(Error::Invalid)?;
    let doubts = doubts(cx, academy_id, &state, pupil, &checked)?;
    checked.warnings.extend(doubts);
    let absence = PlannedAbsence {
        id: cx.new_id(),
        academy_id,
        pupil_id: id,
        first_day: checked.first_day,
        last_day: checked.last_day,
        code: checked.code.as_str().to_owned(),
        weekdays: (checked.weekdays.len() < 7).then_some(checked.weekdays),
        sessions: (checked.sessions.len() < 2).then_some(checked.sessions),
        comment: sent.comment.clone(),
        source: "person".to_owned(),
        revision: 1,
        created_at: cx.at,
        updated_at: cx.at,
        cancelled_at: None,
        by: cx.acting.actor.clone(),
    };
    planned::insert(cx.db, &absence)?;
    let fields = json!(["first_day", "last_day", "code", "weekdays", "sessions", "comment"]);
    cx.record(academy_id, "planned_absence", absence.id, "created", fields)?;
    tidings::after_plan(cx, academy_id, id)?;
    Ok((absence, checked.warnings))
}

/// What is doubtful about a plan beside the marks that stand and what is on record.
fn doubts(
    cx: &mut Context<'_>,
    academy: AcademyId,
    state: &AcademyState,
    pupil: &RollPupil,
    plan: &CheckedPlan,
) -> Result<Vec<Warning>> {
    let id = pupil.record.id;
    let codes = std::iter::once((id, Some(plan.code.as_str())));
    let on_record = on_record::of_codes(cx, academy, state, (plan.first_day, plan.last_day), codes)?;
    let marks = marks_under(cx, academy, id, plan)?;
    let mut sessions = Vec::new();
    for date in plan.first_day.iter_days().take_while(|date| *date <= plan.last_day) {
        if pupil.enrolment_on(date).is_none() || !plan.weekdays.contains(&Weekday::of(date)) {
            continue;
        }
        let year_group = pupil.characteristics_on(date).and_then(|values| values.year_group);
        let here = plan.sessions.iter().map(|session| SessionAt::new(date, *session));
        // The calendar of a coming year may not be there yet: any session of the plan may then be held.
        let held = here.filter(|at| match state.calendar_on(date) {
            Some(calendar) => calendar.meets(*at, year_group),
            None => may_be_held(plan, date),
        });
        sessions.extend(held.map(|at| (at, marks.get(&at).copied())));
    }
    Ok(against(plan, id, &sessions, &on_record))
}

/// Whether school may be held on a day of a year without a calendar: not at a weekend, unless the plan names just such days.
fn may_be_held(plan: &CheckedPlan, date: Date) -> bool {
    plan.weekdays.len() < Weekday::ALL.len() || !matches!(Weekday::of(date), Weekday::Sat | Weekday::Sun)
}

/// The marks that stand on the days of a plan; none is read for a plan that lies ahead.
fn marks_under(
    cx: &mut Context<'_>,
    academy: AcademyId,
    pupil: PupilId,
    plan: &CheckedPlan,
) -> Result<HashMap<SessionAt, Code>> {
    let mut marks = HashMap::new();
    if plan.first_day > school::clock::local(cx.at).0 {
        return Ok(marks);
    }
    for sheet in sheets::load(cx.db, academy, sheets::Which::Pupils(&[pupil]))? {
        for (place, byte) in sheet.marks.iter().enumerate() {
            let at = sheet.year.session_at(place).filter(|at| (plan.first_day..=plan.last_day).contains(&at.date));
            at.zip(Code::from_byte(*byte)).and_then(|(at, code)| marks.insert(at, code));
        }
    }
    Ok(marks)
}

/// The planned absences of a pupil that touch a range of days and are not cancelled, the oldest first.
pub fn list_planned_absences(
    cx: &mut Context<'_>,
    id: PupilId,
    from: Option<Date>,
    to: Option<Date>,
    ask: &Ask,
) -> Result<Listing<PlannedAbsence>> {
    let (academy, _) = loading::pupil(cx, id)?;
    let (from, to) = (from.unwrap_or(Date::MIN), to.unwrap_or(Date::MAX));
    // Years of four digits are what both databases compare in the same way.
    let bounds = (Date::from_ymd_opt(1900, 1, 1), Date::from_ymd_opt(9999, 12, 31));
    let (from, to) = (from.max(bounds.0.unwrap_or_default()), to.min(bounds.1.unwrap_or_default()));
    let academies = [academy];
    let collection = Collection { academies: &academies, kinds: &["planned_absence"], filtered: false };
    listing::read(cx, &collection, ask, |cx, wanted| {
        let all = planned::touching(cx.db, academy, Some(&[id]), from, to)?;
        Ok(wanted.pick(all.into_iter().map(|absence| (absence.id.0, absence))))
    })
}

/// The planned absence.
pub fn find_planned_absence(cx: &mut Context<'_>, id: PlannedAbsenceId) -> Result<PlannedAbsence> {
    planned::find(cx.db, id)?
        .filter(|absence| cx.acting.reach.covers(absence.academy_id) && absence.cancelled_at.is_none())
        .ok_or(Error::NotFound(Kind::PlannedAbsence))
}

/// Cancels a planned absence. Marks that it has already become stay.
pub fn cancel_planned_absence(
    cx: &mut Context<'_>,
    id: PlannedAbsenceId,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<()> {
    let absence = find_planned_absence(cx, id)?;
    if !precondition(absence.revision) {
        return Err(Error::Precondition);
    }
    planned::cancel(cx.db, &absence, cx.at)?;
    cx.record(absence.academy_id, "planned_absence", id, "removed", json!(["cancelled_at"]))?;
    tidings::after_plan(cx, absence.academy_id, absence.pupil_id)
}
