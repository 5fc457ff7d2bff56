use std::rc::Rc;

use super::ascent::{Ascent, Prices};
use super::budget::Budget;
use super::rises::worth_keeping;
use super::schedules::FINE;
use super::search::{Search, likely};
use crate::board::{Board, Keep};

/// Steps of the ascent at each node.
const NODE_STEPS: usize = 60;
/// A run this likely is decided together with others.
const NEARLY_SURE: f64 = 0.8;

/// A depth-first search for covers that cost no more than a target; each branch decides runs.
pub(crate) struct Tree<'a> {
    board: &'a Board,
    target: i64,
    open: Vec<Node>,
}

#[derive(Clone)]
struct Node {
    /// Runs by name, and whether their person takes them.
    decisions: Vec<(u32, bool)>,
    prices: Rc<Vec<i64>>,
    bound: i64,
}

impl<'a> Tree<'a> {
    /// On a board that keeps every cover within the target.
    pub(crate) fn new(board: &'a Board, target: i64, prices: &Prices) -> Self {
        let root = Node { decisions: Vec::new(), prices: Rc::new(prices.values.clone()), bound: prices.bound };
        Self { board, target, open: vec![root] }
    }

    /// Nothing that costs this or less is left to be found; falls as better covers are found.
    pub(crate) fn target(&self) -> i64 {
        self.target
    }

    /// Looks through the whole tree; false when the budget ended before.
    pub(crate) fn explore(&mut self, search: &mut Search<'_>, budget: &mut Budget<'_>) -> bool {
        while let Some(node) = self.open.pop() {
            if node.bound > self.target * FINE {
                continue;
            }
            if !budget.node() {
                return false;
            }
            self.visit(node, search, budget);
            if budget.stopped() {
                return false;
            }
            self.target = self.target.min(search.best - 1);
            if self.target < search.bound {
                return true;
            }
        }
        true
    }

    fn visit(&mut self, node: Node, search: &mut Search<'_>, budget: &mut Budget<'_>) {
        let Some(board) = self.decided(&node) else { return };
        let mut ascent = Ascent::new(&board, node.prices.to_vec());
        if ascent.climb(self.target * FINE, NODE_STEPS, budget) {
            return;
        }
        let keep = worth_keeping(&board, &ascent.best.values, ascent.best.bound, self.target);
        let shares: Vec<f64> = (0..board.runs.len()).filter(|&run| keep.runs[run]).map(|run| ascent.shares[run]).collect();
        let small = board.restricted(&keep);
        let Some(taken) = places(&small, &node.decisions) else { return };
        let together = likely(&small, &shares, &taken);
        // Two taken runs that do not go together (one person's limit, say) leave nothing to look for.
        let Some(more) = together.strip_prefix(&taken[..]) else { return };
        search.round(&small, &together, budget);
        if budget.stopped() || search.best <= self.target && search.best <= search.bound {
            return;
        }
        let open: Vec<usize> = (0..small.runs.len()).filter(|run| !taken.contains(run)).collect();
        let chosen: Vec<usize> = more.iter().copied().filter(|&run| shares[run] > NEARLY_SURE).collect();
        let first = open.iter().copied().reduce(|best, run| if shares[run] > shares[best] { run } else { best });
        let Some(first) = first else { return };
        let chosen = if chosen.is_empty() { vec![first] } else { chosen };
        self.branch(&node, &small, &chosen, ascent.best);
    }

    /// One branch in which all are taken, visited next, and for each one a branch in which it is the first that is not.
    fn branch(&mut self, node: &Node, board: &Board, chosen: &[usize], prices: Prices) {
        let values = Rc::new(prices.values);
        let mut decisions = node.decisions.clone();
        for &run in chosen {
            let name = board.runs[run].name;
            decisions.push((name, false));
            self.open.push(Node { decisions: decisions.clone(), prices: Rc::clone(&values), bound: prices.bound });
            decisions.pop();
            decisions.push((name, true));
        }
        self.open.push(Node { decisions, prices: values, bound: prices.bound });
    }

    /// The board with the decisions of a node; nothing when it no longer has a run that is to be taken.
    fn decided(&self, node: &Node) -> Option<Board> {
        let mut keep = Keep::all(self.board);
        for &(name, taken) in &node.decisions {
            let run = self.board.runs.binary_search_by_key(&name, |run| run.name);
            match (run, taken) {
                (Ok(run), true) if keep.runs[run] => keep.force(self.board, run),
                (_, true) => return None,
                (Ok(run), false) => keep.runs[run] = false,
                (Err(_), false) => {}
            }
        }
        Some(self.board.restricted(&keep))
    }
}

/// Where the taken runs are on this board; nothing when one is gone.
fn places(board: &Board, decisions: &[(u32, bool)]) -> Option<Vec<usize>> {
    let taken = decisions.iter().filter(|decision| decision.1);
    taken.map(|&(name, _)| board.runs.binary_search_by_key(&name, |run| run.name).ok()).collect()
}
