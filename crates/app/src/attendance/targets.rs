//! Targets: kept as records, with progress worked out from the sheets when asked.

use super::scoped::{Scoped, check_scope};
use super::summaries::{Asked, Of, Values, with_records};
use crate::records::{self, Filter};
use crate::roll::{Ask, Listing};
use crate::{Context, Error, Result};
use attendance::scope::within;
use attendance::summary::{Cohort, Grouping, Held, PupilRecord};
use attendance::targets::{self, Progress, Target};
use school::{AcademyId, Date, Kept, RecordId};

/// What is to change about a target.
#[derive(Debug, Clone, Default)]
pub struct TargetPatch {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// What is wanted.
    pub value: Option<f64>,
    /// Whether it is the expectation of the DfE.
    pub abie_target: Option<bool>,
    /// A remark.
    pub note: Option<Option<String>>,
}

/// The targets of an academy: those that touch a range of days where it is given.
pub fn list_targets(
    cx: &mut Context<'_>,
    academy: AcademyId,
    from: Option<Date>,
    to: Option<Date>,
    ask: &Ask,
) -> Result<Listing<Kept<Target>>> {
    records::list(cx, academy, &Filter { subjects: None, from, to }, ask)
}

/// Makes a target.
///
/// # Errors
/// [`Error::Conflict`] where there is a target for the same scope, measure and days.
pub fn create_target(cx: &mut Context<'_>, academy: AcademyId, target: &Target) -> Result<Kept<Target>> {
    cx.academy(academy)?;
    check(target)?;
    check_scope(cx, academy, target.scope)?;
    records::add(cx, academy, target.clone())
}

/// A target in reach.
pub fn find_target(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<Target>> {
    records::find(cx, id)
}

/// Changes a target. Its scope and measure stay: another of either is another target.
pub fn patch_target(
    cx: &mut Context<'_>,
    id: RecordId,
    patch: &TargetPatch,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Kept<Target>> {
    let before: Kept<Target> = records::find(cx, id)?;
    let TargetPatch { from, to, value, abie_target, note } = patch.clone();
    let mut after = before.value.clone();
    after.from = from.unwrap_or(after.from);
    after.to = to.unwrap_or(after.to);
    after.value = value.unwrap_or(after.value);
    after.abie_target = abie_target.unwrap_or(after.abie_target);
    after.note = note.unwrap_or(after.note);
    check(&after)?;
    records::change(cx, before, after, precondition)
}

/// Takes a target away.
pub fn remove_target(cx: &mut Context<'_>, id: RecordId, precondition: &dyn Fn(i32) -> bool) -> Result<()> {
    let target: Kept<Target> = records::find(cx, id)?;
    records::remove(cx, &target, precondition)
}

fn check(target: &Target) -> Result<()> {
    let wrong = target.check();
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

/// How far a target is at this moment, and what it still takes.
pub fn target_progress(cx: &mut Context<'_>, id: RecordId) -> Result<Progress> {
    let target: Kept<Target> = records::find(cx, id)?;
    let asked =
        Asked { from: Some(target.value.from), to: Some(target.value.to), by: Grouping::None, cohort: Cohort::OnRoll };
    let scoped = Scoped::read(cx, target.academy_id, target.value.scope)?;
    with_records(cx, Of::Academy(target.academy_id), &asked, Values::Scope(scoped), |_, records| {
        let inside: Vec<PupilRecord<'_>> = records
            .iter()
            .map(|record| within(record, &days_held(record)))
            .filter(|record| !record.years.is_empty())
            .collect();
        targets::progress(&target.value, &inside)
    })
}

fn days_held(record: &PupilRecord<'_>) -> Vec<Held<()>> {
    let held = |each: &Held<Option<String>>| Held { first_day: each.first_day, last_day: each.last_day, value: () };
    record.values.iter().map(held).collect()
}
