//! How staff are employed.

use super::employment;
use crate::ground::{Ground, problem};
use serde_json::json;
use testkit::{House, on_both};

on_both! {
fn a_part_time_teacher_is_described_and_read_back(house: &House) {
    let ground = Ground::new(house);
    let path = format!("/v1/staff/{}/employment", ground.teacher);
    problem(house, ground.api.get(&path), &[404]);
    let part_time = employment(&json!({ "working_pattern": [
            { "weekday": "mon" }, { "weekday": "tue", "sessions": ["am"] },
            { "weekday": "wed", "week": "A", "starts": "08:30", "ends": "13:00" } ],
        "subjects": ["Physics"], "competences": ["Science"], "limits": { "a_day": 1, "a_week": 2 },
        "restrictions": [{ "kind": "room", "what": "H12", "confidential": true, "reason": "Only stairs lead there" }] }));
    let made = ground.api.put(&path, &part_time).expect(201);
    assert_eq!(made.header("location"), path);
    let again = ground.api.put(&path, &part_time).expect(200);
    assert_eq!(again.header("etag"), made.header("etag"), "the same again changes nothing");
    let read = ground.api.get(&path).expect(200);
    assert_eq!(read.json["working_pattern"][2], json!({ "weekday": "wed", "week": "A", "sessions": null, "starts": "08:30", "ends": "13:00" }));
    assert_eq!(read.json["restrictions"][0]["reason"], "Only stairs lead there");
    // Who arranges cover sees that it holds, never why.
    let manager = ground.person("Meera", "Cover manager", &["cover_manager"]);
    let seen = ground.api.acting_for(&manager).get(&path).expect(200);
    assert_eq!((&seen.json["restrictions"][0]["what"], &seen.json["restrictions"][0]["reason"]), (&json!("H12"), &json!(null)));
    problem(house, ground.api.acting_for(&manager).put(&path, &part_time), &[403]);
    let stale = ground.api.with("If-Match", "\"7\"").put(&path, &employment(&json!({})));
    problem(house, stale, &[412]);
    ground.api.with("If-Match", made.header("etag")).put(&path, &employment(&json!({}))).expect(200);
}
}

on_both! {
fn everything_that_is_wrong_with_it_is_listed(house: &House) {
    let ground = Ground::new(house);
    let path = format!("/v1/staff/{}/employment", ground.teacher);
    let wrong = json!({ "cover_roles": ["hlta", "hlta"], "early_career_year": 1,
        "contract": { "kind": "fixed_term", "first_day": "2026-09-01", "fte": 1.0 },
        "working_pattern": [{ "weekday": "mon", "starts": "10:00", "ends": "09:00", "sessions": ["am"] }],
        "limits": { "a_day": 3, "a_week": 2 } });
    let refused = problem(house, ground.api.put(&path, &wrong), &[422]);
    assert_eq!(refused.violations(), [
        "/contract/last_day missing",
        "/working_pattern/0/sessions two_ways_at_once",
        "/working_pattern/0/ends ends_before_it_begins",
        "/limits/a_day larger_than_its_period",
        "/early_career_year not_a_teacher",
        "/cover_roles/1 repeated",
    ]);
    for hostile in [json!({}), json!([]), json!({ "cover_roles": ["king"], "contract": { "kind": "permanent", "first_day": "yesterday", "fte": 7 } }),
        json!({ "cover_roles": [], "contract": { "kind": "casual", "first_day": "9999-12-31", "fte": 1e-300 } }),
        employment(&json!({ "colour": "red" })), employment(&json!({ "working_pattern": [{ "weekday": "mon", "starts": "9am" }] }))] {
        problem(house, ground.api.put(&path, &hostile), &[400, 422]);
    }
    problem(house, ground.api.get(&path), &[404]);
}
}

on_both! {
fn the_timetable_is_measured_against_protected_and_directed_time(house: &House) {
    let ground = Ground::new(house);
    ground.import(house, "periods-csv", "day,period,starts,ends\nmon,1,09:00,10:00\nmon,2,10:00,11:00\nmon,3,11:00,12:00\ntue,1,09:00,10:00\ntue,2,10:00,10:20\n");
    let rows = "staff_code,day,period,activity,class\nTEX,mon,1,lesson,8x/Ma1\nTEX,mon,2,lesson,8x/Ma1\nTEX,mon,3,lesson,8x/Ma1\nTEX,tue,1,lesson,8x/Ma1\nTEX,tue,2,ppa,\n";
    let import = ground.import(house, "timetable-csv", rows);
    assert_eq!(import["status"], "succeeded", "{:?}", ground.rejections(&import));
    let teacher = employment(&json!({ "early_career_year": 2 }));
    ground.api.put(&format!("/v1/staff/{}/employment", ground.teacher), &teacher).expect(201);
    let list = ground.api.get(&ground.path("protected-time?on=2026-11-23")).expect(200).json;
    let line = &list["data"][0];
    // Two school weeks of four lessons of an hour: eight hours, of which 48 minutes are owed and 24 as an early career teacher.
    let time = &line["protected_time"];
    assert_eq!((&time["teaching_minutes"], &time["ppa_owed"], &time["ppa_minutes"], &time["too_short"], &time["ect_owed"]),
        (&json!(480), &json!(48), &json!(0), &json!(40), &json!(24)), "{list}");
    assert_eq!(crate::ground::column(&line["warnings"], "code"), ["ppa_below_tenth", "ppa_block_too_short", "ect_below_reduction"]);
    assert_eq!((&line["directed_time"]["applies"], &line["directed_time"]["limit_minutes"]), (&json!(true), &json!(75_900)));
    assert!(line["directed_time"]["timetabled_minutes"].as_i64().unwrap() > 0);
    problem(house, ground.api.get(&ground.path("protected-time?on=9999-01-01")), &[400]);
}
}
