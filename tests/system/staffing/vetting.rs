//! The single central record.

use super::employment;
use crate::ground::{Ground, column, problem};
use serde_json::json;
use testkit::{House, on_both};

on_both! {
fn who_lacks_a_check_may_not_work_and_the_record_says_why(house: &House) {
    let ground = Ground::new(house);
    let path = format!("/v1/staff/{}/checks", ground.teacher);
    ground.api.put(&format!("/v1/staff/{}/employment", ground.teacher), &employment(&json!({ "management": true }))).expect(201);
    let some = json!({ "checks": [
        { "kind": "identity", "done_on": "2024-08-20" }, { "kind": "barred_list", "done_on": "2024-08-20" },
        { "kind": "enhanced_dbs", "done_on": "2024-01-10", "reference": "seen on paper" },
        { "kind": "right_to_work", "done_on": "2024-08-20", "expires_on": "2026-12-20" }] });
    let put = ground.api.put(&path, &some).expect(201);
    assert_eq!(put.json["valid"], false);
    assert_eq!(column(&put.json["because"], "check"), ["prohibition", "section_128"]);
    assert!(put.json["because"][1]["citation"].as_str().unwrap().contains("2008"), "{}", put.text);
    let mut all = some.clone();
    for kind in ["prohibition", "section_128"] {
        all["checks"].as_array_mut().unwrap().push(json!({ "kind": kind, "done_on": "2024-08-21" }));
    }
    assert_eq!(ground.api.put(&path, &all).expect(200).json["valid"], true);
    let later = ground.api.get(&format!("{path}?on=2026-12-21")).expect(200).json;
    assert_eq!((later["valid"].clone(), column(&later["because"], "code")), (json!(false), vec!["expired"]));
    let wrong = json!({ "checks": [{ "kind": "identity", "done_on": "2026-11-24" }, { "kind": "overseas", "done_on": "2026-01-01", "expires_on": "2025-01-01" }] });
    let refused = problem(house, ground.api.put(&path, &wrong), &[422]);
    assert_eq!(refused.violations(), ["/checks/0/done_on in_the_future", "/checks/1/expires_on ends_before_it_begins"]);
}
}

on_both! {
fn the_record_lists_what_is_missing_and_what_expires(house: &House) {
    let ground = Ground::new(house);
    let gone = ground.person("Gulshan", "Teacher who has left", &["teacher"]);
    let left = json!({ "contract": { "kind": "permanent", "first_day": "2020-09-01", "last_day": "2026-07-31", "fte": 1.0 } });
    ground.api.put(&format!("/v1/staff/{gone}/employment"), &employment(&left)).expect(201);
    let checks = ["identity", "barred_list", "enhanced_dbs", "right_to_work"]
        .map(|kind| json!({ "kind": kind, "done_on": "2024-08-20", "expires_on": if kind == "right_to_work" { json!("2026-12-20") } else { json!(null) } }));
    ground.api.put(&format!("/v1/staff/{}/checks", ground.officer), &json!({ "checks": checks })).expect(201);
    let path = ground.path("single-central-record");
    let record = ground.api.get(&path).expect(200).json;
    let entries = record["data"].as_array().unwrap();
    assert_eq!(entries.len(), 2, "who has left goes from the record: {record}");
    let of = |id: &str| entries.iter().find(|entry| entry["staff_id"] == id).unwrap();
    assert_eq!((of(&ground.officer)["valid"].clone(), column(&of(&ground.officer)["due"], "state")), (json!(true), vec!["expiring"]));
    assert_eq!(column(&of(&ground.teacher)["due"], "state"), ["missing"; 5]);
    // Nothing is due soon of the officer when one looks ten days ahead.
    let due = ground.api.get(&format!("{path}?ahead=10&only_due=true")).expect(200).json;
    assert_eq!(column(&due["data"], "staff_id"), [ground.teacher.as_str()]);
    let first = ground.api.get(&format!("{path}?limit=1")).expect(200).json;
    let next = ground.api.get(&format!("{path}?limit=1&cursor={}", first["next_cursor"].as_str().unwrap())).expect(200).json;
    assert_eq!(next["next_cursor"], json!(null));
    assert_ne!(first["data"][0]["staff_id"], next["data"][0]["staff_id"]);
}
}
