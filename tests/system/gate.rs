//! The gate: late arrivals become marks, departures do not, and an evacuation knows of both.

use crate::ground::{Ground, column, mark, problem, text};
use crate::timetable::timetabled;
use serde_json::{Value, json};
use testkit::{Answer, Api, House, on_both};

fn pass(api: &Api, ground: &Ground, pupil: &str, kind: &str, at: &str) -> Answer {
    let body =
        json!({ "pupil_id": pupil, "kind": kind, "at": format!("2026-11-23T{at}:00Z"), "reason": "Bus broke down" });
    api.post(&ground.path("gate"), &body)
}

fn standing(ground: &Ground, pupil: &str) -> (String, Value) {
    let mark = ground.api.get(&mark(pupil, "2026-11-23/am")).expect(200).json;
    (text(&mark["code"]).to_owned(), mark["minutes_late"].clone())
}

on_both! {
fn an_arrival_is_l_while_the_register_is_open_and_u_after(house: &House) {
    let ground = Ground::new(house);
    let [amal, bilal, chen, dara, esme] = ground.pupils(["Amal", "Bilal", "Chen", "Dara", "Esme"]);
    house.at("2026-11-23T09:30:00Z");
    ground.take("2026-11-23/am", &[(&bilal, "N"), (&chen, "N"), (&dara, "/")]);
    ground.as_officer().patch(&mark(&esme, "2026-11-23/am"), &json!({ "code": "M", "reason": "Dentist" })).expect(200);
    let officer = ground.as_officer();
    let made = pass(&officer, &ground, &amal, "in", "08:55").expect(201);
    assert_eq!((text(&made.json["effect"]), text(&made.json["code"]), &made.json["minutes_late"]), ("entered", "L", &json!(15)));
    let made = pass(&officer, &ground, &bilal, "in", "09:05").expect(201);
    assert_eq!((text(&made.json["effect"]), text(&made.json["code"])), ("amended", "L"));
    let made = pass(&officer, &ground, &chen, "in", "09:25").expect(201);
    assert_eq!((text(&made.json["code"]), &made.json["minutes_late"]), ("U", &json!(45)));
    assert_eq!(text(&pass(&officer, &ground, &dara, "in", "09:26").expect(201).json["effect"]), "none");
    assert_eq!(text(&pass(&officer, &ground, &esme, "in", "09:27").expect(201).json["effect"]), "conflict");
    assert_eq!(standing(&ground, &amal), ("L".to_owned(), json!(15)));
    assert_eq!(standing(&ground, &bilal), ("L".to_owned(), json!(25)));
    assert_eq!(standing(&ground, &chen), ("U".to_owned(), json!(45)));
    assert_eq!((standing(&ground, &dara).0, standing(&ground, &esme).0), ("/".to_owned(), "M".to_owned()));
    let history = ground.api.get(&mark(&chen, "2026-11-23/am")).expect(200).json["history"].clone();
    assert_eq!(text(&history[1]["reason"]), "signed in at the gate at 09:25: Bus broke down");
    let conflicts = ground.api.get(&ground.path("attendance/conflicts?date=2026-11-23")).expect(200).json["data"].clone();
    assert!(column(&conflicts, "code").contains(&"gate_arrival"), "{conflicts}");
    let listed = ground.api.get(&ground.path("gate?date=2026-11-23")).expect(200).json["data"].clone();
    let mut effects = column(&listed, "effect");
    effects.sort_unstable();
    assert_eq!(effects, ["amended", "amended", "conflict", "entered", "none"]);
    assert_eq!(ground.api.get(&ground.path("gate?date=2026-11-20")).expect(200).json["data"], json!([]));
}
}

on_both! {
fn an_arrival_without_a_person_to_sign_is_recorded_and_listed(house: &House) {
    let ground = Ground::new(house);
    let [amal, bilal] = ground.pupils(["Amal", "Bilal"]);
    house.at("2026-11-23T09:30:00Z");
    ground.take("2026-11-23/am", &[(&amal, "N")]);
    let made = pass(&ground.api, &ground, &amal, "in", "09:20").expect(201);
    assert_eq!((text(&made.json["effect"]), text(&made.json["code"])), ("conflict", "N"));
    assert_eq!(text(&pass(&ground.api, &ground, &bilal, "in", "09:20").expect(201).json["effect"]), "entered");
    let conflicts = ground.api.get(&ground.path("attendance/conflicts?date=2026-11-23")).expect(200).json["data"].clone();
    assert_eq!(column(&conflicts, "code"), ["gate_arrival_unsigned"]);
    // What is planned stays until the register is taken.
    let plan = json!({ "code": "M", "first_day": "2026-11-23", "last_day": "2026-11-23", "sessions": ["am"] });
    let [chen] = ground.pupils(["Chen"]);
    ground.as_officer().post(&format!("/v1/pupils/{chen}/planned-absences"), &plan).expect(201);
    assert_eq!(text(&pass(&ground.as_officer(), &ground, &chen, "in", "09:25").expect(201).json["effect"]), "planned");
}
}

on_both! {
fn a_departure_changes_no_mark_and_the_roll_call_knows_of_it(house: &House) {
    let ground = Ground::new(house);
    let [amal, bilal, chen, dara] = ground.pupils(["Amal", "Bilal", "Chen", "Dara"]);
    let ground = ground.later(house, "2026-11-23T11:30:00Z");
    ground.take("2026-11-23/am", &[(&amal, "/"), (&bilal, "/"), (&chen, "N")]);
    let officer = ground.as_officer();
    assert_eq!(text(&pass(&officer, &ground, &amal, "out", "10:00").expect(201).json["effect"]), "none");
    pass(&officer, &ground, &bilal, "out", "10:00").expect(201);
    pass(&officer, &ground, &bilal, "in", "11:00").expect(201);
    pass(&officer, &ground, &chen, "in", "11:15").expect(201);
    assert_eq!((standing(&ground, &amal).0, standing(&ground, &bilal).0), ("/".to_owned(), "/".to_owned()));
    let roll_call = ground.api.get(&ground.path("roll-call")).expect(200).json;
    let of = |pupil: &str| {
        let all = roll_call["pupils"].as_array().unwrap();
        text(&all.iter().find(|each| each["pupil_id"] == pupil).unwrap()["whereabouts"]).to_owned()
    };
    assert_eq!([of(&amal), of(&bilal), of(&chen), of(&dara)], ["off_site", "on_site", "on_site", "unknown"]);
}
}

on_both! {
fn whoever_signed_out_is_no_truant(house: &House) {
    let ground = timetabled(house);
    let [amal, bilal] = ground.pupils(["Amal", "Bilal"]);
    let class = ground.group("8x/Ma1");
    let members: Vec<Value> = [&amal, &bilal].iter().map(|pupil| json!({ "pupil_id": pupil, "first_day": "2026-09-03" })).collect();
    assert!(ground.api.post(&format!("/v1/groups/{class}/members"), &json!({ "members": members })).status < 300);
    let ground = ground.later(house, "2026-11-23T14:15:00Z");
    ground.take("2026-11-23/pm", &[(&amal, "\\"), (&bilal, "\\")]);
    let path = ground.path(&format!("lessons/2026-11-23/5/{class}/register"));
    ground.as_teacher().put(&path, &crate::ground::marks_of(&[(&amal, "N"), (&bilal, "N")])).expect(200);
    pass(&ground.as_officer(), &ground, &amal, "out", "13:15").expect(201);
    let truancy = ground.api.get(&ground.path("truancy?date=2026-11-23")).expect(200).json["data"].clone();
    assert_eq!(column(&truancy, "pupil_id"), [bilal.as_str()]);
}
}

on_both! {
fn passages_that_cannot_be_are_refused(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    let officer = ground.as_officer();
    problem(house, pass(&officer, &ground, &amal, "in", "23:00"), &[422]);
    problem(house, pass(&officer, &ground, "01890000-0000-7000-8000-000000000000", "in", "08:00"), &[422]);
    let long_ago = json!({ "pupil_id": amal, "kind": "in", "at": "2026-10-01T08:50:00Z" });
    problem(house, officer.post(&ground.path("gate"), &long_ago), &[422]);
    problem(house, officer.post(&ground.path("gate"), &json!({ "pupil_id": amal, "kind": "sideways" })), &[400, 422]);
    let unknown = json!({ "pupil_id": amal, "kind": "in", "late": true });
    problem(house, officer.post(&ground.path("gate"), &unknown), &[400, 422]);
    assert_eq!(ground.api.get(&ground.path("gate?date=2026-11-23")).expect(200).json["data"], json!([]));
    // The same request under its key happens once.
    let keyed = officer.with("Idempotency-Key", "gate-1");
    let body = json!({ "pupil_id": amal, "kind": "in" });
    let first = keyed.post(&ground.path("gate"), &body).expect(201);
    assert_eq!(keyed.post(&ground.path("gate"), &body).expect(201).json["id"], first.json["id"]);
    assert_eq!(ground.api.get(&ground.path("gate")).expect(200).json["data"].as_array().unwrap().len(), 1);
}
}
