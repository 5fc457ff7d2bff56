//! Duties, early warnings, explanations and what would be.

mod codes;
mod explanations;
mod presumed;
mod rules;
mod told;

use crate::ground::{Ground, text};
use serde_json::Value;
use testkit::House;

/// Rows of a file of marks: the letters of a pupil's sessions, two a day.
fn rows(upn: &str, days: &[&str], letters: &str) -> String {
    let sessions = days.iter().flat_map(|day| [(day, "am", "/"), (day, "pm", "\\")]);
    let marks = sessions.zip(letters.chars().filter(|letter| *letter != ' '));
    marks
        .filter(|(_, letter)| *letter != '.')
        .map(|((day, session, present), letter)| match letter {
            'p' => format!("{upn},{day},{session},{present}\n"),
            code => format!("{upn},{day},{session},{code}\n"),
        })
        .collect()
}

/// Imports marks of which every one must be taken.
fn enter(house: &House, ground: &Ground, rows: &str) {
    let import = ground.import(house, "marks-csv", &format!("upn,date,session,code\n{rows}"));
    assert_eq!(
        (&import["rejected"], import["status"].as_str()),
        (&serde_json::json!(0), Some("succeeded")),
        "{import}"
    );
}

/// The concerns about a pupil that a query lists.
fn concerns(ground: &Ground, pupil: &str, query: &str) -> Vec<Value> {
    let list = ground.api.get(&ground.path(&format!("attendance/concerns?limit=500&{query}"))).expect(200).json;
    list["data"].as_array().unwrap().iter().filter(|each| each["pupil_id"] == pupil).cloned().collect()
}

/// The rules among them.
fn names(found: &[Value]) -> Vec<&str> {
    found.iter().map(|each| text(&each["rule"])).collect()
}

/// The one concern about a pupil under a rule; null where there is none.
fn one(ground: &Ground, pupil: &str, rule: &str, as_of: &str) -> Value {
    concerns(ground, pupil, &format!("rule={rule}&as_of={as_of}")).pop().unwrap_or(Value::Null)
}

const OCTOBER: [&str; 10] = [
    "2026-10-12",
    "2026-10-13",
    "2026-10-14",
    "2026-10-15",
    "2026-10-16",
    "2026-10-19",
    "2026-10-20",
    "2026-10-21",
    "2026-10-22",
    "2026-10-23",
];
const NOVEMBER: [&str; 15] = [
    "2026-11-02",
    "2026-11-03",
    "2026-11-04",
    "2026-11-05",
    "2026-11-06",
    "2026-11-09",
    "2026-11-10",
    "2026-11-11",
    "2026-11-12",
    "2026-11-13",
    "2026-11-16",
    "2026-11-17",
    "2026-11-18",
    "2026-11-19",
    "2026-11-20",
];
