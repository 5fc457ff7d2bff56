//! The trust's register of agency workers.

use crate::ground::{Ground, column, problem};
use serde_json::{Value, json};
use testkit::{House, on_both};

fn weeks(academy: &str, from: &str, count: u64) -> Vec<Value> {
    let first: school::Date = from.parse().unwrap();
    let day = |week: u64| first.checked_add_days(days(7 * week)).unwrap();
    (0..count).map(|week| json!({ "week": day(week), "academy_id": academy, "role": "supply_teacher" })).collect()
}

fn days(count: u64) -> chrono::Days {
    chrono::Days::new(count)
}

on_both! {
fn a_worker_of_an_agency_is_given_no_class_before_the_letter_and_the_identity_check(house: &House) {
    let ground = Ground::new(house);
    let supply = ground.person("Solomon", "Supply teacher", &["teacher"]);
    let body = json!({ "surname": "Example", "forename": "Solomon", "agency": "Made-Up Supply", "staff_ids": [supply] });
    let made = ground.api.post("/v1/agency-workers", &body).expect(201);
    let path = format!("/v1/agency-workers/{}", made.id());
    assert_eq!(made.header("location"), path);
    assert_eq!(column(&made.json["because"], "check"), ["agency_confirmation", "identity_on_arrival"]);
    ground.api.patch(&path, &json!({ "letter_received_on": "2026-11-20" })).expect(200);
    let tag = ground.api.get(&path).expect(200).header("etag").to_owned();
    let there = ground.api.with("If-Match", &tag).patch(&path, &json!({ "identity_checked_on": "2026-11-23" })).expect(200);
    assert_eq!((there.json["valid"].clone(), there.json["because"].clone()), (json!(true), json!([])));
    problem(house, ground.api.with("If-Match", &tag).patch(&path, &json!({ "agency": "Another" })), &[412]);
    // A certificate that discloses something must be seen.
    let discloses = ground.api.patch(&path, &json!({ "certificate_discloses": true })).expect(200);
    assert_eq!(column(&discloses.json["because"], "check"), ["enhanced_dbs"]);
    ground.api.patch(&path, &json!({ "certificate_seen_on": "2026-11-23" })).expect(200);
    let record = ground.api.get(&ground.path("single-central-record")).expect(200).json;
    let entry = record["data"].as_array().unwrap().iter().find(|entry| entry["staff_id"] == supply.as_str()).unwrap().clone();
    assert_eq!(entry["valid"], true, "{entry}");
}
}

on_both! {
fn the_twelve_weeks_run_at_the_level_of_the_trust(house: &House) {
    let ground = Ground::new(house);
    let other = ground.neighbour();
    let mut assignments = weeks(&ground.id, "2026-09-07", 6);
    // Half-term, from 26 October, stops the clock; the move to another academy of the trust does not.
    assignments.extend(weeks(&other.id, "2026-10-19", 1));
    assignments.extend(weeks(&other.id, "2026-11-02", 4));
    let body = json!({ "surname": "Example", "forename": "Solomon", "agency": "Made-Up Supply", "assignments": assignments });
    let made = ground.api.post("/v1/agency-workers", &body).expect(201);
    let clock = &made.json["clocks"][0];
    assert_eq!((&clock["weeks"], &clock["state"], &clock["qualified_from"]), (&json!(11), &json!("warning"), &json!(null)));
    house.at("2026-12-07T09:00:00Z");
    let api = house.everything();
    assignments.extend(weeks(&other.id, "2026-11-30", 1));
    let path = format!("/v1/agency-workers/{}", made.id());
    let later = api.patch(&path, &json!({ "assignments": assignments })).expect(200);
    let clock = &later.json["clocks"][0];
    assert_eq!((&clock["weeks"], &clock["state"], &clock["qualified_from"]), (&json!(12), &json!("qualified"), &json!("2026-12-07")));
    assert!(clock["citation"].as_str().unwrap().contains("Agency Workers Regulations 2010"));
    let strange = json!({ "assignments": [{ "week": "2026-11-30", "academy_id": "0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50", "role": "teacher" }] });
    let refused = problem(house, api.patch(&path, &strange), &[422]);
    assert_eq!(refused.violations(), ["/assignments/0/academy_id unknown_academy"]);
    // Whoever reaches one academy sees the register of the trust, which is one.
    let one = house.client("cover:read", &[&other.id]).get("/v1/agency-workers").expect(200).json;
    assert_eq!(one["data"].as_array().unwrap().len(), 1);
}
}
