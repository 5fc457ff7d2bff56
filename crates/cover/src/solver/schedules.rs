use crate::board::Board;

/// Prices and bounds are whole numbers of this fraction, so that a bound is proven without rounding errors.
pub(crate) const FINE: i64 = 1 << 12;

/// Stands for what cannot be reached; sums with it stay far from overflow.
const UNREACHABLE: i64 = i64::MAX / 4;

/// How a person's best plan came to a slot with a number of covers.
#[derive(Debug, Clone, Copy)]
enum Step {
    Free,
    Single(u32),
    Run(u32),
}

/// Given a price paid for each lesson, everybody's best plan for the day stands alone: this finds them.
///
/// The sum is a lower bound on every solution, whatever the prices (Lagrangian relaxation of "one person a lesson").
/// The bound is stronger than that of the flow, because a plan with a double pays its whole fairness increments.
#[derive(Debug, Default)]
pub(crate) struct Schedules {
    cost: Vec<i64>,
    step: Vec<Step>,
    /// How many people take each lesson.
    pub takers: Vec<i32>,
    /// The runs that are in somebody's plan.
    pub used_runs: Vec<u32>,
}

impl Schedules {
    /// The bound that these prices prove, in [`FINE`] parts; the plans are left in `takers` and `used_runs`.
    pub(crate) fn evaluate(&mut self, board: &Board, prices: &[i64]) -> i64 {
        self.takers.clear();
        self.takers.resize(board.lessons(), 0);
        self.used_runs.clear();
        let mut bound = 0;
        for (price, uncovered) in prices.iter().zip(&board.uncovered) {
            bound += (*price).min(uncovered * FINE);
        }
        for person in 0..board.people() {
            if board.limit(person) > 0 {
                bound += self.plan(board, person, prices);
            }
        }
        bound
    }

    /// Who has to keep one of several slots free gives up one of them, where the best plan of all takes all of them.
    fn plan(&mut self, board: &Board, person: usize, prices: &[i64]) -> i64 {
        let breaks = &board.breaks[person];
        let (rows, width) = (board.slots_of[person].len(), board.limit(person) + 1);
        let (mut value, mut count) = self.fill(board, person, None, prices);
        if !breaks.is_empty() && self.takes_all(board, person, count) {
            let mut best: Option<(i64, usize)> = None;
            for &free in breaks {
                let (value, _) = self.fill(board, person, Some(free), prices);
                if best.is_none_or(|best| value < best.0) {
                    best = Some((value, free));
                }
            }
            (value, count) = self.fill(board, person, best.map(|best| best.1), prices);
        }
        self.collect(board, rows, count, width);
        value
    }

    /// Whether the plan just made takes every slot of which one was to stay free.
    fn takes_all(&self, board: &Board, person: usize, mut count: usize) -> bool {
        let (first, width) = (board.slots_of[person].start, board.limit(person) + 1);
        let mut row = board.slots_of[person].len();
        let mut left = board.breaks[person].len();
        while row > 0 {
            let covers = match self.step[row * width + count] {
                Step::Free => 0,
                Step::Single(_) => 1,
                Step::Run(run) => board.runs[run as usize].length as usize,
            };
            let taken = first + row - covers..first + row;
            left -= board.breaks[person].iter().filter(|slot| taken.contains(slot)).count();
            row -= covers.max(1);
            count -= covers;
        }
        left == 0
    }

    /// The best plan that leaves a slot free, and its number of covers; the tables are left for it to be collected.
    fn fill(&mut self, board: &Board, person: usize, free: Option<usize>, prices: &[i64]) -> (i64, usize) {
        let slots = board.slots_of[person].clone();
        let width = board.limit(person) + 1;
        self.cost.clear();
        self.cost.resize((slots.len() + 1) * width, UNREACHABLE);
        self.step.clear();
        self.step.resize((slots.len() + 1) * width, Step::Free);
        self.cost[0] = 0;
        for (row, slot) in slots.clone().enumerate() {
            self.advance(board, (slot, free), row, width, prices);
        }
        let last = slots.len() * width;
        let mut best = (0, 0);
        for (count, total) in board.totals[person].iter().enumerate() {
            let whole = self.cost[last + count] + total * FINE;
            if count == 0 || whole < best.0 {
                best = (whole, count);
            }
        }
        best
    }

    /// Fills the row after a slot from the rows before it.
    fn advance(
        &mut self,
        board: &Board,
        (slot, free): (usize, Option<usize>),
        row: usize,
        width: usize,
        prices: &[i64],
    ) {
        let here = &board.slots[slot];
        let (before, after) = (row * width, (row + 1) * width);
        self.cost.copy_within(before..after, after);
        if free == Some(slot) {
            return;
        }
        let mut single = (UNREACHABLE, 0);
        for choice in &board.choices[here.choices.clone()] {
            let reduced = choice.cost * FINE - prices[choice.lesson as usize];
            if reduced < single.0 {
                single = (reduced, choice.lesson);
            }
        }
        self.offer(before, after, 1, single.0, Step::Single(single.1), width);
        let mut runs = here.runs.clone().peekable();
        while let Some(first) = runs.next() {
            let length = board.runs[first].length;
            let mut best = (reduced_run(board, first, prices), first);
            while let Some(next) = runs.next_if(|&next| board.runs[next].length == length) {
                let reduced = reduced_run(board, next, prices);
                if reduced < best.0 {
                    best = (reduced, next);
                }
            }
            let length = length as usize;
            if free.is_some_and(|free| passes(free, slot, length)) {
                continue;
            }
            self.offer((row + 1 - length) * width, after, length, best.0, Step::Run(best.1 as u32), width);
        }
    }

    /// Takes the step wherever it is cheaper than what is known for the same number of covers.
    fn offer(&mut self, from: usize, to: usize, covers: usize, reduced: i64, step: Step, width: usize) {
        if reduced >= UNREACHABLE {
            return;
        }
        for count in covers..width {
            let reached = self.cost[from + count - covers];
            if reached < UNREACHABLE && reached + reduced < self.cost[to + count] {
                self.cost[to + count] = reached + reduced;
                self.step[to + count] = step;
            }
        }
    }

    fn collect(&mut self, board: &Board, mut row: usize, mut count: usize, width: usize) {
        while row > 0 {
            let covers = match self.step[row * width + count] {
                Step::Free => 0,
                Step::Single(lesson) => {
                    self.takers[lesson as usize] += 1;
                    1
                }
                Step::Run(run) => {
                    self.used_runs.push(run);
                    let lessons = board.lessons_of(&board.runs[run as usize]);
                    for lesson in lessons {
                        self.takers[*lesson as usize] += 1;
                    }
                    lessons.len()
                }
            };
            row -= covers.max(1);
            count -= covers;
        }
    }
}

/// Whether a run of this length that ends in a slot takes another.
pub(crate) fn passes(other: usize, end: usize, length: usize) -> bool {
    (end + 1 - length..=end).contains(&other)
}

/// What a run costs when each of its lessons pays its price.
pub(crate) fn reduced_run(board: &Board, run: usize, prices: &[i64]) -> i64 {
    let run = &board.runs[run];
    let paid: i64 = board.lessons_of(run).iter().map(|&lesson| prices[lesson as usize]).sum();
    run.cost * FINE - paid
}
