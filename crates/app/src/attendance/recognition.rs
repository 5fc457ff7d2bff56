//! Award schemes, their winners, and the record of who was recognised.

use super::concerns::attendance_of;
use super::loading;
use super::patterns::{day_asked, recent_sheets};
use super::scoped::{Scoped, check_scope};
use super::sheets::Sheets;
use crate::records::{self, Filter};
use crate::roll::{Ask, Listing};
use crate::{AcademyState, Context, Error, Result};
use attendance::course::course;
use attendance::recognition::{AwardScheme, Candidate, Fairness, Reason, Recognition, period_of, winner};
use attendance::summary::Period;
use chrono::Days;
use school::pupil::SenStatus;
use school::{AcademyId, Date, Kept, PupilId, RecordId, Violation};
use std::collections::{BTreeSet, HashSet};
use store::roll::snapshot::RollPupil;

/// How far back a pupil's own earlier attendance is looked at, in days: this year and the one before.
const LOOKS_BACK: u64 = 400;

/// What is to change about a scheme.
#[derive(Debug, Clone, Default)]
pub struct SchemePatch {
    /// What the academy calls it.
    pub name: Option<String>,
    /// The last day.
    pub last_day: Option<Option<Date>>,
    /// Sessions in a period without which nobody wins.
    pub least_sessions: Option<u16>,
    /// Streak: the sessions in a row.
    pub streak_sessions: Option<u16>,
    /// Improvement: how much better.
    pub improvement: Option<f64>,
    /// Punctuality: how many late arrivals are allowed.
    pub late_allowed: Option<u16>,
    /// How absence is treated that may arise from a disability or a religion.
    pub fairness: Option<Fairness>,
}

/// The winners of a scheme for one period.
#[derive(Debug, Clone)]
pub struct Winners {
    /// The scheme.
    pub scheme: Kept<AwardScheme>,
    /// The period; none where none had begun.
    pub period: Option<Period>,
    /// The winners in the order of their ids, each with the reason and whether already recognised for the period.
    pub winners: Vec<Winner>,
}

/// A winner.
#[derive(Debug, Clone)]
pub struct Winner {
    /// The pupil.
    pub pupil_id: PupilId,
    /// The unique pupil number.
    pub upn: Option<school::Upn>,
    /// Why.
    pub reason: Reason,
    /// Whether the pupil was recognised for this period.
    pub recognised: bool,
}

/// What a round of recognition did.
#[derive(Debug, Clone)]
pub struct Recognised {
    /// The period it was for.
    pub period: Period,
    /// Who was recognised now.
    pub made: Vec<Kept<Recognition>>,
    /// Winners who had been recognised for the period before.
    pub already: Vec<PupilId>,
}

/// The schemes of an academy.
pub fn list_schemes(cx: &mut Context<'_>, academy: AcademyId, ask: &Ask) -> Result<Listing<Kept<AwardScheme>>> {
    records::list(cx, academy, &Filter::default(), ask)
}

/// Makes a scheme.
///
/// # Errors
/// [`Error::Conflict`] where there is a scheme of the same name from the same day.
pub fn create_scheme(cx: &mut Context<'_>, academy: AcademyId, scheme: &AwardScheme) -> Result<Kept<AwardScheme>> {
    cx.academy(academy)?;
    check(cx, academy, scheme)?;
    check_scope(cx, academy, scheme.scope)?;
    records::add(cx, academy, scheme.clone())
}

/// A scheme in reach.
pub fn find_scheme(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<AwardScheme>> {
    records::find(cx, id)
}

/// Changes a scheme. Its kind, scope, period and first day stay: another of them is another scheme.
pub fn patch_scheme(
    cx: &mut Context<'_>,
    id: RecordId,
    patch: &SchemePatch,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Kept<AwardScheme>> {
    let before: Kept<AwardScheme> = records::find(cx, id)?;
    let SchemePatch { name, last_day, least_sessions, streak_sessions, improvement, late_allowed, fairness } =
        patch.clone();
    let mut after = before.value.clone();
    after.name = name.unwrap_or(after.name);
    after.last_day = last_day.unwrap_or(after.last_day);
    after.least_sessions = least_sessions.unwrap_or(after.least_sessions);
    after.streak_sessions = streak_sessions.or(after.streak_sessions);
    after.improvement = improvement.or(after.improvement);
    after.late_allowed = late_allowed.or(after.late_allowed);
    after.fairness = fairness.unwrap_or(after.fairness);
    check(cx, before.academy_id, &after)?;
    records::change(cx, before, after, precondition)
}

fn check(cx: &mut Context<'_>, academy: AcademyId, scheme: &AwardScheme) -> Result<()> {
    let mut wrong = scheme.check();
    if !scheme.fairness.pupil_ids.is_empty() {
        let state = cx.state(academy)?;
        for (place, pupil) in scheme.fairness.pupil_ids.iter().enumerate() {
            if state.pupil(*pupil).is_none() {
                let pointer = format!("/fairness/pupil_ids/{place}");
                wrong.push(Violation::new(pointer, "unknown_pupil", "there is no such pupil at this academy"));
            }
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

/// Who wins a scheme for the period of a day.
pub fn winners(cx: &mut Context<'_>, id: RecordId, as_of: Option<Date>) -> Result<Winners> {
    let as_of = day_asked(cx, as_of)?;
    let scheme: Kept<AwardScheme> = records::find(cx, id)?;
    let as_of = as_of.min(scheme.value.last_day.unwrap_or(as_of));
    let state = cx.state(scheme.academy_id)?;
    let period = period_of(scheme.value.period, as_of, &state.weeks, state.calendar_on(as_of))
        .filter(|period| period.to >= scheme.value.first_day);
    let Some(period) = period else { return Ok(Winners { scheme, period: None, winners: Vec::new() }) };
    let before = recognised_for(cx, &scheme, period)?;
    let kept = recent_sheets(cx, scheme.academy_id, period.to)?;
    let scoped = Scoped::read(cx, scheme.academy_id, scheme.value.scope)?;
    let winners = state
        .roll
        .pupils
        .iter()
        .filter(|pupil| pupil.enrolment_on(period.to).is_some() && scoped.holds_on(pupil, period.to))
        .filter_map(|pupil| {
            let reason = reason_of(&scheme.value, &state, pupil, &kept, period)?;
            let pupil_id = pupil.record.id;
            let recognised = before.contains(&pupil_id);
            Some(Winner { pupil_id, upn: pupil.record.identity.upn.clone(), reason, recognised })
        })
        .collect();
    Ok(Winners { scheme, period: Some(period), winners })
}

fn reason_of(
    scheme: &AwardScheme,
    state: &AcademyState,
    pupil: &RollPupil,
    kept: &Sheets,
    period: Period,
) -> Option<Reason> {
    let from = period.to.checked_sub_days(Days::new(LOOKS_BACK)).unwrap_or(period.from);
    let steps = course(&attendance_of(state, pupil, kept, period.to).years, from, period.to);
    let sen = pupil.characteristics_on(period.to).and_then(|values| values.sen_status);
    let has_sen = matches!(sen, Some(SenStatus::Support | SenStatus::Ehcp));
    let fair = scheme.fairness.applies(pupil.record.id, has_sen);
    winner(scheme, &Candidate { steps: &steps, fair }, period)
}

/// Who was recognised under a scheme for a period. Nobody is recognised before the period has begun.
fn recognised_for(cx: &mut Context<'_>, scheme: &Kept<AwardScheme>, period: Period) -> Result<HashSet<PupilId>> {
    let filter = Filter { subjects: None, from: Some(period.from), to: None };
    let all: Vec<Kept<Recognition>> = records::all(cx, scheme.academy_id, &filter)?;
    let of_period =
        |each: &Kept<Recognition>| each.value.scheme_id == scheme.id && each.value.period.from == period.from;
    Ok(all.into_iter().filter(of_period).map(|each| each.value.pupil_id).collect())
}

/// Recognises winners: all, or those named. Nobody is recognised twice for one period.
///
/// # Errors
/// [`Error::Invalid`] where somebody named is no winner or the day has not come.
pub fn recognise(
    cx: &mut Context<'_>,
    id: RecordId,
    as_of: Option<Date>,
    pupils: Option<&[PupilId]>,
) -> Result<Recognised> {
    let today = school::clock::local(cx.at).0;
    if as_of.is_some_and(|day| day > today) {
        return Err(Error::invalid("/as_of", "in_the_future", "nobody is recognised for a day that has not come"));
    }
    let Winners { scheme, period, winners } = winners(cx, id, as_of).map_err(in_body)?;
    let Some(period) = period else {
        return Err(Error::invalid("/as_of", "no_period", "no period of the scheme had begun on this day"));
    };
    let named: Option<BTreeSet<PupilId>> = pupils.map(|pupils| pupils.iter().copied().collect());
    check_named(pupils.unwrap_or_default(), &winners)?;
    let mut done = Recognised { period, made: Vec::new(), already: Vec::new() };
    for each in winners {
        if named.as_ref().is_some_and(|named| !named.contains(&each.pupil_id)) {
            continue;
        }
        if each.recognised {
            done.already.push(each.pupil_id);
            continue;
        }
        let recognition = Recognition {
            scheme_id: scheme.id,
            scheme_name: scheme.value.name.clone(),
            kind: scheme.value.kind,
            pupil_id: each.pupil_id,
            period,
            recognised_on: today,
            reason: each.reason,
        };
        done.made.push(records::add(cx, scheme.academy_id, recognition)?);
    }
    Ok(done)
}

fn check_named(named: &[PupilId], winners: &[Winner]) -> Result<()> {
    let known: HashSet<PupilId> = winners.iter().map(|each| each.pupil_id).collect();
    let wrong: Vec<Violation> = named
        .iter()
        .enumerate()
        .filter(|(_, pupil)| !known.contains(pupil))
        .map(|(place, _)| {
            Violation::new(
                format!("/pupil_ids/{place}"),
                "not_a_winner",
                "this pupil does not win the scheme for the period",
            )
        })
        .collect();
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

/// What is said of the query is said of the body where the day is sent there.
fn in_body(error: Error) -> Error {
    let Error::Invalid(mut wrong) = error else { return error };
    for each in &mut wrong {
        each.pointer = each.pointer.replace("/query", "");
    }
    Error::Invalid(wrong)
}

/// Who was recognised when: of an academy, on days of a range where it is given.
pub fn list_recognitions(
    cx: &mut Context<'_>,
    academy: AcademyId,
    from: Option<Date>,
    to: Option<Date>,
    ask: &Ask,
) -> Result<Listing<Kept<Recognition>>> {
    records::list(cx, academy, &Filter { subjects: None, from, to }, ask)
}

/// When a pupil was recognised.
pub fn pupil_recognitions(cx: &mut Context<'_>, id: PupilId, ask: &Ask) -> Result<Listing<Kept<Recognition>>> {
    let (academy, _) = loading::pupil(cx, id)?;
    let subjects = [id.0];
    records::list(cx, academy, &Filter { subjects: Some(&subjects), from: None, to: None }, ask)
}
