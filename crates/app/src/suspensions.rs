//! Suspensions and permanent exclusions.

mod comparison;

pub use comparison::{Differing, check_academy};

use crate::attendance::{loading, tidings};
use crate::records::{self, Filter};
use crate::roll::checks::{set, tidy_optional};
use crate::roll::{Ask, Cell, Listing};
use crate::{AcademyState, Context, Error, Kind, Result, policy};
use attendance::suspension::{
    Figures, Outcome, Provision, Suspension, SuspensionKind, SuspensionNotice, SuspensionRecord, figures,
};
use school::{AcademicYear, AcademyId, Date, Kept, PupilId, RecordId, Session, SessionAt, Violation};
use std::collections::HashMap;
use store::roll::snapshot::RollPupil;

/// A suspension or exclusion with what follows from its dates.
#[derive(Debug, Clone)]
pub struct Found {
    /// The record.
    pub kept: Kept<SuspensionRecord>,
    /// What follows from its dates.
    pub figures: Figures,
    /// What is missing or late.
    pub warnings: Vec<Violation>,
}

/// What is said of a suspension.
#[derive(Debug, Clone)]
pub struct Saying {
    /// Which of the two.
    pub kind: SuspensionKind,
    /// The first day.
    pub first_day: Date,
    /// The first session of it.
    pub first_session: Session,
    /// The last day.
    pub last_day: Option<Date>,
    /// The last session of it.
    pub last_session: Session,
    /// The codes of the reasons.
    pub reason_codes: Vec<String>,
    /// The reason in words.
    pub reason: Option<String>,
    /// Who was told when.
    pub notices: Vec<SuspensionNotice>,
    /// The alternative provision.
    pub provision: Option<Provision>,
}

/// What is to change about a suspension: what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct SuspensionPatch {
    /// The first day.
    pub first_day: Option<Date>,
    /// The first session of it.
    pub first_session: Option<Session>,
    /// The last day.
    pub last_day: Cell<Date>,
    /// The last session of it.
    pub last_session: Option<Session>,
    /// The codes of the reasons.
    pub reason_codes: Option<Vec<String>>,
    /// The reason in words.
    pub reason: Cell<String>,
    /// Who was told when.
    pub notices: Option<Vec<SuspensionNotice>>,
    /// The alternative provision.
    pub provision: Cell<Provision>,
    /// How it ended.
    pub outcome: Cell<Outcome>,
}

/// Records a suspension or exclusion. The law wants a person's name on it.
///
/// # Errors
/// [`Error::Invalid`] with all that is wrong: another suspension of the pupil in the same sessions among it.
pub fn record_suspension(cx: &mut Context<'_>, pupil: PupilId, said: &Saying) -> Result<Found> {
    let (academy, state) = loading::pupil(cx, pupil)?;
    cx.signatory()?;
    let Saying { kind, first_day, first_session, last_day, last_session, reason_codes, reason, notices, provision } =
        said.clone();
    let record = SuspensionRecord {
        pupil_id: pupil,
        kind,
        first_day,
        first_session,
        last_day,
        last_session,
        reason_codes,
        reason: tidy_optional(reason.as_deref()),
        notices,
        provision,
        outcome: None,
    };
    check(cx, academy, &state, &record, None)?;
    let kept = records::add(cx, academy, record)?;
    tidings::after_plan(cx, academy, pupil)?;
    found(cx, &state, kept)
}

fn check(
    cx: &mut Context<'_>,
    academy: AcademyId,
    state: &AcademyState,
    record: &SuspensionRecord,
    own: Option<RecordId>,
) -> Result<()> {
    let mut errors = record.check(school::clock::local(cx.at).0);
    if errors.iter().all(|error| !error.pointer.ends_with("_day")) {
        let pupil = state.pupil(record.pupil_id).ok_or(Error::NotFound(Kind::Pupil))?;
        if pupil.enrolment_on(record.first_day).is_none() {
            errors.push(Violation::new("/first_day", "not_on_roll", "the pupil is not on roll on this day"));
        }
        let others = of_pupil(cx, academy, record.pupil_id)?;
        let period = record.standing().map(|standing| standing.period);
        let overlaps = others.iter().filter(|other| Some(other.id) != own).any(|other| {
            let theirs = other.value.standing().map(|standing| standing.period);
            period.zip(theirs).is_some_and(|(mine, theirs)| mine.overlaps(&theirs))
        });
        if overlaps {
            let detail = "another suspension or exclusion of the pupil has some of these sessions";
            errors.push(Violation::new("/first_day", "overlapping_suspension", detail));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

fn of_pupil(cx: &mut Context<'_>, academy: AcademyId, pupil: PupilId) -> Result<Vec<Kept<SuspensionRecord>>> {
    records::all(cx, academy, &Filter { subjects: Some(&[pupil.0]), ..Filter::default() })
}

/// A suspension or exclusion in reach.
pub fn find_suspension(cx: &mut Context<'_>, id: RecordId) -> Result<Found> {
    let kept = records::find::<SuspensionRecord>(cx, id)?;
    let state = cx.state(kept.academy_id)?;
    found(cx, &state, kept)
}

/// The suspensions and exclusions of a pupil in pages.
pub fn list_suspensions(cx: &mut Context<'_>, pupil: PupilId, ask: &Ask) -> Result<Listing<Found>> {
    let (academy, state) = loading::pupil(cx, pupil)?;
    let filter = Filter { subjects: Some(&[pupil.0]), ..Filter::default() };
    let Listing { data, removed, next, watermark } = records::list(cx, academy, &filter, ask)?;
    let data = data.into_iter().map(|kept| found(cx, &state, kept)).collect::<Result<_>>()?;
    Ok(Listing { data, removed, next, watermark })
}

/// Changes a suspension or exclusion; every version stays on record.
pub fn change_suspension(
    cx: &mut Context<'_>,
    id: RecordId,
    patch: &SuspensionPatch,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Found> {
    let kept = records::find::<SuspensionRecord>(cx, id)?;
    if !precondition(kept.revision) {
        return Err(Error::Precondition);
    }
    cx.signatory()?;
    let state = cx.state(kept.academy_id)?;
    let mut value = kept.value.clone();
    let SuspensionPatch {
        first_day,
        first_session,
        last_day,
        last_session,
        reason_codes,
        reason,
        notices,
        provision,
        outcome,
    } = patch.clone();
    value.first_day = first_day.unwrap_or(value.first_day);
    value.first_session = first_session.unwrap_or(value.first_session);
    set(&mut value.last_day, &last_day);
    value.last_session = last_session.unwrap_or(value.last_session);
    value.reason_codes = reason_codes.unwrap_or(value.reason_codes);
    set(&mut value.reason, &reason);
    value.reason = tidy_optional(value.reason.as_deref());
    value.notices = notices.unwrap_or(value.notices);
    set(&mut value.provision, &provision);
    set(&mut value.outcome, &outcome);
    check(cx, kept.academy_id, &state, &value, Some(kept.id))?;
    let changed = records::change(cx, kept, value, precondition)?;
    tidings::after_plan(cx, changed.academy_id, changed.value.pupil_id)?;
    found(cx, &state, changed)
}

/// One suspension with its figures, as they are today.
fn found(cx: &mut Context<'_>, state: &AcademyState, kept: Kept<SuspensionRecord>) -> Result<Found> {
    let all = of_pupil(cx, kept.academy_id, kept.value.pupil_id)?;
    let today = school::clock::local(cx.at).0;
    let limit = policy::settings_on(cx, kept.academy_id, kept.value.first_day)?.suspension_days_limit;
    Ok(with_figures(state, kept, &standing(&all), limit, today))
}

fn standing(all: &[Kept<SuspensionRecord>]) -> Vec<Suspension> {
    all.iter().filter_map(|kept| kept.value.standing()).collect()
}

fn with_figures(
    state: &AcademyState,
    kept: Kept<SuspensionRecord>,
    all: &[Suspension],
    limit: u8,
    today: Date,
) -> Found {
    let first_day = kept.value.first_day;
    let year = AcademicYear::of(first_day).map_or((first_day, first_day), |year| (year.first_day(), year.last_day()));
    let term = state
        .calendar_on(first_day)
        .and_then(|calendar| calendar.terms.iter().find(|term| (term.first_day..=term.last_day).contains(&first_day)))
        .map_or((first_day, first_day), |term| (term.first_day, term.last_day));
    let held = |at: SessionAt| state.pupil(kept.value.pupil_id).is_some_and(|pupil| held_for(state, pupil, at));
    let one = Suspension {
        kind: kept.value.kind,
        period: kept.value.period(),
        provision_from: kept.value.provision.as_ref().map(|provision| provision.first_day),
    };
    let figures = figures(&one, all, &held, (term, year), today);
    let warnings = match kept.value.standing() {
        Some(_) => kept.value.doubts(&figures, limit, today),
        None => Vec::new(),
    };
    Found { kept, figures, warnings }
}

/// Whether the academy meets for a pupil who is on roll.
pub(crate) fn held_for(state: &AcademyState, pupil: &RollPupil, at: SessionAt) -> bool {
    let group = pupil.characteristics_on(at.date).and_then(|values| values.year_group);
    pupil.enrolment_on(at.date).is_some()
        && state.calendar_on(at.date).is_some_and(|calendar| calendar.meets(at, group))
}

/// The suspensions and exclusions of an academy that touch a range of days and were not cancelled, each with its figures as
/// they are today: what the duties about day six and notices are computed from.
pub fn of_academy(cx: &mut Context<'_>, academy: AcademyId, from: Date, to: Date) -> Result<Vec<Found>> {
    let state = cx.state(academy)?;
    let touching =
        records::all::<SuspensionRecord>(cx, academy, &Filter { from: Some(from), to: Some(to), ..Filter::default() })?;
    if touching.is_empty() {
        return Ok(Vec::new());
    }
    let every = records::all::<SuspensionRecord>(cx, academy, &Filter::default())?;
    let mut by_pupil: HashMap<PupilId, Vec<Suspension>> = HashMap::new();
    for kept in &every {
        by_pupil.entry(kept.value.pupil_id).or_default().extend(kept.value.standing());
    }
    let today = school::clock::local(cx.at).0;
    let limit = policy::settings_on(cx, academy, to)?.suspension_days_limit;
    Ok(touching
        .into_iter()
        .filter(|kept| kept.value.standing().is_some())
        .map(|kept| {
            let all = by_pupil.get(&kept.value.pupil_id).map_or(&[][..], Vec::as_slice);
            with_figures(&state, kept, all, limit, today)
        })
        .collect())
}
