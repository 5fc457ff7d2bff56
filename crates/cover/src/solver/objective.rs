use std::collections::HashMap;

use crate::instance::Instance;

/// Counts what a cover really costs, straight from the instance and apart from any method of finding it.
pub(crate) struct Objective<'a> {
    day: &'a Instance,
    /// For each lesson who may take it at which cost, by person.
    offers: Vec<Vec<(u32, i64)>>,
    doubles: Vec<(usize, usize)>,
}

impl<'a> Objective<'a> {
    /// For a valid instance.
    pub(crate) fn new(day: &'a Instance) -> Self {
        let people: HashMap<u64, u32> = day.staff.iter().zip(0..).map(|(person, index)| (person.id, index)).collect();
        let lessons: HashMap<u64, usize> =
            day.lessons.iter().enumerate().map(|(index, lesson)| (lesson.id, index)).collect();
        let mut offers = vec![Vec::new(); day.lessons.len()];
        for candidate in &day.candidates {
            if let (Some(person), Some(lesson)) = (people.get(&candidate.staff), lessons.get(&candidate.lesson)) {
                offers[*lesson].push((*person, candidate.cost));
            }
        }
        for offer in &mut offers {
            offer.sort_unstable();
        }
        let place = |lesson: &u64| lessons.get(lesson).copied();
        let doubles = day.doubles.iter().filter_map(|(first, second)| Some((place(first)?, place(second)?))).collect();
        Self { day, offers, doubles }
    }

    /// What is gained by each double.
    pub(crate) fn bonus(&self) -> i64 {
        self.day.double_bonus
    }

    /// Who may take a lesson at which cost, by person.
    pub(crate) fn offers(&self, lesson: usize) -> &[(u32, i64)] {
        self.offers.get(lesson).map_or(&[], Vec::as_slice)
    }

    /// Whether a person is busy in all periods of which one was to stay free.
    fn has_no_break(&self, staff: u64, breaks: &[u32], busy: &[(u32, u32)]) -> bool {
        let person = self.day.staff.iter().position(|person| person.id == staff);
        let Some(person) = person.and_then(|person| u32::try_from(person).ok()) else { return false };
        !breaks.is_empty() && breaks.iter().all(|period| busy.binary_search(&(person, *period)).is_ok())
    }

    /// The cost of a cover, and nothing when it breaks a rule.
    pub(crate) fn of(&self, takers: &[Option<u32>]) -> Option<i64> {
        let mut cost = 0;
        let mut busy = Vec::new();
        for (lesson, taker) in takers.iter().enumerate() {
            let Some(person) = *taker else {
                cost += self.day.uncovered[lesson];
                continue;
            };
            let offers = &self.offers[lesson];
            cost += offers[offers.binary_search_by_key(&person, |offer| offer.0).ok()?].1;
            busy.push((person, self.day.lessons[lesson].period));
        }
        busy.sort_unstable();
        for covers in busy.chunk_by(|one, other| one.0 == other.0) {
            let increments = self.day.fairness_increments.get(&self.day.staff[covers[0].0 as usize].id)?;
            cost += increments.get(..covers.len())?.iter().sum::<i64>();
        }
        if self.day.breaks.iter().any(|(staff, breaks)| self.has_no_break(*staff, breaks, &busy)) {
            return None;
        }
        let in_one_place = busy.windows(2).all(|pair| pair[0] != pair[1]);
        let together = |&&(first, second): &&(usize, usize)| takers[first].is_some() && takers[first] == takers[second];
        let gained = self.doubles.iter().filter(together).count() as i64;
        in_one_place.then_some(cost - gained * self.day.double_bonus)
    }
}
