//! Performance licences: what leave with C1 rests on.

use super::loading;
use crate::records::{self, Filter};
use crate::roll::checks::tidy;
use crate::roll::{Ask, Listing};
use crate::{Context, Error, Kind, Result};
use attendance::licence::Licence;
use school::pupil::Stay;
use school::{Kept, PupilId, RecordId, Violation};

/// Records a licence, approval or exemption of a pupil.
///
/// # Errors
/// [`Error::Invalid`] with all that is wrong: that the pupil is on roll on none of its days among it.
pub fn record_licence(cx: &mut Context<'_>, sent: &Licence) -> Result<Kept<Licence>> {
    let (academy, state) = loading::pupil(cx, sent.pupil_id)?;
    let licence =
        Licence { number: sent.number.as_deref().map(tidy), issued_by: tidy(&sent.issued_by), ..sent.clone() };
    let mut errors = licence.check();
    if errors.iter().all(|error| !error.pointer.ends_with("_day")) {
        let pupil = state.pupil(sent.pupil_id).ok_or(Error::NotFound(Kind::Pupil))?;
        let days = Stay { starting_day: licence.first_day, leaving_day: Some(licence.last_day) };
        if !pupil.enrolments.iter().any(|enrolment| enrolment.stay.overlaps(days)) {
            errors.push(Violation::new("/first_day", "not_on_roll", "the pupil is not on roll on any of these days"));
        }
    }
    if errors.is_empty() { records::add(cx, academy, licence) } else { Err(Error::Invalid(errors)) }
}

/// The licences of a pupil in pages.
pub fn list_licences(cx: &mut Context<'_>, pupil: PupilId, ask: &Ask) -> Result<Listing<Kept<Licence>>> {
    let (academy, _) = loading::pupil(cx, pupil)?;
    records::list(cx, academy, &Filter { subjects: Some(&[pupil.0]), ..Filter::default() }, ask)
}

/// A licence in reach.
pub fn find_licence(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<Licence>> {
    records::find(cx, id)
}

/// Takes a licence away that was recorded wrongly or was withdrawn. Its versions stay on record, and so do marks.
pub fn remove_licence(cx: &mut Context<'_>, id: RecordId, precondition: &dyn Fn(i32) -> bool) -> Result<()> {
    let found: Kept<Licence> = records::find(cx, id)?;
    records::remove(cx, &found, precondition)
}
