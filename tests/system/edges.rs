//! The edges of the calendar and of the roll: joining, leaving and returning, two schools, short weeks, holidays, a leap day, the
//! clocks, an academic year whose end moves, and files that come in the wrong order.

mod calendar;
mod files;
mod stays;

use crate::ground::Ground;
use serde_json::Value;

/// The rules that hold for a pupil on a day, by their names.
fn rules(ground: &Ground, pupil: &str, as_of: &str) -> Vec<String> {
    let path = ground.path(&format!("attendance/concerns?limit=500&as_of={as_of}"));
    let list = ground.api.get(&path).expect(200).json["data"].clone();
    let mine = list.as_array().unwrap().iter().filter(|each| each["pupil_id"] == pupil).cloned();
    mine.map(|each| each["rule"].as_str().unwrap().to_owned()).collect()
}

/// The summary of one pupil over some days.
fn summary(ground: &Ground, pupil: &str, from: &str, to: &str) -> Value {
    ground.api.get(&format!("/v1/pupils/{pupil}/attendance?from={from}&to={to}")).expect(200).json["summary"].clone()
}

/// The number of a summary under a name.
fn number(summary: &Value, name: &str) -> i64 {
    summary[name].as_i64().unwrap_or_else(|| panic!("{name} in {summary}"))
}
