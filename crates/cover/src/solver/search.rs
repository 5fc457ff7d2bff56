use super::ascent::{Ascent, Pace, Prices};
use super::budget::Budget;
use super::flow::Flow;
use super::objective::Objective;
use super::rises::worth_keeping;
use super::schedules::FINE;
use super::tree::Tree;
use crate::board::{Board, Keep};

/// Nodes of the first tree, before the ascent is patient.
const FIRST_NODES: u64 = 8;
/// Nodes of a tree that is given up for one that allows costlier covers.
const FEW_NODES: u64 = 32;
/// Nodes of the tree that would prove the best cover, before that is left to the general solver.
const LAST_NODES: u64 = 150;
/// How often an ascent that knows how high it has to go begins anew.
const AIMED_TRIES: usize = 3;
/// The first step up from the bound is this part of the bonus for a double: what the bound misses the optimum by is a matter of doubles
/// that stay apart, whatever the scale of the costs.
const UNITS: i64 = 16;

/// The best cover so far and the bound so far.
pub(crate) struct Search<'a> {
    pub board: &'a Board,
    objective: &'a Objective<'a>,
    /// Who takes each lesson in the best cover.
    pub takers: Vec<Option<u32>>,
    /// What the best cover costs.
    pub best: i64,
    /// No cover costs less.
    pub bound: i64,
}

impl<'a> Search<'a> {
    /// Starts with nobody covering anything.
    pub(crate) fn new(board: &'a Board, objective: &'a Objective<'a>) -> Self {
        let best = board.uncovered.iter().sum();
        Self { board, objective, takers: vec![None; board.lessons()], best, bound: i64::MIN }
    }

    /// Searches until the best cover is proven, the budget is spent, or what is left is better left to another solver; the answer is the
    /// prices of the bound.
    pub(crate) fn run(&mut self, budget: &mut Budget<'_>) -> Prices {
        let mut prices = self.root(budget);
        let (mut step, mut climbed) = (0, self.unit() == 1);
        while self.is_open(budget) {
            // The bound is nearly always the optimum: first only covers as good as the bound are looked for, which
            // leaves hardly any choice. Each failure proves a better bound and looks further up.
            let target = (self.bound + step).min(self.best - 1);
            let small = self.board.restricted(&worth_keeping(self.board, &prices.values, prices.bound, target));
            let mut tree = Tree::new(small, target, &prices);
            let before = self.best;
            if tree.explore(self, self.nodes(climbed, target), budget) {
                self.bound = self.best.min(tree.target() + 1);
            } else if target + 1 == before && self.best == before && !budget.stopped() {
                break;
            }
            step = step * 2 + self.unit();
            if self.unit() > 1 && self.is_open(budget) && (self.best < before || !climbed) {
                prices = self.aimed(prices, budget);
                (step, climbed) = (0, true);
            }
        }
        prices
    }

    /// How many nodes a tree may have. Where costs differ in size a bound can be hard to raise a little before a cover is known that
    /// shows how far it goes, and the last of it is left to the general solver.
    fn nodes(&self, climbed: bool, target: i64) -> u64 {
        match (self.unit(), climbed) {
            (1, _) => u64::MAX,
            (_, false) => FIRST_NODES,
            (_, true) if target + 1 < self.best => FEW_NODES,
            (_, true) => LAST_NODES,
        }
    }

    /// Climbs for the best cover: to know how high to go is to get there much sooner.
    fn aimed(&mut self, prices: Prices, budget: &mut Budget<'_>) -> Prices {
        let mut ascent = Ascent::new(self.board, prices.values);
        for _ in 0..AIMED_TRIES {
            let before = ascent.best.bound;
            let most = self.best.min(budget.enough());
            ascent.explore(most, Pace { margin: self.unit(), ..Pace::PATIENT }, budget);
            if ascent.best.whole_bound() >= most || ascent.best.bound < before + FINE || budget.stopped() {
                break;
            }
        }
        self.bound = self.bound.max(ascent.best.whole_bound().min(self.best));
        if self.is_open(budget) {
            let runs = likely(self.board, &ascent.shares, &[]);
            self.round(self.board, &runs, budget);
        }
        ascent.best
    }

    /// Whether there is anything left to find or to prove.
    fn is_open(&self, budget: &Budget<'_>) -> bool {
        self.best > self.bound && self.bound < budget.enough() && !budget.stopped()
    }

    /// A small step on the scale of the costs: 1 where they are of one size.
    fn unit(&self) -> i64 {
        (self.objective.bonus() / UNITS).max(1)
    }

    fn root(&mut self, budget: &mut Budget<'_>) -> Prices {
        let mut flow = Flow::new(self.board, self.board, &[]);
        flow.run(budget);
        let start = flow.prices();
        self.offer(flow.takers);
        let mut ascent = Ascent::new(self.board, start);
        ascent.explore(self.best.min(budget.enough()), Pace::QUICK, budget);
        self.bound = ascent.best.whole_bound().min(self.best);
        if self.is_open(budget) {
            let runs = likely(self.board, &ascent.shares, &[]);
            let before = self.best;
            self.round(self.board, &runs, budget);
            if self.best == before {
                self.round_gently(&ascent.shares, budget);
            }
        }
        ascent.best
    }

    /// Forces these runs and lets the flow find the rest.
    pub(crate) fn round(&mut self, board: &Board, runs: &[usize], budget: &mut Budget<'_>) {
        let mut keep = Keep::all(board);
        for &run in runs {
            keep.force(board, run);
        }
        let forced: Vec<u32> = runs.iter().map(|&run| board.runs[run].name).collect();
        let rest = board.restricted(&keep);
        let mut flow = Flow::new(&rest, self.board, &forced);
        flow.run(budget);
        self.offer(flow.takers);
    }

    /// Forces nothing, but makes likely runs cheaper: finds covers where forcing leaves some lesson without.
    fn round_gently(&mut self, shares: &[f64], budget: &mut Budget<'_>) {
        let gentle = self.board.discounted(shares);
        let mut flow = Flow::new(&gentle, self.board, &[]);
        flow.run(budget);
        self.offer(flow.takers);
    }

    fn offer(&mut self, takers: Vec<Option<u32>>) {
        if let Some(cost) = self.objective.of(&takers)
            && cost < self.best
        {
            self.best = cost;
            self.takers = takers;
        }
    }
}

/// The runs that most recent plans had, likeliest first, as far as they go together; the given ones come first.
pub(crate) fn likely(board: &Board, shares: &[f64], given: &[usize]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..shares.len()).filter(|&run| shares[run] > 0.5).collect();
    order.sort_by(|&one, &other| shares[other].total_cmp(&shares[one]).then(one.cmp(&other)));
    let mut lessons = vec![false; board.lessons()];
    let mut slots = vec![false; board.slots.len()];
    let mut covers = vec![0; board.people()];
    let mut together = Vec::new();
    for run in given.iter().copied().chain(order) {
        let last = board.slots.partition_point(|slot| slot.runs.end <= run);
        let members = board.lessons_of(&board.runs[run]);
        let person = board.slots[last].person as usize;
        let span = last + 1 - members.len()..=last;
        let free = !span.clone().any(|slot| slots[slot]) && !members.iter().any(|&lesson| lessons[lesson as usize]);
        if free && covers[person] + members.len() <= board.limit(person) {
            span.for_each(|slot| slots[slot] = true);
            members.iter().for_each(|&lesson| lessons[lesson as usize] = true);
            covers[person] += members.len();
            together.push(run);
        }
    }
    together
}
