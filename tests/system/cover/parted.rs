//! A requirement that falls into two parts after somebody was found for it: what was agreed holds of both, and between them nobody
//! is asked for anything.

use super::ground::{DAY, School};
use crate::ground::text;
use serde_json::{Value, json};
use testkit::{Answer, House, on_both};

/// Gus has Ada's first period, accepted and paid; then Ada turns out to be there from twenty past nine to twenty to ten.
fn parted(school: &School) -> String {
    let absence = school.absent("ADA", &json!({ "starts": "09:00", "ends": "10:00" })).expect(201).id();
    let given = give(school, &json!({ "staff_id": school.id("GUS"), "terms": "paid" })).expect(201).id();
    school.here.api.send("POST", &format!("/v1/cover-assignments/{given}/accept"), None).expect(200);
    school.publish();
    school.here.api.patch(&format!("/v1/staff-absences/{absence}"), &json!({ "ends": "09:20" })).expect(200);
    school.absent("ADA", &json!({ "starts": "09:40", "ends": "10:00" })).expect(201);
    given
}

fn give(school: &School, more: &Value) -> Answer {
    let mut body = json!({ "requirement_id": school.requirement("1", "7A/Ma")["id"] });
    for (name, value) in more.as_object().unwrap() {
        body[name.as_str()] = value.clone();
    }
    school.here.api.post(&school.path("/assignments"), &body)
}

/// The minutes that the record of paid cover and the ledger count.
fn counted(school: &School) -> (Value, Value) {
    let get = |path: &str| {
        school.here.api.get(&school.here.path(&format!("cover/{path}?from={DAY}&to={DAY}"))).expect(200).json
    };
    (get("record-totals")["data"][0]["minutes"].clone(), get("fairness")["minutes"].clone())
}

on_both! {
/// The minutes are those of the parts, and what keeps the person between them keeps them from nothing.
fn the_time_between_two_parts_is_neither_asked_nor_counted(house: &House) {
    let school = School::new(house);
    parted(&school);
    assert_eq!(school.requirement("1", "7A/Ma")["parts"].as_array().unwrap().len(), 2);
    assert_eq!(counted(&school), (json!(40), json!(40)));
    let between = json!({ "starts": "09:25", "ends": "09:35" });
    let away = school.absent("GUS", &between).expect(201).id();
    assert_eq!((school.day()["changes"].clone(), counted(&school)), (json!([]), (json!(40), json!(40))));
    school.here.api.patch(&format!("/v1/staff-absences/{away}"), &json!({ "ends": "09:45" })).expect(200);
    assert_eq!(school.day()["changes"][0]["because"], "coverer_away");
    // Whoever is chosen by hand is chosen for a part: not between them, and not across.
    for (starts, ends) in [("09:25", "09:35"), ("09:10", "09:50"), ("09:00", "10:00")] {
        let refused = give(&school, &json!({ "staff_id": school.id("HAL"), "starts": starts, "ends": ends })).expect(422);
        assert_eq!(refused.violations(), ["/starts several_parts"], "{starts}");
        assert!(refused.text.contains("09:00 to 09:20, 09:40 to 10:00"), "{}", refused.text);
    }
    give(&school, &json!({ "staff_id": school.id("HAL"), "starts": "09:40", "ends": "10:00" })).expect(201);
}
}

on_both! {
/// An allocation makes two of it: each with the state, the terms and the choice of the one.
fn what_was_agreed_of_the_whole_holds_of_each_part(house: &House) {
    let school = School::new(house);
    let given = parted(&school);
    assert_eq!(school.solve(&json!({}))["status"], "optimal");
    let assignments = school.requirement("1", "7A/Ma")["assignments"].clone();
    let read = |each: &Value| {
        school.here.api.get(&format!("/v1/cover-assignments/{}", text(&each["id"]))).expect(200).json
    };
    let both: Vec<Value> = assignments.as_array().unwrap().iter().map(read).collect();
    assert_eq!(both.len(), 2, "{assignments}");
    assert!(both.iter().any(|each| each["id"] == given.as_str()), "{assignments}");
    for (each, span) in both.iter().zip([("09:00", "09:20"), ("09:40", "10:00")]) {
        assert_eq!((text(&each["starts"]), text(&each["ends"])), span);
        let kept = (&each["state"], &each["terms"], &each["pinned"], &each["staff_id"]);
        assert_eq!(kept, (&json!("accepted"), &json!("paid"), &json!(true), &json!(school.id("GUS"))), "{each}");
    }
    school.publish();
    assert_eq!(counted(&school), (json!(40), json!(40)));
}
}
