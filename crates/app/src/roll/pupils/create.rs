//! Entering a pupil in the admission register.

use super::find::{shown, today};
use super::{PupilFields, Terms, amend};
use crate::roll::{RollBook, Written};
use crate::{Context, Error, Kind, Result};
use school::AcademyId;
use school::pupil::Pupil;

/// Enters a pupil: year group and registration group hold from the starting day, and an unknown registration group is made.
///
/// # Errors
/// [`Error::Invalid`] with all that is wrong; [`Error::Conflict`] where another pupil of the academy has the UPN or MIS id.
pub fn create_pupil(cx: &mut Context<'_>, academy: AcademyId, fields: &PupilFields) -> Result<Written<Pupil>> {
    let mut book = RollBook::open(cx, academy, Some(&[]))?;
    let today = today(cx);
    let terms = Terms { academy_id: academy, at: cx.at, today, effective_from: None };
    let mut new_id = || school::uuid_at(terms.at, crate::random_bytes());
    let applied = amend::enter(fields, &terms, &mut book.groups, &mut new_id)?;
    let id = applied.entry.record.id;
    book.put(applied.entry, []);
    book.save(cx)?;
    let entry = book.entry(id).ok_or(Error::NotFound(Kind::Pupil))?;
    Ok(Written { value: shown(entry, &book.groups.names(), today), warnings: applied.warnings })
}
