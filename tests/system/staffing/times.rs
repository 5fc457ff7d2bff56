//! When people work and when they are asked for nothing: patterns that change, times that are restricted, teaching assistants.

use super::{absence, employment, vetted};
use crate::ground::{Ground, column, problem};
use serde_json::{Value, json};
use testkit::{House, on_both};

const DAY: &str = "2026-11-23";

/// Two lessons of the teacher, who is away on a day.
fn lessons(house: &House, ground: &Ground, day: &str) {
    let rows = "day,period,starts,ends\nmon,1,09:00,10:00\nmon,2,10:00,11:00\ntue,1,09:00,10:00\ntue,2,10:00,11:00\n";
    ground.import(house, "periods-csv", rows);
    let rows = "staff_code,day,period,activity,class\nTEX,mon,1,lesson,8x/Ma1\nTEX,mon,2,lesson,8x/Ma1\nTEX,tue,1,lesson,8x/Ma1\n";
    ground.import(house, "timetable-csv", rows);
    let away = json!({ "staff_id": ground.teacher, "first_day": day, "last_day": day, "category": "SIC" });
    absence(house, &ground.id, &away);
}

fn put(ground: &Ground, staff: &str, changes: &Value) {
    let put = ground.api.put(&format!("/v1/staff/{staff}/employment"), &employment(changes));
    assert!((200..300).contains(&put.status), "{}", put.text);
}

on_both! {
fn who_supports_a_pupil_one_to_one_is_asked_only_for_a_reason(house: &House) {
    house.at("2026-11-23T06:45:00Z");
    let ground = Ground::new(house);
    lessons(house, &ground, DAY);
    let assistant = ground.person("Tomos", "Teaching assistant", &["cover_supervisor"]);
    vetted(&ground.api, &assistant);
    let day = ground.path(&format!("cover/{DAY}"));
    let needs = ground.api.get(&day).expect(200).json["requirements"].clone();
    let need = |period: &str| needs.as_array().unwrap().iter().find(|each| each["period"] == period).unwrap()["id"].clone();
    let asked = || {
        let solved = ground.api.post(&format!("{day}/solve"), &json!({ "save": false })).expect(200).json;
        let ids = column(&solved["assignments"], "requirement_id");
        ["1", "2"].into_iter().filter(|period| ids.contains(&need(period).as_str().unwrap())).collect::<Vec<_>>()
    };
    // Whose job description says nothing of it is not asked at all.
    put(&ground, &assistant, &json!({ "cover_roles": ["teaching_assistant"] }));
    assert_eq!(asked(), Vec::<&str>::new());
    let supervises = json!({ "cover_roles": ["teaching_assistant"], "supervises_in_emergency": true, "limits": { "a_day": 2 } });
    put(&ground, &assistant, &supervises);
    assert_eq!(asked(), ["1", "2"]);
    let mut supports = supervises.clone();
    supports["restrictions"] = json!([{ "kind": "time", "what": "Supports a pupil", "because": "one_to_one_support",
        "times": [{ "weekday": "mon", "periods": ["1"] }, { "weekday": "fri" }] }]);
    put(&ground, &assistant, &supports);
    assert_eq!(asked(), ["2"]);
    let mut choice = json!({ "requirement_id": need("1"), "staff_id": assistant });
    let refused = problem(house, ground.api.post(&format!("{day}/assignments"), &choice), &[422]);
    assert!(refused.text.contains("one_to_one_support"), "{}", refused.text);
    choice["reason"] = json!("The pupil is away today");
    let made = ground.api.post(&format!("{day}/assignments"), &choice).expect(201).json;
    assert_eq!(made["overridden"], json!(["one_to_one_support"]), "{made}");
}
}

on_both! {
fn facility_time_and_medical_times_are_nobodys_to_set_aside(house: &House) {
    house.at("2026-11-23T06:45:00Z");
    let ground = Ground::new(house);
    lessons(house, &ground, DAY);
    let supervisor = ground.person("Sunita", "Cover supervisor", &["cover_supervisor"]);
    vetted(&ground.api, &supervisor);
    let restrictions = json!([
        { "kind": "time", "what": "Facility time", "because": "union_facility_time", "times": [{ "weekday": "mon", "starts": "08:00", "ends": "09:30" }] },
        { "kind": "time", "what": "Physiotherapy", "because": "medical", "times": [{ "weekday": "mon", "starts": "10:30", "ends": "11:30" }] }]);
    put(&ground, &supervisor, &json!({ "cover_roles": ["cover_supervisor"], "restrictions": restrictions }));
    let day = ground.path(&format!("cover/{DAY}"));
    let solved = ground.api.post(&format!("{day}/solve"), &json!({ "save": false })).expect(200).json;
    assert_eq!(solved["assignments"], json!([]), "{solved}");
    let need = ground.api.get(&day).expect(200).json["requirements"][0]["id"].clone();
    let choice = json!({ "requirement_id": need, "staff_id": supervisor, "reason": "There is nobody else" });
    let refused = problem(house, ground.api.post(&format!("{day}/assignments"), &choice), &[422]);
    assert!(refused.text.contains("restricted") && !refused.text.contains("Physio"), "{}", refused.text);
    // Whoever arranges cover sees that a medical time holds, and not that it is one.
    let manager = ground.person("Meera", "Cover manager", &["cover_manager"]);
    let told = ground.api.acting_for(&manager).get(&format!("/v1/staff/{supervisor}/employment")).expect(200);
    assert_eq!((&told.json["restrictions"][0]["because"], &told.json["restrictions"][1]["because"]), (&json!("union_facility_time"), &json!(null)));
    assert!(!told.text.contains("Physio"), "{}", told.text);
    let wrong = employment(&json!({ "restrictions": [{ "kind": "time", "what": "x", "times": [] }, { "kind": "room", "what": "H1", "times": [{ "weekday": "mon" }] }] }));
    let refused = problem(house, ground.api.put(&format!("/v1/staff/{supervisor}/employment"), &wrong), &[422]);
    assert_eq!(refused.violations(), ["/restrictions/0/times missing", "/restrictions/1/times not_a_time"]);
}
}

on_both! {
fn a_pattern_from_january_changes_nothing_before(house: &House) {
    house.at("2027-01-05T06:45:00Z");
    let ground = Ground::new(house);
    lessons(house, &ground, "2027-01-05");
    let supervisor = ground.person("Sunita", "Cover supervisor", &["cover_supervisor"]);
    vetted(&ground.api, &supervisor);
    let changes = json!({ "cover_roles": ["cover_supervisor"],
        "contract": { "kind": "permanent", "first_day": "2024-09-01", "fte": 0.6, "term_time_only": true },
        "later_patterns": [{ "from": "2027-01-04", "working_pattern": [{ "weekday": "mon" }, { "weekday": "fri", "week": "A" }] }] });
    put(&ground, &supervisor, &changes);
    // Not at work on the Tuesday of January.
    let solved = ground.api.post(&ground.path("cover/2027-01-05/solve"), &json!({ "save": false })).expect(200).json;
    assert_eq!(solved["assignments"], json!([]), "{solved}");
    let days = |week: &str| {
        let hours = ground.api.get(&format!("/v1/staff/{supervisor}/working-time?week={week}")).expect(200).json;
        column(&hours["days"], "date").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(days("2026-12-07"), ["2026-12-07", "2026-12-08"]);
    assert_eq!(days("2027-01-11"), ["2027-01-11"]);
    // Free time of the year falls with the pattern, for what is left of it only.
    let ledger = ground.api.get(&ground.path("cover/fairness?from=2026-12-07&to=2027-01-15")).expect(200).json;
    let line = ledger["people"].as_array().unwrap().iter().find(|each| each["staff_id"] == supervisor.as_str()).unwrap().clone();
    // Two Mondays and two Tuesdays of two hours in December, two Mondays in January.
    assert_eq!(line["load_index"]["denominator"], json!(720), "{line}");
    // Two whole weeks in December were ten days, two in January are two Mondays and the one Friday of week A; on Mondays and Tuesdays
    // the school day of this timetable is over by midday, so those are halves.
    for (first, last) in [("2026-12-07", "2026-12-18"), ("2027-01-04", "2027-01-15")] {
        absence(house, &ground.id, &json!({ "staff_id": supervisor, "first_day": first, "last_day": last, "category": "SIC" }));
    }
    let lost = |as_of: &str| {
        let record = ground.api.get(&format!("/v1/staff/{supervisor}/absence-record?as_of={as_of}")).expect(200).json;
        record["figures"]["working_days_lost"].clone()
    };
    assert_eq!((lost("2026-12-31"), lost("2027-01-20")), (json!(8.0), json!(10.0)));
}
}
