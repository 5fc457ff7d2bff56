//! Changing a pupil, with the history that the law asks for.

use super::find::{reach_pupil, shown, today};
use super::{Applied, PupilFields, Terms, amend};
use crate::deletion;
use crate::roll::book::PupilEntry;
use crate::roll::checks::{Checks, LONGEST_REASON, tidy};
use crate::roll::{RollBook, StillSame, Written, check_same, stranded};
use crate::{Context, Error, Kind, Result};
use school::pupil::{Enrolment, Pupil};
use school::{AcademyId, Date, PupilId};
use store::roll::pupils::Change;

/// What is to change about a pupil.
#[derive(Debug, Clone, Default)]
pub struct PupilPatch {
    /// The fields.
    pub fields: PupilFields,
    /// From which day the year group, the registration group and the other characteristics hold; today where it is not
    /// said.
    pub effective_from: Option<Date>,
    /// Why; needed where an entry of the admission register changes.
    pub reason: Option<String>,
}

/// Changes a pupil. A patch that says what is so already changes nothing.
///
/// # Errors
/// [`Error::Invalid`] with all that is wrong, a missing reason and marks that would be stranded included;
/// [`Error::Unsigned`] where an entry of the admission register changes and the request names no person;
/// [`Error::Conflict`] where another pupil of the academy has the UPN or MIS id.
pub fn patch_pupil(
    cx: &mut Context<'_>,
    id: PupilId,
    patch: &PupilPatch,
    still_same: StillSame<'_, Pupil>,
) -> Result<Written<Pupil>> {
    let academy = reach_pupil(cx, id)?.academy_id;
    let mut book = RollBook::open(cx, academy, Some(&[id]))?;
    let today = today(cx);
    let before = book.entry(id).cloned().ok_or(Error::NotFound(Kind::Pupil))?;
    check_same(&shown(&before, &book.groups.names(), today), still_same)?;
    let terms = Terms { academy_id: academy, at: cx.at, today, effective_from: patch.effective_from };
    let mut new_id = || school::uuid_at(terms.at, crate::random_bytes());
    let applied = amend::amend(&before, &patch.fields, &terms, &mut book.groups, &mut new_id)?;
    check_applied(cx, academy, patch, &before, &applied)?;
    if !applied.amended.is_empty() {
        cx.signatory()?;
    }
    let reason = patch.reason.as_deref().map(tidy).unwrap_or_default();
    let Applied { entry, changed, amended, warnings, .. } = applied;
    let changes: Vec<Change> = amended.into_iter().map(|entry| change(cx, entry, &reason)).collect();
    book.put(entry, changed);
    book.add_history(id, changes);
    book.save(cx)?;
    let entry = book.entry(id).ok_or(Error::NotFound(Kind::Pupil))?;
    Ok(Written { value: shown(entry, &book.groups.names(), today), warnings })
}

/// An amended entry with its reason and who made it.
pub(super) fn change(cx: &Context<'_>, entry: super::identity::Amended, reason: &str) -> Change {
    Change {
        id: cx.new_id(),
        field: entry.field.to_owned(),
        original: entry.original,
        amended: entry.amended,
        reason: reason.to_owned(),
        at: cx.at,
        by: cx.acting.actor.clone(),
    }
}

fn check_applied(
    cx: &mut Context<'_>,
    academy: AcademyId,
    patch: &PupilPatch,
    before: &PupilEntry,
    applied: &Applied,
) -> Result<()> {
    let mut checks = Checks::default();
    match patch.reason.as_deref() {
        Some(reason) => {
            checks.line("/reason", reason, LONGEST_REASON);
            // The admission register has the same duty as the marks: the policy says how long a reason is.
            let today = school::clock::local(cx.at).0;
            let shortest = cx.state(academy)?.register_settings(today, cx.at).shortest_reason;
            if reason.trim().chars().count() < usize::from(shortest) {
                checks.fail("/reason", "too_short", format!("at least {shortest} characters"));
            }
        }
        None if !applied.amended.is_empty() => {
            let fields: Vec<_> = applied.amended.iter().map(|entry| entry.field).collect();
            let detail = format!("a change of {} in the admission register needs a reason", fields.join(", "));
            checks.fail("/reason", "missing", detail);
        }
        None => {}
    }
    if let Some(from) = patch.effective_from
        && !applied.entry.enrolments.iter().any(|enrolment| enrolment.stay.holds_on(from))
    {
        checks.fail("/effective_from", "not_on_roll", "the pupil is not on the roll on this day");
    }
    if let Some(moved) = &applied.moved {
        check_marks(cx, academy, applied.entry.record.id, moved, &mut checks)?;
    }
    for refused in deletion::refusals(cx, academy, &before.enrolments, &applied.entry.to_roll_pupil())? {
        checks.fail(refused.pointer, &refused.code, refused.detail);
    }
    checks.finish()
}

/// Refuses days of a stay that would leave marks outside it.
pub(super) fn check_marks(
    cx: &mut Context<'_>,
    academy: AcademyId,
    pupil: PupilId,
    moved: &Enrolment,
    checks: &mut Checks,
) -> Result<()> {
    let lost = stranded::outside_stay(cx.db, academy, pupil, moved.id, moved.stay)?;
    if !lost.is_empty() {
        let pointer = if moved.stay.leaving_day.is_some() { "/leaving_day" } else { "/starting_day" };
        let detail = format!("{lost} would stand outside the pupil's days on roll");
        checks.fail(pointer, "strands_marks", detail);
    }
    Ok(())
}
