//! What would make it possible that somebody takes a lesson that nobody takes.

use super::build::{Offers, covering, settled};
use super::rules::{Asked, Rule, broken};
use super::{Because, Task};
use crate::day::{Activity, Entry, Person, Span};
use chrono::NaiveTime;
use school::StaffId;
use std::collections::BTreeSet;

/// The most times at which a lesson is tried to be split.
const MOST_CUTS: usize = 6;
/// The most people whose settled cover is tried to be given to somebody else.
const MOST_SWAPS: usize = 5;
/// The most classes that are named for merging.
const MOST_CLASSES: usize = 3;
/// From this year group on a class may study by itself.
const SIXTH_FORM: i16 = 12;

/// Everything that would help with one slot: who is one rule away, a class that could join another, a second teacher, a split between
/// two, and settled cover that somebody else could take.
pub(super) fn would_help(
    task: &Task<'_>,
    offers: &Offers,
    takers: &[Option<usize>],
    slot: usize,
    nearest: &[(Rule, StaffId)],
) -> Vec<Because> {
    let mut found = Vec::new();
    if let Some((rule, _)) = nearest.first() {
        let staff: Vec<StaffId> = nearest.iter().map(|(_, staff)| *staff).collect();
        let detail = format!(
            "{} would be possible but for one rule; the first of them: {}{}",
            staff.len(),
            rule.says(),
            if rule.may_be_set_aside() { ", which a person may set aside with a reason" } else { "" }
        );
        found.push(Because::about("nearest", &staff, detail));
    }
    found.extend(independent_study(task, slot));
    found.extend(second_teacher(task, takers, slot));
    found.extend(merge(task, slot));
    found.extend(split(task, offers, takers, slot));
    found.extend(swap(task, offers, takers, slot));
    if found.is_empty() {
        found.push(Because::costs(
            "nearest",
            0,
            "nothing short of one more person then: supply, or somebody from elsewhere",
        ));
    }
    found
}

fn independent_study(task: &Task<'_>, slot: usize) -> Option<Because> {
    let need = task.slots[slot].need;
    let sixth_form = need.activity == Activity::Lesson && need.year_group.is_some_and(|year| year >= SIXTH_FORM);
    sixth_form
        .then(|| Because::costs("independent_study", 0, "the class could study by itself: decide that it needs nobody"))
}

/// Everything that a person would cover in this allocation.
fn covers(task: &Task<'_>, takers: &[Option<usize>], place: usize, person: &Person) -> Vec<Span> {
    let mut covers = covering(task, person.id);
    let taken = task.slots.iter().zip(takers).filter(|(_, taker)| **taker == Some(place));
    covers.extend(taken.map(|(slot, _)| slot.span));
    covers
}

fn breaks(task: &Task<'_>, takers: &[Option<usize>], slot: usize, place: usize, span: Span) -> Option<Vec<Rule>> {
    let (slot, person) = (&task.slots[slot], task.day.people.get(place)?);
    let covers = covers(task, takers, place, person);
    let asked = Asked { need: slot.need, span, declined: &slot.declined, covering: &covers };
    Some(broken(task.day, task.settings, person, &asked))
}

/// Classes with more than one teacher there, of whom one could come.
fn second_teacher(task: &Task<'_>, takers: &[Option<usize>], slot: usize) -> Option<Because> {
    let (need, span) = (task.slots[slot].need, task.slots[slot].span);
    let together = task.day.timetable.entries.iter().filter(|entry| {
        entry.period == need.place
            && entry.activity.has_pupils()
            && entry.label() != need.key.class
            && !task.day.is_lifted(entry)
            && entry.staff.iter().filter(|staff| !task.day.is_away(**staff, span)).count() > 1
    });
    let mut free = Vec::new();
    for staff in together.flat_map(|entry| &entry.staff) {
        let place = task.day.people.iter().position(|person| person.id == *staff);
        let rules = place.and_then(|place| breaks(task, takers, slot, place, span));
        if rules.is_some_and(|rules| rules == [Rule::Teaching]) {
            free.push(*staff);
        }
    }
    let detail = "with a colleague in a class of two or more teachers, which would have one fewer";
    (!free.is_empty()).then(|| Because::about("second_teacher", &free, detail))
}

/// Classes of the subject and year whose teacher is there.
fn merge(task: &Task<'_>, slot: usize) -> Option<Because> {
    let (need, span) = (task.slots[slot].need, task.slots[slot].span);
    let subject = need.subject.as_ref()?;
    let joins = |entry: &&Entry| {
        entry.period == need.place
            && entry.activity == Activity::Lesson
            && entry.label() != need.key.class
            && entry.subject.as_ref().is_some_and(|other| other.eq_ignore_ascii_case(subject))
            && entry.year() == need.year_group
            && !task.day.is_lifted(entry)
            && entry.staff.iter().any(|staff| !task.day.is_away(*staff, span))
    };
    let classes: Vec<&Entry> = task.day.timetable.entries.iter().filter(joins).take(MOST_CLASSES).collect();
    let told: Vec<String> = classes.iter().map(|entry| in_its_room(task, &need.key.period, entry)).collect();
    let staff: BTreeSet<StaffId> = classes.iter().flat_map(|entry| &entry.staff).copied().collect();
    let staff: Vec<StaffId> = staff.into_iter().filter(|staff| !task.day.is_away(*staff, span)).collect();
    let detail = format!("the class could join one of its subject and year: {}", told.join(", "));
    (!told.is_empty()).then(|| Because::about("merge", &staff, detail))
}

fn in_its_room(task: &Task<'_>, period: &str, entry: &Entry) -> String {
    let room = task.day.room_of(period, entry.label(), entry.room.as_deref());
    match room.map(|room| (room, task.day.seats.get(room))) {
        Some((room, Some(seats))) => format!("{} in {room}, which holds {seats}", entry.label()),
        Some((room, None)) => format!("{} in {room}", entry.label()),
        None => entry.label().to_owned(),
    }
}

/// Two people, one for each part.
fn split(task: &Task<'_>, offers: &Offers, takers: &[Option<usize>], slot: usize) -> Option<Because> {
    let span = task.slots[slot].span;
    // Whoever breaks a rule for the whole and none for a part has something that begins or ends inside.
    let partly: Vec<(usize, Vec<NaiveTime>)> = (0..task.day.people.len())
        .map(|place| (place, edges(task, takers, place, span)))
        .filter(|(_, edges)| !edges.is_empty())
        .collect();
    let cuts: BTreeSet<NaiveTime> = partly.iter().flat_map(|(_, edges)| edges).copied().collect();
    let may = |place: usize, part: Span| breaks(task, takers, slot, place, part).is_some_and(|rules| rules.is_empty());
    for cut in cuts.into_iter().take(MOST_CUTS) {
        let (before, after) = (Span::new(span.starts, cut), Span::new(cut, span.ends));
        // One of the two may be free for the whole and at their limit for nothing: they are in the offers.
        let whole = offers.by_slot[slot].iter().map(|offer| offer.person);
        let people: BTreeSet<usize> = partly.iter().map(|(place, _)| *place).chain(whole).collect();
        let first = people.iter().find(|place| may(**place, before));
        let second = people.iter().find(|place| Some(*place) != first && may(**place, after));
        if let (Some(first), Some(second)) = (first, second) {
            let staff: Vec<StaffId> =
                [first, second].into_iter().filter_map(|place| Some(task.day.people.get(*place)?.id)).collect();
            let detail = format!("split at {} between two people it would be possible", cut.format("%H:%M"));
            return Some(Because::about("split", &staff, detail));
        }
    }
    None
}

/// The times inside a span at which something of a person begins or ends.
fn edges(task: &Task<'_>, takers: &[Option<usize>], place: usize, span: Span) -> Vec<NaiveTime> {
    let Some(person) = task.day.people.get(place) else { return Vec::new() };
    let day = task.day;
    let away = day.away.iter().filter(|away| away.staff == person.id);
    let away = away.flat_map(|away| day.timetable.periods.iter().filter_map(|period| away.part_of(period)));
    let taught = day.timetable.of(person.id, span).filter_map(|entry| day.timetable.span(entry));
    let covers = covers(task, takers, place, person);
    let all = person.on_site.iter().copied().chain(away).chain(taught).chain(covers);
    let inside = |at: &NaiveTime| span.starts < *at && *at < span.ends;
    let mut found: Vec<NaiveTime> = all.flat_map(|other| [other.starts, other.ends]).filter(inside).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// People who are kept only by settled cover that somebody else could take.
fn swap(task: &Task<'_>, offers: &Offers, takers: &[Option<usize>], slot: usize) -> Option<Because> {
    let span = task.slots[slot].span;
    let kept = offers.failing[slot].iter().filter(|(_, rules)| rules.as_slice() == [Rule::TwoPlaces]);
    for (place, _) in kept.take(MOST_SWAPS) {
        let Some(person) = task.day.people.get(*place) else { continue };
        let cover = settled(task, person.id).into_iter().find(|fixed| fixed.span.overlaps(span));
        let Some(cover) = cover else { continue };
        let other = task.day.people.iter().enumerate().find(|(other, someone)| {
            let covers = covers(task, takers, *other, someone);
            let asked = Asked { need: cover.need, span: cover.span, declined: &[], covering: &covers };
            other != place && broken(task.day, task.settings, someone, &asked).is_empty()
        });
        if let Some((_, other)) = other {
            let class = &cover.need.key.class;
            let detail = format!("the first could take it if the second took their settled cover of {class}");
            return Some(Because::about("swap", &[person.id, other.id], detail));
        }
    }
    None
}
