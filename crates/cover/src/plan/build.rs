use super::costs::{Costing, fairness};
use super::doubles::doubles;
use super::rules::{Asked, Rule, broken, counted, covers_left};
use super::{Because, Fixed, Slot, Task, lunch};
use crate::day::{Activity, Person, Span};
use crate::instance::{Candidate, Instance, Lesson, StaffMember};
use crate::need::Day;
use school::StaffId;
use std::collections::BTreeMap;

/// Who may take what at which cost: all that does not hang on what of supply is booked.
pub(super) struct Offers {
    /// For each slot the people who may take it, by their place.
    pub by_slot: Vec<Vec<Offer>>,
    /// For each slot, who breaks which rules.
    pub failing: Vec<Vec<(usize, Vec<Rule>)>>,
    /// Whose short covers are counted apart from the others, because they do not count towards a limit of theirs.
    pub apart: Vec<bool>,
    /// Who has both short covers to choose and a limit that could be reached.
    pub limited: Vec<bool>,
    /// Which slots are short covers.
    pub short: Vec<bool>,
    /// For each account, what each further cover of the day costs in fairness; the length is the limit. Each person has one account,
    /// and a second one, as many places on, for short covers that are counted apart.
    pub increments: Vec<Vec<i64>>,
    /// For each person the periods of the solver of which one stays free, so that they have a lunch break.
    pub breaks: Vec<Vec<u32>>,
    /// The period of each slot in the eyes of the solver: slots that overlap in time are in one.
    pub periods: Vec<u32>,
    /// Pairs of slots of one class that follow each other.
    pub doubles: Vec<(usize, usize)>,
}

impl Offers {
    /// The account from which a person takes a slot.
    pub(super) fn account(&self, place: usize, slot: usize) -> usize {
        let apart = self.apart.get(place).copied().unwrap_or(false) && self.short.get(slot).copied().unwrap_or(false);
        if apart { place + self.apart.len() } else { place }
    }

    /// What a further cover from an account costs in fairness; none at the limit.
    pub(super) fn increment(&self, account: usize, covers: usize) -> Option<i64> {
        self.increments.get(account)?.get(covers).copied()
    }
}

/// One person who may take one slot.
pub(super) struct Offer {
    pub person: usize,
    /// The sum of the costs.
    pub cost: i64,
    pub costs: Vec<Because>,
}

pub(super) fn offers(task: &Task<'_>) -> Offers {
    let count = task.slots.len();
    let mut found = Offers {
        by_slot: (0..count).map(|_| Vec::new()).collect(),
        failing: (0..count).map(|_| Vec::new()).collect(),
        apart: Vec::new(),
        limited: Vec::new(),
        short: task.slots.iter().map(|slot| !task.settings.counts(slot.span.minutes())).collect(),
        increments: Vec::new(),
        breaks: Vec::new(),
        periods: periods(&task.slots),
        doubles: doubles(task.day, &task.slots),
    };
    for (place, person) in task.day.people.iter().enumerate() {
        let own = day_of(task.day, person);
        let settled = settled(task, person.id);
        let covering: Vec<Span> = settled.iter().map(|fixed| fixed.span).collect();
        let costing = Costing { day: &own, whole: task.day, settings: task.settings, person, settled: &settled };
        for (index, slot) in task.slots.iter().enumerate() {
            let asked = Asked { need: slot.need, span: slot.span, declined: &slot.declined, covering: &covering };
            let mut rules = broken(&own, task.settings, person, &asked);
            if task.exclude.contains(&person.id) {
                rules.push(Rule::Excluded);
            }
            if rules.is_empty() {
                let costs = costing.of_slot(slot);
                let cost = costs.iter().map(|because| because.cost).sum();
                found.by_slot[index].push(Offer { person: place, cost, costs });
            } else {
                found.failing[index].push((place, rules));
            }
        }
    }
    accounts(task, &mut found, Counting::AsBooked);
    found.breaks = lunch::breaks(task, &found);
    found
}

/// How short covers of people with limits are counted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counting {
    /// Apart from the others where nobody could so be in two places at one time.
    AsBooked,
    /// Always apart.
    Apart,
}

/// The same with fewer rules and with gains given in advance, where the solver cannot be told all that is allowed: nothing that is
/// allowed costs less than the best of this. None where it is told all.
///
/// What is loosened: slots that only a third one brings into one period of the solver are kept apart; the short covers of somebody
/// with limits are counted apart even where they and others are at one time; and who could take a short cover and a lesson of the
/// class beside it, which stand in two accounts, has the gain for it whether they take both or not.
pub(super) fn loosened(task: &Task<'_>, offers: &Offers) -> Option<Offers> {
    let chained = chained(task, offers);
    if !chained && offers.apart == offers.limited && crossing(offers).is_empty() {
        return None;
    }
    let mut looser = self::offers(task);
    if chained {
        looser.periods = cliques(&task.slots);
    }
    accounts(task, &mut looser, Counting::Apart);
    for (slot, place) in crossing(&looser) {
        let theirs = looser.by_slot[slot].iter_mut().filter(|offer| offer.person == place);
        theirs.for_each(|offer| offer.cost -= task.settings.weights.continuity);
    }
    looser.breaks = lunch::breaks(task, &looser);
    Some(looser)
}

/// The short halves of doubles whose halves stand in two accounts of somebody, with that person; once for each such double.
fn crossing(offers: &Offers) -> Vec<(usize, usize)> {
    let mut credited = Vec::new();
    for (one, other) in &offers.doubles {
        for place in offers.by_slot[*one].iter().map(|offer| offer.person) {
            let takes_both = offers.by_slot[*other].iter().any(|offer| offer.person == place);
            if takes_both && offers.account(place, *one) != offers.account(place, *other) {
                credited.push((if offers.short[*one] { *one } else { *other }, place));
            }
        }
    }
    credited
}

/// Opens the accounts: how many covers everybody may take, and what each costs in fairness.
fn accounts(task: &Task<'_>, offers: &mut Offers, counting: Counting) {
    let count = task.slots.len();
    let mut apart = Vec::with_capacity(task.day.people.len());
    let mut of_short = Vec::with_capacity(task.day.people.len());
    offers.increments.clear();
    offers.limited.clear();
    for (place, person) in task.day.people.iter().enumerate() {
        let covering = covering(task, person.id);
        let left = covers_left(task.settings, person, counted(task.settings, &covering));
        let theirs = (0..count).filter(|slot| offers.by_slot[*slot].iter().any(|offer| offer.person == place));
        let (short, long): (Vec<usize>, Vec<usize>) = theirs.partition(|slot| offers.short[*slot]);
        // What is at one time for the solver has to be in one account, or the person could take both: the looser problem bounds what
        // that leaves out.
        let at_once = |slot: &usize| long.iter().any(|other| offers.periods[*other] == offers.periods[*slot]);
        let binds = left < short.len() + long.len() && !short.is_empty();
        offers.limited.push(binds);
        let is_apart = binds && (counting == Counting::Apart || !short.iter().any(at_once));
        let increments =
            |most: usize| (0..most).map(|more| fairness(task.settings, person, covering.len() + more)).collect();
        offers.increments.push(increments(left.min(count)));
        of_short.push(increments(if is_apart { short.len() } else { 0 }));
        apart.push(is_apart);
    }
    offers.increments.extend(of_short);
    offers.apart = apart;
}

/// Whether somebody may take two slots that do not overlap and are in one period all the same.
fn chained(task: &Task<'_>, offers: &Offers) -> bool {
    let may = |index: usize, person: usize| offers.by_slot[index].iter().any(|offer| offer.person == person);
    let slots = 0..task.slots.len();
    slots.clone().any(|one| {
        let later = slots.clone().filter(|other| {
            *other > one
                && offers.periods[one] == offers.periods[*other]
                && !task.slots[one].span.overlaps(task.slots[*other].span)
        });
        later.into_iter().any(|other| offers.by_slot[one].iter().any(|offer| may(other, offer.person)))
    })
}

/// Numbers the times of the slots so that slots of one number all overlap each other: what two slots of different numbers have in
/// common is left out of account.
fn cliques(slots: &[Slot<'_>]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..slots.len()).collect();
    order.sort_by_key(|index| slots[*index].span);
    let (mut numbers, mut number, mut common) = (vec![0; slots.len()], 0, None::<Span>);
    for index in order {
        let span = slots[index].span;
        common = match common.map(|common| (common.overlaps(span), common.common(span))) {
            Some((true, Some(narrower))) => Some(narrower),
            Some(_) => {
                number += 1;
                Some(span)
            }
            None => Some(span),
        };
        numbers[index] = number;
    }
    numbers
}

/// The day as it concerns one person: nothing else need be looked through again and again.
fn day_of(day: &Day, person: &Person) -> Day {
    let mut own = Day { people: Vec::new(), ..Day::default() };
    own.timetable.periods.clone_from(&day.timetable.periods);
    own.timetable.entries =
        day.timetable.entries.iter().filter(|entry| entry.staff.contains(&person.id)).cloned().collect();
    own.away = day.away.iter().filter(|away| away.staff == person.id).cloned().collect();
    own.events.clone_from(&day.events);
    own.moved.clone_from(&day.moved);
    own
}

/// What of the settled cover is a person's, merged classes apart.
pub(super) fn settled<'a>(task: &'a Task<'a>, staff: StaffId) -> Vec<&'a Fixed<'a>> {
    task.fixed.iter().filter(|fixed| fixed.staff == staff && !fixed.merged).collect()
}

pub(super) fn covering(task: &Task<'_>, staff: StaffId) -> Vec<Span> {
    task.fixed.iter().filter(|fixed| fixed.staff == staff && !fixed.merged).map(|fixed| fixed.span).collect()
}

/// Numbers the times of the slots so that slots that overlap have one number.
fn periods(slots: &[Slot<'_>]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..slots.len()).collect();
    order.sort_by_key(|index| slots[*index].span);
    let mut numbers = vec![0; slots.len()];
    let mut current: Option<Span> = None;
    let mut number = 0;
    for index in order {
        let span = slots[index].span;
        current = match current {
            Some(open) if open.overlaps(span) => Some(open.hull(span)),
            Some(_) => {
                number += 1;
                Some(span)
            }
            None => Some(span),
        };
        numbers[index] = number;
    }
    numbers
}

/// What leaving a slot without anybody costs.
pub(super) fn uncovered(task: &Task<'_>, slot: &Slot<'_>) -> i64 {
    let weights = &task.settings.weights;
    let whole = match slot.need.activity {
        Activity::Registration => weights.uncovered_registration,
        Activity::Duty => weights.uncovered_duty,
        _ => weights.uncovered_lesson,
    };
    whole + if slot.holder.is_some() { weights.change } else { 0 }
}

/// On what terms a person may take a slot: what it costs beside the offer, or not at all.
pub(super) type Terms<'a> = dyn Fn(usize, usize) -> Option<i64> + 'a;

/// The instance in which people are asked on these terms.
pub(super) fn instance(task: &Task<'_>, offers: &Offers, terms: &Terms<'_>) -> Instance {
    let number = |place: usize| u64::try_from(place).unwrap_or(u64::MAX);
    let mut candidates = Vec::new();
    for index in 0..task.slots.len() {
        for offer in &offers.by_slot[index] {
            let Some(more) = terms(offer.person, index) else { continue };
            let (staff, lesson) = (number(offers.account(offer.person, index)), number(index));
            candidates.push(Candidate { staff, lesson, cost: offer.cost + more });
        }
    }
    // Of the second accounts only those that are used.
    let people = task.day.people.len();
    let used = |account: &usize| *account < people || offers.apart.get(account - people).copied().unwrap_or(false);
    let accounts: Vec<usize> = (0..offers.increments.len()).filter(used).collect();
    let increments: BTreeMap<u64, Vec<i64>> =
        accounts.iter().map(|account| (number(*account), offers.increments[*account].clone())).collect();
    Instance {
        periods: offers.periods.iter().max().map_or(1, |last| last + 1),
        staff: accounts.iter().map(|account| StaffMember { id: number(*account) }).collect(),
        lessons: offers
            .periods
            .iter()
            .enumerate()
            .map(|(index, period)| Lesson { id: number(index), period: *period })
            .collect(),
        // Two parts of one period are at one time in the eyes of the solver, and no double.
        doubles: offers
            .doubles
            .iter()
            .filter(|(one, other)| offers.periods[*one] != offers.periods[*other])
            .map(|(one, other)| (number(*one), number(*other)))
            .collect(),
        candidates,
        fairness_increments: increments,
        breaks: (0..task.day.people.len())
            .filter_map(|place| {
                Some((number(place), offers.breaks.get(place).filter(|breaks| !breaks.is_empty())?.clone()))
            })
            .collect(),
        double_bonus: task.settings.weights.continuity,
        uncovered: task.slots.iter().map(|slot| uncovered(task, slot)).collect(),
    }
}
