use std::collections::HashMap;

use super::{Board, Keep};

/// How finely discounts are told apart.
const PARTS: i64 = 64;

impl Board {
    /// The board without runs, where each choice has its part of the bonuses that its person's runs promise.
    ///
    /// All costs are multiplied, so that even a small part counts: only who takes what is of use, not what it costs.
    pub(crate) fn discounted(&self, shares: &[f64]) -> Self {
        let mut gentle = self.restricted(&Keep { runs: vec![false; self.runs.len()], ..Keep::all(self) });
        let promised = self.promised(shares);
        for choice in &mut gentle.choices {
            let person = self.slots[choice.slot as usize].person;
            let gain = promised.get(&(person, choice.lesson)).copied().unwrap_or(0.0);
            choice.cost = choice.cost * PARTS - (gain * PARTS as f64) as i64;
        }
        gentle.uncovered.iter_mut().for_each(|cost| *cost *= PARTS);
        gentle.totals.iter_mut().flatten().for_each(|cost| *cost *= PARTS);
        gentle
    }

    /// For a person and a lesson the share of bonuses to be expected.
    fn promised(&self, shares: &[f64]) -> HashMap<(u32, u32), f64> {
        let mut costs = HashMap::new();
        let mut promised = HashMap::new();
        for slot in &self.slots {
            for choice in &self.choices[slot.choices.clone()] {
                costs.insert((slot.person, choice.lesson), choice.cost);
            }
            for run in slot.runs.clone() {
                let lessons = self.lessons_of(&self.runs[run]);
                let apart: i64 = lessons.iter().filter_map(|&lesson| costs.get(&(slot.person, lesson))).sum();
                let gain = (apart - self.runs[run].cost) as f64 * shares[run] / lessons.len() as f64;
                for &lesson in lessons {
                    *promised.entry((slot.person, lesson)).or_default() += gain;
                }
            }
        }
        promised
    }
}
