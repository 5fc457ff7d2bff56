//! Entries, amendments, and who may make them.

use super::{code_of, line};
use crate::ground::{Ground, column, mark, marks_of, pointers, problem, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

fn with_reason(marks: &[(&str, &str)], reason: &str) -> Value {
    let mut body = marks_of(marks);
    body["reason"] = json!(reason);
    body
}

on_both! {
fn a_changed_mark_keeps_its_original_with_reason_time_and_person(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    let path = ground.register("2026-11-23/am", "8A");
    ground.as_teacher().put(&path, &marks_of(&[(&amal, "/"), (&bo, "/")])).expect(200);
    house.at("2026-11-23T09:05:00Z");
    let refused = problem(house, ground.as_officer().put(&path, &marks_of(&[(&amal, "/"), (&bo, "M")])), &[422]);
    assert_eq!(pointers(&refused), ["/reason"], "one reason is missing, however many marks change");
    problem(house, ground.api.put(&path, &with_reason(&[(&bo, "M")], "Appointment card seen")), &[422]);
    ground.as_officer().put(&path, &with_reason(&[(&amal, "/"), (&bo, "M")], "Appointment card seen")).expect(200);
    let untouched = ground.api.get(&mark(&amal, "2026-11-23/am")).expect(200);
    assert_eq!(untouched.json["history"].as_array().unwrap().len(), 1);
    house.at("2026-11-23T09:06:00Z");
    let body = json!({ "code": "I", "reason": "Sent home by the nurse", "comment": "Fever" });
    ground.as_officer().patch(&mark(&bo, "2026-11-23/am"), &body).expect(200);
    let history = ground.api.get(&mark(&bo, "2026-11-23/am")).expect(200).json;
    let entries = &history["history"];
    assert_eq!(column(entries, "kind"), ["register", "amendment", "amendment"]);
    assert_eq!(column(entries, "code"), ["/", "M", "I"]);
    assert_eq!(column(entries, "original"), ["", "/", "M"]);
    assert_eq!(column(entries, "reason"), ["", "Appointment card seen", "Sent home by the nurse"]);
    let times: Vec<&str> = column(entries, "at").iter().map(|at| &at[11..16]).collect();
    assert_eq!(times, ["09:00", "09:05", "09:06"]);
    let positions: Vec<&str> = entries.as_array().unwrap().iter().map(|entry| text(&entry["by"]["position"])).collect();
    assert_eq!(positions, ["Teacher of nothing", "Attendance officer", "Attendance officer"]);
    // The name and position are those of the time, whatever becomes of the person.
    let promoted = json!({ "position": "Attendance manager", "surname": "Married-Example" });
    ground.api.patch(&format!("/v1/staff/{}", ground.officer), &promoted).expect(200);
    assert_eq!(ground.api.get(&mark(&bo, "2026-11-23/am")).expect(200).json["history"], *entries);
    // A mark is never taken away again.
    let nothing = json!({ "marks": [{ "pupil_id": bo, "code": null }], "reason": "Entered by mistake" });
    let answer = ground.as_officer().put(&path, &nothing);
    assert!(matches!(answer.status, 200 | 422), "{}", answer.text);
    assert_eq!(code_of(&ground.api.get(&path).json, &bo), "I");
}
}

on_both! {
fn a_late_arrival_needs_no_reason_written_before_or_after_the_register_closes(house: &House) {
    let ground = Ground::new(house);
    let [early, late, wrong] = ground.pupils(["Early", "Late", "Wrong"]);
    let path = ground.register("2026-11-23/am", "8A");
    ground.as_teacher().put(&path, &marks_of(&[(&early, "N"), (&late, "N"), (&wrong, "N")])).expect(200);
    problem(house, ground.as_officer().put(&path, &marks_of(&[(&wrong, "U")])), &[422]);
    let body = json!({ "marks": [{ "pupil_id": early, "code": "L", "minutes_late": 12 }] });
    let put = ground.as_teacher().put(&path, &body).expect(200);
    assert_eq!((code_of(&put.json, &early), &line(&put.json, &early)["minutes_late"]), ("L", &json!(12)));
    house.at("2026-11-23T09:30:00Z");
    problem(house, ground.as_officer().put(&path, &marks_of(&[(&wrong, "L")])), &[422]);
    let body = json!({ "marks": [{ "pupil_id": late, "code": "U", "minutes_late": 50 }] });
    ground.as_officer().put(&path, &body).expect(200);
    for (pupil, code, minutes) in [(&early, "L", 12), (&late, "U", 50)] {
        let history = ground.api.get(&mark(pupil, "2026-11-23/am")).expect(200).json;
        let amendment = &history["history"][1];
        assert_eq!((text(&amendment["original"]), text(&amendment["code"])), ("N", code));
        assert!(text(&amendment["reason"]).len() > 5 && !text(&amendment["by"]["name"]).is_empty(), "{history}");
        assert_eq!(history["minutes_late"], minutes);
    }
    assert_eq!(code_of(&ground.api.get(&path).json, &wrong), "N");
    let figures = ground.api.get(&format!("/v1/pupils/{late}/attendance?from=2026-11-23&to=2026-11-23")).expect(200);
    assert_eq!((&figures.json["summary"]["late_after_close"], &figures.json["summary"]["unauthorised"]), (&json!(1), &json!(1)));
}
}

on_both! {
fn a_teacher_says_present_late_or_unknown_and_reads_no_remarks(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    let path = ground.register("2026-11-23/am", "8A");
    for code in ["I", "M", "C", "O", "U", "B", "V", "#", "X", "E"] {
        problem(house, ground.as_teacher().put(&path, &marks_of(&[(&amal, "/"), (&bo, code)])), &[403, 422]);
    }
    assert_eq!(ground.api.get(&path).json["status"], "open", "none of them was written");
    let body = json!({ "marks": [{ "pupil_id": bo, "code": "I", "comment": "Told of a private matter" }] });
    ground.as_officer().put(&path, &body).expect(200);
    ground.as_teacher().put(&path, &marks_of(&[(&amal, "L"), (&bo, "I")])).expect(200);
    let seen_by_officer = ground.as_officer().get(&path).expect(200);
    assert_eq!(line(&seen_by_officer.json, &bo)["comment"], "Told of a private matter", "sending no comment keeps it");
    let address = mark(&bo, "2026-11-23/am");
    let attendance = format!("/v1/pupils/{bo}/attendance?from=2026-11-23&to=2026-11-23");
    for path in [&path, &address, &attendance, &ground.path("day/2026-11-23")] {
        let answer = ground.as_teacher().get(path);
        assert!(matches!(answer.status, 200 | 403), "{}", answer.text);
        assert!(!answer.text.contains("private matter"), "{path} {}", answer.text);
    }
    problem(house, ground.as_teacher().patch(&address, &json!({ "code": "/", "reason": "Here after all" })), &[403]);
}
}

on_both! {
fn minutes_and_remarks_change_as_entries_of_their_own(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    let path = ground.register("2026-11-23/am", "8A");
    let body = json!({ "marks": [{ "pupil_id": amal, "code": "L", "minutes_late": 4 }] });
    ground.api.put(&path, &body).expect(200);
    let more = json!({ "minutes_late": 9, "comment": "Bus broke down", "reason": "The gate log says so" });
    let answer = ground.as_officer().patch(&mark(&amal, "2026-11-23/am"), &more).expect(200);
    assert_eq!((&answer.json["code"], &answer.json["minutes_late"]), (&json!("L"), &json!(9)));
    let history = ground.as_officer().get(&mark(&amal, "2026-11-23/am")).expect(200).json;
    assert_eq!(history["comment"], "Bus broke down");
    assert_eq!(column(&history["history"], "reason"), ["", "The gate log says so"]);
    assert_eq!(history["history"][1]["minutes_late"], 9);
    // A mark that was never made may be entered by amendment, and says so.
    let fresh = ground.as_officer().patch(&mark(&amal, "2026-11-20/pm"), &json!({ "code": "I", "reason": "Register was lost" }));
    assert_eq!(fresh.expect(200).json["history"][0]["code"], "I");
    problem(house, ground.api.get(&mark(&amal, "2026-11-19/pm")), &[404]);
}
}
