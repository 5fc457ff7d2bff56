//! Three absences by seven, one of them open, a trip, a closed room; allocation, one decline, publication; then a fourth
//! absence, with the fewest changes, and what everybody is told.

use super::ground::{DAY, School};
use crate::ground::{column, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

fn class_events(school: &School) {
    let trip = json!({ "kind": "trip", "name": "Museum", "first_day": DAY, "last_day": DAY, "classes": ["10C/Hi", "7B/Hi"],
        "staff_ids": [] });
    school.here.api.post(&school.here.path("cover-events"), &trip).expect(201);
    let room = json!({ "kind": "room_closure", "name": "Leak", "first_day": DAY, "last_day": DAY, "rooms": ["R4"] });
    school.here.api.post(&school.here.path("cover-events"), &room).expect(201);
}

/// Who covers what, as `requirement who`.
fn covered(day: &Value) -> Vec<String> {
    let list = day["requirements"].as_array().unwrap();
    list.iter().map(|each| format!("{} {}", text(&each["id"]), text(&each["covering_staff_id"]))).collect()
}

on_both! {
fn a_morning_from_the_first_call_to_the_last_slip(house: &House) {
    let school = School::new(house);
    let api = &school.here.api;
    let work = json!({ "last_day": null, "cover_work": [{ "class": "7A/Ma", "text": "Page 42", "link": "https://example.org/42" }],
        "reason": "A reason nobody else reads" });
    school.absent("ADA", &work).expect(201);
    school.absent("BEN", &json!({ "starts": "08:30", "ends": "11:00" })).expect(201);
    school.absent("EWA", &json!({})).expect(201);
    class_events(&school);
    // Ben is back for period 4; Fei is with the art class; a meeting needs nobody; the trip's classes are out.
    assert_eq!(school.lines(), ["Reg 7A open ", "1 7A/Ma open ", "1 8B/En open ", "1 9D/Ar open ", "2 7A/Ma open ", "4 9C/Ma open "]);
    let rooms = school.day()["rooms"].clone();
    assert_eq!(column(&rooms, "class"), ["9C/Ge", "10D/Ge"]);

    let allocation = school.solve(&json!({ "pins": [], "exclude": [] }));
    assert_eq!(allocation["status"], "optimal", "{allocation}");
    assert_eq!(allocation["objective"], allocation["bound"]);
    assert_eq!(allocation["uncovered"], json!([]));
    assert!(allocation["assignments"].as_array().unwrap().iter().all(|each| {
        let rules = column(&each["because"], "rule");
        rules.contains(&"tier") && rules.contains(&"next")
    }));
    // Can's class is out, so Can comes before any teacher in a free period.
    let first = school.day();
    assert_eq!(first["version"], 0);
    assert!(first["requirements"].as_array().unwrap().iter().any(|each| school.code(&each["covering_staff_id"]) == "CAN"));

    let declined = first["requirements"].as_array().unwrap().iter().find(|each| school.code(&each["covering_staff_id"]) == "CAN").unwrap();
    let assignment = text(&declined["assignments"][0]["id"]);
    api.send("POST", &format!("/v1/cover-assignments/{assignment}/offer"), None).expect(200);
    let can = api.acting_for(&school.id("CAN"));
    can.send("POST", &format!("/v1/cover-assignments/{assignment}/decline"), None).expect(200);
    can.send("POST", &format!("/v1/cover-assignments/{assignment}/decline"), None).expect(200);
    let again = school.solve(&json!({}));
    assert_eq!(again["status"], "optimal");
    let second = school.day();
    let kept = covered(&first).iter().filter(|line| covered(&second).contains(line)).count();
    assert_eq!(kept, 5, "only what was declined is given to somebody else");
    assert!(second["requirements"].as_array().unwrap().iter().all(|each| each["covering_staff_id"].is_string()), "{second}");

    let published = school.publish();
    assert_eq!(published["version"], 1);
    assert_eq!(school.day()["version"], 1);
    assert!(school.lines().iter().all(|line| line.contains(" published ")), "{:?}", school.lines());

    // A fourth is away: what was Dee's is open, everything else stays.
    school.absent("DEE", &json!({})).expect(201);
    let third = school.day();
    let late = school.solve(&json!({}));
    assert_eq!(late["status"], "optimal");
    let after = school.day();
    let lost: Vec<String> = column(&third["changes"], "class").into_iter().map(str::to_owned).collect();
    let before: Vec<String> = covered(&second);
    let moved = before.iter().filter(|line| !covered(&after).contains(line)).count();
    assert_eq!(moved, lost.len(), "only cover that fell away moves: {third}");
    let next = school.publish();
    assert_eq!(next["version"], 2);
    let told = column(&next["changes"], "staff_id");
    let all = column(&published["changes"], "staff_id");
    assert!(told.len() < all.len(), "{next}");

    let slips = api.get(&school.path("/slips")).expect(200);
    assert!(!slips.text.contains("SIC") && !slips.text.contains("nobody else reads"), "{}", slips.text);
    let slip = slips.json["data"].as_array().unwrap().iter().find(|slip| slip["class"] == "7A/Ma").unwrap().clone();
    assert_eq!((&slip["work"]["text"], &slip["absent_staff_code"], &slip["takes_register"]), (&json!("Page 42"), &json!("ADA"), &json!(true)));
    let board = api.get(&school.path("/board")).expect(200);
    assert!(column(&board.json["events"], "name").contains(&"Museum"), "{}", board.text);
    assert!(!board.text.contains("nobody else reads"));

    let who = text(&slip["covering_staff_id"]);
    let feed = api.get(&format!("/v1/staff/{who}/cover.ics")).expect(200);
    assert!(feed.header("content-type").starts_with("text/calendar"));
    assert!(feed.text.contains("BEGIN:VEVENT") && feed.text.contains("DTSTART:20261123T"), "{}", feed.text);
    let version = api.get(&school.path("/versions/2")).expect(200).json;
    assert_eq!(version["changes"], next["changes"]);
    api.get(&school.path("/versions/3")).expect(404);
}
}

on_both! {
fn what_was_taken_back_is_cancelled_in_the_calendar_under_the_same_uid(house: &House) {
    let school = School::new(house);
    school.absent("DEE", &json!({ "ends": "11:00" })).expect(201);
    school.solve(&json!({}));
    school.publish();
    let first = school.requirement("2", "9C/Ge");
    let who = text(&first["covering_staff_id"]).to_owned();
    let feed = school.here.api.get(&format!("/v1/staff/{who}/cover.ics")).expect(200).text;
    let uid = |feed: &str| feed.lines().find(|line| line.starts_with("UID:")).unwrap().to_owned();
    assert!(feed.contains("STATUS:CONFIRMED") && feed.contains("SEQUENCE:1"), "{feed}");
    school.solve(&json!({ "exclude": [who] }));
    school.publish();
    let later = school.here.api.get(&format!("/v1/staff/{who}/cover.ics")).expect(200).text;
    assert!(later.contains("STATUS:CANCELLED") && later.contains("SEQUENCE:2"), "{later}");
    assert_eq!(uid(&feed), uid(&later));
    let other = school.here.api.acting_for(&school.id("BEN")).get(&format!("/v1/staff/{who}/cover.ics"));
    assert_eq!(other.status, 404, "a teacher reads their own calendar only");
}
}
