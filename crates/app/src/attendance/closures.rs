//! Whole-school events: what a closure would do, marking it, entering it into sessions as they begin, and taking it back.

mod enter;
mod undo;
mod walk;

pub use enter::enter_begun;
pub use undo::undo_closure;

use crate::records::{self, Filter};
use crate::roll::{Ask, Listing};
use crate::{Context, Result};
use attendance::closure::{CheckedClosure, ClosureEffect, ClosureRecord, SentClosure, check};
use school::{AcademyId, Date, Kept, RecordId, Session, Violation};
use walk::Walk;

/// The most marks that one closure changes: more is sent in parts.
pub const MOST_MARKS: u64 = 50_000;

/// What a caller sends to mark a closure.
#[derive(Debug, Clone)]
pub struct Closing {
    /// The first day.
    pub first_day: Date,
    /// The last day, inside.
    pub last_day: Date,
    /// The sessions; both where none is given.
    pub sessions: Option<Vec<Session>>,
    /// The year groups; the whole school where none is given.
    pub year_groups: Option<Vec<i16>>,
    /// The code.
    pub code: String,
    /// Why.
    pub reason: String,
}

/// What a closure would do.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The closure.
    pub closure: CheckedClosure,
    /// What it would do.
    pub effect: ClosureEffect,
}

fn checked(cx: &mut Context<'_>, academy: AcademyId, sent: &Closing) -> Result<CheckedClosure> {
    cx.academy(academy)?;
    let sent = SentClosure {
        first_day: sent.first_day,
        last_day: sent.last_day,
        sessions: sent.sessions.as_deref(),
        year_groups: sent.year_groups.as_deref(),
        code: &sent.code,
        reason: &sent.reason,
    };
    check(&sent, school::clock::local(cx.at).0).map_err(crate::Error::Invalid)
}

/// What a closure would do; nothing is written.
pub fn preview_closure(cx: &mut Context<'_>, academy: AcademyId, sent: &Closing) -> Result<Preview> {
    let closure = checked(cx, academy, sent)?;
    let walk = Walk::over(cx, academy, &closure, None)?;
    let effect = walk.tally.effect();
    Ok(Preview { closure, effect })
}

/// Marks a closure: entries and amendments in the sessions that have begun, planned codes in those ahead, all or nothing.
///
/// # Errors
/// [`crate::Error::Invalid`] with all that is wrong; [`crate::Error::Unsigned`] where the request names no person.
pub fn mark_closure(
    cx: &mut Context<'_>,
    academy: AcademyId,
    sent: &Closing,
) -> Result<(Kept<ClosureRecord>, Vec<Violation>)> {
    let closure = checked(cx, academy, sent)?;
    cx.signatory()?;
    let id: RecordId = cx.new_id();
    let mut walk = Walk::over(cx, academy, &closure, Some(id))?;
    walk.plan(cx, &closure, id)?;
    let record = ClosureRecord {
        first_day: closure.first_day,
        last_day: closure.last_day,
        sessions: closure.sessions.clone(),
        year_groups: closure.year_groups.clone(),
        code: closure.code,
        reason: closure.reason.clone(),
        effect: walk.tally.effect(),
        undone: None,
    };
    let kept = records::add_as(cx, academy, id, record)?;
    Ok((kept, closure.warnings))
}

/// The closures of an academy in pages.
pub fn list_closures(cx: &mut Context<'_>, academy: AcademyId, ask: &Ask) -> Result<Listing<Kept<ClosureRecord>>> {
    records::list(cx, academy, &Filter::default(), ask)
}

/// A closure in reach.
pub fn find_closure(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<ClosureRecord>> {
    records::find(cx, id)
}
