//! Entering a closure into sessions as they begin: on a day on which the school is closed nobody takes a register.

use super::walk::{is_entry, load, sessions_of, write};
use crate::records::{self, Filter};
use crate::{Acting, App, Context, Result};
use attendance::MarkChange;
use attendance::closure::{Closing, ClosureRecord, Outcome, decide};
use attendance::register::Moment;
use chrono::Days;
use school::{Date, Kept, Record};
use serde_json::json;

/// How many days back sessions are looked through: longer than a server is ever down.
const DAYS_BACK: u64 = 7;

/// Enters the closures of every academy into the sessions that have begun, where a pupil has no mark yet; answers how many
/// marks were made. It writes in the name of those who marked the closures.
pub fn enter_begun(app: &App) -> Result<usize> {
    let looking = Acting { actor: school::Actor { client: None, person: None }, reach: access::Reach::everything() };
    let due = app.read(&looking, |cx| {
        let (from, today) = days(cx);
        let mut due = Vec::new();
        for academy in store::roll::academies::all(cx.db)? {
            let filter = Filter { from: Some(from), to: Some(today), ..Filter::default() };
            let closures = records::all::<ClosureRecord>(cx, academy.id, &filter)?;
            due.extend(closures.into_iter().filter(|kept| kept.value.undone.is_none()));
        }
        Ok(due)
    })?;
    let mut entered = 0;
    for kept in &due {
        // Most of the time nothing is to be entered: that is found out without a write transaction.
        if app.read(&looking, |cx| Ok(wanted(cx, kept)?.is_empty()))? {
            continue;
        }
        let acting = Acting { actor: kept.by.clone(), reach: access::Reach::everything() };
        entered += app.write(&acting, |cx| enter(cx, kept))?;
    }
    Ok(entered)
}

fn days(cx: &Context<'_>) -> (Date, Date) {
    let today = school::clock::local(cx.at).0;
    (today.checked_sub_days(Days::new(DAYS_BACK)).unwrap_or(today), today)
}

type Wanted = Vec<(crate::attendance::loading::Session, Vec<MarkChange>)>;

/// The entries that are missing, by session.
fn wanted(cx: &mut Context<'_>, kept: &Kept<ClosureRecord>) -> Result<Wanted> {
    let closure = kept.value.closure();
    let state = cx.state(kept.academy_id)?;
    let (from, today) = days(cx);
    let mut wanted = Vec::new();
    for at in sessions_of(&closure, &state, from, today) {
        let Some(calendar) = state.calendar_on(at.date) else { continue };
        let moment = Moment::of(at, calendar, cx.at, state.register_settings(at.date, cx.at));
        if !moment.has_opened() {
            continue;
        }
        let loaded = load(cx, kept.academy_id, &state, &closure, at)?;
        let closing = Closing { closure: &closure, at, calendar, moment: &moment };
        let entries: Vec<MarkChange> = loaded
            .roster
            .iter()
            .filter_map(|pupil| match decide(&closing, pupil) {
                Outcome::Write(change) if is_entry(&change) => Some(change),
                _ => None,
            })
            .collect();
        if !entries.is_empty() {
            wanted.push((loaded, entries));
        }
    }
    Ok(wanted)
}

fn enter(cx: &mut Context<'_>, kept: &Kept<ClosureRecord>) -> Result<usize> {
    // It may have been taken back since it was looked at.
    let kept: Kept<ClosureRecord> = records::find(cx, kept.id)?;
    if kept.value.undone.is_some() {
        return Ok(0);
    }
    let mut entered = 0;
    for (session, entries) in wanted(cx, &kept)? {
        write(cx, kept.academy_id, &session, kept.id, &entries)?;
        entered += entries.len();
    }
    if entered > 0 {
        cx.record(kept.academy_id, ClosureRecord::KIND, kept.id, "entered", json!({ "entered": entered }))?;
    }
    Ok(entered)
}
