//! Whether the forecast's interval holds as many pupils as it says, on made-up pupils that no constant was fitted with.

use attendance::forecast::{COVERAGE, simulation::measure};

/// Not the seed of the fit.
const SEED: u64 = 2_026;
const PUPILS: usize = 60_000;

fn main() {
    let begun = std::time::Instant::now();
    let measured = measure(SEED, PUPILS);
    println!("{PUPILS} held-out made-up pupils, an interval meant to hold {COVERAGE}");
    for (seen, coverage) in &measured.by_sessions_seen {
        println!("after {seen:>3} sessions: {coverage:.3} inside");
    }
    println!("{:.1} s", begun.elapsed().as_secs_f64());
    println!(
        "{{\"coverage\": {:.4}, \"pupils\": {}, \"mean_width\": {:.4}, \"checksum\": \"{:016x}\"}}",
        measured.coverage, measured.pupils, measured.mean_width, measured.checksum
    );
    assert!((0.76..=0.84).contains(&measured.coverage), "the interval does not hold what it says");
}
