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

    fn plan(&mut self, board: &Board, person: usize, prices: &[i64]) -> i64 {
        let slots = board.slots_of[person].clone();
        let width = board.limit(person) + 1;
        self.cost.clear();
        self.cost.resize((slots.len() + 1) * width, UNREACHABLE);
        self.step.clear();
        self.step.resize((slots.len() + 1) * width, Step::Free);
        self.cost[0] = 0;
        for (row, slot) in slots.clone().enumerate() {
            self.advance(board, slot, row, width, prices);
        }
        let last = slots.len() * width;
        let mut best = (0, 0);
        for (count, total) in board.totals[person].iter().enumerate() {
            let whole = self.cost[last + count] + total * FINE;
            if count == 0 || whole < best.0 {
                best = (whole, count);
            }
        }
        self.collect(board, slots.len(), best.1, width);
        best.0
    }

    /// Fills the row after a slot from the rows before it.
    fn advance(&mut self, board: &Board, slot: usize, row: usize, width: usize, prices: &[i64]) {
        let here = &board.slots[slot];
        let (before, after) = (row * width, (row + 1) * width);
        self.cost.copy_within(before..after, after);
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

/// What a run costs when each of its lessons pays its price.
pub(crate) fn reduced_run(board: &Board, run: usize, prices: &[i64]) -> i64 {
    let run = &board.runs[run];
    let paid: i64 = board.lessons_of(run).iter().map(|&lesson| prices[lesson as usize]).sum();
    run.cost * FINE - paid
}
