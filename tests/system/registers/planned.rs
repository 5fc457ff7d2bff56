//! Absences that are known beforehand: apart from the register until it is taken.

use super::{code_of, line};
use crate::ground::{Ground, column, mark, marks_of, problem, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

fn conflicts(ground: &Ground) -> Value {
    ground.api.get(&ground.path("attendance/conflicts?kind=conflict")).expect(200).json["data"].clone()
}

on_both! {
fn a_planned_absence_enters_when_the_register_is_taken_and_not_before(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo, cai] = ground.pupils(["Amal", "Bo", "Cai"]);
    let plans = |pupil: &str| format!("/v1/pupils/{pupil}/planned-absences");
    let plan = json!({ "code": "C", "first_day": "2026-11-23", "last_day": "2026-11-27", "sessions": ["am"],
        "weekdays": ["mon", "wed"], "comment": "Funeral abroad" });
    let made = ground.as_officer().post(&plans(&amal), &plan).expect(201);
    assert_eq!(made.json["by"]["position"], "Attendance officer");
    let dropped = json!({ "code": "V", "first_day": "2026-11-23", "last_day": "2026-11-23" });
    let dropped = ground.as_officer().post(&plans(&bo), &dropped).expect(201).id();
    ground.as_officer().delete(&format!("/v1/planned-absences/{dropped}")).expect(204);
    problem(house, ground.api.get(&format!("/v1/planned-absences/{dropped}")), &[404]);

    let path = ground.register("2026-11-23/am", "8A");
    let open = ground.api.get(&path).expect(200).json;
    assert_eq!((code_of(&open, &amal), text(&line(&open, &amal)["planned"])), ("", "C"));
    assert_eq!(line(&open, &bo)["planned"], Value::Null);
    let ahead = ground.api.get(&format!("/v1/pupils/{amal}/attendance?from=2026-11-23&to=2026-11-27")).expect(200).json;
    let planned: Vec<_> = ahead["marks"].as_array().unwrap().iter()
        .map(|each| (text(&each["date"]), text(&each["session"]), each["planned"].as_bool()))
        .collect();
    assert_eq!(planned, [("2026-11-23", "am", Some(true)), ("2026-11-25", "am", Some(true))]);
    assert_eq!((&ahead["summary"]["possible"], &ahead["summary"]["authorised"]), (&json!(0), &json!(0)));

    let taken = ground.api.put(&path, &marks_of(&[(&bo, "/"), (&cai, "/")])).expect(200).json;
    assert_eq!((text(&taken["status"]), code_of(&taken, &amal)), ("taken", "C"), "who is left out gets the plan");
    let history = ground.api.get(&mark(&amal, "2026-11-23/am")).expect(200).json;
    assert_eq!(column(&history["history"], "kind"), ["planned"]);
    let after = ground.api.get(&format!("/v1/pupils/{amal}/attendance?from=2026-11-23&to=2026-11-27")).expect(200).json;
    assert_eq!((&after["summary"]["possible"], &after["summary"]["authorised"]), (&json!(1), &json!(1)));
    assert_eq!(conflicts(&ground), json!([]));
    // The sessions and days between were not planned.
    house.at("2026-11-24T09:00:00Z");
    let ground = Ground { api: house.everything(), ..ground };
    let tuesday = ground.take("2026-11-24/am", &[(&bo, "/"), (&cai, "/")]).json;
    assert_eq!((text(&tuesday["status"]), code_of(&tuesday, &amal)), ("partly_taken", ""));
    // What is cancelled now leaves Monday as it was, and no longer enters Wednesday's register.
    ground.as_officer().delete(&format!("/v1/planned-absences/{}", made.id())).expect(204);
    assert_eq!(ground.api.get(&mark(&amal, "2026-11-23/am")).expect(200).json["code"], "C");
    house.at("2026-11-25T09:00:00Z");
    let ground = Ground { api: house.everything(), ..ground };
    assert_eq!(code_of(&ground.take("2026-11-25/am", &[(&bo, "/"), (&cai, "/")]).json, &amal), "");
}
}

on_both! {
fn a_pupil_who_is_present_in_spite_of_a_plan_is_present_and_the_conflict_is_listed(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    let plan = json!({ "code": "C", "first_day": "2026-11-23", "last_day": "2026-11-23" });
    ground.as_officer().post(&format!("/v1/pupils/{amal}/planned-absences"), &plan).expect(201);
    let taken = ground.take("2026-11-23/am", &[(&amal, "/"), (&bo, "/")]).json;
    assert_eq!(code_of(&taken, &amal), "/");
    let listed = conflicts(&ground);
    assert_eq!(listed.as_array().unwrap().len(), 1, "{listed}");
    let conflict = &listed[0];
    assert_eq!((text(&conflict["pupil_id"]), text(&conflict["date"]), text(&conflict["session"])), (amal.as_str(), "2026-11-23", "am"));
    assert_eq!((text(&conflict["standing_code"]), text(&conflict["other_code"])), ("/", "C"));
    let board = ground.api.get(&ground.path("day/2026-11-23")).expect(200).json;
    assert_eq!(column(&board["conflicts"], "pupil_id"), [amal.as_str()]);
    // The same register again finds the same conflict, not a second one.
    ground.take("2026-11-23/am", &[(&amal, "/"), (&bo, "/")]);
    assert_eq!(conflicts(&ground).as_array().unwrap().len(), 1);
    let settlement = format!("{}/settlement", mark(&amal, "2026-11-23/am"));
    problem(house, ground.api.send("POST", &settlement, None), &[422]);
    let settled = ground.as_officer().send("POST", &settlement, None).expect(200);
    assert_eq!(settled.json["settled"], 1);
    assert_eq!(conflicts(&ground), json!([]));
    assert_eq!(ground.as_officer().send("POST", &settlement, None).expect(200).json["settled"], 0);
}
}

on_both! {
fn the_later_plan_holds_and_another_absence_than_planned_is_no_conflict_of_presence(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    let plan = |code: &str| json!({ "code": code, "first_day": "2026-11-23", "last_day": "2026-11-23" });
    let address = format!("/v1/pupils/{amal}/planned-absences");
    ground.as_officer().post(&address, &plan("C")).expect(201);
    house.at("2026-11-23T09:00:01Z");
    ground.as_officer().post(&address, &plan("M")).expect(201);
    let listed = ground.api.get(&format!("{address}?from=2026-11-01&to=2026-11-30")).expect(200);
    assert_eq!(column(&listed.json["data"], "code"), ["C", "M"]);
    let taken = ground.take("2026-11-23/am", &[(&bo, "/")]).json;
    assert_eq!(code_of(&taken, &amal), "M");
    let none = ground.api.get(&format!("{address}?from=2026-12-01&to=2026-12-30")).expect(200);
    assert_eq!(none.json["data"], json!([]));
}
}

on_both! {
fn a_planned_activity_is_on_the_list_until_it_is_confirmed(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo, cai] = ground.pupils(["Amal", "Bo", "Cai"]);
    for pupil in [&amal, &bo] {
        let plan = json!({ "code": "B", "first_day": "2026-11-23", "last_day": "2026-11-23", "comment": "College taster day" });
        ground.as_officer().post(&format!("/v1/pupils/{pupil}/planned-absences"), &plan).expect(201);
    }
    let taken = ground.take("2026-11-23/am", &[(&cai, "/")]).json;
    assert_eq!((code_of(&taken, &amal), column(&taken["warnings"], "code")), ("B", vec!["attendance_to_be_confirmed"; 2]));
    let open = || {
        let list = ground.api.get(&ground.path("attendance/conflicts?kind=warning")).expect(200).json["data"].clone();
        let mut pupils: Vec<String> = column(&list, "pupil_id").into_iter().map(str::to_owned).collect();
        pupils.sort();
        pupils
    };
    let mut both = [amal.clone(), bo.clone()];
    both.sort();
    assert_eq!(open(), both);
    // The same register again asks nothing new; the provider has seen one, and not the other.
    assert_eq!(ground.take("2026-11-23/am", &[(&cai, "/")]).json["warnings"], json!([]));
    assert_eq!(open(), both);
    let settled = ground.as_officer().post(&format!("{}/settlement", mark(&amal, "2026-11-23/am")), &json!({})).expect(200).json;
    assert_eq!((&settled["settled"], open()), (&json!(1), vec![bo.clone()]));
    let amended = json!({ "code": "N", "reason": "The college has not seen him" });
    ground.as_officer().patch(&mark(&bo, "2026-11-23/am"), &amended).expect(200);
    assert_eq!(open(), Vec::<String>::new());
}
}
