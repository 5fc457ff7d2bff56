//! Rows a second of a file of 1,000,000 marks, sorted by day (every row has another pupil) and by pupil.

use exchange::{DateOrder, MarksCsv};
use school::Upn;
use std::{
    fmt::Write,
    time::{Duration, Instant},
};

const PUPILS: u64 = 2_500;
const SESSIONS: u64 = 400;

fn main() {
    for (name, by_day) in [("by day", true), ("by pupil", false)] {
        let file = generate(by_day);
        let best = (0..5).map(|_| measure(&file)).min().unwrap_or_default();
        let rows = PUPILS * SESSIONS;
        let megabytes = file.len() / 1_000_000;
        println!("{rows} rows ({megabytes} MB) {name}: {best:.0?}, {:.0} rows/s", rows as f64 / best.as_secs_f64());
    }
}

fn generate(by_day: bool) -> String {
    let mut file = String::from("upn,date,session,code,minutes_late,comment\n");
    for row in 0..PUPILS * SESSIONS {
        let (pupil, session) = if by_day { (row % PUPILS, row / PUPILS) } else { (row / SESSIONS, row % SESSIONS) };
        let Ok(upn) = Upn::with_check_letter(&format!("9994001{pupil:05}")) else { continue };
        let (month, day) = (session / 2 / 28 % 12 + 1, session / 2 % 28 + 1);
        let half = if session % 2 == 0 { "AM,/" } else { "PM,\\" };
        let rest = if row % 20 == 0 { ",7,late bus" } else { ",," };
        // Writing to a string cannot fail.
        let _ = writeln!(file, "{upn},2026-{month:02}-{day:02},{half}{rest}");
    }
    file
}

fn measure(file: &str) -> Duration {
    let begin = Instant::now();
    let mut marks = MarksCsv::open(file.as_bytes(), DateOrder::Iso).expect("a good header");
    let mut good = 0;
    while let Some(entry) = marks.next_row().expect("a readable file") {
        good += u64::from(entry.is_ok());
    }
    assert_eq!(good, PUPILS * SESSIONS);
    begin.elapsed()
}
