//! Events that change a day's cover.

use super::names::{self, Named};
use crate::records::{self, Filter};
use crate::roll::{Ask, Listing};
use crate::{Context, Error, Result};
use cover::event::CoverEvent;
use school::{AcademyId, Date, Kept, RecordId, Violation};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Lists events in the order of their making.
pub fn list_events(
    cx: &mut Context<'_>,
    academy: AcademyId,
    (from, to): (Option<Date>, Option<Date>),
    ask: &Ask,
) -> Result<Listing<Kept<CoverEvent>>> {
    records::list(cx, academy, &Filter { subjects: None, from, to }, ask)
}

/// An event in reach.
pub fn find_event(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<CoverEvent>> {
    records::find(cx, id)
}

/// Makes an event.
pub fn create_event(cx: &mut Context<'_>, academy: AcademyId, mut event: CoverEvent) -> Result<Kept<CoverEvent>> {
    cx.academy(academy)?;
    verify(cx, academy, &mut event, None)?;
    records::add(cx, academy, event)
}

/// Writes an event anew. Whoever was found for what it asks for keeps it ([`CoverEvent::keep_places`]).
pub fn change_event(
    cx: &mut Context<'_>,
    id: RecordId,
    edit: &dyn Fn(&mut CoverEvent),
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Kept<CoverEvent>> {
    let kept = find_event(cx, id)?;
    let mut after = kept.value.clone();
    edit(&mut after);
    verify(cx, kept.academy_id, &mut after, Some(&kept.value))?;
    records::change(cx, kept, after, precondition)
}

/// Takes an event away: the day is as it was without it.
pub fn remove_event(cx: &mut Context<'_>, id: RecordId, precondition: &dyn Fn(i32) -> bool) -> Result<()> {
    let kept = find_event(cx, id)?;
    records::remove(cx, &kept, precondition)
}

fn verify(cx: &mut Context<'_>, academy: AcademyId, event: &mut CoverEvent, before: Option<&CoverEvent>) -> Result<()> {
    let mut wrong = event.check();
    event.keep_places(before, &mut wrong);
    let event = &*event;
    let ids: Vec<_> = event.staff_ids.iter().map(|id| id.0).collect();
    let found = store::roll::staff::list(cx.db, academy, Some(&ids), None, 1_000)?;
    let known: BTreeSet<_> = found.iter().map(|member| member.id).collect();
    for (place, id) in event.staff_ids.iter().enumerate() {
        if !known.contains(id) {
            let detail = "no member of staff of this academy has this id";
            wrong.push(Violation::new(format!("/staff_ids/{place}"), "unknown_staff", detail));
        }
    }
    let before = before.map(named).unwrap_or_default();
    names::check(cx, academy, event.first_day, &named(event), &before, &mut wrong)?;
    if event.weeks.is_some() {
        let falls = |date, week| event.on(Uuid::nil(), date, week).is_some();
        names::check_weeks(cx, academy, (event.first_day, Some(event.last_day)), falls, &mut wrong)?;
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

fn named(event: &CoverEvent) -> Named<'_> {
    Named {
        periods: event.periods.as_deref().unwrap_or_default(),
        classes: &event.classes,
        rooms: &event.rooms,
        places: event.additional_staff.iter().map(|asked| asked.room.clone()).collect(),
    }
}
