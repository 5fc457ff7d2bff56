//! What the attendance policy sets of registers: when they close, and how long the reason of an amendment is.

use super::{code_of, status};
use crate::ground::{Ground, column, mark, marks_of, problem, text};
use crate::lessons::class_of;
use crate::timetable::timetabled;
use serde_json::{Value, json};
use testkit::{House, on_both};

/// Makes the version of the policy that holds from a day.
fn policy(ground: &Ground, from: &str, settings: &Value) {
    let body = json!({ "effective_from": from, "approved_by": "Board of trustees", "approved_on": "2026-07-06",
        "review_on": "2027-07-05", "settings": settings });
    ground.api.put(&ground.path("attendance-policy"), &body).expect(201);
}

fn warned(answer: &Value) -> Vec<&str> {
    column(&answer["warnings"], "code")
}

on_both! {
fn a_register_closes_when_the_policy_of_its_day_says(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo, cai] = ground.pupils(["Amal", "Bo", "Cai"]);
    let (today, path) = ("2026-11-23/am", ground.register("2026-11-23/am", "8A"));
    assert_eq!(status(&ground.api, &path), "open", "at 09:00; the calendar has the register open from 08:40 to 09:10");
    policy(&ground, "2026-11-01", &json!({ "register_open_minutes": 15 }));
    policy(&ground, "2026-11-24", &json!({ "register_open_minutes": 30 }));
    assert_eq!(status(&ground.api, &path), "overdue", "it closed at 08:55");
    let listed = ground.api.get(&ground.path("registers?date=2026-11-23&session=am&status=overdue")).expect(200).json;
    assert_eq!(column(&listed["data"], "group"), ["8A"]);
    let taken = ground.take(today, &[(&amal, "N"), (&bo, "L")]).json;
    assert_eq!(warned(&taken), ["late_after_close"]);
    let history = ground.api.get(&mark(&amal, today)).expect(200).json;
    assert_eq!(column(&history["history"], "kind"), ["late_entry"]);
    // An N that becomes U after the close explains itself; one that becomes L does not.
    problem(house, ground.as_officer().put(&path, &marks_of(&[(&amal, "L")])), &[422]);
    let arrived = ground.as_officer().put(&path, &marks_of(&[(&amal, "U")])).expect(200).json;
    assert_eq!((code_of(&arrived, &amal), warned(&arrived).len()), ("U", 0));
    // So does the gate.
    let body = json!({ "pupil_id": cai, "kind": "in", "at": "2026-11-23T08:56:00Z" });
    let passed = ground.as_officer().post(&ground.path("gate"), &body).expect(201).json;
    assert_eq!((text(&passed["code"]), &passed["minutes_late"]), ("U", &json!(16)));
    let ground = ground.later(house, "2026-11-24T09:00:00Z");
    let tomorrow = ground.register("2026-11-24/am", "8A");
    assert_eq!(status(&ground.api, &tomorrow), "open", "the next version has it open until 09:10");
    assert_eq!(warned(&ground.take("2026-11-24/am", &[(&bo, "L")]).json), Vec::<&str>::new());
    // A mark of yesterday is judged by yesterday's policy.
    let late = json!({ "code": "L", "reason": "The tutor had not seen them" });
    assert_eq!(warned(&ground.as_officer().patch(&mark(&amal, today), &late).expect(200).json), ["late_after_close"]);
}
}

on_both! {
fn an_imported_u_is_doubted_only_while_the_register_is_open(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    let file = |pupil: &str| format!("upn,date,session,code\n{},2026-11-23,am,U\n", ground.upn(pupil));
    let doubted = ground.import(house, "marks-csv", &file(&amal));
    assert_eq!((&doubted["created"], &doubted["warnings"]), (&json!(1), &json!(1)), "{doubted}");
    let issues = ground.api.get(&ground.path("attendance/conflicts?kind=warning")).expect(200).json;
    assert_eq!(column(&issues["data"], "code"), ["register_not_closed"]);
    policy(&ground, "2026-11-01", &json!({ "register_open_minutes": 15 }));
    let sound = ground.import(house, "marks-csv", &file(&bo));
    assert_eq!((&sound["created"], &sound["warnings"]), (&json!(1), &json!(0)), "{sound}");
}
}

on_both! {
fn a_reason_is_as_long_as_the_policy_asks(house: &House) {
    let ground = timetabled(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    let class = class_of(&ground, &[&amal, &bo]);
    let (today, path) = ("2026-11-23/am", ground.register("2026-11-23/am", "8A"));
    ground.take(today, &[(&amal, "N"), (&bo, "N")]);
    let lesson = ground.path(&format!("lessons/2026-11-23/5/{class}/register"));
    let ground = ground.later(house, "2026-11-23T13:30:00Z");
    let officer = ground.as_officer();
    officer.put(&lesson, &marks_of(&[(&amal, "\\")])).expect(200);
    policy(&ground, "2026-11-01", &json!({ "shortest_reason": 12 }));
    let with = |body: Value, reason: &str| {
        let mut body = body;
        body["reason"] = json!(reason);
        body
    };
    let changes = [
        ("PUT", path, marks_of(&[(&amal, "I")])),
        ("PATCH", mark(&bo, today), json!({ "code": "I" })),
        ("PUT", lesson, marks_of(&[(&amal, "N")])),
    ];
    for (method, path, body) in changes {
        let refused = problem(house, officer.json(method, &path, &with(body.clone(), "mother rang")), &[422]);
        assert_eq!(refused.violations(), ["/reason reason_required"], "{method} {path}");
        assert!(refused.text.contains("at least 12 characters"), "{}", refused.text);
        officer.json(method, &path, &with(body, "mother rang.")).expect(200);
    }
    // The admission register has the same duty.
    let roll = format!("/v1/pupils/{bo}");
    let refused = problem(house, officer.patch(&roll, &json!({ "surname": "Muster", "reason": "mother rang" })), &[422]);
    assert_eq!(refused.violations(), ["/reason too_short"]);
    officer.patch(&roll, &json!({ "surname": "Muster", "reason": "mother rang." })).expect(200);
    // What explains itself still does, at the register and at the gate.
    let unseen = ground.pupil("Unseen", &json!({}));
    ground.take(today, &[(&unseen, "N")]);
    let passing = json!({ "pupil_id": unseen, "kind": "in", "at": "2026-11-23T09:20:00Z" });
    assert_eq!(text(&officer.post(&ground.path("gate"), &passing).expect(201).json["effect"]), "amended");
}
}

on_both! {
fn the_board_says_by_when_parents_are_asked_for_a_reason(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    ground.take("2026-11-23/am", &[(&amal, "N"), (&bo, "L")]);
    let ground = ground.later(house, "2026-11-23T14:00:00Z");
    ground.take("2026-11-23/pm", &[(&amal, "N"), (&bo, "\\")]);
    let by = || {
        let board = ground.api.get(&ground.path("day/2026-11-23")).expect(200).json;
        assert_eq!(board["late_arrivals"][0]["chase_by"], Value::Null);
        let list = board["absent_without_reason"].as_array().unwrap().clone();
        list.iter().map(|each| format!("{} {}", text(&each["session"]), text(&each["chase_by"]))).collect::<Vec<_>>()
    };
    assert_eq!(by(), ["am 2026-11-23T10:00:00Z", "pm 2026-11-23T13:40:00Z"], "at ten, and as the afternoon register closes");
    policy(&ground, "2026-11-01", &json!({ "reason_chase_time": "09:00", "register_open_minutes": 30 }));
    assert_eq!(by(), ["am 2026-11-23T09:10:00Z", "pm 2026-11-23T13:40:00Z"], "nobody is asked before the register has closed");
}
}
