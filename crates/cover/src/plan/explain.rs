use super::build::{self, Offer, Offers};
use super::costs::fairness;
use super::rules::Rule;
use super::run::{Planned, Uncovered};
use super::supply::{self, Way};
use super::{Because, Task, help, lunch};
use crate::day::{Booked, Person, Span};
use school::StaffId;
use std::collections::{BTreeMap, BTreeSet};

/// A person's load in words.
pub(super) fn load(person: &Person) -> String {
    let share = |done: u32, free: u32| u64::from(done) * 100 / u64::from(free.max(60));
    let (done, free) = (person.done, person.free);
    format!(
        "has covered {} minutes this week, {} this term, {} this year: {} %, {} %, {} % of their free time",
        done.week_minutes,
        done.term_minutes,
        done.year_minutes,
        share(done.week_minutes, free.week_minutes),
        share(done.term_minutes, free.term_minutes),
        share(done.year_minutes, free.year_minutes)
    )
}

/// How many slots a person takes, short ones among them.
fn covers_of(takers: &[Option<usize>], place: usize) -> usize {
    takers.iter().filter(|taker| **taker == Some(place)).count()
}

/// What a cover costs in fairness after what is settled and so many more of the day.
pub(super) fn fairness_after(task: &Task<'_>, person: &Person, more: usize) -> i64 {
    fairness(task.settings, person, build::settled(task, person.id).len() + more)
}

/// How many slots are taken from each account.
fn counts(offers: &Offers, takers: &[Option<usize>]) -> Vec<usize> {
    let mut counts = vec![0; offers.increments.len()];
    for (slot, place) in takers.iter().enumerate() {
        if let Some(count) = place.and_then(|place| counts.get_mut(offers.account(place, slot))) {
            *count += 1;
        }
    }
    counts
}

/// The assignments with their reasons.
pub(super) fn assignments<'a>(
    task: &Task<'a>,
    offers: &Offers,
    way: &Way,
    takers: &[Option<usize>],
) -> Vec<Planned<'a>> {
    let people = &task.day.people;
    let counts = counts(offers, takers);
    let mut order: Vec<usize> = (0..task.slots.len()).collect();
    order.sort_by_key(|index| task.slots[*index].span);
    let mut taken = vec![0_usize; people.len()];
    let mut paid = BTreeSet::new();
    let mut found = Vec::new();
    for index in order {
        let slot = &task.slots[index];
        let Some(place) = takers[index] else { continue };
        let (Some(person), Some(offer)) = (people.get(place), offer_of(offers, index, place)) else { continue };
        let mut because = offer.costs.clone();
        let fairness = fairness_after(task, person, taken[place]);
        taken[place] += 1;
        because.push(Because::costs("fairness", fairness, load(person)));
        for _ in offers.doubles.iter().filter(|(one, other)| *other == index && takers[*one] == Some(place)) {
            let bonus = -task.settings.weights.continuity;
            because.push(Because::costs("continuity", bonus, "has the same class in the period before"));
        }
        because.extend(booking(task, way, &mut paid, place, slot.span));
        let cost = because.iter().map(|each| each.cost).sum();
        let last = covers_of(takers, place).saturating_sub(1);
        let marginal = offer.cost + fairness_after(task, person, last);
        because.push(next(task, offers, way, takers, &counts, (index, place, marginal)));
        found.push(Planned { need: slot.need, span: slot.span, staff: person.id, settled: false, cost, because });
    }
    found
}

/// The booking that an assignment needs. The first one in need of it bears the price, so that the costs add up to the sum.
fn booking(task: &Task<'_>, way: &Way, paid: &mut BTreeSet<usize>, place: usize, span: Span) -> Option<Because> {
    let choice = way.of(place)?;
    let person = task.day.people.get(place)?;
    let before = person.supply?.booked;
    if !supply::books(person, choice.booked) || supply::is_in(task, before, span) {
        return None;
    }
    let part = match (before, choice.booked) {
        (Booked::No, Booked::Day) => "the whole day",
        (_, Booked::Morning) => "the morning",
        (_, Booked::Afternoon) => "the afternoon",
        (_, _) => "the other half of the day",
    };
    let (pounds, pence) = (choice.pence / 100, choice.pence % 100);
    Some(if paid.insert(place) {
        Because::costs("booking", choice.points, format!("needs a booking for {part}: {pounds}.{pence:02} pounds"))
    } else {
        Because::costs("booking", 0, format!("needs the booking for {part}, which another assignment bears"))
    })
}

fn offer_of(offers: &Offers, index: usize, place: usize) -> Option<&Offer> {
    offers.by_slot.get(index)?.iter().find(|offer| offer.person == place)
}

/// Who would have been next for a slot: the cheapest of those who have nothing else then and are below their limit.
fn next(
    task: &Task<'_>,
    offers: &Offers,
    way: &Way,
    takers: &[Option<usize>],
    counts: &[usize],
    (index, place, marginal): (usize, usize, i64),
) -> Because {
    let busy = |person: usize| {
        takers
            .iter()
            .zip(&offers.periods)
            .any(|(taker, period)| *taker == Some(person) && *period == offers.periods[index])
    };
    let cheapest = offers.by_slot[index]
        .iter()
        .filter(|offer| offer.person != place && !busy(offer.person))
        .filter(|offer| supply::is_there(task, way, offer.person, task.slots[index].span))
        .filter(|offer| !lunch::would_lose(task, takers, offer.person, index))
        .filter_map(|offer| {
            let account = offers.account(offer.person, index);
            // Below the limit.
            offers.increment(account, counts[account])?;
            let other = task.day.people.get(offer.person)?;
            let fairness = fairness_after(task, other, covers_of(takers, offer.person));
            Some((offer.cost + fairness, offer.person))
        })
        .min();
    match cheapest.and_then(|(cost, other)| task.day.people.get(other).map(|person| (cost, person))) {
        Some((cost, person)) => {
            let more = cost - marginal;
            let detail = format!("the next who is free would cost {more} more by themselves");
            Because::about("next", &[person.id], detail)
        }
        None => Because::costs("next", 0, "nobody else who is free may take it"),
    }
}

/// What nobody takes, with who fails which rule and what would make it possible.
pub(super) fn uncovered<'a>(
    task: &Task<'a>,
    offers: &Offers,
    way: &Way,
    takers: &[Option<usize>],
) -> Vec<Uncovered<'a>> {
    let counts = counts(offers, takers);
    let open = (0..task.slots.len()).filter(|index| takers[*index].is_none());
    open.map(|index| {
        let slot = &task.slots[index];
        Uncovered {
            need: slot.need,
            span: slot.span,
            cost: build::uncovered(task, slot),
            because: reasons(task, offers, way, takers, &counts, index),
        }
    })
    .collect()
}

fn reasons(
    task: &Task<'_>,
    offers: &Offers,
    way: &Way,
    takers: &[Option<usize>],
    counts: &[usize],
    index: usize,
) -> Vec<Because> {
    let id = |place: usize| task.day.people.get(place).map(|person| person.id);
    let mut by_rule: BTreeMap<Rule, Vec<StaffId>> = BTreeMap::new();
    let mut nearest: Vec<(Rule, StaffId)> = Vec::new();
    for (place, rules) in &offers.failing[index] {
        let Some(staff) = id(*place) else { continue };
        for rule in rules {
            by_rule.entry(*rule).or_default().push(staff);
        }
        if let [only] = rules.as_slice()
            && (only.may_be_set_aside() || matches!(only, Rule::Declined | Rule::Competence | Rule::Vetting))
        {
            nearest.push((*only, staff));
        }
    }
    let mut found: Vec<Because> = by_rule
        .iter()
        .map(|(rule, staff)| Because::about(rule.as_str(), staff, format!("{} {}", staff.len(), rule.says())))
        .collect();
    let (mut elsewhere, mut spent, mut unbooked, mut hungry) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for offer in &offers.by_slot[index] {
        let Some(staff) = id(offer.person) else { continue };
        let account = offers.account(offer.person, index);
        let same =
            |(taker, period): (&Option<usize>, &u32)| *taker == Some(offer.person) && *period == offers.periods[index];
        if !supply::is_there(task, way, offer.person, task.slots[index].span) {
            unbooked.push(staff);
        } else if takers.iter().zip(&offers.periods).any(same) {
            elsewhere.push(staff);
        } else if offers.increment(account, counts[account]).is_none() {
            spent.push(staff);
        } else if lunch::would_lose(task, takers, offer.person, index) {
            hungry.push(staff);
        }
    }
    for (rule, staff, says) in [
        ("covering_elsewhere", elsewhere, "who could are covering something else then"),
        ("limit_reached", spent, "who could have reached their limit with other cover of this day"),
        ("supply_not_booked", unbooked, "of supply could if they were booked"),
        ("lunch_kept", hungry, "who could would have no lunch break left with other cover of this day"),
    ] {
        if !staff.is_empty() {
            found.push(Because::about(rule, &staff, format!("{} {says}", staff.len())));
        }
    }
    if index_of_open(takers, index) < MOST_HELPED {
        found.extend(help::would_help(task, offers, takers, index, &nearest));
    }
    found
}

/// For so many of what nobody takes it is said what would help; beyond that a day lacks people, and no advice.
const MOST_HELPED: usize = 40;

fn index_of_open(takers: &[Option<usize>], index: usize) -> usize {
    takers.iter().take(index).filter(|taker| taker.is_none()).count()
}
