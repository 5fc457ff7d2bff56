use super::budget::Budget;
use super::schedules::{FINE, Schedules};
use crate::board::Board;

/// How much of the share of a run comes from the newest plans.
const NEWEST: f64 = 0.07;
/// How strongly a step that turns back on the last one is bent (Camerini, Fratta and Maffioli's rule).
const BEND: f64 = 1.5;

/// A price for each lesson and the bound they prove, both in [`FINE`] parts.
#[derive(Debug, Clone)]
pub(crate) struct Prices {
    pub values: Vec<i64>,
    pub bound: i64,
}

impl Prices {
    /// The bound as an objective can reach it: all costs are whole numbers.
    pub(crate) fn whole_bound(&self) -> i64 {
        rounded_up(self.bound)
    }
}

/// The smallest whole number that is not below.
pub(crate) fn rounded_up(fine: i64) -> i64 {
    fine.div_euclid(FINE) + i64::from(fine.rem_euclid(FINE) != 0)
}

/// Raises the bound by moving the prices along subgradients: dearer where nobody comes, cheaper where many do.
pub(crate) struct Ascent<'a> {
    board: &'a Board,
    schedules: Schedules,
    current: Vec<i64>,
    direction: Vec<f64>,
    /// The best prices so far.
    pub best: Prices,
    /// How often each run was in somebody's plan of late, from 0 to 1.
    pub shares: Vec<f64>,
}

impl<'a> Ascent<'a> {
    pub(crate) fn new(board: &'a Board, start: Vec<i64>) -> Self {
        let mut schedules = Schedules::default();
        let bound = schedules.evaluate(board, &start);
        Self {
            board,
            schedules,
            direction: vec![0.0; start.len()],
            best: Prices { values: start.clone(), bound },
            current: start,
            shares: vec![0.0; board.runs.len()],
        }
    }

    /// Climbs until the bound passes `target`, for at most so many steps; true when it passed.
    pub(crate) fn climb(&mut self, target: i64, steps: usize, budget: &mut Budget<'_>) -> bool {
        for _ in 0..steps {
            if self.best.bound > target || !budget.iteration() {
                break;
            }
            self.step(target);
        }
        self.best.bound > target
    }

    /// Climbs when nobody knows how high: aims above the best bound, higher after each gain that is worth it, and lower whenever the
    /// aim proves too high.
    pub(crate) fn explore(&mut self, most: i64, pace: Pace, budget: &mut Budget<'_>) {
        let mut margin = (most * FINE - self.best.bound).max(pace.margin * FINE) as f64 / 2.0;
        let (mut anchor, mut idle) = (self.best.bound, 0);
        for _ in 0..pace.steps {
            if margin < NARROW * FINE as f64 || !budget.iteration() || self.best.whole_bound() >= most {
                break;
            }
            self.step(anchor + margin as i64);
            idle += 1;
            if (self.best.bound - anchor) as f64 > margin / 2.0 {
                (anchor, idle) = (self.best.bound, 0);
                margin *= pace.growth;
            } else if idle == pace.patience {
                (anchor, idle) = (self.best.bound, 0);
                margin /= 2.0;
            }
        }
    }

    fn step(&mut self, target: i64) {
        let value = self.schedules.evaluate(self.board, &self.current);
        if value > self.best.bound {
            self.best.bound = value;
            self.best.values.copy_from_slice(&self.current);
        }
        for share in &mut self.shares {
            *share *= 1.0 - NEWEST;
        }
        for &run in &self.schedules.used_runs {
            self.shares[run as usize] += NEWEST;
        }
        let length = self.turn();
        if length > 0.0 {
            self.walk((target - value).max(FINE / 64) as f64 / length);
        }
    }

    /// Bends the direction towards the new subgradient; the answer is its squared length.
    fn turn(&mut self) -> f64 {
        let (mut along, mut old) = (0.0, 0.0);
        for lesson in 0..self.current.len() {
            let (slope, before) = (self.slope(lesson), self.direction[lesson]);
            along += slope * before;
            old += before * before;
        }
        let bend = if along < 0.0 && old > 0.0 { -BEND * along / old } else { 0.0 };
        let mut length = 0.0;
        for lesson in 0..self.current.len() {
            let turned = self.slope(lesson) + bend * self.direction[lesson];
            self.direction[lesson] = turned;
            length += turned * turned;
        }
        length
    }

    /// How the bound changes with a lesson's price. At the price of no cover, a lesson without takers stays without.
    fn slope(&self, lesson: usize) -> f64 {
        let takers = self.schedules.takers[lesson];
        let capped = takers == 0 && self.current[lesson] >= self.board.uncovered[lesson] * FINE;
        if capped { 0.0 } else { f64::from(1 - takers) }
    }

    fn walk(&mut self, length: f64) {
        for (lesson, price) in self.current.iter_mut().enumerate() {
            let moved = *price + (length * self.direction[lesson]).round() as i64;
            *price = moved.clamp(LOWEST, self.board.uncovered[lesson] * FINE);
        }
    }
}

/// How an ascent goes about it that does not know how high the bound goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// The most steps.
    pub steps: usize,
    /// Steps without enough progress before the aim is lowered.
    pub patience: usize,
    /// By how much the aim is raised after progress.
    pub growth: f64,
    /// The least that is aimed above the bound at first, in whole costs.
    pub margin: i64,
}

impl Pace {
    /// Soon there, and near enough where costs are of one size.
    pub(crate) const QUICK: Self = Self { steps: 1_500, patience: 12, growth: 1.0, margin: 1 };
    /// Nearly always all the way up, where costs are of very different sizes.
    pub(crate) const PATIENT: Self = Self { steps: 12_000, patience: 120, growth: 3.0, margin: 1 };
}

/// Aiming this little above the bound, in whole costs, no more is gained.
const NARROW: f64 = 0.05;
/// No price goes lower: at this one even the cheapest choice is not worth taking.
const LOWEST: i64 = -4 * crate::instance::LARGEST_NUMBER * FINE;
