//! Asking for the figures and concerns of the trust, and for the same figures in SQL.

use super::figures::{Figures, added, assert_same, told};
use super::questions::{self, median, milliseconds};
use super::rows::{self, Codes};
use super::{ACADEMIES, connection, days};
use crate::Ground;
use crate::world::{GROUPS, PUPILS};
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
    let (each, told) = by_academy(ground, &token);
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
        "SQL takes {:.1} times as long as the summary by academy and year group, {:.1} times as long as that by year group",
        sql / each,
        sql / across
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

/// The trust by academy and year group, in one answer.
fn by_academy(ground: &Ground, token: &str) -> (f64, Figures) {
    let path = format!("/v1/trust/attendance/academies?{}&by=year_group&limit=500", period());
    let (median, answers) = questions::ask(ground, token, "summary by academy and year group", &[path]);
    let academies = answers.first().and_then(|answer| answer["data"].as_array()).expect("academies");
    let of = |each: &Value| told(each["academy_id"].as_str().expect("an id"), &each["figures"]);
    (median, academies.iter().flat_map(of).collect())
}

/// The concerns of the whole trust on the last day: counted, and as a list page by page.
fn concerns(ground: &Ground, token: &str) {
    let day = days().1;
    let counts = format!("/v1/trust/attendance/concerns/counts?as_of={day}&limit=500");
    let (_, answers) = questions::ask(ground, token, "concerns of the trust, by academy and rule", &[counts]);
    let academies = answers.first().and_then(|answer| answer["data"].as_array()).expect("academies");
    let number = |each: &Value| each["pupils"].as_u64().expect("a number");
    let pupils: u64 = academies.iter().map(number).sum();
    let counted: u64 = academies.iter().flat_map(|each| each["rules"].as_array().expect("rules")).map(number).sum();
    let list = format!("/v1/trust/attendance/concerns?as_of={day}&limit=500");
    let listed = questions::all_pages(ground, token, "concerns of the trust, as a list", &list);
    println!("{counted} concerns about {pupils} pupils, {listed} in the list");
    assert_eq!(u64::try_from(listed).ok(), Some(counted), "the list and the counts differ");
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
