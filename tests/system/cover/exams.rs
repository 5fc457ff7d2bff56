//! Exams and other events that need more people, and what of a day somebody should look at.

use super::absences::asked;
use super::ground::{DAY, School};
use crate::ground::{column, text};
use serde_json::{Value, json};
use testkit::{Answer, House, on_both};

fn event(school: &School, more: &Value) -> Answer {
    let mut body = json!({ "kind": "exam", "name": "Maths paper 1", "first_day": DAY, "last_day": DAY });
    for (name, value) in more.as_object().unwrap() {
        body[name.as_str()] = value.clone();
    }
    school.here.api.post(&school.here.path("cover-events"), &body)
}

fn warned(school: &School) -> Vec<String> {
    let day = school.day();
    let line = |each: &Value| {
        let who = school.code(&each["staff_id"]);
        [text(&each["code"]), text(&each["period"]), text(&each["class"]), &who].join(" ").trim_end().to_owned()
    };
    day["warnings"].as_array().unwrap().iter().map(line).collect()
}

fn trained(school: &School, staff: &str) {
    let body = json!({ "kind": "invigilation", "title": "Invigilating", "completed_on": "2026-09-10" });
    school.here.api.post(&format!("/v1/staff/{staff}/trainings"), &body).expect(201);
}

on_both! {
/// Two invigilators for an external exam: trained, no teacher of the subject, covered and told like anybody else.
fn an_external_exam_is_invigilated_by_those_who_may(house: &House) {
    let school = School::new(house);
    let api = &school.here.api;
    let ivy = school.here.person("Ivy", "Invigilator", &[]);
    crate::staffing::vetted(api, &ivy);
    let exam = json!({ "external": true, "subject": "Maths", "candidates": 70, "starts": "09:00", "ends": "11:15", "rooms": ["R5"],
        "additional_staff": [{ "what": "invigilator", "count": 2 }] });
    let id = event(&school, &exam).expect(201).id();
    let wanted = ["1 Maths paper 1: invigilator 1 09:00-10:00", "1 Maths paper 1: invigilator 2 09:00-10:00",
        "2 Maths paper 1: invigilator 1 10:00-11:15", "2 Maths paper 1: invigilator 2 10:00-11:15"];
    assert_eq!(asked(&school, DAY), wanted, "through the break between the second period and the third");
    assert_eq!(warned(&school), ["few_invigilators"], "one for thirty: three for seventy");
    let none = school.solve(&json!({}));
    assert_eq!(none["uncovered"].as_array().unwrap().len(), 4, "nobody is trained: {none}");
    assert!(column(&none["uncovered"][0]["because"], "rule").contains(&"competence"), "{none}");

    trained(&school, &school.id("GUS"));
    trained(&school, &school.id("ADA"));
    let casual = json!({ "cover_roles": [], "competences": ["Invigilation"], "contract": { "kind": "casual", "first_day": "2026-09-01", "fte": 0.1 } });
    api.put(&format!("/v1/staff/{ivy}/employment"), &casual).expect(201);
    let found = school.solve(&json!({}));
    assert_eq!((&found["status"], &found["uncovered"]), (&json!("optimal"), &json!([])), "{found}");
    let who: std::collections::BTreeSet<&str> = column(&found["assignments"], "staff_id").into_iter().collect();
    assert_eq!(who, [ivy.as_str(), &school.id("GUS")].into_iter().collect());
    let line = school.requirement("2", "Maths paper 1: invigilator 1");
    assert_eq!((&line["absent_staff_id"], &line["event_id"], &line["activity"]), (&json!(null), &json!(id), &json!("event")));
    let by_hand = json!({ "requirement_id": line["id"], "staff_id": school.id("ADA"), "reason": "Nobody else" });
    let refused = api.post(&school.path("/assignments"), &by_hand).expect(422).violations();
    assert!(refused.contains(&"/staff_id restricted".to_owned()), "teaches the subject: {refused:?}");

    school.publish();
    let slips = api.get(&school.path("/slips")).expect(200).json["data"].clone();
    assert_eq!(slips.as_array().unwrap().len(), 4);
    for slip in slips.as_array().unwrap() {
        assert_eq!((&slip["absent_staff_code"], &slip["takes_register"], &slip["room"]), (&json!(""), &json!(false), &json!("R5")), "{slip}");
    }
    assert_eq!(api.get(&school.path("/board")).expect(200).json["absent_staff_codes"], json!([]));
    // One is enough after all; then there is no exam.
    let fewer = json!({ "additional_staff": [{ "what": "invigilator", "count": 1 }], "candidates": 20 });
    api.patch(&format!("/v1/cover-events/{id}"), &fewer).expect(200);
    let day = school.day();
    assert_eq!((column(&day["changes"], "because"), warned(&school)), (vec!["event_changed"; 2], Vec::new()), "{day}");
    assert!(day["requirements"].as_array().unwrap().iter().all(|line| line["status"] == "published"), "{day}");
    api.send("DELETE", &format!("/v1/cover-events/{id}"), None).expect(204);
    assert_eq!(column(&school.day()["changes"], "because"), vec!["event_changed"; 4]);
}
}

on_both! {
fn an_event_that_contradicts_itself_is_refused_with_all_that_is_wrong(house: &House) {
    let school = School::new(house);
    let trip = json!({ "kind": "trip", "external": true, "candidates": 4, "additional_staff": [{ "what": "trip", "count": 2, "starts": "12:00", "ends": "11:00", "room": "R77" }] });
    assert_eq!(event(&school, &trip).expect(422).violations(),
        ["/additional_staff/0/ends ends_before_start", "/external contradiction", "/candidates contradiction", "/additional_staff/0/room unknown_room"]);
    assert_eq!(event(&school, &json!({ "external": true })).expect(422).violations(), ["/subject missing_field"]);
    let many = json!({ "additional_staff": [{ "what": "other", "count": 60 }, { "what": "trip", "count": 60 }] });
    assert_eq!(event(&school, &many).expect(422).violations(), ["/additional_staff too_many"]);
    // Whoever goes along on a trip need not be trained for anything.
    let trip = json!({ "kind": "trip", "name": "Museum", "classes": ["7A/Ma"], "periods": ["1", "2"], "additional_staff": [{ "what": "trip", "count": 1 }] });
    event(&school, &trip).expect(201);
    assert_eq!(asked(&school, DAY), ["1 Museum: trip staff 1 09:00-10:00", "2 Museum: trip staff 1 10:00-11:00"]);
    assert_eq!(school.solve(&json!({}))["uncovered"], json!([]));
}
}

on_both! {
/// Whoever was found for an event keeps it when the event is renamed and asks for more, before or behind it.
fn whoever_was_found_for_an_event_keeps_it_when_it_is_changed(house: &House) {
    let school = School::new(house);
    let api = &school.here.api;
    let one = json!({ "what": "other", "count": 1, "room": "R5" });
    let id = event(&school, &json!({ "name": "Mock", "periods": ["1"], "additional_staff": [one] })).expect(201).id();
    let place = || school.requirement("1", "Mock: staff 1");
    let given = api.post(&school.path("/assignments"), &json!({ "requirement_id": place()["id"], "staff_id": school.id("GUS") }));
    let given = given.expect(201).id();
    let change = |body: Value| api.patch(&format!("/v1/cover-events/{id}"), &body);
    let two = json!([{ "what": "other", "count": 1, "room": "R4" }, one]);
    let changed = change(json!({ "additional_staff": two })).expect(200).json;
    let numbers: Vec<&Value> = changed["additional_staff"].as_array().unwrap().iter().map(|each| &each["number"]).collect();
    assert_eq!(numbers, [&json!(2), &json!(1)], "the room tells which is which");
    assert_eq!(asked(&school, DAY), ["1 Mock: staff 1 09:00-10:00", "1 Mock: staff 2-1 09:00-10:00"]);
    assert_eq!(place()["assignments"][0]["id"], json!(given));
    // By its number it is the same in another room; and so it is under another name.
    let moved = json!([{ "number": 1, "what": "other", "count": 1, "room": "R3" }]);
    change(json!({ "additional_staff": moved, "name": "Maths paper" })).expect(200);
    let renamed = school.requirement("1", "Maths paper: staff 1");
    assert_eq!((&renamed["assignments"][0]["id"], &renamed["room"]), (&json!(given), &json!("R3")), "{renamed}");
    change(json!({ "name": "Maths" })).expect(200);
    assert_eq!(school.requirement("1", "Maths: staff 1")["assignments"][0]["id"], json!(given));
    assert_eq!(school.day()["changes"], json!([]));
    let unknown = json!([{ "number": 7, "what": "other", "count": 1 }, { "number": 1, "what": "other", "count": 1 }, { "number": 1, "what": "other", "count": 1 }]);
    let wrong = change(json!({ "additional_staff": unknown })).expect(422).violations();
    assert_eq!(wrong, ["/additional_staff/0/number unknown_number", "/additional_staff/2/number unknown_number"]);
}
}

on_both! {
/// A class joins another class: neither an exam nor whoever is with one.
fn no_class_joins_an_exam_and_no_exam_a_class(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({ "starts": "09:00", "ends": "10:00" })).expect(201);
    let more = json!({ "name": "Mock", "periods": ["1"], "additional_staff": [{ "what": "other", "count": 1 }] });
    event(&school, &more).expect(201);
    let give = |class: &str, who: &str, how: &str| {
        let body = json!({ "requirement_id": school.requirement("1", class)["id"], "staff_id": school.id(who), "how": how });
        school.here.api.post(&school.path("/assignments"), &body)
    };
    let none = ["/how no_class_to_merge_with"];
    assert_eq!(give("Mock: staff 1", "BEN", "merged").expect(422).violations(), none);
    give("Mock: staff 1", "GUS", "cover").expect(201);
    assert_eq!(give("7A/Ma", "GUS", "merged").expect(422).violations(), none);
    give("7A/Ma", "BEN", "merged").expect(201);
}
}

on_both! {
/// Year 10 sits a mock: its classes are suspended, their teachers are free for others, and one who is away is not missed.
fn an_exam_suspends_classes_and_frees_their_teachers(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({ "starts": "13:00" })).expect(201);
    school.absent("DEE", &json!({ "starts": "13:00" })).expect(201);
    assert_eq!(asked(&school, DAY), ["4 10D/Ge 13:10-14:10", "4 9C/Ma 13:10-14:10"]);
    event(&school, &json!({ "kind": "class_suspended", "name": "Mock", "year_groups": [10], "periods": ["4"] })).expect(201);
    event(&school, &json!({ "kind": "exam", "name": "History", "classes": ["7B/Hi"], "periods": ["4"], "rooms": ["R3"] })).expect(201);
    assert_eq!(asked(&school, DAY), ["4 9C/Ma 13:10-14:10"]);
    let found = school.solve(&json!({ "exclude": [school.id("GUS"), school.id("HAL")] }));
    let taken = &found["assignments"][0];
    assert_eq!(school.code(&taken["staff_id"]), "CAN", "whose class is in the exam: {found}");
    assert!(text(&taken["because"][0]["detail"]).contains("own class is away"), "{taken}");
}
}

on_both! {
/// A class that is timetabled for somebody who has left, or who does not work on that day, is named.
fn a_class_of_somebody_who_has_left_or_is_not_at_work_is_named(house: &House) {
    let school = School::new(house);
    let employ = |code: &str, body: Value| {
        school.here.api.put(&format!("/v1/staff/{}/employment", school.id(code)), &body).expect(201);
    };
    employ("BEN", json!({ "cover_roles": ["teacher"], "contract": { "kind": "permanent", "first_day": "2024-09-01", "last_day": "2026-10-31", "fte": 1.0 } }));
    employ("DEE", json!({ "cover_roles": ["teacher"], "contract": { "kind": "permanent", "first_day": "2024-09-01", "fte": 0.5 },
        "working_pattern": [{ "weekday": "mon", "sessions": ["am"] }, { "weekday": "tue" }] }));
    let named = ["not_employed 1 8B/En BEN", "not_employed 4 8B/En BEN", "not_at_work 4 10D/Ge DEE"];
    let mut found = warned(&school);
    found.sort_by_key(|line| named.iter().position(|name| name == line));
    assert_eq!(found, named);
    school.absent("BEN", &json!({})).expect(201);
    assert_eq!(warned(&school), ["not_at_work 4 10D/Ge DEE"], "an absence has the classes covered");
    let school = school.later(house, "2026-11-24T06:45:00Z");
    assert_eq!(warned(&school), [""; 0], "of a day that is over the records of today say nothing");
}
}

on_both! {
/// 37. Registration was covered only where the timetable had it: morning and afternoon are, and what is not in it is named.
fn registration_in_the_morning_and_in_the_afternoon_is_covered_and_what_the_timetable_lacks_is_named(house: &House) {
    let school = School::new(house);
    let periods = "day,period,starts,ends\nmon,Reg,08:40,09:00\nmon,1,09:00,10:00\nmon,2,10:00,11:00\nmon,3,11:20,12:20\n\
        mon,4,13:10,14:10\nmon,PReg,14:10,14:20\n";
    school.import(house, "periods-csv", periods);
    school.import(house, "timetable-csv", &School::timetable("ADA,mon,PReg,registration,7A,,R1\n"));
    school.absent("ADA", &json!({})).expect(201);
    let registrations = || asked(&school, DAY).into_iter().filter(|line| line.contains("Reg")).collect::<Vec<_>>();
    assert_eq!(registrations(), ["Reg 7A 08:40-09:00", "PReg 7A 14:10-14:20"]);
    school.solve(&json!({}));
    school.publish();
    let slips = school.here.api.get(&school.path("/slips")).expect(200).json["data"].clone();
    let taken = |slip: &&Value| slip["activity"] == "registration" && slip["takes_register"] == true;
    assert_eq!(slips.as_array().unwrap().iter().filter(taken).count(), 2, "{slips}");
    assert_eq!(warned(&school), [""; 0]);
    // A tutor whose group the timetable does not know.
    school.here.pupil("Amal", &json!({}));
    let tia = school.here.person("Tia", "Tutor", &["tutor"]);
    let away = json!({ "staff_id": tia, "first_day": DAY, "last_day": DAY, "category": "SIC" });
    school.here.api.post(&school.here.path("staff-absences"), &away).expect(201);
    let warnings = school.day()["warnings"].clone();
    assert_eq!((column(&warnings, "code"), column(&warnings, "staff_id")), (vec!["registration_not_timetabled"; 2], vec![tia.as_str(); 2]));
    assert!(column(&warnings, "detail").iter().all(|detail| detail.ends_with("without one: 8A")), "{warnings}");
}
}
