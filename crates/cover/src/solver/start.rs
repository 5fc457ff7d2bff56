use super::objective::Objective;
use super::solution::Assignment;
use crate::instance::Instance;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Whether a person who takes something in a period still keeps one of their breaks.
fn keeps_a_break(day: &Instance, busy: &BTreeSet<(u32, u32)>, person: u32, period: u32) -> bool {
    let breaks = day.staff.get(person as usize).and_then(|person| day.breaks.get(&person.id));
    breaks.is_none_or(|breaks| {
        !breaks.contains(&period) || breaks.iter().any(|other| *other != period && !busy.contains(&(person, *other)))
    })
}

/// A cover that needs no search: what is there already, as far as it is allowed, and for the rest the cheapest who is free,
/// lesson by lesson. It is what an answer falls back on when the time runs out before the search has found better.
pub(super) fn start(day: &Instance, objective: &Objective<'_>, there: &[Assignment]) -> Vec<Option<u32>> {
    let people: HashMap<u64, u32> = day.staff.iter().zip(0..).map(|(person, index)| (person.id, index)).collect();
    let given: HashMap<u64, u32> =
        there.iter().filter_map(|each| Some((each.lesson, *people.get(&each.staff)?))).collect();
    let mut busy: BTreeSet<(u32, u32)> = BTreeSet::new();
    let mut covers: BTreeMap<u32, usize> = BTreeMap::new();
    let mut takers: Vec<Option<u32>> = vec![None; day.lessons.len()];
    let increments = |person: u32, covers: usize| {
        let id = day.staff.get(person as usize)?.id;
        day.fairness_increments.get(&id)?.get(covers).copied()
    };
    for only_given in [true, false] {
        for (index, lesson) in day.lessons.iter().enumerate() {
            if takers[index].is_some() {
                continue;
            }
            let wanted = given.get(&lesson.id).copied();
            let best = objective
                .offers(index)
                .iter()
                .filter(|(person, _)| !only_given || wanted == Some(*person))
                .filter(|(person, _)| !busy.contains(&(*person, lesson.period)))
                .filter(|(person, _)| keeps_a_break(day, &busy, *person, lesson.period))
                .filter_map(|(person, cost)| {
                    let so_far = covers.get(person).copied().unwrap_or(0);
                    Some((cost + increments(*person, so_far)?, *person))
                })
                .min();
            let Some((_, person)) = best.filter(|(cost, _)| *cost < day.uncovered[index]) else { continue };
            takers[index] = Some(person);
            busy.insert((person, lesson.period));
            *covers.entry(person).or_default() += 1;
        }
    }
    takers
}
