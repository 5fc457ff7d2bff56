//! Whole-school events: preview, marking, entering, undoing.

use crate::ground::{Ground, mark, problem, text};
use serde_json::{Value, json};
use testkit::{Answer, Api, House, on_both};

fn head(ground: &Ground) -> Api {
    ground.api.acting_for(&ground.person("Ifeoma", "Headteacher", &["headteacher"]))
}

fn closure(first: &str, last: &str, code: &str, preview: bool) -> Value {
    json!({ "first_day": first, "last_day": last, "sessions": ["am", "pm"], "year_groups": null, "code": code,
        "reason": "Boiler failed", "preview": preview })
}

/// The counts of a list as `code why count`.
fn counts(list: &Value) -> Vec<String> {
    let line =
        |each: &Value| format!("{} {} {}", each["code"].as_str().unwrap_or("-"), text(&each["why"]), each["count"]);
    list.as_array().unwrap().iter().map(line).collect()
}

fn code_of(ground: &Ground, pupil: &str, session: &str) -> String {
    let answer = ground.api.get(&mark(pupil, session));
    if answer.status == 404 { "-".to_owned() } else { text(&answer.json["code"]).to_owned() }
}

fn sound(house: &House, ground: &Ground) {
    let differences =
        house.app.read(&house.operator(), |cx| app::attendance::verify::verify_sheets(cx, ground.id.parse().unwrap()));
    assert_eq!(differences.unwrap().differences, []);
}

on_both! {
fn a_preview_tells_and_the_closure_does_just_that(house: &House) {
    let ground = Ground::new(house);
    let head = head(&ground);
    let [present, late, ill, dual, trip, none] = ground.pupils(["Present", "Late", "Ill", "Dual", "Trip", "None"]);
    let body = json!({ "marks": [{ "pupil_id": present, "code": "/" }, { "pupil_id": late, "code": "L", "minutes_late": 7, "comment": "Bus" },
        { "pupil_id": ill, "code": "I" }, { "pupil_id": dual, "code": "D" }, { "pupil_id": trip, "code": "V" }] });
    ground.api.put(&ground.register("2026-11-23/am", "8A"), &body).expect(200);
    house.at("2026-11-23T09:50:00Z");
    let head = head.with("Idempotency-Key", "preview-1");
    let path = ground.path("closures");
    let preview = head.post(&path, &closure("2026-11-23", "2026-11-23", "Y4", true)).expect(200).json;
    assert_eq!((&preview["id"], &preview["changed"], &preview["planned"], &preview["pupils"]), (&Value::Null, &json!(3), &json!(6), &json!(6)), "{preview}");
    assert_eq!(counts(&preview["changes"]), ["-  1", "/  1", "L  1"]);
    assert_eq!(counts(&preview["kept"]), ["D dual_registered 1", "I has_its_reason 1", "V at_activity 1"]);
    assert_eq!(code_of(&ground, &present, "2026-11-23/am"), "/", "nothing was written");
    assert_eq!(ground.api.get(&path).expect(200).json["data"], json!([]));
    let unsigned = ground.api.post(&path, &closure("2026-11-23", "2026-11-23", "Y4", false)).expect(422);
    assert_eq!(unsigned.json["type"], "/problems/unsigned");
    let head = head.with("Idempotency-Key", "mark-1");
    let done = head.post(&path, &closure("2026-11-23", "2026-11-23", "Y4", false)).expect(201);
    for same in ["changed", "changes", "kept", "planned", "sessions_touched"] {
        assert_eq!(done.json[same], preview[same], "{same}");
    }
    let again = head.post(&path, &closure("2026-11-23", "2026-11-23", "Y4", false)).expect(201);
    assert_eq!(again.json["id"], done.json["id"], "the same request is done once");
    let codes = |session: &str| [&present, &late, &ill, &dual, &trip, &none].map(|pupil| code_of(&ground, pupil, session));
    assert_eq!(codes("2026-11-23/am"), ["Y4", "Y4", "I", "D", "V", "Y4"]);
    let history = ground.api.get(&mark(&late, "2026-11-23/am")).expect(200).json;
    let last = history["history"].as_array().unwrap().last().cloned().unwrap();
    assert_eq!((text(&last["kind"]), text(&last["original"]), text(&last["reason"])), ("amendment", "L", "closure: Boiler failed"), "{history}");
    assert_eq!((text(&last["by"]["position"]), &history["minutes_late"], text(&history["comment"])), ("Headteacher", &Value::Null, "Bus"));
    let plans = ground.api.get(&format!("/v1/pupils/{present}/planned-absences")).expect(200).json;
    assert_eq!((text(&plans["data"][0]["code"]), text(&plans["data"][0]["source"])), ("Y4", "closure"), "{plans}");
    assert_eq!(ground.api.get(done.header("location")).expect(200).json["reason"], "Boiler failed");
    sound(house, &ground);
}
}

on_both! {
fn sessions_ahead_are_entered_as_they_open_and_nobody_is_forgotten(house: &House) {
    let ground = Ground::new(house);
    let head = head(&ground);
    let [plain, dual, leave] = ground.pupils(["Plain", "Dual", "Leave"]);
    for (pupil, code) in [(&dual, "D"), (&leave, "C")] {
        let plan = json!({ "code": code, "first_day": "2026-11-24", "last_day": "2026-11-24", "sessions": ["am"] });
        ground.as_officer().post(&format!("/v1/pupils/{pupil}/planned-absences"), &plan).expect(201);
    }
    let done = head.post(&ground.path("closures"), &closure("2026-11-24", "2026-11-25", "#", false)).expect(201).json;
    assert_eq!((&done["changed"], &done["planned"], counts(&done["plans_kept"])), (&json!(0), &json!(11), vec!["D dual_registered 1".to_owned()]), "{done}");
    let enter = || app::attendance::closures::enter_begun(&house.app).unwrap();
    house.at("2026-11-24T08:39:00Z");
    assert_eq!(enter(), 0, "the register has not opened");
    house.at("2026-11-24T09:00:00Z");
    let ground = Ground { api: house.everything(), ..ground };
    enter();
    assert_eq!(enter(), 0);
    let morning = [&plain, &dual, &leave].map(|pupil| code_of(&ground, pupil, "2026-11-24/am"));
    assert_eq!(morning, ["#", "-", "#"], "the plan of D stays and waits for its register");
    house.at("2026-11-25T15:00:00Z");
    let api = house.everything();
    let joiner = api.post(&ground.path("pupils"), &Ground::pupil_body("Joiner", &json!({ "starting_day": "2026-11-25" }))).expect(201).id();
    enter();
    let ground = Ground { api, ..ground };
    assert_eq!([&plain, &dual, &joiner].map(|pupil| code_of(&ground, pupil, "2026-11-25/pm")), ["#", "#", "#"]);
    let summary = ground.api.get(&ground.path("attendance/summary?from=2026-11-24&to=2026-11-25")).expect(200).json;
    assert_eq!((&summary["data"][0]["summary"]["possible"], &summary["data"][0]["summary"]["missing"]), (&json!(0), &json!(1)), "{summary}");
    sound(house, &ground);
}
}

on_both! {
fn an_undoing_restores_what_still_stands_and_lists_the_rest(house: &House) {
    let ground = Ground::new(house);
    let head = head(&ground);
    let [late, changed, none] = ground.pupils(["Late", "Changed", "None"]);
    let body = json!({ "marks": [{ "pupil_id": late, "code": "L", "minutes_late": 7 }, { "pupil_id": changed, "code": "/" }] });
    ground.api.put(&ground.register("2026-11-23/am", "8A"), &body).expect(200);
    let done = head.post(&ground.path("closures"), &closure("2026-11-23", "2026-11-24", "Y4", false)).expect(201);
    let amended = json!({ "code": "I", "reason": "Mother telephoned" });
    ground.as_officer().patch(&mark(&changed, "2026-11-23/am"), &amended).expect(200);
    let undo = format!("{}/undo", done.header("location"));
    assert_eq!(problem(house, head.post(&undo, &json!({ "reason": "  " })), &[400, 422]).violations().len(), 1);
    assert_eq!(ground.api.post(&undo, &json!({ "reason": "Wrong day" })).expect(422).json["type"], "/problems/unsigned");
    let undone = head.post(&undo, &json!({ "reason": "Wrong day" })).expect(200).json;
    let effect = &undone["undone"]["effect"];
    assert_eq!((&effect["changed"], counts(&effect["kept"])), (&json!(1), vec!["I changed_since 1".to_owned(), "Y4 no_mark_before 1".to_owned()]), "{undone}");
    assert_eq!((&effect["planned"], text(&undone["undone"]["reason"])), (&json!(3), "Wrong day"), "a plan of each pupil is taken back");
    let mut kept: Vec<&str> = effect["kept_marks"].as_array().unwrap().iter().map(|each| text(&each["why"])).collect();
    kept.sort_unstable();
    assert_eq!(kept, ["changed_since", "no_mark_before"]);
    let restored = ground.api.get(&mark(&late, "2026-11-23/am")).expect(200).json;
    assert_eq!((text(&restored["code"]), &restored["minutes_late"], restored["history"].as_array().unwrap().len()), ("L", &json!(7), 3), "{restored}");
    assert_eq!(restored["history"][2]["reason"], "closure undone: Wrong day");
    assert_eq!(ground.api.get(&format!("/v1/pupils/{late}/planned-absences")).expect(200).json["data"], json!([]));
    problem(house, head.post(&undo, &json!({ "reason": "Once more" })), &[409]);
    house.at("2026-11-24T12:00:00Z");
    app::attendance::closures::enter_begun(&house.app).unwrap();
    let ground = Ground { api: house.everything(), ..ground };
    assert_eq!(code_of(&ground, &none, "2026-11-24/am"), "-", "what was taken back is entered no more");
    sound(house, &ground);
}
}

on_both! {
fn a_part_of_the_school_is_closed_alone(house: &House) {
    let ground = Ground::new(house);
    let head = head(&ground);
    let eighth = ground.pupil("Eighth", &json!({}));
    let ninth = ground.pupil("Ninth", &json!({ "year_group": 9 }));
    ground.take("2026-11-23/am", &[(&eighth, "/"), (&ninth, "/")]);
    let part = |code: &str, groups: Value| {
        let mut body = closure("2026-11-23", "2026-11-23", code, false);
        (body["year_groups"], body["sessions"]) = (groups, json!(["am"]));
        body
    };
    let path = ground.path("closures");
    let violations = |answer: Answer| problem(house, answer, &[422]).violations();
    assert_eq!(violations(head.post(&path, &part("Y4", json!([8])))), ["/year_groups whole_school_only"]);
    assert_eq!(violations(head.post(&path, &part("I", json!([8, 15])))), ["/year_groups/1 out_of_range", "/code not_a_whole_school_code"]);
    let done = head.post(&path, &part("Y3", json!([8]))).expect(201).json;
    assert_eq!((&done["pupils"], &done["changed"]), (&json!(1), &json!(1)));
    assert_eq!((code_of(&ground, &eighth, "2026-11-23/am"), code_of(&ground, &ninth, "2026-11-23/am")), ("Y3".into(), "/".into()));
    let snow = head.post(&path, &part("Y2", Value::Null)).expect(201).json;
    assert_eq!(counts(&snow["kept"]), ["/ was_present 1", "Y3 already_unable 1"]);
    let sunday = closure("2026-11-22", "2026-11-22", "#", true);
    assert_eq!(violations(head.post(&path, &sunday)), ["/first_day no_school_session"]);
    problem(house, head.post(&path, &json!({ "first_day": "2026-11-23" })), &[400, 422]);
    problem(house, ground.as_officer().post(&path, &part("Y3", json!([8]))), &[403]);
}
}

on_both! {
fn a_week_of_a_whole_school_is_one_decision(house: &House) {
    const PUPILS: usize = 400;
    let ground = Ground::new(house);
    let head = head(&ground);
    let mut file = String::from("mis_id,surname,forename,date_of_birth,sex,year_group,registration_group,starting_day\n");
    for number in 0..PUPILS {
        file.push_str(&format!("M{number},Example,Pupil{number},2014-03-15,F,8,8{},2025-09-03\n", ["A", "B", "C"][number % 3]));
    }
    assert_eq!(ground.import(house, "pupils-csv", &file)["status"], "succeeded");
    let path = ground.path("closures");
    let begun = std::time::Instant::now();
    let flood = head.post(&path, &closure("2026-11-16", "2026-11-20", "Y4", false)).expect(201).json;
    let entered = begun.elapsed();
    let marks = 10 * PUPILS;
    assert_eq!((&flood["changed"], &flood["sessions_touched"], &flood["pupils"]), (&json!(marks), &json!(10), &json!(PUPILS)));
    let begun = std::time::Instant::now();
    let planned = head.post(&path, &closure("2026-11-16", "2026-11-20", "#", false)).expect(201).json;
    println!("{marks} marks: entered in {entered:?}, amended in {:?}", begun.elapsed());
    assert_eq!(counts(&planned["changes"]), [format!("Y4  {marks}")]);
    let undo = format!("/v1/closures/{}/undo", text(&planned["id"]));
    let undone = head.post(&undo, &json!({ "reason": "It was not planned" })).expect(200).json;
    assert_eq!(undone["undone"]["effect"]["changed"], json!(marks));
    let summary = ground.api.get(&ground.path("attendance/summary?from=2026-11-16&to=2026-11-20")).expect(200).json;
    assert_eq!(summary["data"][0]["summary"]["by_code"], json!({ "Y4": marks }), "{summary}");
    sound(house, &ground);
}
}
