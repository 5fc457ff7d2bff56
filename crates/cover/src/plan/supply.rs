//! What of supply is booked: every person for nothing, a half or the whole of the day, proven as everything else is.

use super::Task;
use super::build::Offers;
use crate::day::{Booked, Person, Span, Supply};
use crate::need::Day;
use school::StaffId;

/// One way of booking supply: for which part of the day each person is there in the end, and what that costs more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Way {
    /// Those who are weighed.
    pub booked: Vec<Choice>,
}

impl Way {
    /// Points of the weighted sum.
    pub(super) fn cost(&self) -> i64 {
        self.booked.iter().map(|choice| choice.points).sum()
    }

    pub(super) fn of(&self, place: usize) -> Option<&Choice> {
        self.booked.iter().find(|choice| choice.place == place)
    }
}

/// A part of the day for which one person could be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Choice {
    /// The person.
    pub place: usize,
    /// For which part in all.
    pub booked: Booked,
    /// What that costs beyond what is booked already.
    pub pence: u32,
    /// The same in points of the weighted sum.
    pub points: i64,
}

/// Somebody of supply who could take something if more of their day were booked.
#[derive(Debug, Clone)]
pub(super) struct Bookable {
    pub place: usize,
    /// Every part for which they could be booked; the first is what is booked already, at no cost.
    pub choices: Vec<Choice>,
    /// People with one number are interchangeable: the same offers, prices, limits and lunches.
    pub kind: usize,
}

impl Bookable {
    /// The cheapest choice with which they are there in these halves.
    pub(super) fn needed(&self, morning: bool, afternoon: bool) -> Choice {
        let fits =
            |choice: &&Choice| (!morning || choice.booked.morning()) && (!afternoon || choice.booked.afternoon());
        let cheapest = self.choices.iter().filter(fits).min_by_key(|choice| choice.points);
        // Whoever can be booked has choices; without any there would be nothing to pay.
        let nothing = Choice { place: self.place, booked: Booked::Day, pence: 0, points: 0 };
        cheapest.or(self.choices.first()).copied().unwrap_or(nothing)
    }

    /// What they are booked for already.
    pub(super) fn booked(&self) -> Booked {
        self.choices.first().map_or(Booked::Day, |choice| choice.booked)
    }
}

/// Everybody of supply who could take something if more of their day were booked.
pub(super) fn bookable(task: &Task<'_>, offers: &Offers) -> Vec<Bookable> {
    let mut found: Vec<(Bookable, Likeness)> = Vec::new();
    for (place, person) in task.day.people.iter().enumerate() {
        let Some(supply) = person.supply.filter(|supply| supply.booked != Booked::Day) else { continue };
        let costs = costs_of(offers, place);
        let more = |slot: usize| task.slots.get(slot).is_some_and(|slot| !is_in(task, supply.booked, slot.span));
        if task.exclude.contains(&person.id) || !costs.iter().any(|(slot, _)| more(*slot)) {
            continue;
        }
        let likeness = Likeness {
            costs,
            supply,
            increments: [place, place + task.day.people.len()]
                .map(|account| offers.increments.get(account).cloned().unwrap_or_default()),
            lunches: super::lunch::free_for(task, person),
        };
        let kind = found.iter().find(|(_, other)| *other == likeness).map_or(found.len(), |(other, _)| other.kind);
        found.push((Bookable { place, choices: choices(task, place, &supply), kind }, likeness));
    }
    found.into_iter().map(|(bookable, _)| bookable).collect()
}

/// All that an allocation can hang on in a person of supply.
#[derive(PartialEq, Eq)]
struct Likeness {
    costs: Vec<(usize, i64)>,
    supply: Supply,
    increments: [Vec<i64>; 2],
    lunches: Vec<Span>,
}

fn costs_of(offers: &Offers, place: usize) -> Vec<(usize, i64)> {
    let slots = offers.by_slot.iter().enumerate();
    slots.filter_map(|(slot, by)| Some((slot, by.iter().find(|offer| offer.person == place)?.cost))).collect()
}

fn choices(task: &Task<'_>, place: usize, supply: &Supply) -> Vec<Choice> {
    let points = |pence: u32| i64::from(pence) / task.settings.weights.supply_pence_for_point.max(1);
    let choice = |booked, pence| Choice { place, booked, pence, points: points(pence) };
    let half = supply.half_day_pence.min(supply.day_pence);
    let whole = supply.day_pence.min(half.saturating_mul(2));
    // The other half of a day that is booked costs no more than the whole day would have.
    let rest = half.min(supply.day_pence.saturating_sub(half));
    match supply.booked {
        Booked::No => vec![
            choice(Booked::No, 0),
            choice(Booked::Morning, half),
            choice(Booked::Afternoon, half),
            choice(Booked::Day, whole),
        ],
        booked @ (Booked::Morning | Booked::Afternoon) => vec![choice(booked, 0), choice(Booked::Day, rest)],
        Booked::Day => vec![choice(Booked::Day, 0)],
    }
}

impl Booked {
    fn morning(self) -> bool {
        matches!(self, Self::Morning | Self::Day)
    }

    fn afternoon(self) -> bool {
        matches!(self, Self::Afternoon | Self::Day)
    }
}

/// Notes that a person of supply is booked for the half of the day in which something begins that is theirs already: it costs
/// nothing more.
pub fn book(day: &mut Day, staff: StaffId, span: Span) {
    let half = day.half_of(span.starts);
    for supply in day.people.iter_mut().filter(|person| person.id == staff).filter_map(|person| person.supply.as_mut())
    {
        supply.booked = supply.booked.with(half);
    }
}

/// Whether something begins in the morning.
pub(super) fn in_the_morning(day: &Day, span: Span) -> bool {
    day.half_of(span.starts) == Booked::Morning
}

/// Whether something begins in the part of the day that is booked.
pub(super) fn is_in(task: &Task<'_>, booked: Booked, span: Span) -> bool {
    if in_the_morning(task.day, span) { booked.morning() } else { booked.afternoon() }
}

/// Whether a person of supply is there in a part of the day under a way of booking; others always are.
pub(super) fn is_there(task: &Task<'_>, way: &Way, place: usize, span: Span) -> bool {
    let Some(person) = task.day.people.get(place) else { return false };
    let Some(supply) = person.supply else { return true };
    is_in(task, way.of(place).map_or(supply.booked, |choice| choice.booked), span)
}

/// Whether a way books more of a person than is booked already.
pub(super) fn books(person: &Person, booked: Booked) -> bool {
    person.supply.is_some_and(|supply| supply.booked != booked)
}
