use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use microlp::{ComparisonOp, OptimizationDirection, Problem, ResumeOptions, SolveOptions, SolveOutcome, Variable};

use super::budget::Budget;
use super::flow::Flow;
use super::objective::Objective;
use crate::board;
use crate::instance::Instance;

/// The general solver works this long before the caller is asked again whether to go on.
const SLICE: Duration = Duration::from_millis(100);
/// A bound computed in floating point is taken to be off by no more than this part of itself.
const DOUBT: f64 = 1e-7;

/// Who takes each lesson, what that costs and what no cover can be below.
pub(crate) type Found = (Vec<Option<u32>>, i64, i64);

/// Solves any valid instance as a general integer program, for doubles whose shape the search does not know.
///
/// Far slower than the search, and its bound rests on floating point.
pub(crate) fn solve(day: &Instance, objective: &Objective<'_>, budget: &mut Budget<'_>) -> Found {
    let (takers, cost) = start(day, objective, budget);
    let mut found = (takers, cost, floor(day));
    if budget.stopped() {
        return found;
    }
    let program = Program::new(day, &found.0);
    let mut options = SolveOptions::default();
    options.time_limit = Some(SLICE);
    options.node_limit = budget.nodes_left();
    options.warm_start = Some(program.hint(&found.0));
    let mut outcome = program.problem.solve_with(options);
    while let Ok(current) = outcome {
        budget.count_nodes(current.stats().nodes_solved);
        program.improve(&current, objective, &mut found);
        if current.is_optimal()
            || found.1 <= found.2
            || found.2 >= budget.enough()
            || !budget.proceed()
            || budget.nodes_left() == Some(0)
        {
            break;
        }
        let mut options = ResumeOptions::default();
        options.time_limit = Some(SLICE);
        options.node_limit = budget.nodes_left();
        outcome = current.resume_with(options);
    }
    found
}

/// The flow, which knows nothing of doubles.
fn start(day: &Instance, objective: &Objective<'_>, budget: &mut Budget<'_>) -> (Vec<Option<u32>>, i64) {
    let nobody = vec![None; day.lessons.len()];
    let plain = Instance { doubles: Vec::new(), ..day.clone() };
    let takers = board::build(&plain).map(|board| {
        let mut flow = Flow::new(&board, &board, &[]);
        flow.run(budget);
        flow.takers
    });
    let nothing = day.uncovered.iter().sum();
    match takers {
        Some(takers) if objective.of(&takers).is_some_and(|cost| cost < nothing) => {
            let cost = objective.of(&takers).unwrap_or(nothing);
            (takers, cost)
        }
        _ => (nobody, nothing),
    }
}

/// A bound that needs no solver: the cheapest end of every lesson, and every bonus.
fn floor(day: &Instance) -> i64 {
    let mut cheapest: HashMap<u64, i64> =
        day.lessons.iter().zip(&day.uncovered).map(|(lesson, &cost)| (lesson.id, cost)).collect();
    for candidate in &day.candidates {
        let increments = day.fairness_increments.get(&candidate.staff);
        let first = increments.and_then(|costs| costs.first()).copied();
        if let (Some(cost), Some(first)) = (cheapest.get_mut(&candidate.lesson), first) {
            *cost = (*cost).min(candidate.cost + first);
        }
    }
    cheapest.values().sum::<i64>() - day.double_bonus * day.doubles.len() as i64
}

/// The instance as an integer program: only who takes what needs to be whole.
///
/// Every lesson costs what it costs more than in the cover from which the search starts: the sum is then small beside the costs of
/// leaving lessons without anybody, and floating point is exact enough for it.
struct Program {
    problem: Problem,
    /// What the start pays for its lessons, to be added to every sum.
    base: i64,
    /// The person, the lesson and the variable of each candidate.
    choices: Vec<(u32, u32, Variable)>,
}

/// A row of a constraint.
type Row = Vec<(Variable, f64)>;

impl Program {
    fn new(day: &Instance, start: &[Option<u32>]) -> Self {
        let bases = bases(day, start);
        let people: HashMap<u64, u32> = day.staff.iter().zip(0..).map(|(person, index)| (person.id, index)).collect();
        let lessons: HashMap<u64, u32> = day.lessons.iter().zip(0..).map(|(one, index)| (one.id, index)).collect();
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut choices = Vec::with_capacity(day.candidates.len());
        let mut taken = HashMap::with_capacity(day.candidates.len());
        for candidate in &day.candidates {
            if let (Some(person), Some(lesson)) = (people.get(&candidate.staff), lessons.get(&candidate.lesson)) {
                let variable = problem.add_binary_var((candidate.cost - bases[*lesson as usize]) as f64);
                choices.push((*person, *lesson, variable));
                taken.insert((candidate.staff, candidate.lesson), variable);
            }
        }
        add_rules(&mut problem, day, &bases, &choices);
        add_doubles(&mut problem, day, &taken);
        Self { problem, base: bases.iter().sum(), choices }
    }

    fn hint(&self, takers: &[Option<u32>]) -> Vec<(Variable, f64)> {
        let taken = |person: u32, lesson: u32| takers[lesson as usize] == Some(person);
        let value = |&(person, lesson, variable)| (variable, f64::from(u8::from(taken(person, lesson))));
        self.choices.iter().map(value).collect()
    }

    /// Takes over a better cover and a better bound.
    fn improve(&self, outcome: &SolveOutcome, objective: &Objective<'_>, found: &mut Found) {
        if let Some(solution) = outcome.solution() {
            let mut takers = vec![None; found.0.len()];
            for &(person, lesson, variable) in &self.choices {
                if solution.var_value(variable) > 0.5 {
                    takers[lesson as usize] = Some(person);
                }
            }
            if let Some(cost) = objective.of(&takers).filter(|&cost| cost < found.1) {
                (found.0, found.1) = (takers, cost);
            }
        }
        let stats = outcome.stats();
        let bound =
            if outcome.is_optimal() { outcome.solution().map(microlp::Solution::objective) } else { stats.best_bound };
        if let Some(bound) = bound.filter(|bound| bound.is_finite()) {
            let whole = (bound - DOUBT * bound.abs().max(1.0)).ceil() as i64 + self.base;
            found.2 = found.2.max(whole).min(found.1);
        }
    }
}

/// What each lesson costs in a cover, fairness apart.
fn bases(day: &Instance, takers: &[Option<u32>]) -> Vec<i64> {
    let mut bases = day.uncovered.clone();
    let places: HashMap<u64, usize> = day.lessons.iter().enumerate().map(|(index, one)| (one.id, index)).collect();
    for candidate in &day.candidates {
        let Some(&lesson) = places.get(&candidate.lesson) else { continue };
        let taker = takers.get(lesson).copied().flatten().and_then(|person| day.staff.get(person as usize));
        if taker.is_some_and(|taker| taker.id == candidate.staff) {
            bases[lesson] = candidate.cost;
        }
    }
    bases
}

/// One person a lesson, one lesson at a time, and the increments for as many as there are.
fn add_rules(problem: &mut Problem, day: &Instance, bases: &[i64], choices: &[(u32, u32, Variable)]) {
    let without = day.uncovered.iter().zip(bases).map(|(cost, base)| (cost - base) as f64);
    let mut cover: Vec<Row> = without.map(|cost| vec![(problem.add_var(cost, (0.0, 1.0)), 1.0)]).collect();
    let mut at_once: BTreeMap<(u32, u32), Row> = BTreeMap::new();
    let mut in_all: Vec<Row> = vec![Row::new(); day.staff.len()];
    for &(person, lesson, variable) in choices {
        cover[lesson as usize].push((variable, 1.0));
        at_once.entry((person, day.lessons[lesson as usize].period)).or_default().push((variable, 1.0));
        in_all[person as usize].push((variable, 1.0));
    }
    for row in cover {
        problem.add_constraint(row, ComparisonOp::Eq, 1.0);
    }
    for (index, person) in (0_u32..).zip(&day.staff) {
        let mut breaks = day.breaks.get(&person.id).cloned().unwrap_or_default();
        breaks.sort_unstable();
        breaks.dedup();
        let taken: Row = breaks.iter().filter_map(|period| at_once.get(&(index, *period))).flatten().copied().collect();
        if !taken.is_empty() {
            problem.add_constraint(taken, ComparisonOp::Le, breaks.len() as f64 - 1.0);
        }
    }
    for row in at_once.into_values() {
        problem.add_constraint(row, ComparisonOp::Le, 1.0);
    }
    for (person, mut row) in day.staff.iter().zip(in_all) {
        let steps = day.fairness_increments.get(&person.id).into_iter().flatten().take(row.len());
        let steps: Row = steps.map(|&step| (problem.add_var(step as f64, (0.0, 1.0)), -1.0)).collect();
        row.extend(steps);
        if !row.is_empty() {
            problem.add_constraint(row, ComparisonOp::Eq, 0.0);
        }
    }
}

fn add_doubles(problem: &mut Problem, day: &Instance, taken: &HashMap<(u64, u64), Variable>) {
    for &(first, second) in &day.doubles {
        for person in &day.staff {
            let halves = (taken.get(&(person.id, first)), taken.get(&(person.id, second)));
            if let (Some(&first), Some(&second)) = halves {
                let both = problem.add_var(-day.double_bonus as f64, (0.0, 1.0));
                for half in [first, second] {
                    problem.add_constraint([(both, 1.0), (half, -1.0)], ComparisonOp::Le, 0.0);
                }
            }
        }
    }
}
