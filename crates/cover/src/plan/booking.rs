//! The search over what of supply is booked.
//!
//! Of everybody whose booking is not decided, the price is put on lessons: each half on those of one period, of which nobody takes
//! two. So nobody pays more than their booking would cost, and the best allocation on these terms is a bound on all ways of booking;
//! with the true prices it is an allocation as well. While the two differ, somebody whose price is not paid in full is decided, each way
//! by itself. The period is the one in which most of them are needed at once, which often makes bound and allocation equal soon.

use super::build::Offers;
use super::run::takers;
use super::supply::{self, Bookable, Choice, Way};
use super::{Task, lunch};
use crate::day::Booked;
use crate::solver::Limits;
use std::cmp::Reverse;

/// The most nodes that are solved before the answer is the best so far.
const MOST_NODES: usize = 4_000;
/// How often the periods that carry the prices are chosen anew at the root.
const MOST_CHOSEN: usize = 3;

/// The best allocation with its bookings.
pub(super) struct Found {
    /// Who takes each slot.
    pub takers: Vec<Option<usize>>,
    /// Its sum, bookings in it.
    pub objective: i64,
    pub way: Way,
    /// No allocation has a smaller sum, whatever is booked.
    pub bound: i64,
}

/// What is decided of the people: the place of a choice in their list, none while it is open.
type Decided = Vec<Option<usize>>;

struct Node {
    decided: Decided,
    bound: i64,
    /// How many of those who are not decided are needed in each period, in the solution before.
    needed: Vec<usize>,
}

/// A solved node.
struct Solved {
    bound: i64,
    /// Whose true price is most above what they have paid, where anybody's is.
    open: Option<usize>,
    /// Those of whom that holds.
    short: Vec<usize>,
    needed: Vec<usize>,
}

struct Search<'a, 'b> {
    task: &'a Task<'b>,
    offers: &'a Offers,
    people: Vec<Bookable>,
    best: Option<Found>,
}

/// Finds the best allocation and the best way of booking for it.
pub(super) fn cheapest(task: &Task<'_>, offers: &Offers, interrupted: &mut dyn FnMut() -> bool) -> Option<Found> {
    let people = supply::bookable(task, offers);
    let mut search = Search { task, offers, people, best: None };
    let bound = search.run(interrupted);
    let mut found = search.best?;
    found.bound = bound.unwrap_or(i64::MIN / 4).min(found.objective);
    Some(found)
}

/// The least bound of what was left, with one more left.
fn least(left: Option<i64>, bound: i64) -> Option<i64> {
    Some(left.map_or(bound, |left| left.min(bound)))
}

impl Search<'_, '_> {
    /// Searches until nothing that is open could be better; the answer is the bound of all that was left.
    fn run(&mut self, interrupted: &mut dyn FnMut() -> bool) -> Option<i64> {
        let root = Node { decided: vec![None; self.people.len()], bound: i64::MIN / 4, needed: self.slots_by_period() };
        let first = self.root(root, interrupted)?;
        let mut left: Option<i64> = None;
        let mut open = Vec::new();
        self.divide(first, &mut open, &mut left);
        for _ in 0..MOST_NODES {
            // The least bound comes last and is looked at first; of equal ones the one with most decided.
            open.sort_by_key(|node: &Node| (Reverse(node.bound), node.decided.iter().flatten().count()));
            let Some(node) = open.pop() else { break };
            if self.best.as_ref().is_some_and(|best| best.objective <= node.bound) || interrupted() {
                open.push(node);
                break;
            }
            let decided = node.decided.clone();
            match self.solve(&node, interrupted) {
                Some(solved) => self.divide((decided, solved), &mut open, &mut left),
                None => left = least(left, node.bound),
            }
        }
        let open = open.iter().map(|node| node.bound).min();
        left.into_iter().chain(open).chain(self.best.as_ref().map(|best| best.objective)).min()
    }

    /// The root, with the prices on other periods while that raises the bound, and then without those who are needed only beside the
    /// most crowded periods: others who are booked anyway nearly always have time for it.
    fn root(&mut self, mut node: Node, interrupted: &mut dyn FnMut() -> bool) -> Option<(Decided, Solved)> {
        let mut best: Option<Solved> = None;
        for _ in 0..MOST_CHOSEN {
            let solved = self.solve(&node, interrupted)?;
            let raised = best.as_ref().is_none_or(|best| solved.bound > best.bound);
            node.needed.clone_from(&solved.needed);
            let done = solved.open.is_none();
            if raised || done {
                best = Some(solved);
            }
            if !raised || done || interrupted() {
                break;
            }
        }
        let best = best?;
        if best.open.is_some() {
            let mut without = Node { decided: node.decided.clone(), bound: best.bound, needed: best.needed.clone() };
            for person in &best.short {
                without.decided[*person] = Some(0);
            }
            self.solve(&without, interrupted);
        }
        Some((node.decided, best))
    }

    /// Opens every choice of the person whose price is paid least.
    fn divide(&self, (decided, solved): (Decided, Solved), open: &mut Vec<Node>, left: &mut Option<i64>) {
        if self.best.as_ref().is_some_and(|best| best.objective <= solved.bound) {
            return;
        }
        let Some(person) = solved.open else {
            // Nothing is left to decide, and the solver itself was ended early.
            *left = least(*left, solved.bound);
            return;
        };
        for choice in (0..self.people[person].choices.len()).rev() {
            if self.in_order(&decided, person, choice) {
                let mut decided = decided.clone();
                decided[person] = Some(choice);
                open.push(Node { decided, bound: solved.bound, needed: solved.needed.clone() });
            }
        }
    }

    /// Of people who are interchangeable the first is booked for no less than the next: any other way is one of these under other
    /// names.
    fn in_order(&self, decided: &Decided, person: usize, choice: usize) -> bool {
        let kind = self.people[person].kind;
        decided.iter().enumerate().filter(|(other, _)| self.people[*other].kind == kind).all(|(other, theirs)| {
            theirs.is_none_or(|theirs| if other < person { theirs >= choice } else { theirs <= choice })
        })
    }

    fn slots_by_period(&self) -> Vec<usize> {
        let mut counts = vec![0; self.offers.periods.iter().max().map_or(0, |last| *last as usize + 1)];
        for period in &self.offers.periods {
            counts[*period as usize] += 1;
        }
        counts
    }

    /// Solves a node, notes the allocation where it is the best so far, and says who is open.
    fn solve(&mut self, node: &Node, interrupted: &mut dyn FnMut() -> bool) -> Option<Solved> {
        let prices: Vec<Vec<i64>> = (0..self.people.len()).map(|person| self.prices(node, person)).collect();
        let by_place = |place: usize| self.people.iter().position(|person| person.place == place);
        let of_people: Vec<Option<usize>> = (0..self.task.day.people.len()).map(by_place).collect();
        let terms = |place: usize, slot: usize| {
            let span = self.task.slots.get(slot)?.span;
            match of_people.get(place).copied().flatten() {
                None => supply::is_there(self.task, &Way { booked: Vec::new() }, place, span).then_some(0),
                Some(person) => match node.decided[person] {
                    Some(choice) => {
                        let booked = self.people[person].choices.get(choice)?.booked;
                        supply::is_in(self.task, booked, span).then_some(0)
                    }
                    None => Some(prices[person][slot]),
                },
            }
        };
        let decided: i64 = node
            .decided
            .iter()
            .zip(&self.people)
            .filter_map(|(choice, person)| Some(person.choices.get((*choice)?)?.points))
            .sum();
        // What cannot be better than the best need not be looked at any further.
        let enough = self.best.as_ref().map_or(i64::MAX, |best| best.objective - decided);
        let limits = Limits { enough, ..Limits::NONE };
        let solution = lunch::solve(self.task, self.offers, &terms, limits, interrupted)?;
        let takers = takers(&solution, self.task.slots.len(), self.task.day.people.len());
        let mut paid = vec![0; self.people.len()];
        let mut halves = vec![(false, false); self.people.len()];
        let mut needed = vec![0; self.slots_by_period().len()];
        for (slot, taker) in takers.iter().enumerate() {
            let Some(person) = taker.and_then(|place| of_people.get(place).copied().flatten()) else { continue };
            let half = &mut halves[person];
            if supply::in_the_morning(self.task.day, self.task.slots[slot].span) {
                half.0 = true;
            } else {
                half.1 = true;
            }
            if node.decided[person].is_none() {
                paid[person] += prices[person][slot];
                needed[self.offers.periods[slot] as usize] += 1;
            }
        }
        let choices: Vec<Choice> =
            self.people.iter().zip(&halves).map(|(person, half)| person.needed(half.0, half.1)).collect();
        let mut short: Vec<usize> = (0..self.people.len())
            .filter(|person| node.decided[*person].is_none() && choices[*person].points > paid[*person])
            .collect();
        short.sort_by_key(|person| Reverse(choices[*person].points - paid[*person]));
        let way = Way { booked: choices };
        let objective = solution.objective - paid.iter().sum::<i64>() + way.cost();
        if self.best.as_ref().is_none_or(|best| objective < best.objective) {
            self.best = Some(Found { takers, objective, way, bound: i64::MIN / 4 });
        }
        let bound = (solution.bound + decided).max(node.bound);
        Some(Solved { bound, open: short.first().copied(), short, needed })
    }

    /// What each slot costs an undecided person beside everything else: the price of a half on the slots of one period of it.
    fn prices(&self, node: &Node, person: usize) -> Vec<i64> {
        let mut prices = vec![0; self.task.slots.len()];
        let bookable = &self.people[person];
        if node.decided[person].is_some() {
            return prices;
        }
        let mornings = self.crowded(node, bookable.place, true);
        let afternoons = self.crowded(node, bookable.place, false);
        let (half, day) = (
            bookable.needed(true, false).points.min(bookable.needed(false, true).points),
            bookable.needed(true, true).points,
        );
        let (morning, afternoon) = match bookable.booked() {
            Booked::Morning => (0, day),
            Booked::Afternoon => (day, 0),
            _ => {
                let rest = half.min(day - half);
                // The half in which more are needed pays in full.
                if mornings.map(|(_, count)| count) >= afternoons.map(|(_, count)| count) {
                    (half, rest)
                } else {
                    (rest, half)
                }
            }
        };
        for (period, price, early) in [(mornings, morning, true), (afternoons, afternoon, false)] {
            let Some((period, _)) = period else { continue };
            // Of two accounts only one bears it, or who takes something from each would pay twice.
            let Some(account) = self.bearing(bookable.place, period) else { continue };
            for (slot, price_of) in prices.iter_mut().enumerate() {
                let span = self.task.slots[slot].span;
                let bears = self.offers.periods[slot] == period && account == self.offers.account(bookable.place, slot);
                if bears && supply::in_the_morning(self.task.day, span) == early {
                    *price_of = price;
                }
            }
        }
        prices
    }

    /// The account from which a person takes what is in a period: their own where it holds both.
    fn bearing(&self, place: usize, period: u32) -> Option<usize> {
        let slots = self.offers.by_slot.iter().enumerate().filter(|(slot, offers)| {
            self.offers.periods[*slot] == period && offers.iter().any(|offer| offer.person == place)
        });
        slots.map(|(slot, _)| self.offers.account(place, slot)).min()
    }

    /// Whether a period is one of those of which the person keeps one free: less is taken then.
    fn is_lunch(&self, place: usize, period: u32) -> bool {
        self.offers.breaks.get(place).is_some_and(|breaks| breaks.contains(&period))
    }

    /// The period of a half in which most are needed, of those in which a person could take something, and how many.
    fn crowded(&self, node: &Node, place: usize, early: bool) -> Option<(u32, usize)> {
        let slots = self.task.slots.iter().enumerate().filter(|(index, slot)| {
            supply::in_the_morning(self.task.day, slot.span) == early
                && self.offers.by_slot[*index].iter().any(|offer| offer.person == place)
        });
        let periods = slots.map(|(index, _)| self.offers.periods[index]);
        periods
            .map(|period| (period, node.needed.get(period as usize).copied().unwrap_or(0)))
            .max_by_key(|(period, count)| (*count, !self.is_lunch(place, *period), Reverse(*period)))
    }
}

#[cfg(test)]
mod tests {
    use super::least;

    #[test]
    fn what_was_left_before_is_not_forgotten_for_a_greater_bound() {
        assert_eq!(least(None, 7), Some(7));
        assert_eq!(least(least(None, 3), 7), Some(3));
        assert_eq!(least(least(None, 7), 3), Some(3));
    }
}
