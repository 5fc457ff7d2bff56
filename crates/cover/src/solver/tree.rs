use std::collections::BTreeMap;
use std::rc::Rc;

use super::ascent::{Ascent, Prices};
use super::budget::Budget;
use super::rises::worth_keeping;
use super::schedules::FINE;
use super::search::{Search, likely};
use crate::board::{Board, Keep};

/// Steps of the ascent at each node.
const NODE_STEPS: usize = 120;
/// A run this likely is decided together with others.
const NEARLY_SURE: f64 = 0.8;
/// Nodes that dive for a cover within the target, before the search turns to proving that there is none.
const EAGER: usize = 30;
/// Steps of the ascent that then tries to prove it for the whole tree at once.
const STUBBORN_STEPS: usize = 1_500;
/// A share this far from a half is clear.
const UNCLEAR: f64 = 0.35;

/// A depth-first search for covers that cost no more than a target; each branch decides runs.
pub(crate) struct Tree {
    board: Board,
    target: i64,
    open: Vec<Node>,
    visited: usize,
    start: Vec<i64>,
}

#[derive(Clone)]
struct Node {
    decisions: Vec<Decision>,
    prices: Rc<Vec<i64>>,
    bound: i64,
}

#[derive(Clone, Copy)]
enum Decision {
    /// A run by its name, and whether its person takes it.
    Run(u32, bool),
    /// Two linked lessons, and whether they have the same person.
    Link((u32, u32), bool),
}

impl Tree {
    /// On a board that keeps every cover within the target.
    pub(crate) fn new(board: Board, target: i64, prices: &Prices) -> Self {
        let start = prices.values.clone();
        let root = Node { decisions: Vec::new(), prices: Rc::new(start.clone()), bound: prices.bound };
        Self { board, target, open: vec![root], visited: 0, start }
    }

    /// Nothing that costs this or less is left to be found; falls as better covers are found.
    pub(crate) fn target(&self) -> i64 {
        self.target
    }

    /// Looks through the whole tree; false when the budget, or the most nodes that are wanted, ended before.
    pub(crate) fn explore(&mut self, search: &mut Search<'_>, most: u64, budget: &mut Budget<'_>) -> bool {
        let enough = budget.nodes.saturating_add(most);
        while let Some(node) = self.open.pop() {
            if node.bound > self.target * FINE {
                continue;
            }
            if budget.nodes >= enough || !budget.node() {
                return false;
            }
            if self.visited == EAGER {
                self.visited += 1;
                self.restart(budget);
                continue;
            }
            self.visit(&node, search, budget);
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

    /// Begins again with better prices and, because of them, with less to choose from.
    ///
    /// A long ascent for the whole board often proves at one stroke what the branches would prove one by one.
    fn restart(&mut self, budget: &mut Budget<'_>) {
        let mut ascent = Ascent::new(&self.board, self.start.clone());
        self.open.clear();
        if !ascent.climb(self.target * FINE, STUBBORN_STEPS, budget) {
            let Prices { values, bound } = ascent.best;
            self.board = self.board.restricted(&worth_keeping(&self.board, &values, bound, self.target));
            self.open.push(Node { decisions: Vec::new(), prices: Rc::new(values), bound });
        }
    }

    fn visit(&mut self, node: &Node, search: &mut Search<'_>, budget: &mut Budget<'_>) {
        let Some(board) = self.decided(node) else { return };
        let mut ascent = Ascent::new(&board, node.prices.to_vec());
        if ascent.climb(self.target * FINE, NODE_STEPS, budget) {
            return;
        }
        let keep = worth_keeping(&board, &ascent.best.values, ascent.best.bound, self.target);
        let shares: Vec<f64> =
            (0..board.runs.len()).filter(|&run| keep.runs[run]).map(|run| ascent.shares[run]).collect();
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
        self.visited += 1;
        let unclear = if self.visited > EAGER { split(&small, &shares, &node.decisions) } else { None };
        let branches = match unclear {
            Some((link, share)) => {
                vec![vec![Decision::Link(link, share <= 0.5)], vec![Decision::Link(link, share > 0.5)]]
            }
            None => dive(&small, &shares, &open, more),
        };
        let values = Rc::new(ascent.best.values);
        for branch in branches {
            let decisions = node.decisions.iter().copied().chain(branch).collect();
            self.open.push(Node { decisions, prices: Rc::clone(&values), bound: ascent.best.bound });
        }
    }

    /// The board with the decisions of a node; nothing when it no longer has a run that is to be taken.
    fn decided(&self, node: &Node) -> Option<Board> {
        let mut keep = Keep::all(&self.board);
        for decision in &node.decisions {
            match *decision {
                Decision::Link(link, together) => keep.link(&self.board, link, together),
                Decision::Run(name, taken) => {
                    let run = self.board.runs.binary_search_by_key(&name, |run| run.name);
                    match (run, taken) {
                        (Ok(run), true) if keep.runs[run] => keep.force(&self.board, run),
                        (_, true) => return None,
                        (Ok(run), false) => keep.runs[run] = false,
                        (Err(_), false) => {}
                    }
                }
            }
        }
        Some(self.board.restricted(&keep))
    }
}

/// Where the taken runs are on this board; nothing when one is gone.
fn places(board: &Board, decisions: &[Decision]) -> Option<Vec<usize>> {
    let taken = decisions.iter().filter_map(|decision| match decision {
        Decision::Run(name, true) => Some(name),
        _ => None,
    });
    taken.map(|name| board.runs.binary_search_by_key(name, |run| run.name).ok()).collect()
}

/// The linked lessons of which it is least clear whether they should have one person.
fn split(board: &Board, shares: &[f64], decisions: &[Decision]) -> Option<((u32, u32), f64)> {
    let mut sums: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    for (run, share) in board.runs.iter().zip(shares) {
        for pair in board.lessons_of(run).windows(2) {
            *sums.entry((pair[0], pair[1])).or_default() += share;
        }
    }
    let unclear = |share: f64| (share - 0.5).abs();
    for decision in decisions {
        if let Decision::Link(link, _) = decision {
            sums.remove(link);
        }
    }
    let link = sums.into_iter().reduce(|best, link| if unclear(link.1) < unclear(best.1) { link } else { best });
    link.filter(|link| unclear(link.1) < UNCLEAR)
}

/// One branch in which all the likely runs are taken, visited first, and for each one a branch in which it is the first
/// that is not.
fn dive(board: &Board, shares: &[f64], open: &[usize], likely: &[usize]) -> Vec<Vec<Decision>> {
    let mut chosen: Vec<usize> = likely.iter().copied().filter(|&run| shares[run] > NEARLY_SURE).collect();
    if chosen.is_empty() {
        chosen.extend(open.iter().copied().reduce(|best, run| if shares[run] > shares[best] { run } else { best }));
    }
    let mut branches = Vec::new();
    let mut decisions = Vec::new();
    for run in chosen {
        let name = board.runs[run].name;
        branches.push([&decisions[..], &[Decision::Run(name, false)]].concat());
        decisions.push(Decision::Run(name, true));
    }
    if !decisions.is_empty() {
        branches.push(decisions);
    }
    branches
}
