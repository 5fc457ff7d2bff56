//! Returns to the local authority, and whether a name may be deleted.

use crate::flow;
use crate::ground::{Ground, column, problem, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

/// The pupils of a worklist as `pupil trigger due`.
fn due(ground: &Ground, question: &str) -> Vec<String> {
    let list = ground.api.get(&ground.path(&format!("returns?{question}"))).expect(200).json["data"].clone();
    let line =
        |each: &Value| format!("{} {} {}", text(&each["pupil_id"]), text(&each["trigger"]), text(&each["due_on"]));
    list.as_array().unwrap().iter().map(line).collect()
}

fn sent(ground: &Ground, kind: &str, pupil: &str, on: &str) {
    let body = json!({ "kind": kind, "pupil_ids": [pupil], "sent_on": on, "to": "Made-up County Council" });
    ground.as_officer().post(&ground.path("returns"), &body).expect(201);
}

on_both! {
fn new_names_are_reported_and_the_new_year_is_spared(house: &House) {
    let ground = Ground::new(house);
    let old = ground.pupil("Old", &json!({}));
    let junior = ground.pupil("Junior", &json!({ "year_group": 7, "registration_group": "7A", "starting_day": "2026-09-03" }));
    let late = ground.pupil("Late", &json!({ "year_group": 7, "registration_group": "7A", "starting_day": "2026-09-07" }));
    let joiner = ground.pupil("Joiner", &json!({ "starting_day": "2026-11-20" }));
    let mut expected = vec![format!("{late} name_entered 2026-09-12"), format!("{joiner} name_entered 2026-11-25")];
    expected.sort_unstable();
    assert_eq!(due(&ground, "kind=new_pupil"), expected);
    assert_eq!(due(&ground, "kind=new_pupil&excepted=true"), [format!("{junior} name_entered 2026-09-08")]);
    assert_eq!(due(&ground, "kind=new_pupil&as_of=2026-11-19"), [format!("{late} name_entered 2026-09-12")]);
    let list = ground.api.get(&ground.path("returns?kind=new_pupil")).expect(200).json["data"].clone();
    let item = list.as_array().unwrap().iter().find(|each| each["pupil_id"] == joiner.as_str()).unwrap().clone();
    assert_eq!((text(&item["content"]["full_name"]), &item["missing"]), ("Joiner Example", &json!(["address", "parents"])), "{item}");
    assert!(text(&item["citation"]).contains("regulation 13") && item["overdue"] == json!(false));
    let contact = json!({ "surname": "Example", "forename": "Bo", "title": "Mx", "relationship": "Mother", "parent_basis": "natural_parent",
        "lives_with_pupil": true, "telephone": "01632 960001", "address": "1 Made-up Street" });
    ground.api.post(&format!("/v1/pupils/{joiner}/contacts"), &contact).expect(201);
    ground.as_officer().patch(&format!("/v1/pupils/{joiner}"), &json!({ "address": "1 Made-up Street", "reason": "Form received" })).expect(200);
    let first = ground.api.get(&ground.path("returns?kind=new_pupil&limit=1")).expect(200).json;
    let rest = ground.api.get(&ground.path(&format!("returns?kind=new_pupil&limit=1&cursor={}", text(&first["next_cursor"])))).expect(200).json;
    let both = [first["data"][0].clone(), rest["data"][0].clone()];
    let item = both.iter().find(|each| each["pupil_id"] == joiner.as_str()).unwrap();
    assert_eq!((&item["missing"], text(&item["content"]["parents"][0]["name"])), (&json!([]), "Mx Bo Example"), "{item}");
    sent(&ground, "new_pupil", &joiner, "2026-11-23");
    assert_eq!(due(&ground, "kind=new_pupil"), [format!("{late} name_entered 2026-09-12")]);
    let made = ground.api.get(&ground.path("returns/sent")).expect(200).json;
    assert_eq!((column(&made["data"], "to"), &made["data"][0]["pupil_ids"]), (vec!["Made-up County Council"], &json!([joiner])));
    let wrong = json!({ "kind": "new_pupil", "pupil_ids": [old, ground.id], "sent_on": "2026-11-24", "to": " " });
    let refused = problem(house, ground.as_officer().post(&ground.path("returns"), &wrong), &[422]);
    assert_eq!(refused.violations(), ["/sent_on in_the_future", "/to blank", "/pupil_ids/1 unknown_pupil"]);
    problem(house, ground.api.get(&ground.path("returns")), &[400]);
    problem(house, ground.api.get(&ground.path("returns?kind=census")), &[400]);
}
}

on_both! {
fn deletions_are_reported_with_their_ground(house: &House) {
    let ground = Ground::new(house);
    let [gone, here] = ground.pupils(["Gone", "Here"]);
    let leave = json!({ "leaving_day": "2026-11-27", "ground": "registered_elsewhere", "reason": "Moves to another school" });
    ground.as_officer().patch(&format!("/v1/pupils/{gone}"), &leave).expect(200);
    assert_eq!(due(&ground, "kind=deletion"), [format!("{gone} name_deleted 2026-11-27")]);
    let item = ground.api.get(&ground.path("returns?kind=deletion")).expect(200).json["data"][0].clone();
    assert_eq!((text(&item["content"]["ground"]), &item["missing"]), ("registered_elsewhere", &json!(["address", "parents", "next_school"])), "{item}");
    sent(&ground, "deletion", &gone, "2026-11-23");
    assert_eq!(due(&ground, "kind=deletion"), Vec::<String>::new());
    assert!(!here.is_empty());
}
}

on_both! {
fn absence_and_sickness_are_reported_again_when_they_must_be(house: &House) {
    let ground = Ground::new(house);
    let imported = flow::import(house, &ground.api, &ground.id, "pupils-csv", &flow::pupils_csv());
    assert_eq!(imported["status"], "succeeded");
    let absent = |pupil: usize, session: usize| match (pupil, session) {
        (3, 2..) => Some("O"),
        (2, 4..22) => Some("I"),
        _ => None,
    };
    ground.import(house, "marks-csv", &flow::marks_csv(&flow::DAYS, absent));
    let pupils = ground.api.get(&ground.path("pupils?limit=500")).expect(200).json["data"].clone();
    let id = |forename: &str| text(&pupils.as_array().unwrap().iter().find(|each| each["forename"] == forename).unwrap()["id"]).to_owned();
    let (dev, carys) = (id("Dev"), id("Carys"));
    assert_eq!(due(&ground, "kind=attendance"), [format!("{dev} continuous_unauthorised_absence 2026-12-15")]);
    let item = ground.api.get(&ground.path("returns?kind=attendance")).expect(200).json["data"][0].clone();
    assert_eq!((text(&item["met_on"]), &item["evidence"]["counted"], &item["content"]["parents"]), ("2026-11-17", &json!(26), &Value::Null), "{item}");
    sent(&ground, "attendance", &dev, "2026-11-18");
    assert_eq!(due(&ground, "kind=attendance"), Vec::<String>::new());
    assert_eq!(due(&ground, "kind=attendance&as_of=2026-12-10"), [format!("{dev} continuous_unauthorised_absence 2026-12-16")]);
    assert_eq!(due(&ground, "kind=sickness"), [format!("{carys} sickness_forecast ")]);
    sent(&ground, "sickness", &carys, "2026-11-20");
    assert_eq!(due(&ground, "kind=sickness"), Vec::<String>::new());
}
}

on_both! {
fn a_name_is_deleted_only_on_a_ground_whose_conditions_are_met(house: &House) {
    let ground = Ground::new(house);
    let [pupil] = ground.pupils(["Pupil"]);
    ground.take("2026-11-20/am", &[(&pupil, "/")]);
    ground.take("2026-11-20/pm", &[(&pupil, "O")]);
    let check = format!("/v1/pupils/{pupil}/deletion-check");
    let findings = |body: Value| {
        let found = ground.as_officer().post(&check, &body).expect(200).json;
        assert!(text(&found["citation"]).contains("regulation 9"), "{found}");
        let line = |each: &Value| format!("{} {} {}", text(&each["code"]), text(&each["finding"]), each["enforced"]);
        (found["lawful"].clone(), found["conditions"].as_array().unwrap().iter().map(line).filter(|line| !line.contains(" met ")).collect::<Vec<_>>())
    };
    let continuous = json!({ "ground": "continuous_absence", "leaving_day": "2026-11-20", "joint_enquiries_made": true, "cause_believed": false });
    assert_eq!(findings(continuous), (json!(false), vec!["absent_twenty_school_days not_met true".to_owned()]));
    let moved = json!({ "ground": "moved_away", "leaving_day": "2026-11-20", "lives_near": false });
    assert_eq!(findings(moved.clone()), (json!(false), vec!["not_expected_back not_known false".to_owned()]));
    let mut moved_all = moved;
    moved_all["expected_back"] = json!(false);
    assert_eq!(findings(moved_all), (json!(true), vec![]));
    let back = json!({ "ground": "died", "leaving_day": "2026-11-06" });
    assert_eq!(findings(back), (json!(false), vec!["not_in_retrospect not_met false".to_owned(), "no_marks_afterwards not_met false".to_owned()]));
    assert_eq!(findings(json!({})).1, ["ground_given not_met false"]);
    problem(house, ground.as_officer().post(&check, &json!({ "ground": "off_rolled" })), &[400, 422]);
    // What the registers alone show is refused when the record is changed.
    let path = format!("/v1/pupils/{pupil}");
    for (reason, code) in [("continuous_absence", "absent_twenty_school_days"), ("over_compulsory_age", "age_ends_before_school_meets"), ("fees_unpaid", "boarder")] {
        let body = json!({ "leaving_day": "2026-11-20", "ground": reason, "reason": "Has left" });
        let refused = problem(house, ground.as_officer().patch(&path, &body), &[422]);
        assert_eq!(refused.violations(), [format!("/ground {code}")], "{}", refused.text);
        assert!(refused.text.contains("regulation 9"));
    }
    assert_eq!(ground.api.get(&path).expect(200).json["leaving_day"], Value::Null, "nothing was written");
    ground.as_officer().patch(&path, &json!({ "leaving_day": "2026-11-20", "ground": "moved_away", "reason": "Has left" })).expect(200);
}
}

on_both! {
fn what_was_sent_is_listed_by_kind(house: &House) {
    let ground = Ground::new(house);
    let [one, two] = ground.pupils(["One", "Two"]);
    // One after the other: within a millisecond of the standing clock they would have no order.
    let made = [("sickness", &one, "2026-11-02"), ("attendance", &two, "2026-11-03"), ("sickness", &two, "2026-11-04"), ("sickness", &one, "2026-11-05")];
    for (second, (kind, pupil, on)) in made.into_iter().enumerate() {
        house.at(&format!("2026-11-23T09:00:{second:02}Z"));
        sent(&ground, kind, pupil, on);
    }
    let list = |query: &str| ground.api.get(&ground.path(&format!("returns/sent?{query}"))).expect(200).json;
    assert_eq!(column(&list("limit=10")["data"], "kind"), ["sickness", "attendance", "sickness", "sickness"]);
    assert_eq!(column(&list("kind=attendance")["data"], "sent_on"), ["2026-11-03"]);
    assert_eq!(column(&list("kind=deletion")["data"], "sent_on"), Vec::<&str>::new());
    // A page at a time, across what is of another kind; changes since as well.
    let first = list("kind=sickness&limit=2");
    assert_eq!(column(&first["data"], "sent_on"), ["2026-11-02", "2026-11-04"]);
    let rest = list(&format!("kind=sickness&limit=2&cursor={}", text(&first["next_cursor"])));
    assert_eq!((column(&rest["data"], "sent_on"), &rest["next_cursor"]), (vec!["2026-11-05"], &Value::Null));
    house.settle_events();
    let mark = list("kind=sickness")["watermark"].clone();
    house.at("2026-11-23T09:00:10Z");
    sent(&ground, "sickness", &two, "2026-11-06");
    sent(&ground, "attendance", &one, "2026-11-06");
    house.settle_events();
    let changed = list(&format!("kind=sickness&updated_since={}", text(&mark)));
    assert_eq!(column(&changed["data"], "sent_on"), ["2026-11-06"]);
    problem(house, ground.api.get(&ground.path("returns/sent?kind=holiday")), &[400]);
}
}
