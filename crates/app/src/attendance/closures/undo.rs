//! Taking a closure back.

use super::walk::{load, plan_source, sessions_of};
use crate::attendance::writing::{self, Source};
use crate::records;
use crate::roll::checks::{Checks, LONGEST_REASON, tidy};
use crate::{Context, Error, Result};
use attendance::Code;
use attendance::closure::{Before, ClosureRecord, Outcome, Tally, Undone, restore};
use school::{EnrolmentId, Kept, RecordId};
use std::collections::HashMap;
use store::attendance::{closure_marks, planned};

/// The longest reason: it goes into the reason of each amendment.
const LONGEST: usize = LONGEST_REASON - 100;

/// Takes a closure back: what it overwrote is restored by an amendment where its mark still stands, its plans are cancelled,
/// and what stays is listed.
///
/// # Errors
/// [`Error::Conflict`] where it was taken back already; [`Error::Unsigned`] where the request names no person.
pub fn undo_closure(
    cx: &mut Context<'_>,
    id: RecordId,
    reason: &str,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Kept<ClosureRecord>> {
    let kept: Kept<ClosureRecord> = records::find(cx, id)?;
    if !precondition(kept.revision) {
        return Err(Error::Precondition);
    }
    let reason = tidy(reason);
    let mut checks = Checks::default();
    checks.line("/reason", &reason, LONGEST);
    let today = school::clock::local(cx.at).0;
    let shortest = cx.state(kept.academy_id)?.register_settings(today, cx.at).shortest_reason;
    if reason.chars().count() < usize::from(shortest) {
        checks.fail("/reason", "reason_required", format!("at least {shortest} characters"));
    }
    checks.finish()?;
    cx.signatory()?;
    if kept.value.undone.is_some() {
        return Err(Error::Conflict("the closure has been undone already".to_owned()));
    }
    let mut tally = Tally::default();
    restore_all(cx, &kept, &reason, &mut tally)?;
    let cancelled = planned::cancel_of_source(cx.db, kept.academy_id, &plan_source(id), cx.at)?;
    tally.add_planned(cancelled as u64);
    let undone = Undone { at: cx.at, reason, effect: tally.effect() };
    let value = ClosureRecord { undone: Some(undone), ..kept.value.clone() };
    records::change(cx, kept, value, &|_| true)
}

fn restore_all(cx: &mut Context<'_>, kept: &Kept<ClosureRecord>, reason: &str, tally: &mut Tally) -> Result<()> {
    let academy = kept.academy_id;
    let closure = kept.value.closure();
    let state = cx.state(academy)?;
    for at in sessions_of(&closure, &state, closure.first_day, closure.last_day) {
        let mut found: HashMap<EnrolmentId, Before> = closure_marks::of_session(cx.db, academy, kept.id, at)?
            .into_iter()
            .map(|mark| {
                let before = Before {
                    code: Code::from_byte(mark.before),
                    minutes_late: mark.minutes_late,
                    entries_after: mark.entries,
                };
                (mark.enrolment_id, before)
            })
            .collect();
        let loaded = load(cx, academy, &state, &closure, at)?;
        let mut changes = Vec::new();
        for pupil in &loaded.roster {
            let outcome = restore(closure.code, found.remove(&pupil.enrolment_id), pupil, at, reason);
            tally.add(pupil.pupil_id, at, &outcome);
            if let Outcome::Write(change) = outcome {
                changes.push(change);
            }
        }
        let source = Source { group_id: None, word: "closure" };
        writing::write(cx, academy, &loaded, &changes, &[], source)?;
    }
    Ok(())
}
