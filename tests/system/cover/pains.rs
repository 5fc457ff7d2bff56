//! What users of other systems report, each as it goes here.

use super::ground::{DAY, School};
use crate::ground::{column, text};
use serde_json::json;
use testkit::{House, on_both};

on_both! {
fn two_parts_of_a_day_are_both_covered_and_neither_is_lost(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({ "starts": "09:00", "ends": "10:00" })).expect(201);
    school.absent("ADA", &json!({ "starts": "13:00", "ends": "14:10" })).expect(201);
    assert_eq!(school.lines(), ["1 7A/Ma open ", "4 9C/Ma open "]);
    let refused = school.absent("ADA", &json!({ "starts": "09:30", "ends": "10:30" })).expect(422);
    assert_eq!(refused.violations(), ["/first_day overlapping_absence"]);
    let refused = school.absent("BEN", &json!({ "last_day": "2026-11-20", "starts": "12:00", "ends": "09:00" })).expect(422);
    assert_eq!(refused.violations(), ["/last_day ends_before_start", "/ends ends_before_start"]);
    let stranger = json!({ "staff_id": school.here.id, "first_day": DAY });
    let refused = school.here.api.post(&school.here.path("staff-absences"), &stranger).expect(422);
    assert_eq!(refused.violations(), ["/staff_id unknown_staff"]);
}
}

on_both! {
fn nobody_is_in_two_places_and_arranged_cover_is_not_covered_again(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({})).expect(201);
    school.absent("BEN", &json!({})).expect(201);
    let one = text(&school.requirement("1", "7A/Ma")["id"]).to_owned();
    let other = text(&school.requirement("1", "8B/En")["id"]).to_owned();
    let give = |requirement: &str, code: &str| {
        let body = json!({ "requirement_id": requirement, "staff_id": school.id(code) });
        school.here.api.post(&school.path("/assignments"), &body)
    };
    give(&one, "HAL").expect(201);
    assert_eq!(give(&other, "HAL").expect(422).violations(), ["/staff_id two_places"]);
    assert_eq!(give(&other, "CAN").expect(422).violations(), ["/staff_id teaching"]);
    let allocation = school.solve(&json!({}));
    let mine = allocation["assignments"].as_array().unwrap().iter().find(|each| each["requirement_id"] == one.as_str()).unwrap();
    assert_eq!((school.code(&mine["staff_id"]), &mine["settled"]), ("HAL".to_owned(), &json!(true)));
    let pins = json!({ "pins": [{ "requirement_id": one, "staff_id": school.id("GUS") }, { "requirement_id": other, "staff_id": school.id("GUS") }] });
    let contradiction = school.solve(&pins);
    assert_eq!((&contradiction["status"], &contradiction["objective"]), (&json!("infeasible"), &json!(null)));
    assert!(column(&contradiction["uncovered"][0]["because"], "rule").contains(&"two_places"), "{contradiction}");
}
}

on_both! {
fn declined_cover_is_given_to_somebody_else_at_once(house: &House) {
    let school = School::new(house);
    school.absent("DEE", &json!({ "ends": "11:00" })).expect(201);
    school.solve(&json!({}));
    let line = school.requirement("2", "9C/Ge");
    let (assignment, first) = (text(&line["assignments"][0]["id"]).to_owned(), text(&line["covering_staff_id"]).to_owned());
    school.here.api.acting_for(&school.id("BEN")).send("POST", &format!("/v1/cover-assignments/{assignment}/decline"), None).expect(404);
    school.here.api.acting_for(&first).send("POST", &format!("/v1/cover-assignments/{assignment}/decline"), None).expect(200);
    let body = json!({ "requirement_id": line["id"], "staff_id": first });
    assert_eq!(school.here.api.post(&school.path("/assignments"), &body).expect(422).violations(), ["/staff_id declined"]);
    school.solve(&json!({}));
    let now = school.requirement("2", "9C/Ge");
    assert_ne!(now["covering_staff_id"], line["covering_staff_id"]);
    assert_eq!(now["declined_staff_ids"], json!([first]));
    school.here.api.send("POST", &format!("/v1/cover-assignments/{assignment}/accept"), None).expect(409);
}
}

on_both! {
fn one_period_is_not_required_and_is_again_while_the_absence_stands(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({})).expect(201);
    school.solve(&json!({}));
    let id = text(&school.requirement("2", "7A/Ma")["id"]).to_owned();
    let decide = |body| school.here.api.put(&school.path(&format!("/requirements/{id}")), &body);
    assert_eq!(decide(json!({ "required": false })).expect(422).violations(), ["/reason missing_field"]);
    decide(json!({ "required": false, "reason": "The class is in the hall" })).expect(200);
    assert_eq!(school.requirement("2", "7A/Ma")["status"], "not_required");
    assert_eq!(column(&school.day()["changes"], "because"), ["not_required"]);
    assert_eq!(school.requirement("1", "7A/Ma")["status"], "arranged");
    decide(json!({})).expect(200);
    assert_eq!(school.requirement("2", "7A/Ma")["status"], "arranged", "what was arranged stands again");
}
}

on_both! {
fn the_timetable_changes_and_cover_follows_it(house: &House) {
    let school = School::new(house);
    let absence = school.absent("ADA", &json!({ "last_day": null })).expect(201).id();
    school.solve(&json!({}));
    school.publish();
    let before = school.requirement("1", "7A/Ma");
    // A lesson timetabled after the absence was logged appears; one that goes takes its cover with it and nothing else.
    let file = School::timetable("ADA,mon,3,lesson,9E/Ma,Maths,R1\n").replace("ADA,mon,3,meeting,,,\n", "").replace("ADA,mon,4,lesson,9C/Ma,Maths,R1\n", "");
    school.import(house, "timetable-csv", &file);
    assert_eq!(school.requirement("3", "9E/Ma")["status"], "open");
    assert_eq!(school.requirement("1", "7A/Ma")["covering_staff_id"], before["covering_staff_id"]);
    let changes = school.day()["changes"].clone();
    assert_eq!((column(&changes, "class"), column(&changes, "because")), (vec!["9C/Ma"], vec!["timetable_changed"]));
    // Open-ended absences roll forward: tomorrow needs cover without a further entry, until the person is back.
    let tomorrow = school.here.path("cover/2026-11-24");
    assert_eq!(column(&school.here.api.get(&tomorrow).expect(200).json["requirements"], "class"), ["7A/Ma"]);
    let back = school.here.api.patch(&format!("/v1/staff-absences/{absence}"), &json!({ "returned_on": "2026-11-24" })).expect(200);
    assert_eq!(back.json["last_day"], DAY);
    assert_eq!(school.here.api.get(&tomorrow).expect(200).json["requirements"], json!([]));
    assert_eq!(school.requirement("1", "7A/Ma")["covering_staff_id"], before["covering_staff_id"], "arranged cover stays");
}
}

on_both! {
fn a_period_is_split_between_two_and_a_limit_is_set_aside_with_a_reason(house: &House) {
    let school = School::new(house);
    school.absent("DEE", &json!({ "ends": "11:00" })).expect(201);
    school.absent("ADA", &json!({ "starts": "11:00", "ends": "14:10" })).expect(201);
    let id = text(&school.requirement("2", "9C/Ge")["id"]).to_owned();
    let give = |code: &str, starts: &str, ends: &str| {
        let body = json!({ "requirement_id": id, "staff_id": school.id(code), "starts": starts, "ends": ends });
        school.here.api.post(&school.path("/assignments"), &body)
    };
    assert_eq!(give("GUS", "10:00", "12:00").expect(422).violations(), ["/ends out_of_range"]);
    give("GUS", "10:00", "10:30").expect(201);
    assert_eq!(school.requirement("2", "9C/Ge")["status"], "partly_arranged");
    assert_eq!(give("BEN", "10:30", "11:00").expect(422).violations(), ["/staff_id ppa"], "PPA time is never set aside");
    give("HAL", "10:30", "11:00").expect(201);
    let line = school.requirement("2", "9C/Ge");
    assert_eq!((&line["status"], line["assignments"].as_array().unwrap().len()), (&json!("arranged"), 2));
    let manager = json!({ "requirement_id": school.requirement("4", "9C/Ma")["id"], "staff_id": school.id("MGR") });
    let refused = school.here.api.post(&school.path("/assignments"), &manager).expect(422);
    assert_eq!(refused.violations(), ["/staff_id not_asked"]);
    let mut with_reason = manager.clone();
    with_reason["reason"] = json!("Nobody else is left");
    let given = school.here.api.post(&school.path("/assignments"), &with_reason).expect(201);
    assert_eq!(given.json["overridden"], json!(["not_asked"]));
}
}

on_both! {
fn rooms_are_given_once_and_reasons_only_to_those_who_may_read_them(house: &House) {
    let school = School::new(house);
    let room = json!({ "kind": "room_closure", "name": "Leak", "first_day": DAY, "last_day": DAY, "rooms": ["R4"] });
    school.here.api.post(&school.here.path("cover-events"), &room).expect(201);
    let change = |room: &str| school.here.api.put(&school.path("/rooms"), &json!({ "period": "4", "class": "10D/Ge", "room": room }));
    assert_eq!(change("R1").expect(422).violations(), ["/room room_taken"]);
    assert_eq!(change("R4").expect(422).violations(), ["/room room_closed"]);
    change("R9").expect(204);
    let rooms = school.day()["rooms"].clone();
    let moved = rooms.as_array().unwrap().iter().find(|each| each["class"] == "10D/Ge").unwrap();
    assert_eq!(moved["new_room"], "R9");

    let absence = school.absent("ADA", &json!({ "reason": "Private" })).expect(201).id();
    let manager = school.here.api.acting_for(&school.id("MGR")).get(&format!("/v1/staff-absences/{absence}")).expect(200);
    assert_eq!((&manager.json["reason"], &manager.json["category"]), (&json!(null), &json!(null)));
    let personnel = school.here.person("Pia", "Personnel", &["human_resources"]);
    let read = school.here.api.acting_for(&personnel).get(&format!("/v1/staff-absences/{absence}")).expect(200);
    assert_eq!((&read.json["reason"], &read.json["category"]), (&json!("Private"), &json!("SIC")));
    let own = school.here.api.acting_for(&school.id("BEN"));
    let report = own.post(&school.here.path("staff-absences/report"), &json!({ "first_day": DAY, "last_day": DAY })).expect(201);
    assert_eq!((&report.json["staff_id"], &report.json["self_reported"]), (&json!(school.id("BEN")), &json!(true)));
}
}
