//! Three absences by seven, one of them open, a trip, a closed room; allocation, one decline, publication; then a fourth
//! absence, with the fewest changes, and what everybody is told.

use super::ground::{DAY, School};
use crate::ground::{column, text};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use testkit::{House, on_both};

fn class_events(school: &School) {
    let trip = json!({ "kind": "trip", "name": "Museum", "first_day": DAY, "last_day": DAY, "classes": ["10C/Hi", "7B/Hi"],
        "staff_ids": [school.id("FEI")] });
    school.here.api.post(&school.here.path("cover-events"), &trip).expect(201);
    let room =
        json!({ "kind": "room_closure", "name": "Leak", "first_day": DAY, "last_day": DAY, "rooms": ["R4", "R5"] });
    school.here.api.post(&school.here.path("cover-events"), &room).expect(201);
}

/// Teachers who have nothing timetabled on the day.
fn teachers_with_nothing(school: &School) -> Vec<String> {
    let names = ["Ines", "Jim", "Kai", "Lea", "Max"];
    let person = |name: &&str| {
        let id = school.here.person(name, "Teacher", &["teacher"]);
        crate::staffing::vetted(&school.here.api, &id);
        id
    };
    names.iter().map(person).collect()
}

/// Who covers what, as `requirement who`.
fn covered(lines: &Value, field: &str) -> BTreeMap<String, String> {
    let list = lines.as_array().unwrap().iter();
    list.map(|each| {
        let id = if each["id"].is_string() { &each["id"] } else { &each["requirement_id"] };
        (text(id).to_owned(), text(&each[field]).to_owned())
    })
    .collect()
}

fn on_day(school: &School) -> BTreeMap<String, String> {
    covered(&school.day()["requirements"], "covering_staff_id")
}

/// The requirements of which somebody else has the one than the other says.
fn moved(one: &BTreeMap<String, String>, other: &BTreeMap<String, String>) -> BTreeSet<String> {
    one.iter().filter(|(id, who)| other.get(*id) != Some(*who)).map(|(id, _)| id.clone()).collect()
}

/// Who was sent a notice of a version of the day.
fn told(house: &House, school: &School, version: i64) -> BTreeSet<String> {
    house.settle_events();
    let path = school.here.path("events?subject_kind=cover_notice&limit=500");
    let events = house.client("admin", &[]).get(&path).expect(200).json["data"].clone();
    let of_version = |event: &&Value| event["kind"] == "cover_published" && event["fields"][2] == json!(version);
    events.as_array().unwrap().iter().filter(of_version).map(|event| text(&event["subject_id"]).to_owned()).collect()
}

fn people(changes: &Value) -> BTreeSet<String> {
    column(changes, "staff_id").into_iter().map(str::to_owned).collect()
}

/// Allocates the day, lets Can decline, and allocates the rest again: who has what then.
fn allocated_but_for_one_who_declines(school: &School) -> BTreeMap<String, String> {
    // The cover supervisors have not rung in: so far it is the teachers.
    let nobody_yet = json!({ "pins": [], "exclude": [school.id("GUS"), school.id("HAL")] });
    let api = &school.here.api;
    let allocation = school.solve(&nobody_yet);
    assert_eq!(allocation["status"], "optimal", "{allocation}");
    assert_eq!(allocation["objective"], allocation["bound"]);
    assert_eq!(allocation["uncovered"], json!([]));
    assert!(allocation["assignments"].as_array().unwrap().iter().all(|each| {
        let rules = column(&each["because"], "rule");
        rules.contains(&"tier") && rules.contains(&"next")
    }));
    let first = school.day();
    assert_eq!(first["version"], 0);
    // Can's class is out, so Can comes before any teacher in a free period.
    let declined = first["requirements"]
        .as_array()
        .unwrap()
        .iter()
        .find(|each| school.code(&each["covering_staff_id"]) == "CAN")
        .unwrap();
    let assignment = text(&declined["assignments"][0]["id"]);
    api.send("POST", &format!("/v1/cover-assignments/{assignment}/offer"), None).expect(200);
    let can = api.acting_for(&school.id("CAN"));
    can.send("POST", &format!("/v1/cover-assignments/{assignment}/decline"), None).expect(200);
    can.send("POST", &format!("/v1/cover-assignments/{assignment}/decline"), None).expect(200);
    assert_eq!(school.solve(&json!({}))["status"], "optimal");
    let second = on_day(school);
    let given_to_another = moved(&covered(&first["requirements"], "covering_staff_id"), &second);
    assert_eq!(
        given_to_another,
        BTreeSet::from([text(&declined["id"]).to_owned()]),
        "only what was declined is given to somebody else"
    );
    assert!(second.values().all(|who| !who.is_empty()), "{second:?}");
    second
}

fn slip_of(school: &School, class: &str) -> Value {
    let slips = school.here.api.get(&school.path("/slips")).expect(200).json["data"].clone();
    slips.as_array().unwrap().iter().find(|slip| slip["class"] == class).unwrap().clone()
}

/// What slips, the board and calendars tell: never why anybody is away, and a lesson that changed hands to both.
fn what_is_shown(school: &School, (lost, late, now): (&str, &str, &str)) {
    let api = &school.here.api;
    let all = api.get(&school.path("/slips")).expect(200);
    assert!(!all.text.contains("SIC") && !all.text.contains("nobody else reads"), "{}", all.text);
    let slip = slip_of(school, "7A/Ma");
    assert_eq!(
        (&slip["work"]["text"], &slip["absent_staff_code"], &slip["takes_register"]),
        (&json!("Page 42"), &json!("ADA"), &json!(true))
    );
    let board = api.get(&school.path("/board")).expect(200);
    assert!(column(&board.json["events"], "name").contains(&"Museum"), "{}", board.text);
    assert!(!board.text.contains("nobody else reads"));

    // Whoever has it now finds it in their calendar, and whoever is away finds it cancelled.
    let feed = |who: &str| api.get(&format!("/v1/staff/{who}/cover.ics")).expect(200);
    let theirs = feed(now);
    assert!(theirs.header("content-type").starts_with("text/calendar"));
    assert!(
        theirs.text.contains(lost)
            && theirs.text.contains("STATUS:CONFIRMED")
            && theirs.text.contains("DTSTART:20261123T"),
        "{}",
        theirs.text
    );
    assert!(feed(late).text.contains("STATUS:CANCELLED") && !feed(late).text.contains("STATUS:CONFIRMED"));
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
    // Ben is back for period 4; a meeting needs nobody; the trip's classes are out, and with Fei leading it Ewa's art class has nobody.
    assert_eq!(school.lines(), ["Reg 7A open ", "1 7A/Ma open ", "1 8B/En open ", "1 9D/Ar open ", "2 7A/Ma open ", "3 8B/Ar open ", "4 9C/Ma open "]);
    let rooms = school.day()["rooms"].clone();
    assert_eq!(column(&rooms, "class"), ["9D/Ar", "9C/Ge", "8B/Ar", "10D/Ge"]);
    let teachers = teachers_with_nothing(&school);

    let second = allocated_but_for_one_who_declines(&school);
    api.post(&school.here.path("rooms"), &json!({ "name": "R9" })).expect(201);
    api.put(&school.path("/rooms"), &json!({ "period": "1", "class": "9D/Ar", "room": "R9" })).expect(204);
    let published = school.publish();
    assert_eq!(published["version"], 1);
    assert!(school.lines().iter().all(|line| line.contains(" published ")), "{:?}", school.lines());
    assert_eq!(told(house, &school, 1), people(&published["changes"]), "everybody concerned and nobody else");
    let art = school.requirement("1", "9D/Ar");
    assert!(published["changes"].as_array().unwrap().iter().any(|each| each["class"] == "9D/Ar" && each["staff_id"] == art["covering_staff_id"]));
    let slip = slip_of(&school, "9D/Ar");
    assert_eq!((&slip["room"], &slip["room_changed"]), (&json!("R9"), &json!(true)));
    let board = api.get(&school.path("/board")).expect(200);
    assert_eq!((&board.json["rooms"][0]["to"], &board.json["classes_without_room"]), (&json!("R9"), &json!(3)), "{}", board.text);

    // A fourth is away, who covers one lesson: that moves and nothing else, though there are cheaper people for others by now.
    let (late, lost) = second.iter().map(|(id, who)| (who.clone(), id.clone())).find(|(who, _)| teachers.contains(who)).unwrap();
    let absence = json!({ "staff_id": late, "first_day": DAY, "last_day": DAY, "category": "SIC" });
    api.post(&school.here.path("staff-absences"), &absence).expect(201);
    // Beside a lesson somebody may have a short cover, such as its registration.
    let all_lost: BTreeSet<String> = second.iter().filter(|(_, who)| **who == late).map(|(id, _)| id.clone()).collect();
    let gone = school.day()["changes"].clone();
    assert_eq!(column(&gone, "requirement_id").into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), all_lost);
    let anew = school.solve(&json!({ "keep": false, "save": false }));
    let others = moved(&second, &covered(&anew["assignments"], "staff_id")).difference(&all_lost).count();
    assert!(others >= 2, "without keeping what is arranged others would be told of a change: {anew}");
    assert_eq!(school.solve(&json!({}))["status"], "optimal");
    let third = on_day(&school);
    assert_eq!(moved(&second, &third), all_lost, "exactly the lesson of whoever is away");
    let next = school.publish();
    assert_eq!(next["version"], 2);
    let mut concerned: BTreeSet<String> = all_lost.iter().map(|id| third[id].clone()).collect();
    concerned.insert(late.clone());
    assert_eq!((people(&next["changes"]), told(house, &school, 2)), (concerned.clone(), concerned));
    what_is_shown(&school, (&lost, &late, &third[&lost]));
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
    let sequence = |feed: &str| feed.lines().find_map(|line| line.strip_prefix("SEQUENCE:")?.parse::<u32>().ok()).unwrap();
    assert!(feed.contains("STATUS:CONFIRMED"), "{feed}");
    school.solve(&json!({ "exclude": [who] }));
    school.publish();
    let later = school.here.api.get(&format!("/v1/staff/{who}/cover.ics")).expect(200).text;
    assert!(later.contains("STATUS:CANCELLED") && sequence(&later) > sequence(&feed), "{later}");
    assert_eq!(uid(&feed), uid(&later));
    let other = school.here.api.acting_for(&school.id("BEN")).get(&format!("/v1/staff/{who}/cover.ics"));
    assert_eq!(other.status, 404, "a teacher reads their own calendar only");
}
}
