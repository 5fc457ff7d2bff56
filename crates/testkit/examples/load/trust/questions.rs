//! Questions over HTTP, asked again and again, and how long the answers took.

use crate::Ground;
use crate::proof::checksum;
use crate::wire::{Wire, request};
use serde_json::Value;
use std::time::{Duration, Instant};

/// How often a question is asked before it is timed.
const WARM_UP: usize = 2;
/// How often it is timed.
const TIMES: usize = 15;
/// How long a question may take with all its repetitions.
const LONGEST: Duration = Duration::from_secs(600);
/// How many pages of one list are read at most.
const MOST_PAGES: usize = 100;

/// One round of a question: all its addresses one after another, each to its last page.
struct Round {
    took: Duration,
    requests: usize,
    bytes: usize,
    checksum: u64,
    answers: Vec<Value>,
}

/// Asks for all of `paths` one after another, [`TIMES`] times after the warm-up; prints the times and answers the median in
/// milliseconds with the bodies of the last round.
pub(super) fn ask(ground: &Ground, token: &str, what: &str, paths: &[String]) -> (f64, Vec<Value>) {
    let mut wire = Wire::to(ground.server);
    let begun = Instant::now();
    let mut rounds: Vec<Round> = Vec::new();
    for _ in 0..WARM_UP + TIMES {
        assert!(begun.elapsed() < LONGEST, "{what}: the answers take too long");
        // Only the last bodies are needed.
        rounds.iter_mut().for_each(|round| round.answers.clear());
        rounds.push(round(&mut wire, token, paths));
    }
    let mut took: Vec<f64> = rounds.iter().skip(WARM_UP).map(|round| milliseconds(round.took)).collect();
    let first = rounds.first().map_or(0.0, |round| milliseconds(round.took));
    let last = rounds.pop().expect("a round");
    let same = rounds.iter().all(|round| round.checksum == last.checksum);
    let median = median(&mut took);
    println!(
        "{what}: median {median:.1} ms, max {:.1} ms of {TIMES}, the very first {first:.1} ms; {} requests, {} bytes, checksum \
         {:016x}",
        took.last().copied().unwrap_or_default(),
        last.requests,
        last.bytes,
        last.checksum
    );
    assert!(same, "{what}: the answers are not always the same");
    (median, last.answers)
}

/// Reads a list once, to its last page; prints how long it took, and answers how many entries it
/// has.
pub(super) fn all_pages(ground: &Ground, token: &str, what: &str, path: &str) -> usize {
    let mut wire = Wire::to(ground.server);
    let all = round(&mut wire, token, &[path.to_owned()]);
    println!(
        "{what}: {:.0} ms for all {} pages, {:.1} ms a page; {} bytes, checksum {:016x}",
        milliseconds(all.took),
        all.requests,
        milliseconds(all.took) / all.requests.max(1) as f64,
        all.bytes,
        all.checksum
    );
    all.answers.iter().filter_map(|answer| answer["data"].as_array()).map(Vec::len).sum()
}

fn round(wire: &mut Wire, token: &str, paths: &[String]) -> Round {
    let mut round = Round { took: Duration::ZERO, requests: 0, bytes: 0, checksum: checksum(&[]), answers: Vec::new() };
    for path in paths {
        let mut next = Some(path.clone());
        for _ in 0..MOST_PAGES {
            let Some(address) = next.take() else { break };
            let begun = Instant::now();
            let status = wire.send(&request("GET", &address, token, "")).expect("an answer");
            round.took += begun.elapsed();
            let body = wire.body();
            assert_eq!(status, 200, "{address}: {}", String::from_utf8_lossy(body));
            round.requests += 1;
            round.bytes += body.len();
            round.checksum = round.checksum.rotate_left(1) ^ checksum(body);
            let answer: Value = serde_json::from_slice(body).expect("JSON");
            next = answer["next_cursor"].as_str().map(|cursor| format!("{path}&cursor={cursor}"));
            round.answers.push(answer);
        }
        assert!(next.is_none(), "{path} has more than {MOST_PAGES} pages");
    }
    round
}

pub(super) fn milliseconds(took: Duration) -> f64 {
    took.as_secs_f64() * 1_000.0
}

/// Sorts; the one in the middle.
pub(super) fn median(took: &mut [f64]) -> f64 {
    took.sort_unstable_by(f64::total_cmp);
    took.get(took.len() / 2).copied().unwrap_or_default()
}
