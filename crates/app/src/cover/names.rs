//! What absences and events name must be there: a word that is misspelt takes nobody away and closes no room, and nobody would be
//! told.

use crate::timetable::{self, Names};
use crate::{Context, Result};
use school::timetable::CycleWeek;
use school::{AcademyId, Date, Violation};
use std::collections::BTreeSet;

/// Tells each name that is not known: of a kind of which anything is known at all. Names that stood there before are let be: the
/// timetable may have changed since.
pub(super) fn check(
    cx: &mut Context<'_>,
    academy: AcademyId,
    from: Date,
    named: &Named<'_>,
    before: &Named<'_>,
    wrong: &mut Vec<Violation>,
) -> Result<()> {
    let new = |names: &[String], old: &[String]| names.iter().any(|name| !old.contains(name));
    let places = |place: &Option<String>| place.is_some();
    let any_new =
        new(named.periods, before.periods) || new(named.classes, before.classes) || new(named.rooms, before.rooms);
    if !any_new && !named.places.iter().any(places) {
        return Ok(());
    }
    let Names { classes, rooms, periods } = timetable::names(cx, academy, from)?;
    let kinds = [
        (
            "periods",
            "unknown_period",
            "no period of the timetable is called so",
            named.periods,
            before.periods,
            &periods,
        ),
        ("classes", "unknown_class", "no class of the timetable is called so", named.classes, before.classes, &classes),
        ("rooms", "unknown_room", "no room of the academy is called so", named.rooms, before.rooms, &rooms),
    ];
    for (field, code, detail, names, before, known) in kinds {
        unknown((field, code, detail), names, before, known, wrong);
    }
    for (place, room) in named.places.iter().enumerate().filter(|_| !rooms.is_empty()) {
        if room.as_ref().is_some_and(|room| !rooms.contains(room)) && !before.places.contains(room) {
            let pointer = format!("/additional_staff/{place}/room");
            wrong.push(Violation::new(pointer, "unknown_room", "no room of the academy is called so"));
        }
    }
    Ok(())
}

/// What an absence or an event names.
#[derive(Debug, Clone, Default)]
pub(super) struct Named<'a> {
    pub(super) periods: &'a [String],
    pub(super) classes: &'a [String],
    pub(super) rooms: &'a [String],
    /// The rooms of additional staff, one of each item.
    pub(super) places: Vec<Option<String>>,
}

fn unknown(
    (field, code, detail): (&str, &str, &'static str),
    names: &[String],
    before: &[String],
    known: &BTreeSet<String>,
    wrong: &mut Vec<Violation>,
) {
    if known.is_empty() {
        return;
    }
    for (place, _) in names.iter().enumerate().filter(|(_, name)| !known.contains(*name) && !before.contains(name)) {
        wrong.push(Violation::new(format!("/{field}/{place}"), code, detail));
    }
}

/// Tells where what recurs by weeks of the cycle has no day in its range, as far as the calendar is known. `falls` is asked of each
/// day of the range, with its week.
pub(super) fn check_weeks(
    cx: &mut Context<'_>,
    academy: AcademyId,
    (first, last): (Date, Option<Date>),
    falls: impl Fn(Date, Option<CycleWeek>) -> bool,
    wrong: &mut Vec<Violation>,
) -> Result<()> {
    let Some(last) = last.filter(|_| wrong.is_empty()) else { return Ok(()) };
    let longest = usize::try_from(cover::absence::LONGEST_ABSENCE).unwrap_or(usize::MAX);
    let dates = first.iter_days().take(longest + 1).take_while(|date| *date <= last);
    let days = timetable::outlines(cx, academy, dates)?;
    let is_known = days.iter().any(|day| day.week.is_some());
    if is_known && !days.iter().any(|day| falls(day.date, day.week)) {
        let detail = "no day between the first and the last is in such a week";
        wrong.push(Violation::new("/weeks", "never_falls", detail));
    }
    Ok(())
}
