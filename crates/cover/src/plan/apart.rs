//! Short covers of people with limits, which are counted apart from their others and weigh on them all the same.
//!
//! The solver knows two accounts of such a person, and so less fairness than somebody pays who takes from both: its best is a bound,
//! and no proof. Where somebody takes from both, the day is solved again in two ways: without whatever counts towards their limits, and with
//! short covers that weigh as they do after one other cover. Every allocation is in one of the two, or costs less there.

use super::Task;
use super::booking::{self, Found};
use super::build::Offers;
use super::explain::fairness_after;
use std::cmp::Reverse;

/// The most times that the day is solved for this before the answer is the best so far.
const MOST_NODES: usize = 40;

/// What is decided: for some people, whether they take something that counts towards their limits.
struct Node {
    decided: Vec<(usize, bool)>,
    bound: i64,
}

/// Finds the best allocation with its bookings, each cover at what it weighs after all others of the person.
pub(super) fn cheapest(task: &Task<'_>, offers: &mut Offers, interrupted: &mut dyn FnMut() -> bool) -> Option<Found> {
    let increments = offers.increments.clone();
    let mut open = vec![Node { decided: Vec::new(), bound: i64::MIN / 4 }];
    let mut best: Option<Found> = None;
    let mut left = i64::MAX;
    for _ in 0..MOST_NODES {
        open.sort_by_key(|node| Reverse(node.bound));
        let Some(node) = open.pop() else { break };
        if best.as_ref().is_some_and(|best| best.objective <= node.bound || interrupted()) {
            open.push(node);
            break;
        }
        offers.increments.clone_from(&increments);
        decide(task, offers, &node.decided);
        let Some(mut found) = booking::cheapest(task, offers, interrupted) else {
            left = left.min(node.bound);
            continue;
        };
        let bound = found.bound.max(node.bound);
        found.objective += missing(task, offers, &found.takers);
        match undecided(offers, &found.takers, &node.decided).filter(|_| bound < found.objective) {
            Some(person) => open.extend([false, true].map(|counted| {
                let decided = node.decided.iter().copied().chain([(person, counted)]).collect();
                Node { decided, bound }
            })),
            None => left = left.min(bound),
        }
        if best.as_ref().is_none_or(|best| found.objective < best.objective) {
            best = Some(found);
        }
    }
    offers.increments = increments;
    let mut best = best?;
    let bound = open.iter().map(|node| node.bound).fold(left, i64::min);
    best.bound = bound.min(best.objective);
    Some(best)
}

fn decide(task: &Task<'_>, offers: &mut Offers, decided: &[(usize, bool)]) {
    let people = task.day.people.len();
    for (place, counted) in decided {
        let Some(person) = task.day.people.get(*place) else { continue };
        if *counted {
            let short = &mut offers.increments[people + place];
            *short = (1..=short.len()).map(|others| fairness_after(task, person, others)).collect();
        } else {
            offers.increments[*place].clear();
        }
    }
}

/// How many somebody takes from each of their accounts.
fn from_both(offers: &Offers, takers: &[Option<usize>], place: usize) -> (usize, usize) {
    let theirs = takers.iter().enumerate().filter(|(_, taker)| **taker == Some(place));
    let (counted, short): (Vec<usize>, Vec<usize>) =
        theirs.map(|(slot, _)| slot).partition(|slot| offers.account(place, *slot) == place);
    (counted.len(), short.len())
}

fn apart(offers: &Offers) -> impl Iterator<Item = usize> + '_ {
    offers.apart.iter().enumerate().filter(|(_, apart)| **apart).map(|(place, _)| place)
}

/// Somebody who takes from both accounts and of whom nothing is decided.
fn undecided(offers: &Offers, takers: &[Option<usize>], decided: &[(usize, bool)]) -> Option<usize> {
    apart(offers).find(|place| {
        let (counted, short) = from_both(offers, takers, *place);
        counted > 0 && short > 0 && decided.iter().all(|(other, _)| other != place)
    })
}

/// The fairness that the solver does not know of.
fn missing(task: &Task<'_>, offers: &Offers, takers: &[Option<usize>]) -> i64 {
    let of = |place: usize| {
        let (counted, short) = from_both(offers, takers, place);
        let person = task.day.people.get(place)?;
        let known =
            |account: usize, covers| (0..covers).filter_map(|cover| offers.increment(account, cover)).sum::<i64>();
        let true_sum: i64 = (0..counted + short).map(|others| fairness_after(task, person, others)).sum();
        Some(true_sum - known(place, counted) - known(place + offers.apart.len(), short))
    };
    apart(offers).filter_map(of).sum()
}
