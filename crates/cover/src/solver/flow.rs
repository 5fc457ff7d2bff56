use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::budget::Budget;
use super::schedules::FINE;
use crate::board::{Board, Run};

/// The cheapest cover when the bonus for doubles is left out: a min-cost flow from lessons through slots and people.
///
/// Shortest augmenting paths with potentials, one lesson after the other; a path moves covers that were already given.
pub(crate) struct Flow<'a> {
    board: &'a Board,
    /// The choices for each lesson: where they begin in `offered`.
    offers: Vec<usize>,
    offered: Vec<u32>,
    /// The person of each slot whose cover may be moved, as the choice taken.
    holder: Vec<Option<u32>>,
    covers: Vec<usize>,
    /// Whether a slot is one of those of which its person keeps one free.
    grouped: Vec<bool>,
    /// How many of those slots forced runs take.
    forced: Vec<usize>,
    fixed: Vec<bool>,
    potential: Vec<i64>,
    distance: Vec<i64>,
    parent: Vec<(u32, u32)>,
    settled: Vec<bool>,
    touched: Vec<u32>,
    heap: BinaryHeap<Reverse<(i64, u32)>>,
    /// Who takes each lesson.
    pub takers: Vec<Option<u32>>,
}

const NO_CHOICE: u32 = u32::MAX;

impl<'a> Flow<'a> {
    /// Nothing covered yet but the lessons of the forced runs, which stay where they are.
    pub(crate) fn new(board: &'a Board, whole: &Board, forced: &[u32]) -> Self {
        let (lessons, slots) = (board.lessons(), board.slots.len());
        // The slots of which a person keeps one free reach the person through a node of their own, which lets all but one through.
        let nodes = lessons + slots + 2 * board.people() + 1;
        let mut grouped = vec![false; slots];
        for &slot in board.breaks.iter().flatten() {
            grouped[slot] = true;
        }
        let mut flow = Self {
            board,
            offers: vec![0; lessons + 1],
            offered: vec![0; board.choices.len()],
            holder: vec![None; slots],
            covers: vec![0; board.people()],
            grouped,
            forced: vec![0; board.people()],
            fixed: vec![false; lessons],
            potential: vec![0; nodes],
            distance: vec![i64::MAX; nodes],
            parent: vec![(0, NO_CHOICE); nodes],
            settled: vec![false; nodes],
            touched: Vec::new(),
            heap: BinaryHeap::new(),
            takers: vec![None; lessons],
        };
        for &name in forced {
            flow.fix(whole, name as usize);
        }
        flow.offer();
        flow.lay_potentials();
        flow
    }

    fn fix(&mut self, whole: &Board, name: usize) {
        let run: &Run = &whole.runs[name];
        let slot = whole.slots.partition_point(|slot| slot.runs.end <= name);
        let person = whole.slots[slot].person;
        for &lesson in whole.lessons_of(run) {
            self.fixed[lesson as usize] = true;
            self.takers[lesson as usize] = Some(person);
        }
        self.covers[person as usize] += run.length as usize;
        let taken = &self.grouped[slot + 1 - run.length as usize..=slot];
        self.forced[person as usize] += taken.iter().filter(|grouped| **grouped).count();
    }

    /// How many slots of a person's group are taken and could be given up.
    fn in_group(&self, person: usize) -> usize {
        self.board.breaks[person].iter().filter(|slot| self.holder[**slot].is_some()).count()
    }

    fn offer(&mut self) {
        for choice in &self.board.choices {
            self.offers[choice.lesson as usize + 1] += 1;
        }
        for lesson in 1..self.offers.len() {
            self.offers[lesson] += self.offers[lesson - 1];
        }
        let mut next = self.offers.clone();
        for (index, choice) in self.board.choices.iter().enumerate() {
            let place = &mut next[choice.lesson as usize];
            self.offered[*place] = index as u32;
            *place += 1;
        }
    }

    /// Potentials under which no arc is cheaper than nothing, whatever the signs of the costs.
    fn lay_potentials(&mut self) {
        let lowest = (0..self.board.people()).filter_map(|person| self.increment(person)).min().unwrap_or(0).min(0);
        let sink = self.sink() as usize;
        self.potential[sink] = lowest;
        for lesson in 0..self.board.lessons() {
            let offers = &self.offered[self.offers[lesson]..self.offers[lesson + 1]];
            let cheapest = offers.iter().map(|&choice| self.board.choices[choice as usize].cost).min();
            let without = self.board.uncovered[lesson] - lowest;
            self.potential[lesson] = -cheapest.map_or(without, |cost| cost.min(without));
        }
    }

    fn sink(&self) -> u32 {
        (self.board.lessons() + self.board.slots.len() + self.board.people()) as u32
    }

    /// What one more cover costs this person.
    fn increment(&self, person: usize) -> Option<i64> {
        let totals = &self.board.totals[person];
        let count = self.covers[person];
        Some(totals.get(count + 1)? - totals[count])
    }

    /// Covers every lesson that is worth it; lessons not reached before the budget ends stay without cover.
    pub(crate) fn run(&mut self, budget: &mut Budget<'_>) {
        for lesson in 0..self.board.lessons() {
            if !self.fixed[lesson] && budget.proceed() {
                self.search(lesson as u32);
                self.augment(lesson as u32);
            }
        }
    }

    /// What one more cover of each lesson would cost, in [`FINE`] parts; with them the relaxation starts at the value of the flow.
    pub(crate) fn prices(&self) -> Vec<i64> {
        let sink = self.potential[self.sink() as usize];
        (0..self.board.lessons()).map(|lesson| (sink - self.potential[lesson]) * FINE).collect()
    }

    fn search(&mut self, from: u32) {
        for node in self.touched.drain(..) {
            self.distance[node as usize] = i64::MAX;
            self.settled[node as usize] = false;
        }
        self.heap.clear();
        self.reach(from, 0, from, NO_CHOICE);
        let sink = self.sink();
        while let Some(Reverse((_, node))) = self.heap.pop() {
            if std::mem::replace(&mut self.settled[node as usize], true) {
                continue;
            }
            if node == sink {
                break;
            }
            self.leave(node as usize);
        }
        let reached = self.distance[sink as usize];
        for &node in self.touched.iter().filter(|&&node| self.settled[node as usize]) {
            self.potential[node as usize] += self.distance[node as usize] - reached;
        }
    }

    /// Looks along every arc out of a node: lessons to slots, slots to people or back to the lesson they hold.
    fn leave(&mut self, node: usize) {
        let (lessons, slots) = (self.board.lessons(), self.board.slots.len());
        if node < lessons {
            for index in self.offers[node]..self.offers[node + 1] {
                let choice = self.offered[index];
                let taken = &self.board.choices[choice as usize];
                if self.holder[taken.slot as usize] != Some(choice) {
                    self.arc(node, lessons + taken.slot as usize, taken.cost, choice);
                }
            }
            self.arc(node, self.sink() as usize, self.board.uncovered[node], NO_CHOICE);
        } else if node < lessons + slots {
            if let Some(held) = self.holder[node - lessons] {
                let held = &self.board.choices[held as usize];
                self.arc(node, held.lesson as usize, -held.cost, NO_CHOICE);
            } else {
                let person = self.board.slots[node - lessons].person as usize;
                let group = self.sink() as usize + 1 + person;
                let to = if self.grouped[node - lessons] { group } else { lessons + slots + person };
                self.arc(node, to, 0, NO_CHOICE);
            }
        } else if node > self.sink() as usize {
            let person = node - self.sink() as usize - 1;
            if self.in_group(person) + self.forced[person] + 1 < self.board.breaks[person].len() {
                self.arc(node, lessons + slots + person, 0, NO_CHOICE);
            }
            for &slot in &self.board.breaks[person] {
                if self.holder[slot].is_some() {
                    self.arc(node, lessons + slot, 0, NO_CHOICE);
                }
            }
        } else {
            let person = node - lessons - slots;
            if let Some(increment) = self.increment(person) {
                self.arc(node, self.sink() as usize, increment, NO_CHOICE);
            }
            for slot in self.board.slots_of[person].clone() {
                if self.holder[slot].is_some() && !self.grouped[slot] {
                    self.arc(node, lessons + slot, 0, NO_CHOICE);
                }
            }
            if self.in_group(person) > 0 {
                self.arc(node, self.sink() as usize + 1 + person, 0, NO_CHOICE);
            }
        }
    }

    fn arc(&mut self, from: usize, to: usize, cost: i64, choice: u32) {
        let reduced = cost + self.potential[from] - self.potential[to];
        debug_assert!(reduced >= 0, "an arc became cheaper than nothing");
        self.reach(to as u32, self.distance[from] + reduced, from as u32, choice);
    }

    fn reach(&mut self, node: u32, distance: i64, from: u32, choice: u32) {
        let known = &mut self.distance[node as usize];
        if distance < *known {
            if *known == i64::MAX {
                self.touched.push(node);
            }
            *known = distance;
            self.parent[node as usize] = (from, choice);
            self.heap.push(Reverse((distance, node)));
        }
    }

    /// Walks the path back from the sink, handing each lesson on it to its new slot.
    fn augment(&mut self, from: u32) {
        let (lessons, slots) = (self.board.lessons(), self.board.slots.len());
        let mut node = self.sink();
        while node != from {
            let (before, choice) = self.parent[node as usize];
            let (to, at) = (node as usize, before as usize);
            if to == self.sink() as usize {
                if at < lessons {
                    self.takers[at] = None;
                } else {
                    self.covers[at - lessons - slots] += 1;
                }
            } else if at >= lessons + slots {
                // From a group to its person, or back, nothing is moved.
                if let Some(holder) = to.checked_sub(lessons).and_then(|slot| self.holder.get_mut(slot)) {
                    *holder = None;
                }
            } else if at < lessons {
                let slot = to - lessons;
                self.holder[slot] = Some(choice);
                self.takers[at] = Some(self.board.slots[slot].person);
            }
            node = before;
        }
    }
}
