//! The figures of a whole school year of one academy.

use crate::Ground;
use crate::proof::checksum;
use crate::world::{self, GROUPS, PUPILS};
use std::time::Instant;
use testkit::Api;

/// How often each question is asked.
const TIMES: u32 = 50;

pub(crate) fn run(ground: &Ground) {
    let api = ground.api(&ground.token());
    let year = world::this_year().previous().expect("a year before");
    let sessions = world::sessions(year);
    let (Some(first), Some(last)) = (sessions.first(), sessions.last()) else { panic!("no sessions") };
    println!("{} pupils, {} sessions each, {TIMES} answers for each grouping", GROUPS * PUPILS, sessions.len());
    for by in ["none", "year_group", "registration_group", "sex", "free_school_meals", "weekday", "week", "code"] {
        let path = format!(
            "/v1/academies/{}/attendance/summary?from={}&to={}&by={by}",
            world::academy(0),
            first.date,
            last.date
        );
        let answer = api.get(&path).expect(200);
        let (before, begun) = (server_seconds(ground), Instant::now());
        for _ in 0..TIMES {
            api.get(&path).expect(200);
        }
        let (seconds, count) = server_seconds(ground);
        println!(
            "by {by}: {:.2} ms in the server, {:.2} ms for the caller; {} groups; checksum {:016x}",
            (seconds - before.0) * 1_000.0 / (count - before.1),
            begun.elapsed().as_secs_f64() * 1_000.0 / f64::from(TIMES),
            answer.json["data"].as_array().map_or(0, Vec::len),
            checksum(answer.text.as_bytes())
        );
    }
}

/// The seconds and the count of the summaries answered so far, as the server counts them.
fn server_seconds(ground: &Ground) -> (f64, f64) {
    let text = Api::anonymous(&ground.base()).get("/metrics").expect(200).text;
    let value = |name: &str| -> f64 {
        let lines = text.lines().filter(|line| line.starts_with(name) && line.contains("attendance/summary"));
        lines.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum()
    };
    (value("http_request_duration_seconds_sum"), value("http_request_duration_seconds_count"))
}
