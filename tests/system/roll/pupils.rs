//! Pupils: entering, changing with reasons, leaving and coming back, finding.

use crate::ground::{Ground, column, fresh_upn, mark, pointers, problem, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

on_both! {
fn a_pupil_is_shown_as_entered_and_every_field_that_was_sent_is_kept(house: &House) {
    let ground = Ground::new(house);
    let sent = json!({ "upn": fresh_upn(), "former_upn": fresh_upn(), "surname": "O’Exámple-Żółć", "forename": "Nguyễn Thị", "legal_surname": "Example",
        "legal_forename": "Thị", "other_names": "Tee", "date_of_birth": "2014-03-15", "sex": "F", "address": "1 Made-Up Street\nMade-Up Town",
        "year_group": 8, "registration_group": "8A", "starting_day": "2025-09-03", "free_school_meals": true, "pupil_premium": false,
        "sen_status": "ehcp", "english_additional_language": true, "looked_after": false, "previously_looked_after": true,
        "social_worker": false, "child_protection": false, "young_carer": true, "ethnicity": "WBRI", "boarder": false,
        "last_school": "Made-Up Primary", "mis_id": "77" });
    let made = ground.api.post(&ground.path("pupils"), &sent).expect(201);
    assert_eq!(made.header("location"), format!("/v1/pupils/{}", made.id()));
    let read = ground.api.get(made.header("location")).expect(200);
    assert_eq!((read.header("etag"), &read.json), (made.header("etag"), &made.json));
    for (name, value) in sent.as_object().unwrap() {
        assert_eq!(&read.json[name], value, "{name}");
    }
    assert_eq!(read.json["enrolments"].as_array().unwrap().len(), 1);
    assert_eq!((text(&read.json["enrolments"][0]["starting_day"]), text(&read.json["enrolments"][0]["kind"])), ("2025-09-03", "main"));
    assert_eq!(made.id().as_bytes()[14], b'7', "an id made by the server, version 7");
    let twice = Ground::pupil_body("Other", &json!({ "upn": sent["upn"] }));
    problem(house, ground.api.post(&ground.path("pupils"), &twice), &[409, 422]);
    let wrong = Ground::pupil_body("Other", &json!({ "upn": "B123456789012" }));
    assert_eq!(pointers(&problem(house, ground.api.post(&ground.path("pupils"), &wrong), &[422])), ["/upn"]);
    let backwards = Ground::pupil_body("Other", &json!({ "leaving_day": "2025-09-01", "ground": "moved_away" }));
    problem(house, ground.api.post(&ground.path("pupils"), &backwards), &[422]);
    // The same child at another academy of the trust is another pupil and the same person.
    let other = ground.neighbour();
    let moved = Ground::pupil_body("Thị", &json!({ "upn": sent["upn"], "starting_day": "2026-11-23" }));
    let there = ground.api.post(&other.path("pupils"), &moved).expect(201).json;
    assert_eq!((there["person_id"] == read.json["person_id"], there["id"] == read.json["id"]), (true, false));
}
}

on_both! {
fn a_statutory_entry_changes_with_a_reason_and_keeps_its_original(house: &House) {
    let ground = Ground::new(house);
    let id = ground.pupil("Amal", &json!({ "address": "1 Made-Up Street" }));
    let path = format!("/v1/pupils/{id}");
    for change in [json!({ "surname": "New" }), json!({ "forename": "New" }), json!({ "sex": "M" }), json!({ "date_of_birth": "2014-03-16" }),
        json!({ "address": null }), json!({ "starting_day": "2025-09-04" }), json!({ "leaving_day": "2026-12-18", "ground": "moved_away" })]
    {
        let refused = problem(house, ground.as_officer().patch(&path, &change), &[422]);
        assert_eq!(pointers(&refused), ["/reason"], "{change}");
        let mut change = change;
        change["reason"] = json!("Certificate seen");
        problem(house, ground.api.patch(&path, &change), &[422]);
    }
    assert_eq!(ground.api.get(&format!("{path}/history")).expect(200).json["data"], json!([]));
    let body = json!({ "surname": "New", "address": "2 Made-Up Street", "reason": "Certificate seen" });
    let changed = ground.as_officer().patch(&path, &body).expect(200);
    assert_eq!((text(&changed.json["surname"]), text(&changed.json["address"])), ("New", "2 Made-Up Street"));
    let history = ground.api.get(&format!("{path}/history")).expect(200).json["data"].clone();
    let mut entries: Vec<[&str; 4]> = history.as_array().unwrap().iter()
        .map(|each| [text(&each["field"]), text(&each["original"]), text(&each["amended"]), text(&each["by"]["position"])])
        .collect();
    entries.sort_unstable();
    assert_eq!(entries, [["address", "1 Made-Up Street", "2 Made-Up Street", "Attendance officer"], ["surname", "Example", "New", "Attendance officer"]]);
    assert!(column(&history, "reason").iter().all(|reason| *reason == "Certificate seen"));
    // The same again changes nothing, and what is not statutory needs no reason.
    assert_eq!(ground.as_officer().patch(&path, &body).expect(200).header("etag"), changed.header("etag"));
    ground.api.patch(&path, &json!({ "ethnicity": "WBRI", "mis_id": "9" })).expect(200);
    assert_eq!(ground.api.get(&format!("{path}/history")).expect(200).json["data"].as_array().unwrap().len(), 2);
    problem(house, ground.api.delete(&path), &[405]);
}
}

on_both! {
fn a_pupil_who_leaves_stays_in_the_books_and_may_come_back(house: &House) {
    let ground = Ground::new(house);
    let id = ground.pupil("Amal", &json!({}));
    let path = format!("/v1/pupils/{id}");
    ground.take("2026-11-20/am", &[(&id, "/")]);
    let early = json!({ "leaving_day": "2026-11-19", "ground": "moved_away", "reason": "Family has moved" });
    let refused = problem(house, ground.as_officer().patch(&path, &early), &[409, 422]);
    assert!(refused.text.contains('1'), "it says how many marks: {}", refused.text);
    let leave = json!({ "leaving_day": "2026-11-20", "ground": "moved_away", "reason": "Family has moved" });
    ground.as_officer().patch(&path, &leave).expect(200);
    let on = |day: &str| ground.api.get(&ground.path(&format!("pupils?on_roll_on={day}"))).expect(200).json["data"].as_array().unwrap().len();
    assert_eq!((on("2026-11-20"), on("2026-11-23"), on("2025-09-02"), on("2025-09-03")), (1, 0, 0, 1));
    assert_eq!(ground.api.get(&mark(&id, "2026-11-20/am")).expect(200).json["code"], "/");
    let back = json!({ "starting_day": "2026-11-23", "registration_group": "8B", "reason": "Family is back" });
    let returned = ground.as_officer().patch(&path, &back).expect(200).json;
    let stays: Vec<_> = returned["enrolments"].as_array().unwrap().iter().map(|stay| (text(&stay["starting_day"]), text(&stay["leaving_day"]))).collect();
    assert_eq!(stays, [("2025-09-03", "2026-11-20"), ("2026-11-23", "")]);
    assert_eq!((text(&returned["starting_day"]), &returned["leaving_day"]), ("2026-11-23", &Value::Null));
    assert_eq!((on("2026-11-20"), on("2026-11-23")), (1, 1));
}
}

on_both! {
fn pupils_are_found_by_the_beginning_of_a_name_that_stands_in_no_address(house: &House) {
    let ground = Ground::new(house);
    let names = [("Ångström", "Aya"), ("Angelou", "Maya"), ("o'Neill", "Sean"), ("100%_Name", "Percy"), ("Żak", "Jan")];
    let ids = names.map(|(surname, forename)| ground.pupil(forename, &json!({ "surname": surname })));
    let search = |body: Value| {
        let found = ground.api.post(&ground.path("pupils/search"), &body).expect(200).json["data"].clone();
        column(&found, "forename").iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(search(json!({ "surname": "ANG" })), ["Maya"]);
    assert_eq!(search(json!({ "surname": "ång" })), ["Aya"]);
    assert_eq!(search(json!({ "surname": "ż" })), ["Jan"]);
    assert_eq!(search(json!({ "surname": "O'N", "forename": "se" })), ["Sean"]);
    assert_eq!(search(json!({ "surname": "100%" })), ["Percy"]);
    for wild in ["%", "_", "ngelou", "\\", "*"] {
        assert_eq!(search(json!({ "surname": wild })), Vec::<String>::new(), "{wild}");
    }
    assert_eq!(search(json!({ "upn": ground.upn(&ids[4]) })), ["Jan"]);
    problem(house, ground.api.post(&ground.path("pupils/search"), &json!({})), &[422]);
    let leave = json!({ "leaving_day": "2026-11-20", "ground": "moved_away", "reason": "Family has moved" });
    ground.as_officer().patch(&format!("/v1/pupils/{}", ids[1]), &leave).expect(200);
    assert_eq!(search(json!({ "surname": "ang", "on_roll": true })), Vec::<String>::new());
    assert_eq!(search(json!({ "surname": "ang" })), ["Maya"]);
}
}
