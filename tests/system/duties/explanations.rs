//! The arithmetic in words and numbers, as it is known now and was known then.

use super::{NOVEMBER, enter, rows};
use crate::ground::{Ground, mark, problem, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

fn explain(ground: &Ground, pupil: &str, query: &str) -> Value {
    ground.api.get(&format!("/v1/pupils/{pupil}/attendance/explain?{query}")).expect(200).json
}

on_both! {
fn a_threshold_is_explained_as_it_was_known_at_any_moment(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    enter(house, &ground, &rows(&ground.upn(&amal), &NOVEMBER[10..], "OOOOOOOOOO"));
    house.at("2026-11-23T09:20:00Z");
    ground.as_officer().patch(&mark(&amal, "2026-11-18/am"), &json!({ "code": "I", "reason": "Doctor's note seen" })).expect(200);
    // A missing mark is filled later still.
    house.at("2026-11-23T09:40:00Z");
    ground.take("2026-11-13/pm", &[(&amal, "O")]);
    house.at("2026-11-23T09:50:00Z");
    let rule = "rule=penalty_notice_threshold&as_of=2026-11-23";
    let known = |at: &str| explain(&ground, &amal, &format!("{rule}&known_at=2026-11-23T{at}Z"));
    let counted = |found: &Value| (found["met"].as_bool().unwrap(), found["arithmetic"]["numerator"].as_u64().unwrap());
    assert_eq!(counted(&known("08:59:59")), (false, 0), "before the import");
    assert_eq!(counted(&known("09:10:00")), (true, 10));
    assert_eq!(counted(&known("09:30:00")), (false, 9), "after the amendment");
    let now = explain(&ground, &amal, rule);
    assert_eq!((counted(&now), &now["known_at"]), ((true, 10), &Value::Null), "after the late entry");
    let (weeks, sentences) = (&now["arithmetic"]["school_weeks"], now["sentences"].as_array().unwrap());
    assert_eq!(weeks.as_array().unwrap().len(), 10);
    let sum: u64 = weeks.as_array().unwrap().iter().map(|week| week["counted"].as_u64().unwrap()).sum();
    assert_eq!(sum, 10);
    assert!(sentences.iter().any(|each| text(each).contains("10 sessions have the code G, N, O or U")), "{sentences:?}");
    assert_eq!((text(&now["due_on"]), now["sessions"].as_array().unwrap().len()), ("2026-11-27", 10));
    assert_eq!(now["settings"]["penalty_notice_decision_school_days"], 5);
    assert!(text(&now["citation"]).contains("Penalty Notices"));
}
}

on_both! {
fn every_rule_is_explained_for_everybody(house: &House) {
    let ground = Ground::new(house);
    let [amal, blank] = ground.pupils(["Amal", "Blank"]);
    enter(house, &ground, &rows(&ground.upn(&amal), &NOVEMBER[9..], "I ppppppppp"));
    for rule in attendance::concerns::Rule::ALL {
        for pupil in [&amal, &blank] {
            let found = explain(&ground, pupil, &format!("rule={rule}&as_of=2026-11-20"));
            assert_eq!(text(&found["rule"]), rule.as_str());
            assert!(found["sentences"].as_array().unwrap().len() >= 3, "{found}");
        }
    }
    let found = explain(&ground, &amal, "rule=persistent_absence&as_of=2026-11-20");
    assert_eq!((&found["arithmetic"]["numerator"], &found["arithmetic"]["denominator"]), (&json!(1), &json!(10)));
    assert!(found["sentences"].as_array().unwrap().iter().any(|each| text(each) == "1 ÷ 10 is 10.00 %."), "{found}");
    let path = |pupil: &str, query: &str| format!("/v1/pupils/{pupil}/attendance/explain?{query}");
    problem(house, ground.api.get(&path(&amal, "rule=nonsense")), &[400, 422]);
    problem(house, ground.api.get(&path(&amal, "as_of=2026-11-20")), &[400, 422]);
    problem(house, ground.api.get(&path(&amal, "rule=reason_overdue&known_at=yesterday")), &[400, 422]);
    let elsewhere = house.client("attendance:read", &[&ground.neighbour().id]);
    problem(house, elsewhere.get(&path(&amal, "rule=reason_overdue")), &[404]);
}
}
