use std::collections::HashMap;

use super::{Board, Run};
use crate::instance::Instance;

/// More runs than this for each choice, and the shape is left to the general solver.
const MOST_RUNS_A_CHOICE: usize = 16;
/// More runs than this in all, likewise.
const MOST_RUNS: usize = 2_000_000;

/// For each lesson the lessons that continue it in the next period of the chain.
pub(super) struct Linked {
    next: Vec<Vec<u32>>,
}

impl Linked {
    pub(super) fn new(day: &Instance, lessons: &HashMap<u64, u32>, place: &[usize]) -> Option<Self> {
        let mut next = vec![Vec::new(); day.lessons.len()];
        for (first, second) in &day.doubles {
            let (first, second) = (*lessons.get(first)?, *lessons.get(second)?);
            if place[first as usize] < place[second as usize] {
                next[first as usize].push(second);
            } else {
                next[second as usize].push(first);
            }
        }
        Some(Self { next })
    }
}

/// Adds every way in which one person can take linked lessons one after the other; false when there are too many.
pub(super) fn add_runs(board: &mut Board, slot_places: &[usize], links: &Linked, bonus: i64) -> bool {
    let most = board.choices.len().saturating_mul(MOST_RUNS_A_CHOICE).min(MOST_RUNS);
    if bonus == 0 {
        return true;
    }
    for person in 0..board.people() {
        let mut growing: Vec<(Vec<u32>, i64)> = Vec::new();
        for slot in board.slots_of[person].clone() {
            let follows = slot > board.slots_of[person].start && slot_places[slot] == slot_places[slot - 1] + 1;
            growing = if follows { grown(board, slot, &growing, links, bonus, most) } else { Vec::new() };
            growing.retain(|(lessons, _)| lessons.len() <= board.limit(person));
            let start = board.runs.len();
            for (lessons, cost) in &growing {
                push(board, lessons, *cost);
            }
            board.slots[slot].runs = start..board.runs.len();
            if board.runs.len() > most {
                return false;
            }
            let singles = board.choices[board.slots[slot].choices.clone()].iter();
            growing.extend(singles.map(|choice| (vec![choice.lesson], choice.cost)));
        }
    }
    true
}

/// The runs that end in this slot, from those that end in the slot before.
fn grown(
    board: &Board,
    slot: usize,
    growing: &[(Vec<u32>, i64)],
    links: &Linked,
    bonus: i64,
    most: usize,
) -> Vec<(Vec<u32>, i64)> {
    let here: HashMap<u32, i64> =
        board.choices[board.slots[slot].choices.clone()].iter().map(|choice| (choice.lesson, choice.cost)).collect();
    let mut longer = Vec::new();
    for (lessons, cost) in growing {
        if longer.len() > most {
            break;
        }
        let continued = lessons.last().map_or(&[][..], |&last| &links.next[last as usize]);
        for next in continued {
            if let Some(more) = here.get(next) {
                let mut lessons = lessons.clone();
                lessons.push(*next);
                longer.push((lessons, cost + more - bonus));
            }
        }
    }
    longer
}

fn push(board: &mut Board, lessons: &[u32], cost: i64) {
    board.runs.push(Run {
        cost,
        start: board.run_lessons.len() as u32,
        length: lessons.len() as u32,
        name: board.runs.len() as u32,
    });
    board.run_lessons.extend_from_slice(lessons);
}
