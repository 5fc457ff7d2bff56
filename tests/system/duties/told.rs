//! The event log is told which rules have come to hold and which hold no longer.

use super::{NOVEMBER, enter, rows};
use crate::ground::{Ground, mark, text};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use testkit::{House, on_both};

/// How often the log says so of a rule and a pupil.
fn told(house: &House, ground: &Ground, pupil: &str, kind: &str, rule: &str) -> usize {
    house.settle_events();
    let api = house.everything();
    let events = api.get(&ground.path("events?subject_kind=concern&limit=500")).expect(200).json;
    let says = |each: &&Value| {
        each["subject_id"] == pupil
            && text(&each["kind"]) == kind
            && each["fields"].as_array().unwrap().contains(&json!(rule))
    };
    events["data"].as_array().unwrap().iter().filter(says).count()
}

/// Waits until the background has told it.
fn wait_until_told(house: &House, ground: &Ground, pupil: &str, kind: &str, rule: &str) {
    let begun = Instant::now();
    while told(house, ground, pupil, kind, rule) == 0 {
        assert!(begun.elapsed() < Duration::from_secs(60), "{kind} {rule} was not told");
        std::thread::sleep(Duration::from_millis(100));
    }
}

on_both! {
fn a_write_tells_at_once_and_the_close_of_a_session_tells_the_rest(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    let mut file = rows(&ground.upn(&amal), &NOVEMBER[10..], "OOOOOOOOO.");
    file += &rows(&ground.upn(&bo), &["2026-11-16"], "Np");
    enter(house, &ground, &file);
    let rule = "penalty_notice_threshold";
    // The import is told of when it has ended.
    wait_until_told(house, &ground, &amal, "concern_met", "penalty_notice_warning");
    assert_eq!(told(house, &ground, &amal, "concern_met", rule), 0);
    let tenth = json!({ "code": "O", "reason": "No reason was found" });
    ground.as_officer().patch(&mark(&amal, "2026-11-20/pm"), &tenth).expect(200);
    assert_eq!(told(house, &ground, &amal, "concern_met", rule), 1);
    assert_eq!(told(house, &ground, &amal, "concern_ended", "penalty_notice_warning"), 1);
    ground.as_officer().patch(&mark(&amal, "2026-11-20/pm"), &json!({ "code": "I", "reason": "Doctor's note seen" })).expect(200);
    assert_eq!(told(house, &ground, &amal, "concern_ended", rule), 1);
    // Nobody writes anything, and a reason becomes overdue: Tuesday is the sixth school day.
    assert_eq!(told(house, &ground, &bo, "concern_met", "reason_overdue"), 0);
    house.at("2026-11-24T09:15:00Z");
    wait_until_told(house, &ground, &bo, "concern_met", "reason_overdue");
    assert_eq!(told(house, &ground, &amal, "concern_met", rule), 1, "what was told is not told again");
}
}
