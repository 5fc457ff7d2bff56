use std::collections::HashMap;

use super::runs::{Linked, add_runs};
use super::{Board, Choice, Slot, chain};
use crate::instance::Instance;

/// The board of a valid instance, and nothing when its doubles have a shape that runs cannot express.
pub(crate) fn build(day: &Instance) -> Option<Board> {
    let people: HashMap<u64, u32> = day.staff.iter().zip(0..).map(|(person, index)| (person.id, index)).collect();
    let lessons: HashMap<u64, u32> = day.lessons.iter().zip(0..).map(|(lesson, index)| (lesson.id, index)).collect();
    let place = places(day, &lessons)?;
    let mut taken: Vec<(u32, usize, u32, i64)> = Vec::with_capacity(day.candidates.len());
    for candidate in &day.candidates {
        let (person, lesson) = (*people.get(&candidate.staff)?, *lessons.get(&candidate.lesson)?);
        if !day.fairness_increments.get(&candidate.staff)?.is_empty() {
            taken.push((person, place[lesson as usize], lesson, candidate.cost));
        }
    }
    taken.sort_unstable();
    let mut board = Board {
        uncovered: day.uncovered.clone(),
        totals: Vec::with_capacity(day.staff.len()),
        slots_of: Vec::with_capacity(day.staff.len()),
        slots: Vec::new(),
        breaks: Vec::new(),
        choices: Vec::with_capacity(taken.len()),
        runs: Vec::new(),
        run_lessons: Vec::new(),
    };
    let slot_places = add_slots(&mut board, &taken);
    add_people(&mut board, day)?;
    add_breaks(&mut board, day);
    let links = Linked::new(day, &lessons, &place)?;
    add_runs(&mut board, &slot_places, &links, day.double_bonus).then_some(board)
}

/// Where each lesson's period stands in the chain of periods.
fn places(day: &Instance, lessons: &HashMap<u64, u32>) -> Option<Vec<usize>> {
    let period = |lesson: u64| Some(day.lessons[*lessons.get(&lesson)? as usize].period as usize);
    let mut links = Vec::with_capacity(day.doubles.len());
    for &(first, second) in &day.doubles {
        links.push((period(first)?, period(second)?));
    }
    let mut place_of = vec![0; day.periods as usize];
    for (place, period) in chain::chain(place_of.len(), &links)?.into_iter().enumerate() {
        place_of[period] = place;
    }
    Some(day.lessons.iter().map(|lesson| place_of[lesson.period as usize]).collect())
}

/// Adds choices and slots; the answer is the place of each slot's period.
fn add_slots(board: &mut Board, taken: &[(u32, usize, u32, i64)]) -> Vec<usize> {
    let mut slot_places = Vec::new();
    for group in taken.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        let start = board.choices.len();
        let slot = board.slots.len() as u32;
        for &(_, _, lesson, cost) in group {
            board.choices.push(Choice { lesson, slot, cost });
        }
        board.slots.push(Slot { person: group[0].0, choices: start..board.choices.len(), runs: 0..0 });
        slot_places.push(group[0].1);
    }
    slot_places
}

/// Adds the slots of which somebody keeps one free. Where a person could take nothing in one of the periods it stays free anyway.
fn add_breaks(board: &mut Board, day: &Instance) {
    for (person, slots) in day.staff.iter().zip(&board.slots_of) {
        let mut periods = day.breaks.get(&person.id).cloned().unwrap_or_default();
        periods.sort_unstable();
        periods.dedup();
        let period_of = |slot: &usize| {
            let choice = board.choices.get(board.slots[*slot].choices.start)?;
            Some(day.lessons[choice.lesson as usize].period)
        };
        let slot_in = |period: &u32| slots.clone().find(|slot| period_of(slot) == Some(*period));
        let of_periods: Option<Vec<usize>> = periods.iter().map(slot_in).collect();
        board.breaks.push(of_periods.unwrap_or_default());
    }
}

fn add_people(board: &mut Board, day: &Instance) -> Option<()> {
    let mut first = 0;
    for (person, index) in day.staff.iter().zip(0u32..) {
        let count = board.slots[first..].iter().take_while(|slot| slot.person == index).count();
        let mut total = 0;
        let mut totals = vec![0];
        for increment in day.fairness_increments.get(&person.id)?.iter().take(count) {
            total += increment;
            totals.push(total);
        }
        board.totals.push(totals);
        board.slots_of.push(first..first + count);
        first += count;
    }
    Some(())
}
