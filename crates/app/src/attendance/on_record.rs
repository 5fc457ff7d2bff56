//! What is on record beside the marks that some codes rest on: suspensions for E, registration elsewhere for D, licences for C1.

use crate::records::{self, Filter};
use crate::{AcademyState, Context, Result};
use attendance::Code;
use attendance::licence::Licence;
use attendance::register::OnRecord;
use attendance::suspension::SuspensionRecord;
use school::{AcademyId, Date, PersonId, PupilId, pupil::EnrolmentKind};
use std::collections::HashMap;
use store::attendance::elsewhere;
use store::attendance::sheets::{self, Which};
use store::roll::snapshot::RollPupil;

/// What is on record of pupils between two days, as far as the codes that were sent rest on it; most registers send none that
/// does, and nothing is read for them.
pub(crate) fn of_codes<'a>(
    cx: &mut Context<'_>,
    academy: AcademyId,
    state: &AcademyState,
    (from, to): (Date, Date),
    sent: impl Iterator<Item = (PupilId, Option<&'a str>)>,
) -> Result<OnRecord> {
    let (mut suspended, mut dual, mut performing) = (Vec::new(), Vec::new(), Vec::new());
    for (pupil, code) in sent {
        match code.map(str::trim) {
            Some("E") => suspended.push(pupil.0),
            Some("C1") => performing.push(pupil.0),
            Some("D") => dual.extend(state.pupil(pupil)),
            _ => {}
        }
    }
    let mut record = OnRecord::default();
    if !suspended.is_empty() {
        let filter = Filter { subjects: Some(&suspended), from: Some(from), to: Some(to) };
        add_suspensions(cx, academy, &filter, &mut record)?;
    }
    if !performing.is_empty() {
        let filter = Filter { subjects: Some(&performing), from: Some(from), to: Some(to) };
        add_licences(cx, academy, &filter, &mut record)?;
    }
    add_registrations(cx, academy, &dual, &mut record)?;
    add_dual_marks(cx, academy, &dual, &mut record)?;
    Ok(record)
}

/// What is on record of every pupil of an academy: an import may name any.
pub(crate) fn of_academy(cx: &mut Context<'_>, academy: AcademyId, state: &AcademyState) -> Result<OnRecord> {
    let mut record = OnRecord::default();
    add_suspensions(cx, academy, &Filter::default(), &mut record)?;
    add_licences(cx, academy, &Filter::default(), &mut record)?;
    let pupils: Vec<&RollPupil> = state.roll.pupils.iter().collect();
    add_registrations(cx, academy, &pupils, &mut record)?;
    Ok(record)
}

fn add_suspensions(cx: &mut Context<'_>, academy: AcademyId, filter: &Filter<'_>, to: &mut OnRecord) -> Result<()> {
    for record in records::all::<SuspensionRecord>(cx, academy, filter)?.into_iter().map(|kept| kept.value) {
        if let Some(standing) = record.standing() {
            to.add_suspension(record.pupil_id, standing);
        }
    }
    Ok(())
}

fn add_licences(cx: &mut Context<'_>, academy: AcademyId, filter: &Filter<'_>, to: &mut OnRecord) -> Result<()> {
    for kept in records::all::<Licence>(cx, academy, filter)? {
        to.add_licence(kept.value);
    }
    Ok(())
}

/// Adds the days on which pupils are registered at another school: mainly elsewhere as their registration here says, or at
/// another academy of the trust. Of the other academy nothing is told but that.
fn add_registrations(cx: &mut Context<'_>, academy: AcademyId, pupils: &[&RollPupil], to: &mut OnRecord) -> Result<()> {
    let mut by_person: HashMap<PersonId, PupilId> = HashMap::new();
    for pupil in pupils {
        by_person.insert(pupil.record.person_id, pupil.record.id);
        for stay in pupil.enrolments.iter().filter(|stay| stay.kind == EnrolmentKind::Subsidiary) {
            to.add_registration_elsewhere(pupil.record.id, stay.stay);
        }
    }
    let persons: Vec<PersonId> = by_person.keys().copied().collect();
    for (person, stay) in elsewhere::stays_of(cx.db, academy, &persons)? {
        if let Some(pupil) = by_person.get(&person) {
            to.add_registration_elsewhere(*pupil, stay);
        }
    }
    Ok(())
}

/// Adds the years in which the register has a D of the pupils already.
fn add_dual_marks(cx: &mut Context<'_>, academy: AcademyId, pupils: &[&RollPupil], to: &mut OnRecord) -> Result<()> {
    if pupils.is_empty() {
        return Ok(());
    }
    let ids: Vec<PupilId> = pupils.iter().map(|pupil| pupil.record.id).collect();
    let is_dual = |byte: &u8| Code::from_byte(*byte).is_some_and(|code| code.as_str() == "D");
    for sheet in sheets::load(cx.db, academy, Which::Pupils(&ids))? {
        if sheet.marks.iter().any(is_dual) {
            to.add_dual_mark(sheet.pupil_id, sheet.year);
        }
    }
    Ok(())
}
