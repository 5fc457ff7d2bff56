//! On what terms cover is given: chosen with the person, or changed later.

use super::arranging::{find_assignment, rules};
use super::given::{self, Range};
use super::{Loaded, reasons};
use crate::records::{self, Filter};
use crate::{Context, Error, Result};
use cover::arrange::{CoverAssignment, How, Terms};
use cover::plan::Rule;
use cover::staff::EmploymentRecord;
use school::{AcademyId, Kept, RecordId, Version, Violation};

/// What is wrong with the terms of an assignment that is to be: a merged class is no cover, and underload is given out of the
/// minutes that the record of employment says.
pub(super) fn faults(
    cx: &mut Context<'_>,
    academy: AcademyId,
    wanted: &CoverAssignment,
    own: Option<RecordId>,
) -> Result<Vec<Violation>> {
    if wanted.how == How::Merged && wanted.terms != Terms::Ordinary {
        let detail = "a class that joins another takes nobody's time";
        return Ok(vec![Violation::new("/terms", "not_a_cover", detail)]);
    }
    if wanted.terms != Terms::Underload {
        return Ok(Vec::new());
    }
    let employment = records::of_key::<EmploymentRecord>(cx, academy, &wanted.staff_id.to_string())?;
    let Some(most) = employment.and_then(|kept| kept.value.employment.underload_minutes_per_week) else {
        let detail = "the person's record of employment has no underload";
        return Ok(vec![Violation::new("/terms", "no_underload", detail)]);
    };
    let (monday, sunday) = school::Week::of(wanted.date).days();
    let subjects = [wanted.staff_id.0];
    let filter = Filter { subjects: Some(&subjects), from: Some(monday), to: Some(sunday) };
    let given = records::matching(cx, academy, &filter, |other: &CoverAssignment| {
        other.state.holds() && other.terms == Terms::Underload
    })?;
    let replaced =
        |other: &CoverAssignment| other.requirement_id == wanted.requirement_id && other.span().overlaps(wanted.span());
    let others = given.iter().filter(|kept| Some(kept.id) != own && !replaced(&kept.value));
    // What fell away takes none of it, and of what became shorter only the rest does.
    let stand = given::standing_minutes(cx, academy, Range { from: monday, to: sunday })?;
    let before: u32 = others.filter_map(|kept| stand.get(&kept.id.0)).sum();
    let minutes = own.and_then(|id| stand.get(&id.0)).copied().unwrap_or_else(|| wanted.span().minutes());
    if before + minutes <= u32::from(most) {
        return Ok(Vec::new());
    }
    let detail = format!("{most} minutes a week, of which {before} are given already; this takes {minutes}");
    Ok(vec![Violation::new("/terms", "underload_exceeded", detail)])
}

/// Whether a cover that is taken up again can be given on its terms still.
///
/// # Errors
/// [`Error::Conflict`] with all of [`faults`].
pub(super) fn still_hold(cx: &mut Context<'_>, kept: &Kept<CoverAssignment>) -> Result<()> {
    let wrong = faults(cx, kept.academy_id, &kept.value, Some(kept.id))?;
    if wrong.is_empty() {
        return Ok(());
    }
    let told: Vec<String> = wrong.iter().map(|each| format!("{} ({})", each.detail, each.code)).collect();
    Err(Error::Conflict(told.join("; ")))
}

/// Changes the terms of a cover, whenever, with a reason. Limits that it breaks by now are set aside by that reason.
///
/// # Errors
/// [`Error::Conflict`] where nobody is to give it any more; [`Error::Invalid`] as [`faults`].
pub fn set_terms(
    cx: &mut Context<'_>,
    id: RecordId,
    terms: Terms,
    reason: &str,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Kept<CoverAssignment>> {
    let reason = reasons::needed("/reason", Some(reason))?;
    let found = find_assignment(cx, id)?;
    store::cover::hold_day(cx.db, found.academy_id, found.value.date)?;
    let kept = find_assignment(cx, id)?;
    if !kept.value.state.holds() {
        return Err(Error::Conflict("nobody is to give this cover any more".to_owned()));
    }
    let mut after = CoverAssignment { terms, terms_reason: Some(reason), ..kept.value.clone() };
    let wrong = faults(cx, kept.academy_id, &after, Some(kept.id))?;
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    after.overridden.retain(|rule| !rule.is_limit());
    if terms.counts() {
        after.overridden.extend(limits_reached(cx, &kept)?);
    }
    records::change(cx, kept, after, precondition)
}

/// The limits that a person's other covers have reached.
fn limits_reached(cx: &mut Context<'_>, kept: &Kept<CoverAssignment>) -> Result<Vec<Rule>> {
    let loaded = Loaded::of(cx, kept.academy_id, kept.value.date)?;
    let board = loaded.board();
    let need = loaded.place(kept.value.requirement_id).and_then(|place| loaded.needs.get(place));
    let Some(need) = need else { return Ok(Vec::new()) };
    // Whoever is on the staff no more has no limits.
    if !loaded.day.people.iter().any(|person| person.id == kept.value.staff_id) {
        return Ok(Vec::new());
    }
    let mut found = rules(&loaded, &board, need, kept.value.span(), (kept.value.staff_id, How::Cover))?;
    found.retain(|rule| rule.is_limit());
    Ok(found)
}

/// Every version that an assignment has had, the first one first.
pub fn history(cx: &mut Context<'_>, id: RecordId) -> Result<Vec<Version<CoverAssignment>>> {
    let kept = find_assignment(cx, id)?;
    records::versions(cx, &kept)
}
