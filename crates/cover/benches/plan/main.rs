//! How fast a whole day is allocated by its settings: hard rules, weights, lunches, bookings of supply and reasons.
//!
//! One line of JSON for each day: its size, how many people of supply are not booked, whether lunch is kept, the median and the
//! longest time, and whether the allocation is proven.

mod school;

use cover::generate::Shape;
use cover::need::needs;
use cover::plan::{PlanStatus, Slot, Task, plan};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// The seeds of the made-up days of each size.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=3;
/// Each day is allocated this often; the middle time counts.
const ROUNDS: usize = 5;
/// No allocation is waited for longer.
const LONGEST: Duration = Duration::from_secs(20);

fn main() {
    // `cargo bench -p cover --bench plan -- bad` measures the days of one size.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    for (size, shape) in
        [("ordinary", Shape::ordinary_day()), ("bad", Shape::bad_day()), ("very large", Shape::very_large_day())]
    {
        if !wanted.is_empty() && !wanted.iter().any(|word| word == size) {
            continue;
        }
        for (unbooked, lunch) in [(0, false), (0, true), (3, false), (3, true), (8, true)] {
            for seed in SEEDS {
                println!("{}", measured(&format!("{size} {seed}"), &shape, seed, (unbooked, lunch)));
            }
        }
    }
}

fn measured(name: &str, shape: &Shape, seed: u64, (unbooked, lunch): (usize, bool)) -> serde_json::Value {
    let (day, settings) = (school::day(shape, seed, unbooked), school::settings(lunch));
    let all = needs(&day, &settings);
    let slots: Vec<Slot<'_>> =
        all.iter().map(|need| Slot { need, span: need.span, declined: Vec::new(), holder: None }).collect();
    let task = Task { day: &day, settings: &settings, slots, fixed: Vec::new(), exclude: BTreeSet::new() };
    let mut times = Vec::with_capacity(ROUNDS);
    let mut told = serde_json::Value::Null;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let outcome = plan(&task, &mut || start.elapsed() > LONGEST);
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
        told = serde_json::json!({
            "day": name,
            "requirements": all.len(),
            "people": day.people.len(),
            "unbooked": unbooked,
            "lunch": lunch,
            "objective": outcome.objective,
            "bound": outcome.bound,
            "proven_optimal": outcome.status == PlanStatus::Optimal,
            "uncovered": outcome.uncovered.len(),
            "bookings": outcome.bookings.len(),
        });
        if start.elapsed() > LONGEST / 10 {
            break;
        }
    }
    times.sort_by(f64::total_cmp);
    told["median_ms"] = serde_json::json!((times[times.len() / 2] * 10.0).round() / 10.0);
    told["longest_ms"] = serde_json::json!((times[times.len() - 1] * 10.0).round() / 10.0);
    told
}
