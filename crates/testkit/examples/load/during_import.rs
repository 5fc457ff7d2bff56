//! Registers of an academy while a million marks are imported into it.

use crate::arrivals::{drive, report};
use crate::taking::Register;
use crate::world::{self, GROUPS, PUPILS};
use crate::{Ground, proof};
use clap::Args;
use school::{Clock, SystemClock};
use serde_json::Value;
use std::fmt::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The academy of the import.
const ACADEMY: u32 = 1;
/// How many marks are imported.
const MARKS: usize = 1_000_000;
/// How long the whole may take.
const LONGEST: Duration = Duration::from_secs(120);

/// Settings of `during-import`.
#[derive(Args)]
pub(crate) struct Settings {
    /// Registers a second.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=200))]
    per_second: u32,
    /// How many sessions before today are left alone.
    #[arg(long, default_value_t = 0)]
    skip_sessions: usize,
}

pub(crate) fn run(ground: &Ground, settings: &Settings) {
    let token = ground.token();
    let api = ground.api(&token);
    let sessions = world::sessions_before(SystemClock.today()).into_iter().skip(settings.skip_sessions);
    let registers: Vec<_> =
        sessions.flat_map(|at| (0..GROUPS).map(move |group| Register { academy: ACADEMY, group, at })).collect();
    let requests: Vec<_> = registers.iter().map(|register| register.put(&token)).collect();
    api.get(&registers[0].path()).expect(200);
    let file = file();
    let path = format!("/v1/academies/{}/imports?format=marks-csv", world::academy(ACADEMY));
    let sent = api.with("Content-Type", "text/csv").send("POST", &path, Some(file)).expect(202);
    let location = sent.header("location").to_owned();
    let (begun, enough) = (Instant::now(), AtomicBool::new(false));
    let outcomes = std::thread::scope(|scope| {
        let taking = scope.spawn(|| drive(ground.server, &requests, settings.per_second, &enough));
        let import = wait(|| api.get(&location).expect(200).json, begun);
        println!("import: {import}\n{:.1} s from its acceptance to its end", begun.elapsed().as_secs_f64());
        enough.store(true, Ordering::Relaxed);
        taking.join().expect("the registers")
    });
    report("registers of the same academy meanwhile", &outcomes);
    let taken: Vec<_> =
        outcomes.iter().filter(|outcome| outcome.status == 200).map(|outcome| registers[outcome.number]).collect();
    proof::marks_are_there(ground, &taken);
}

fn wait(look: impl Fn() -> Value, begun: Instant) -> Value {
    loop {
        let import = look();
        if matches!(import["status"].as_str(), Some("succeeded" | "failed")) {
            return import;
        }
        assert!(begun.elapsed() < LONGEST, "the import did not end: {import}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Marks of the two years before and of this autumn's beginning, pupil by pupil.
fn file() -> Vec<u8> {
    let year = world::this_year().previous().expect("a year before");
    let before = year.previous().map(world::sessions).unwrap_or_default();
    let sessions: Vec<_> = before.into_iter().chain(world::sessions(year)).chain(this_autumn()).collect();
    let mut text = String::from("upn,date,session,code\n");
    let rows = (0..GROUPS * PUPILS).flat_map(|pupil| sessions.iter().map(move |at| (pupil, *at)));
    for (pupil, at) in rows.take(MARKS) {
        let code = world::code(ACADEMY, pupil, at);
        let _ = writeln!(text, "{},{},{},{code}", world::upn(ACADEMY, pupil), at.date, at.session);
    }
    assert_eq!(text.lines().count(), MARKS + 1, "the file is shorter than it should be");
    text.into_bytes()
}

/// The first sessions of this year, which no register of a run reaches.
fn this_autumn() -> Vec<school::SessionAt> {
    world::sessions(world::this_year()).into_iter().take(80).collect()
}
