//! Who answers for the checks of whom: the register of agency workers never silences the single central record.

use super::{absence, employment};
use crate::ground::{Ground, column, problem};
use serde_json::{Value, json};
use testkit::{House, on_both};

const DAY: &str = "2026-11-23";

fn worker(forename: &str, staff: &[&str]) -> Value {
    json!({ "surname": "Example", "forename": forename, "agency": "Made-Up Supply", "staff_ids": staff,
        "letter_received_on": "2026-11-20", "identity_checked_on": "2026-11-20" })
}

/// A lesson of the teacher, who is away.
fn lesson(house: &House, ground: &Ground) {
    ground.import(house, "periods-csv", "day,period,starts,ends\nmon,1,09:00,10:00\n");
    ground.import(house, "timetable-csv", "staff_code,day,period,activity,class\nTEX,mon,1,lesson,8x/Ma1\n");
    let away = json!({ "staff_id": ground.teacher, "first_day": DAY, "last_day": DAY, "category": "SIC" });
    absence(house, &ground.id, &away);
}

on_both! {
fn an_entry_in_the_register_makes_nobody_valid_whose_checks_were_not_clear(house: &House) {
    house.at("2026-11-23T06:45:00Z");
    let ground = Ground::new(house);
    lesson(house, &ground);
    let manager = ground.person("Meera", "Cover manager", &["cover_manager"]);
    let as_manager = ground.api.acting_for(&manager);
    let [unclear, bare] = ["Solomon", "Kwame"].map(|name| ground.person(name, "Teacher", &["teacher"]));
    let kinds = ["identity", "barred_list", "right_to_work", "prohibition", "enhanced_dbs"];
    let checks = kinds.map(|kind| json!({ "kind": kind, "done_on": "2024-08-20", "clear": kind != "enhanced_dbs" }));
    ground.api.put(&format!("/v1/staff/{unclear}/checks"), &json!({ "checks": checks })).expect(201);
    let mut vouched = worker("Solomon", &[&unclear]);
    // Not even a certificate that the register says was seen later.
    vouched["certificate_discloses"] = json!(true);
    vouched["certificate_seen_on"] = json!("2026-11-22");
    as_manager.post("/v1/agency-workers", &vouched).expect(201);
    let own = ground.api.get(&format!("/v1/staff/{unclear}/checks")).expect(200).json;
    assert_eq!((&own["valid"], column(&own["because"], "code")), (&json!(false), vec!["not_clear"]), "{own}");
    let record = ground.api.get(&ground.path("single-central-record")).expect(200).json;
    let entry = record["data"].as_array().unwrap().iter().find(|entry| entry["staff_id"] == unclear.as_str()).unwrap().clone();
    assert_eq!((&entry["valid"], column(&entry["due"], "state")), (&json!(false), vec!["not_clear"]), "{entry}");
    let day = ground.path(&format!("cover/{DAY}"));
    let need = as_manager.get(&day).expect(200).json["requirements"][0]["id"].clone();
    let refused = problem(house, as_manager.post(&format!("{day}/assignments"), &json!({ "requirement_id": need, "staff_id": unclear })), &[422]);
    assert!(refused.text.contains("vetting"), "{}", refused.text);
    // Whom the academy employs itself is not the agency's to answer for, nor is anybody twice.
    ground.api.put(&format!("/v1/staff/{bare}/employment"), &employment(&json!({}))).expect(201);
    let refused = problem(house, as_manager.post("/v1/agency-workers", &worker("Kwame", &[&bare, &unclear])), &[422]);
    assert_eq!(refused.violations(), ["/staff_ids/0 on_the_payroll", "/staff_ids/1 named_already"]);
    let fixed = json!({ "contract": { "kind": "agency", "first_day": "2026-09-01", "fte": 1.0 } });
    ground.api.put(&format!("/v1/staff/{bare}/employment"), &employment(&fixed)).expect(200);
    let made = as_manager.post("/v1/agency-workers", &worker("Kwame", &[&bare])).expect(201);
    // Taken on later, the person needs what every teacher of the academy needs.
    ground.api.put(&format!("/v1/staff/{bare}/employment"), &employment(&json!({}))).expect(200);
    let record = ground.api.get(&ground.path("single-central-record")).expect(200).json;
    let entry = record["data"].as_array().unwrap().iter().find(|entry| entry["staff_id"] == bare.as_str()).unwrap().clone();
    assert_eq!((&entry["valid"], column(&entry["due"], "state")), (&json!(false), vec!["missing"; 5]), "{entry}");
    as_manager.patch(&format!("/v1/agency-workers/{}", made.id()), &json!({ "agency": "Another" })).expect(200);
}
}

on_both! {
fn somebody_of_an_agency_is_supply_and_paid_for_without_an_employment_record(house: &House) {
    house.at("2026-11-23T06:45:00Z");
    let ground = Ground::new(house);
    lesson(house, &ground);
    let supply = ground.person("Solomon", "Supply teacher", &["teacher"]);
    ground.api.post("/v1/agency-workers", &worker("Solomon", &[&supply])).expect(201);
    ground.api.put(&ground.path("supply-rates"), &json!({ "half_day_pence": 10000, "day_pence": 19000 })).expect(200);
    let solved = ground.api.post(&ground.path(&format!("cover/{DAY}/solve")), &json!({ "save": false })).expect(200).json;
    assert_eq!(column(&solved["assignments"], "staff_id"), [supply.as_str()], "{solved}");
    assert_eq!(solved["bookings"][0]["pence"], json!(10000), "{solved}");
}
}

on_both! {
fn without_an_employment_record_the_roles_say_which_checks_are_needed(house: &House) {
    let ground = Ground::new(house);
    let head = ground.person("Ifeoma", "Headteacher", &["headteacher"]);
    let four = ["identity", "barred_list", "enhanced_dbs", "right_to_work"];
    let checks = json!({ "checks": four.map(|kind| json!({ "kind": kind, "done_on": "2024-08-20" })) });
    for (who, lacks) in [(&ground.officer, vec![]), (&ground.teacher, vec!["prohibition"]), (&head, vec!["prohibition", "section_128"])] {
        let put = ground.api.put(&format!("/v1/staff/{who}/checks"), &checks).expect(201).json;
        assert_eq!(column(&put["because"], "check"), lacks, "{put}");
    }
}
}

on_both! {
fn bookings_are_of_days_and_published_cover_is_a_week_of_work(house: &House) {
    house.at("2026-11-23T06:45:00Z");
    let ground = Ground::new(house);
    lesson(house, &ground);
    let supply = ground.person("Solomon", "Supply teacher", &["teacher"]);
    let path = format!("/v1/agency-workers/{}", ground.api.post("/v1/agency-workers", &worker("Solomon", &[&supply])).expect(201).id());
    ground.api.put(&ground.path("supply-rates"), &json!({ "half_day_pence": 10000, "day_pence": 19000 })).expect(200);
    let day = ground.path(&format!("cover/{DAY}"));
    let pence = |changes: &Value| {
        ground.api.patch(&path, changes).expect(200);
        let solved = ground.api.post(&format!("{day}/solve"), &json!({ "save": false })).expect(200).json;
        assert_eq!(column(&solved["assignments"], "staff_id"), [supply.as_str()], "{solved}");
        solved["bookings"].as_array().unwrap().iter().map(|booking| booking["pence"].as_i64().unwrap()).sum::<i64>()
    };
    // Neither a week of work nor the booking of another day pays for this one.
    let week = json!([{ "week": DAY, "academy_id": ground.id, "role": "Supply Teacher" }]);
    let booked = |day: &str, part: &str| json!({ "bookings": [{ "day": day, "academy_id": ground.id, "part": part }] });
    assert_eq!(pence(&json!({ "assignments": week })), 10_000);
    assert_eq!(pence(&booked("2026-11-24", "day")), 10_000);
    assert_eq!(pence(&booked(DAY, "morning")), 0);
    let refused = problem(house, ground.api.patch(&path, &json!({ "minimum_booking": "day" })), &[422]);
    assert_eq!(refused.violations(), ["/bookings/0/part below_the_minimum"]);
    assert_eq!(pence(&json!({ "bookings": [], "assignments": [], "minimum_booking": "day" })), 19_000);
    // What was published counts without being typed: one week, in the role that is usual.
    assert_eq!(ground.api.get(&path).expect(200).json["clocks"], json!([]));
    ground.api.post(&format!("{day}/solve"), &json!({})).expect(200);
    assert_eq!(ground.api.get(&path).expect(200).json["clocks"], json!([]), "not yet published");
    ground.api.send("POST", &format!("{day}/publish"), None).expect(201);
    let clocks = ground.api.get(&path).expect(200).json["clocks"].clone();
    assert_eq!((&clocks[0]["role"], &clocks[0]["counted"]), (&json!("supply_teacher"), &json!([DAY])), "{clocks}");
}
}

on_both! {
fn identity_is_checked_on_arrival_at_each_academy(house: &House) {
    let ground = Ground::new(house);
    let there = ground.neighbour();
    let [here, elsewhere] = [&ground, &there].map(|each| each.person("Solomon", "Supply teacher", &["teacher"]));
    let made = ground.api.post("/v1/agency-workers", &worker("Solomon", &[&here])).expect(201);
    let path = format!("/v1/agency-workers/{}", made.id());
    let refused = problem(house, ground.api.patch(&path, &json!({ "staff_ids": [here, elsewhere] })), &[422]);
    assert_eq!(refused.violations(), ["/identity_checked_on say_where"]);
    let checked = json!([{ "academy_id": ground.id, "checked_on": "2026-11-20" }]);
    let both = json!({ "staff_ids": [here, elsewhere], "identity_checks": checked, "certificate_dated_on": "2026-03-02" });
    ground.api.patch(&path, &both).expect(200);
    let entry = |at: &Ground, id: &str| {
        let record = at.api.get(&at.path("single-central-record")).expect(200).json;
        record["data"].as_array().unwrap().iter().find(|entry| entry["staff_id"] == id).unwrap().clone()
    };
    let known = entry(&ground, &here);
    assert_eq!((&known["valid"], &known["checks"][0]["reference"]), (&json!(true), &json!("enhanced DBS certificate of 2026-03-02")), "{known}");
    let unknown = entry(&there, &elsewhere);
    assert_eq!((&unknown["valid"], column(&unknown["due"], "check")), (&json!(false), vec!["identity_on_arrival"]), "{unknown}");
    // A certificate that discloses something and was not seen is due, and is reminded of.
    ground.api.patch(&path, &json!({ "certificate_discloses": true })).expect(200);
    assert_eq!(column(&entry(&ground, &here)["due"], "check"), ["enhanced_dbs"]);
    let told = ground.api.get(&ground.path("staff-reminders?limit=500")).expect(200).json["data"].clone();
    let of_worker = told.as_array().unwrap().iter().find(|each| each["staff_id"] == here.as_str() && each["kind"] == "vetting");
    assert!(of_worker.unwrap()["detail"].as_str().unwrap().contains("enhanced dbs"), "{told}");
}
}

on_both! {
/// Who is employed by the hour is employed here: the register of agency workers says nothing of their checks.
fn a_casual_employee_is_vetted_by_the_academy(house: &House) {
    let ground = Ground::new(house);
    let manager = ground.person("Meera", "Cover manager", &["cover_manager"]);
    let as_manager = ground.api.acting_for(&manager);
    let casual = ground.person("Kwame", "Teacher", &["teacher"]);
    as_manager.post("/v1/agency-workers", &worker("Kwame", &[&casual])).expect(201);
    let own = json!({ "contract": { "kind": "casual", "first_day": "2026-09-01", "fte": 0.1 } });
    ground.api.put(&format!("/v1/staff/{casual}/employment"), &employment(&own)).expect(201);
    let record = ground.api.get(&ground.path("single-central-record")).expect(200).json;
    let entry = record["data"].as_array().unwrap().iter().find(|entry| entry["staff_id"] == casual.as_str()).unwrap().clone();
    assert_eq!((&entry["valid"], column(&entry["due"], "state")), (&json!(false), vec!["missing"; 5]), "{entry}");
    let other = ground.person("Esi", "Teacher", &["teacher"]);
    ground.api.put(&format!("/v1/staff/{other}/employment"), &employment(&own)).expect(201);
    let refused = problem(house, as_manager.post("/v1/agency-workers", &worker("Esi", &[&other])), &[422]);
    assert_eq!(refused.violations(), ["/staff_ids/0 on_the_payroll"]);
}
}

on_both! {
/// Who is booked at another academy of the trust for a part of the day is not here then.
fn nobody_is_offered_while_they_are_at_another_academy(house: &House) {
    house.at("2026-11-23T06:45:00Z");
    let ground = Ground::new(house);
    lesson(house, &ground);
    let there = ground.neighbour();
    let supply = ground.person("Solomon", "Supply teacher", &["teacher"]);
    let path = format!("/v1/agency-workers/{}", ground.api.post("/v1/agency-workers", &worker("Solomon", &[&supply])).expect(201).id());
    let offered = |at: &str, part: &str| {
        let bookings = json!({ "bookings": [{ "day": DAY, "academy_id": at, "part": part }] });
        ground.api.patch(&path, &bookings).expect(200);
        let solved = ground.api.post(&ground.path(&format!("cover/{DAY}/solve")), &json!({ "save": false })).expect(200).json;
        !solved["assignments"].as_array().unwrap().is_empty()
    };
    let found = ["morning", "afternoon", "day"].map(|part| (offered(&there.id, part), offered(&ground.id, part)));
    // The lesson is from nine to ten.
    assert_eq!(found, [(false, true), (true, true), (false, true)]);
    let contract = json!({ "cover_roles": ["supply"], "contract": { "kind": "agency", "first_day": "2026-09-01", "fte": 1.0 } });
    ground.api.put(&format!("/v1/staff/{supply}/employment"), &employment(&contract)).expect(201);
    assert_eq!((offered(&there.id, "morning"), offered(&there.id, "afternoon")), (false, true));
}
}
