//! Requests at fixed times, whatever the answers take. How long one took is counted from the time at which it was due, so
//! that a server that stalls cannot hide the requests that waited.

use crate::wire::Wire;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Connections: more than are ever in use unless the server stalls for half a second.
const CONNECTIONS: usize = 256;

/// How long a thread sleeps before it looks whether it is enough.
const LONGEST_SLEEP: Duration = Duration::from_millis(700);

/// How one request went.
#[derive(Clone, Copy)]
pub(crate) struct Outcome {
    /// Which request.
    pub(crate) number: usize,
    /// From the time at which it was due to the end of its answer.
    pub(crate) took: Duration,
    /// From the time at which it was due to the time at which it was sent.
    pub(crate) sent_late: Duration,
    /// The status; 0 where no answer came.
    pub(crate) status: u16,
}

/// Sends the requests, each at its time, until all are sent or `enough` is set.
pub(crate) fn drive(server: SocketAddr, requests: &[Vec<u8>], per_second: u32, enough: &AtomicBool) -> Vec<Outcome> {
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(Vec::with_capacity(requests.len()));
    let start = Instant::now() + Duration::from_millis(500);
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS.min(requests.len()) {
            let body = || {
                let mut wire = Wire::to(server);
                let mut mine = Vec::new();
                wire.connect().expect("a connection");
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(request) = requests.get(number) else { break };
                    let due = start + Duration::from_secs_f64(number as f64 / f64::from(per_second));
                    while !enough.load(Ordering::Relaxed) && due > Instant::now() {
                        std::thread::sleep(due.saturating_duration_since(Instant::now()).min(LONGEST_SLEEP));
                    }
                    if enough.load(Ordering::Relaxed) {
                        break;
                    }
                    let sent_late = due.elapsed();
                    let status = wire.send(request).unwrap_or(0);
                    mine.push(Outcome { number, took: due.elapsed(), sent_late, status });
                }
                outcomes.lock().expect("the outcomes").extend(mine);
            };
            std::thread::Builder::new().stack_size(128 * 1024).spawn_scoped(scope, body).expect("a thread");
        }
    });
    outcomes.into_inner().expect("the outcomes")
}

/// Prints how the requests went; answers the 99th hundredth.
pub(crate) fn report(what: &str, outcomes: &[Outcome]) -> Duration {
    let mut took: Vec<Duration> = outcomes.iter().map(|outcome| outcome.took).collect();
    took.sort_unstable();
    let at = |share: f64| took.get(((took.len() as f64 * share) as usize).min(took.len().saturating_sub(1)));
    let shown = |share: f64| at(share).map_or(0.0, |took| took.as_secs_f64() * 1_000.0);
    let failed = outcomes.iter().filter(|outcome| outcome.status != 200).count();
    let latest = outcomes.iter().map(|outcome| outcome.sent_late).max().unwrap_or_default();
    println!(
        "{what}: {} requests, {failed} not answered 200; from the time due, in ms: p50 {:.1}, p90 {:.1}, p99 {:.1}, \
         p99.9 {:.1}, max {:.1}; sent at most {:.1} ms late",
        outcomes.len(),
        shown(0.5),
        shown(0.9),
        shown(0.99),
        shown(0.999),
        shown(1.0),
        latest.as_secs_f64() * 1_000.0
    );
    let mut others: BTreeMap<u16, usize> = BTreeMap::new();
    for outcome in outcomes.iter().filter(|outcome| outcome.status != 200) {
        *others.entry(outcome.status).or_default() += 1;
    }
    if !others.is_empty() {
        println!("{what}: answers by status where it was not 200 (0: none came): {others:?}");
    }
    at(0.99).copied().unwrap_or_default()
}

/// Prints the longest time of every second in which a request was due, so that a stall shows where it was.
pub(crate) fn report_by_second(outcomes: &[Outcome], per_second: u32) {
    let mut longest: Vec<Duration> = Vec::new();
    for outcome in outcomes {
        let second = outcome.number / per_second.max(1) as usize;
        if longest.len() <= second {
            longest.resize(second + 1, Duration::ZERO);
        }
        longest[second] = longest[second].max(outcome.took);
    }
    let shown: Vec<String> = longest.iter().map(|took| format!("{:.0}", took.as_secs_f64() * 1_000.0)).collect();
    println!("longest of each second, in ms: {}", shown.join(" "));
}
