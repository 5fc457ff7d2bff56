//! Every pupil in England: 9,000,000 sheets of 380 marks counted by the kernel on two threads, beside what the memory of
//! the machine can deliver and beside the same questions asked of `DuckDB`, with 10,000 pupils checked against the rules.
//!
//! The sheets are those that the store keeps, 732 bytes with their empty places, so nothing is converted before or
//! after. `PYTHON` names a Python with the package `duckdb` where it is not `python3`; without one that part is left out
//! and the ratio is null. `PUPILS` makes a smaller England to try things with.

mod check;
mod duckdb;
mod measure;
mod mix;
mod numbers;
mod pupils;
mod world;

use attendance::kernel::PupilYear;
use std::time::Instant;
use world::{England, PUPILS_IN_SCHOOL};

const PUPILS: usize = 9_000_000;
const CHECKED: usize = 10_000;
/// Threads: the machine that the figures are about has two cores.
const THREADS: usize = 2;

fn main() {
    let pupils = std::env::var("PUPILS").ok().and_then(|text| text.parse().ok()).unwrap_or(PUPILS);
    let schools = usize::max(pupils / PUPILS_IN_SCHOOL, 1);
    let start = Instant::now();
    let england = England::build(schools);
    let mut results: Vec<Vec<PupilYear>> =
        england.schools.iter().map(|school| vec![PupilYear::default(); school.sheets.len()]).collect();
    let (pupils, marks) = (england.pupils(), england.marks());
    let (sheets, answers) = (england.bytes(), pupils * size_of::<PupilYear>());
    println!("{pupils} pupils in {schools} schools, {marks} marks, made in {:.1} s", start.elapsed().as_secs_f64());
    println!("sheets {:.2} GB, results {:.2} GB", sheets as f64 / 1e9, answers as f64 / 1e9);

    let bandwidth = measure::bandwidth(&england);
    let (seconds, best) = measure::kernel(&england, &mut results);
    let rate = marks as f64 / seconds;
    println!("memory: {bandwidth:.1} GB/s by a plain reading loop over the same sheets on {THREADS} threads");
    println!("kernel: {seconds:.3} s (best {best:.3} s), {:.2} billion marks a second", rate / 1e9);
    println!(
        "        {:.1} GB/s of sheets read and {:.1} GB/s of results written, {:.0} % of the reading loop",
        sheets as f64 / seconds / 1e9,
        answers as f64 / seconds / 1e9,
        100.0 * (sheets as f64 / seconds / 1e9) / bandwidth,
    );

    check::against_the_rules(&england, &results, CHECKED);
    mix::print(&england, &results);
    let checksum = measure::checksum(&results);
    let ratio = duckdb::ask(&england, &results).map(|duckdb| duckdb / seconds);
    match ratio {
        Some(ratio) => println!("duckdb: {ratio:.0} times as long"),
        None => println!("duckdb: not measured"),
    }
    let last = serde_json::json!({
        "pupils": pupils, "marks": marks, "seconds": seconds, "marks_per_second": rate.round(),
        "bandwidth_gb_s": bandwidth, "duckdb_ratio": ratio, "checksum": checksum,
    });
    println!("{last}");
}
