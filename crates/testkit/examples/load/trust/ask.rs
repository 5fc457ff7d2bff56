//! Asking for the figures and concerns of the trust, and for the same figures in SQL.

use super::figures::{Figures, added, assert_same, told};
use super::questions::{self, median, milliseconds};
use super::rows::{self, Codes};
use super::{ACADEMIES, connection, days};
use crate::Ground;
use crate::world::{self, GROUPS, PUPILS};
use serde_json::Value;
use std::time::Instant;

/// How often SQL is timed.
const TIMES_SQL: usize = 3;

pub(super) fn ask(ground: &Ground) {
    let mut measured = connection(ground);
    let (rows, in_rows, in_sheets) = rows::size(&mut measured);
    println!(
        "{} pupils in {ACADEMIES} academies; {rows} marks of {} to {}: {} MB in sheets, {} MB in rows, with their indexes",
        ACADEMIES * GROUPS * PUPILS,
        days().0,
        days().1,
        in_sheets / 1_000_000,
        in_rows / 1_000_000
    );
    let token = ground.token();
    let (across, trust) = across_the_trust(ground, &token);
    let (each, told) = of_each_academy(ground, &token);
    assert_same("the trust and its academies added up", &trust, &added("trust", &told));
    concerns(ground, &token);

    let codes = codes(ground, &token);
    let mut took = Vec::with_capacity(TIMES_SQL);
    for _ in 0..TIMES_SQL {
        let begun = Instant::now();
        let counted = rows::figures(&mut measured, days(), &codes);
        took.push(milliseconds(begun.elapsed()));
        assert_same("HTTP and SQL", &told, &counted);
    }
    let sql = median(&mut took);
    println!(
        "SQL over rows, by academy and year group: median {sql:.0} ms of {TIMES_SQL}; all figures are those of HTTP"
    );
    println!(
        "SQL takes {:.1} times as long as the trust in one answer, {:.1} times as long as all academies one after another",
        sql / across,
        sql / each
    );
}

fn period() -> String {
    format!("from={}&to={}", days().0, days().1)
}

/// The one answer that the API has for the trust as a whole.
fn across_the_trust(ground: &Ground, token: &str) -> (f64, Figures) {
    let path = format!("/v1/trust/attendance/summary?{}&by=year_group", period());
    let (median, answers) = questions::ask(ground, token, "summary of the trust by year group", &[path]);
    (median, told("trust", answers.first().expect("an answer")))
}

/// The trust by academy and year group: no grouping of the trust's summary has both, so each academy is asked.
fn of_each_academy(ground: &Ground, token: &str) -> (f64, Figures) {
    let path = |academy| format!("/v1/academies/{academy}/attendance/summary?{}&by=year_group", period());
    let paths: Vec<_> = (0..ACADEMIES).map(|number| path(world::academy(number))).collect();
    let what = "summaries of all academies by year group, one after another";
    let (median, answers) = questions::ask(ground, token, what, &paths);
    let academies = (0..ACADEMIES).map(|number| world::academy(number).to_string());
    (median, academies.zip(&answers).flat_map(|(academy, answer)| told(&academy, answer)).collect())
}

/// The concerns of the whole trust on the last day, in one list where there is such a route.
fn concerns(ground: &Ground, token: &str) {
    let asked = format!("attendance/concerns?as_of={}&limit=500", days().1);
    let trust = format!("/v1/trust/{asked}");
    let (what, paths) = if ground.api(token).get(&trust).status == 404 {
        println!("There is no list of the trust's concerns: each academy's is asked for.");
        let paths = (0..ACADEMIES).map(|number| format!("/v1/academies/{}/{asked}", world::academy(number))).collect();
        ("concerns of all academies, one after another", paths)
    } else {
        ("concerns of the trust", vec![trust])
    };
    let (_, answers) = questions::ask(ground, token, what, &paths);
    let concerns: usize = answers.iter().filter_map(|answer| answer["data"].as_array()).map(Vec::len).sum();
    println!("{concerns} concerns");
}

/// The codes as the server explains them.
fn codes(ground: &Ground, token: &str) -> Codes {
    let answer = ground.api(token).get(&format!("/v1/attendance-codes?on={}&limit=500", days().1)).expect(200);
    let codes = answer.json["data"].as_array().expect("codes").clone();
    let that = |meanings: &[&str]| -> Vec<String> {
        let counts = |code: &&Value| code["counts_as"].as_str().is_some_and(|meaning| meanings.contains(&meaning));
        codes.iter().filter(counts).filter_map(|code| code["code"].as_str()).map(str::to_owned).collect()
    };
    let (authorised, unauthorised) = ("authorised_absence", "unauthorised_absence");
    Codes {
        possible: that(&["present", "approved_educational_activity", authorised, unauthorised]),
        authorised: that(&[authorised]),
        unauthorised: that(&[unauthorised]),
    }
}
