use super::schedules::{FINE, passes, reduced_run};
use crate::board::{Board, Keep};

/// Stands for what cannot be reached; sums with it stay far from overflow.
const UNREACHABLE: i64 = i64::MAX / 4;

/// Keeps only the choices and runs with which a solution of at most `most` could still be had.
///
/// With the prices that proved `bound`, forcing a choice on its person raises the bound by what the person's best plan
/// with the choice costs more than the best plan of all; beyond `most` no solution that good uses it.
pub(crate) fn worth_keeping(board: &Board, prices: &[i64], bound: i64, most: i64) -> Keep {
    let mut keep = Keep { choices: vec![false; board.choices.len()], runs: vec![false; board.runs.len()] };
    let room = most * FINE - bound;
    for person in 0..board.people() {
        if board.limit(person) == 0 {
            continue;
        }
        let breaks = &board.breaks[person];
        let frees: Vec<Option<usize>> =
            if breaks.is_empty() { vec![None] } else { breaks.iter().copied().map(Some).collect() };
        let ways: Vec<Person<'_>> = frees.iter().map(|free| Person::new(board, person, *free, prices)).collect();
        let best = ways.iter().map(|way| way.behind[0]).min().unwrap_or(0);
        for mut way in ways {
            way.mark(best, room, &mut keep);
        }
    }
    keep
}

/// The cheapest way to each slot and from each slot to the end, by the number of covers taken before it.
struct Person<'a> {
    board: &'a Board,
    prices: &'a [i64],
    /// A slot that stays free.
    free: Option<usize>,
    first: usize,
    slots: usize,
    width: usize,
    ahead: Vec<i64>,
    behind: Vec<i64>,
}

impl<'a> Person<'a> {
    fn new(board: &'a Board, person: usize, free: Option<usize>, prices: &'a [i64]) -> Self {
        let (slots, width) = (board.slots_of[person].clone(), board.limit(person) + 1);
        let size = (slots.len() + 1) * width;
        let mut tables = Self {
            board,
            prices,
            free,
            first: slots.start,
            slots: slots.len(),
            width,
            ahead: vec![UNREACHABLE; size],
            behind: vec![UNREACHABLE; size],
        };
        tables.ahead[0] = 0;
        for row in 0..slots.len() {
            tables.stay(row);
            tables.each(row, &mut |tables, start, covers, reduced, _| tables.forward(start, row + 1, covers, reduced));
        }
        for (count, total) in board.totals[person].iter().enumerate() {
            tables.behind[slots.len() * width + count] = total * FINE;
        }
        for row in (0..slots.len()).rev() {
            tables.back(row, row + 1, 0, 0);
            tables.each(row, &mut |tables, start, covers, reduced, _| tables.back(start, row + 1, covers, reduced));
        }
        tables
    }

    fn stay(&mut self, row: usize) {
        self.ahead.copy_within(row * self.width..(row + 1) * self.width, (row + 1) * self.width);
    }

    /// Calls with the first row, the number of covers, the reduced cost and the place of all that ends in a slot.
    fn each(&mut self, row: usize, call: &mut dyn FnMut(&mut Self, usize, usize, i64, Place)) {
        let (board, prices) = (self.board, self.prices);
        let (free, end) = (self.free, self.first + row);
        if free == Some(end) {
            return;
        }
        let slot = &board.slots[end];
        for index in slot.choices.clone() {
            let choice = &board.choices[index];
            call(self, row, 1, choice.cost * FINE - prices[choice.lesson as usize], Place::Choice(index));
        }
        for index in slot.runs.clone() {
            let covers = board.runs[index].length as usize;
            if free.is_some_and(|free| passes(free, end, covers)) {
                continue;
            }
            call(self, row + 1 - covers, covers, reduced_run(board, index, prices), Place::Run(index));
        }
    }

    fn forward(&mut self, start: usize, end: usize, covers: usize, reduced: i64) {
        for count in covers..self.width {
            let reached = self.ahead[start * self.width + count - covers];
            let to = &mut self.ahead[end * self.width + count];
            *to = (*to).min(reached + reduced).min(UNREACHABLE);
        }
    }

    fn back(&mut self, start: usize, end: usize, covers: usize, reduced: i64) {
        for count in covers..self.width {
            let left = self.behind[end * self.width + count];
            let from = &mut self.behind[start * self.width + count - covers];
            *from = (*from).min(left + reduced).min(UNREACHABLE);
        }
    }

    fn mark(&mut self, best: i64, room: i64, keep: &mut Keep) {
        for row in 0..self.slots {
            self.each(row, &mut |tables, start, covers, reduced, place| {
                let whole = (covers..tables.width)
                    .map(|count| {
                        let before = tables.ahead[start * tables.width + count - covers];
                        before + reduced + tables.behind[(row + 1) * tables.width + count]
                    })
                    .min();
                let stays = whole.is_some_and(|whole| whole - best <= room);
                match place {
                    Place::Choice(index) => keep.choices[index] |= stays,
                    Place::Run(index) => keep.runs[index] |= stays,
                }
            });
        }
    }
}

#[derive(Clone, Copy)]
enum Place {
    Choice(usize),
    Run(usize),
}
