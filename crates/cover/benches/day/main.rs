//! How fast the best cover of a day is proven, beside `HiGHS` and beside covering by hand.
//!
//! Tables for people come first, then one line of JSON for each instance. `HiGHS` is run by `benches/highs.py`; the
//! variable `PYTHON` names an interpreter that has `highspy`.

mod greedy;
mod highs;
mod term;

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Instant;

use cover::generate::{self, Shape};
use cover::{Instance, Limits, Solution, Spread, Status, solve};

/// The seeds of the made-up days of each size.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=5;
/// Each instance is solved this often; the middle time counts.
const ROUNDS: usize = 21;

fn main() -> Result<(), Box<dyn Error>> {
    let days = days()?;
    let answers: Vec<Answer> = days.iter().map(|(_, day)| measured(day)).collect::<Result<_, _>>()?;
    println!("{:<18} {:>26} {:>26}", "cost, covers a person", "optimum (range, Gini)", "by hand (range, Gini)");
    for ((name, day), answer) in days.iter().zip(&answers) {
        let by_hand = greedy::greedy(day, &BTreeMap::new());
        println!(
            "{name:<18} {:>9} {} {:>9} {}",
            answer.solution.objective,
            spread(day, &answer.solution.assignments),
            greedy::cost(day, &by_hand),
            spread(day, &by_hand)
        );
    }
    term::print_curve(&Shape::ordinary_day(), 1)?;
    for ((name, day), answer) in days.iter().zip(&answers) {
        println!("{}", line(name, day, answer));
    }
    Ok(())
}

struct Answer {
    solution: Solution,
    median: f64,
}

fn days() -> Result<Vec<(String, Instance)>, Box<dyn Error>> {
    let mut days = vec![("day.json".to_owned(), serde_json::from_str(include_str!("../data/day.json"))?)];
    for (size, shape) in
        [("ordinary", Shape::ordinary_day()), ("bad", Shape::bad_day()), ("very large", Shape::very_large_day())]
    {
        days.extend(SEEDS.map(|seed| (format!("{size} {seed}"), generate::day(&shape, seed))));
    }
    Ok(days)
}

fn measured(day: &Instance) -> Result<Answer, Box<dyn Error>> {
    let mut times = Vec::with_capacity(ROUNDS);
    let mut solution = solve(day, Limits::NONE, &mut || false)?;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        solution = solve(day, Limits::NONE, &mut || false)?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(Answer { solution, median: times[ROUNDS / 2] })
}

fn spread(day: &Instance, assignments: &[cover::Assignment]) -> String {
    let loads: Vec<f64> = greedy::covers(day, assignments).values().map(|&count| count as f64).collect();
    let Spread { range, gini } = Spread::of(&loads);
    format!("{range:>9.0} {gini:>6.3}")
}

fn line(name: &str, day: &Instance, answer: &Answer) -> serde_json::Value {
    let highs = highs::solve(day);
    serde_json::json!({
        "instance": name,
        "requirements": day.lessons.len(),
        "candidates": day.candidates.len(),
        "median_ms": (answer.median * 1000.0).round() / 1000.0,
        "objective": answer.solution.objective,
        "bound": answer.solution.bound,
        "proven_optimal": answer.solution.status == Status::Optimal,
        "highs_objective": highs.as_ref().map(|found| found["objective"].clone()),
        "highs_ms": highs.as_ref().map(|found| found["ms"].clone()),
    })
}
