//! Targets: what is wanted by when, how far it is, and what it still takes.

use crate::figures::{NOVEMBER, enter, rows};
use crate::ground::{Ground, pointers, problem, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

/// A target over the week from Monday 16 to the Friday after next, 27 November; the clock stands at the Monday between.
fn target(changes: &Value) -> Value {
    let mut body = json!({ "scope": "academy", "measure": "attendance_rate", "from": "2026-11-16", "to": "2026-11-27", "value": 0.9 });
    for (name, value) in changes.as_object().unwrap() {
        body[name.as_str()] = value.clone();
    }
    body
}

fn progress(ground: &Ground, changes: &Value) -> Value {
    let id = ground.api.post(&ground.path("targets"), &target(changes)).expect(201).id();
    ground.api.get(&format!("/v1/targets/{id}/progress")).expect(200).json
}

/// Two pupils of year 8 and one of year 9 with a week of ten sessions each.
fn week(house: &House) -> Ground {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    let cai = ground.pupil("Cai", &json!({ "year_group": 9, "registration_group": "9A" }));
    let file: String = [(&amal, "II pp pp pp pp"), (&bo, "pp pp pp pp pp"), (&cai, "OO OO OO pp Lp")]
        .iter()
        .map(|(pupil, letters)| rows(&ground.upn(pupil), &NOVEMBER[10..], letters))
        .collect();
    enter(house, &ground, &file);
    // Before the register of Monday morning opens, so that ten sessions remain.
    house.at("2026-11-23T08:00:00Z");
    ground
}

on_both! {
fn what_remains_and_what_it_takes_is_told(house: &House) {
    let ground = week(house);
    let all = progress(&ground, &json!({}));
    assert_eq!((&all["so_far"]["numerator"], &all["so_far"]["denominator"], &all["remaining"]), (&json!(22), &json!(30), &json!(30)), "{all}");
    assert_eq!((&all["reached_so_far"], &all["attainable"], &all["pupils"]), (&json!(false), &json!(false), &json!(3)));
    assert!((all["best_attainable"].as_f64().unwrap() - 52.0 / 60.0).abs() < 1e-12);
    assert!(text(&all["in_words"]).contains("out of reach"), "{all}");

    let eighth = progress(&ground, &json!({ "scope": "year_group", "year_group": 8, "value": 0.93 }));
    assert_eq!((&eighth["so_far"]["numerator"], &eighth["so_far"]["denominator"]), (&json!(18), &json!(20)));
    assert_eq!(eighth["attainable"], true);
    let needed = eighth["needed"]["rate_from_now_on"].as_f64().unwrap();
    assert!((needed - (0.93 * 40.0 - 18.0) / 20.0).abs() < 1e-9, "{eighth}");

    let group = ground.group("9A");
    let ninth = progress(&ground, &json!({ "scope": "group", "group_id": group, "measure": "punctuality_rate" }));
    assert_eq!((&ninth["so_far"]["numerator"], &ninth["so_far"]["denominator"], &ninth["pupils"]), (&json!(3), &json!(4), &json!(1)), "{ninth}");

    // Six of ten were missed: of twenty that is three tenths. Two of ten become a tenth, which is persistent still.
    let persistent = progress(&ground, &json!({ "measure": "persistent_absence_rate", "value": 0.4 }));
    assert_eq!(persistent["pupils_needed"], json!({ "allowed": 1, "above_now": 2, "beyond_recovery": 2, "must_recover": 1 }), "{persistent}");
    assert_eq!(persistent["attainable"], false);
    let severe = progress(&ground, &json!({ "measure": "severe_absence_rate", "value": 0.0 }));
    assert_eq!(severe["pupils_needed"], json!({ "allowed": 0, "above_now": 1, "beyond_recovery": 0, "must_recover": 1 }));
    assert_eq!(severe["attainable"], true);
}
}

on_both! {
fn a_target_is_kept_changed_and_taken_away(house: &House) {
    let ground = Ground::new(house);
    let whole_year = json!({ "from": "2026-09-01", "to": "2027-07-31", "abie_target": true, "note": "Set by the DfE" });
    let made = ground.api.post(&ground.path("targets"), &target(&whole_year)).expect(201);
    let path = made.header("location").to_owned();
    assert_eq!((&made.json["abie_target"], text(&made.json["scope"]), &made.json["year_group"]), (&json!(true), "academy", &Value::Null));
    ground.api.post(&ground.path("targets"), &target(&whole_year)).expect(409);
    let read = ground.api.get(&path).expect(200);
    assert_eq!(read.json, made.json);
    ground.api.with("If-None-Match", read.header("etag")).get(&path).expect(304);
    let changed = ground.api.with("If-Match", read.header("etag")).patch(&path, &json!({ "value": 0.925, "note": null })).expect(200);
    assert_eq!((&changed.json["value"], &changed.json["note"]), (&json!(0.925), &Value::Null));
    ground.api.with("If-Match", read.header("etag")).patch(&path, &json!({ "value": 0.9 })).expect(412);
    let listed = ground.api.get(&ground.path("targets?from=2027-01-01")).expect(200).json;
    assert_eq!(listed["data"].as_array().unwrap().len(), 1);
    assert_eq!(ground.api.get(&ground.path("targets?from=2027-09-01")).expect(200).json["data"], json!([]));
    let neighbour = house.client("attendance:read", &[&ground.neighbour().id]);
    neighbour.get(&path).expect(404);
    ground.api.delete(&path).expect(204);
    ground.api.get(&path).expect(404);
    ground.api.get(&format!("{path}/progress")).expect(404);
}
}

on_both! {
fn a_target_that_means_nothing_is_refused_with_everything_that_is_wrong(house: &House) {
    let ground = Ground::new(house);
    let other = ground.neighbour();
    other.pupil("Elsewhere", &json!({ "registration_group": "4E", "year_group": 4 }));
    let refused = |changes: Value| problem(house, ground.api.post(&ground.path("targets"), &target(&changes)), &[422]);
    let wrong = refused(json!({ "to": "2026-11-01", "scope": "year_group", "year_group": 8, "abie_target": true }));
    assert_eq!(wrong.violations(), ["/to ends_before_it_begins", "/abie_target not_an_abie_target"]);
    assert_eq!(pointers(&refused(json!({ "value": 1.5, "measure": "happiness" }))).len(), 2);
    assert_eq!(refused(json!({ "scope": "year_group" })).violations(), ["/year_group missing_field"]);
    assert_eq!(refused(json!({ "year_group": 8 })).violations(), ["/year_group not_of_this_scope"]);
    assert_eq!(refused(json!({ "to": "2028-11-01" })).violations(), ["/to range_too_long"]);
    assert_eq!(refused(json!({ "scope": "group", "group_id": other.group("4E") })).violations(), ["/group_id unknown_group"]);
    refused(json!({ "colour": "green" }));
    let empty = progress(&ground, &json!({}));
    assert_eq!((&empty["so_far"]["rate"], &empty["reached_so_far"], &empty["attainable"]), (&Value::Null, &Value::Null, &json!(false)));
}
}
