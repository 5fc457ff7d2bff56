//! What is told of one person, and to whom.

use super::absence;
use super::fairness::{allocate_and_publish, morning};
use crate::ground::{Ground, marks_of, problem};
use serde_json::{Value, json};
use testkit::{House, on_both};

/// Puts two pupils into a class; answers its group.
fn class(ground: &Ground, name: &str, pupils: &[String; 2]) -> String {
    let group = ground.group(name);
    let members: Vec<Value> =
        pupils.iter().map(|pupil| json!({ "pupil_id": pupil, "first_day": "2026-09-03" })).collect();
    ground.api.post(&format!("/v1/groups/{group}/members"), &json!({ "members": members })).expect(200);
    group
}

on_both! {
fn the_registers_of_covered_lessons_are_measured_for_the_person_and_who_manages_them(house: &House) {
    let (ground, supervisor, colleague) = morning(house);
    let pupils = ground.pupils(["Amal", "Bilal"]);
    let [x, y] = ["8x/Ma1", "8y/Ma1"].map(|name| class(&ground, name, &pupils));
    allocate_and_publish(house, &ground);
    let take = |at: &str, period: &str, group: &str, who: &str, codes: [&str; 2]| {
        house.at(at);
        let mut body = marks_of(&[(&pupils[0], codes[0]), (&pupils[1], codes[1])]);
        body["reason"] = json!("Seen in the corridor");
        let path = ground.path(&format!("lessons/2026-11-23/{period}/{group}/register"));
        house.everything().acting_for(who).put(&path, &body).expect(200);
    };
    take("2026-11-23T09:05:00Z", "1", &x, &supervisor, ["/", "N"]);
    take("2026-11-23T09:30:00Z", "1", &x, &ground.officer, ["/", "L"]);
    take("2026-11-23T10:40:00Z", "2", &y, &supervisor, ["/", "/"]);
    take("2026-11-23T11:10:00Z", "3", &x, &ground.officer, ["/", "/"]);
    let ground = ground.later(house, "2026-11-23T12:30:00Z");
    let path = format!("/v1/staff/{supervisor}/quality?from=2026-11-16&to=2026-11-27");
    let own = ground.api.acting_for(&supervisor).get(&path).expect(200).json;
    let counts = ["taken_on_time", "taken_late", "not_taken", "taken_by_others"].map(|figure| own[figure]["numerator"].clone());
    assert_eq!((counts, &own["taken_on_time"]["denominator"]), ([json!(1), json!(1), json!(1), json!(1)], &json!(3)), "{own}");
    assert_eq!(own["median_minutes_to_save"], json!(22.5));
    assert_eq!(own["corrected_by_others"], json!({ "numerator": 1, "denominator": 4, "value": 0.25 }), "{own}");
    assert_eq!(own["definitions"].as_array().unwrap().len(), 6);
    let manager = ground.person("Malik", "Cover manager", &["cover_manager"]);
    let other = ground.person("Meera", "Cover manager", &["cover_manager"]);
    let head = ground.person("Ifeoma", "Headteacher", &["headteacher"]);
    let personnel = ground.person("Hana", "Personnel officer", &["human_resources"]);
    problem(house, ground.api.acting_for(&manager).get(&path), &[404]);
    let appraisal = json!({ "line_manager_id": manager, "academic_year": "2026-27" });
    ground.api.post(&format!("/v1/staff/{supervisor}/appraisals"), &appraisal).expect(201);
    let hours = format!("/v1/staff/{supervisor}/working-time?week=2026-11-25");
    for who in [&supervisor, &manager, &personnel] {
        ground.api.acting_for(who).get(&path).expect(200);
        ground.api.acting_for(who).get(&hours).expect(200);
    }
    // Having observed somebody, or one-to-ones, makes nobody their manager.
    let meeting = json!({ "line_manager_id": other, "held_on": "2026-11-20", "notes": "Went through the week" });
    ground.api.acting_for(&other).post(&format!("/v1/staff/{supervisor}/one-to-ones"), &meeting).expect(201);
    for who in [&other, &head, &colleague] {
        problem(house, ground.api.acting_for(who).get(&path), &[404]);
        problem(house, ground.api.acting_for(who).get(&hours), &[404]);
    }
    problem(house, ground.api.get(&path.replace("2026-11-16", "2020-01-01")), &[400]);
}
}

on_both! {
fn a_week_is_set_against_the_contract_with_what_cover_adds(house: &House) {
    let (ground, supervisor, _) = morning(house);
    allocate_and_publish(house, &ground);
    let contract = json!({ "cover_roles": ["cover_supervisor"], "working_pattern": [{ "weekday": "mon", "starts": "09:00", "ends": "11:00" }],
        "contract": { "kind": "permanent", "first_day": "2024-09-01", "fte": 0.1, "minutes_a_week": 120, "weeks_a_year": 39, "term_time_only": true } });
    ground.api.put(&format!("/v1/staff/{supervisor}/employment"), &contract).expect(200);
    let week = ground.api.get(&format!("/v1/staff/{supervisor}/working-time?week=2026-11-25")).expect(200).json;
    assert_eq!((&week["week"], week["days"].as_array().unwrap().len()), (&json!("2026-11-23"), 1), "{week}");
    let day = &week["days"][0];
    assert_eq!((&day["minutes"], &day["cover_minutes"], &day["cover_minutes_outside"], &day["rest"]["kept"]),
        (&json!(120), &json!(180), &json!(60), &json!(null)));
    assert_eq!((&week["minutes"], &week["beyond_contract_minutes"], &week["cover_beyond_contract_minutes"]), (&json!(180), &json!(60), &json!(60)));
    let year = &week["year"];
    assert_eq!((&year["contracted_minutes"], &year["cover_minutes_outside"]), (&json!(4_680), &json!(60)));
    let days = year["school_days"].as_i64().unwrap();
    assert!((30..=45).contains(&days) && year["minutes"] == json!(days * 120), "Mondays of the school year: {year}");
    assert_eq!(week["directed"], json!(null));
    problem(house, ground.api.get(&format!("/v1/staff/{supervisor}/working-time?week=9999-01-01")), &[400]);
}
}

on_both! {
fn covers_count_as_directed_time(house: &House) {
    let (ground, _, colleague) = morning(house);
    let line = || {
        let list = ground.api.get(&ground.path("protected-time?on=2026-11-23")).expect(200).json["data"].clone();
        list.as_array().unwrap().iter().find(|each| each["staff_id"] == colleague.as_str()).unwrap()["directed_time"].clone()
    };
    let before = line();
    let day = ground.path("cover/2026-11-23");
    let first = ground.api.get(&day).expect(200).json["requirements"][0]["id"].clone();
    ground.api.post(&format!("{day}/assignments"), &json!({ "requirement_id": first, "staff_id": colleague })).expect(201);
    assert_eq!(line()["cover_minutes"], json!(0), "nothing was published yet");
    ground.api.send("POST", &format!("{day}/publish"), None).expect(201);
    let after = line();
    assert_eq!(after["cover_minutes"], json!(60));
    assert_eq!(after["remaining_minutes"].as_i64().unwrap(), before["remaining_minutes"].as_i64().unwrap() - 60);
    let own = ground.api.acting_for(&colleague).get(&format!("/v1/staff/{colleague}/working-time?week=2026-11-23")).expect(200).json;
    assert_eq!(own["directed"]["cover_minutes"], json!(60), "{own}");
}
}

on_both! {
fn human_resources_record_returns_and_fit_notes(house: &House) {
    let ground = Ground::new(house);
    let personnel = ground.api.acting_for(&ground.person("Hana", "Personnel officer", &["human_resources"]));
    let away = json!({ "staff_id": ground.teacher, "first_day": "2026-11-10", "last_day": "2026-11-20", "category": "SIC" });
    let ill = absence(house, &ground.id, &away);
    let note = json!({ "kind": "not_fit", "issued_on": "2026-11-17", "first_day": "2026-11-17", "last_day": "2026-11-20" });
    personnel.post(&format!("/v1/staff-absences/{ill}/fit-notes"), &note).expect(201);
    let meeting = json!({ "held_on": "2026-11-23", "outcome": "full_return" });
    let held = personnel.post(&format!("/v1/staff-absences/{ill}/return-to-work"), &meeting).expect(201);
    assert_eq!(held.json["staff_id"], ground.teacher.as_str());
    let recorded = json!({ "staff_id": ground.teacher, "first_day": "2026-11-24", "last_day": "2026-11-24", "category": "SIC" });
    personnel.post(&ground.path("staff-absences"), &recorded).expect(201);
    // Arranging cover is still none of theirs.
    problem(house, personnel.post(&ground.path("cover/2026-11-23/solve"), &json!({})), &[403]);
}
}
