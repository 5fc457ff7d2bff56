//! Bodies that are no JSON, or not the JSON that was asked for.

use crate::ground::{Ground, pointers, problem};
use serde_json::{Value, json};
use testkit::{Api, House, on_both};

fn raw(api: &Api, method: &str, path: &str, body: &[u8]) -> testkit::Answer {
    api.with("Content-Type", "application/json").send(method, path, Some(body.to_vec()))
}

fn academies(api: &Api) -> usize {
    api.get("/v1/academies").expect(200).json["data"].as_array().unwrap().len()
}

on_both! {
fn malformed_json_is_a_problem_and_makes_nothing(house: &House) {
    let api = house.everything();
    let bodies: [&[u8]; 12] = [
        b"", b"{", b"{\"name\": \"Made-Up\",}", b"[]", b"null", b"\"text\"", b"{'name': 'Made-Up'}", b"{\"name\" \"Made-Up\"}",
        b"{\"name\": \"Made-Up\", \"phase\": \"primary\"} and more", b"\xff\xfe{\"name\": 1}",
        b"{\"name\": \"Caf\xe9 Academy\", \"phase\": \"primary\"}", b"{\"name\": \"\\ud800\", \"phase\": \"primary\"}",
    ];
    for body in bodies {
        problem(house, raw(&api, "POST", "/v1/academies", body), &[400, 422]);
    }
    assert_eq!(academies(&api), 0);
}
}

on_both! {
fn every_fault_of_a_body_is_listed_and_not_only_the_first(house: &House) {
    let api = house.everything();
    let body = json!({ "name": "Made-Up", "phase": "college", "colour": "red", "motto": "x", "urn": 123_456, "la_code": "8" });
    let refused = problem(house, api.post("/v1/academies", &body), &[400, 422]);
    let mut found = pointers(&refused);
    found.sort_unstable();
    assert_eq!(found, ["/colour", "/la_code", "/motto", "/phase", "/urn"], "{}", refused.text);
    assert_eq!(academies(&api), 0);
}
}

on_both! {
fn what_is_missing_is_listed_with_what_is_wrong(house: &House) {
    let ground = Ground::new(house);
    let body = json!({ "forename": 7, "date_of_birth": "2014-02-30", "sex": "X", "year_group": 15, "sen_status": "lots" });
    let refused = problem(house, ground.api.post(&ground.path("pupils"), &body), &[400, 422]);
    let found = pointers(&refused);
    for wanted in ["/forename", "/date_of_birth", "/sex", "/year_group", "/sen_status", "/surname", "/starting_day"] {
        assert!(found.contains(&wanted), "{wanted} in {found:?}");
    }
}
}

on_both! {
fn an_unknown_field_is_refused_wherever_it_stands(house: &House) {
    let ground = Ground::new(house);
    let pupil = ground.pupil("Aroha", &json!({}));
    let register = ground.register("2026-11-23/am", "8A");
    let body = json!({ "marks": [{ "pupil_id": pupil, "code": "/", "mood": "good" }], "weather": "dry" });
    let refused = problem(house, ground.api.put(&register, &body), &[400, 422]);
    let mut found = pointers(&refused);
    found.sort_unstable();
    assert_eq!(found, ["/marks/0/mood", "/weather"]);
    let mut calendar = ground.calendar("2026-27");
    calendar["terms"][1]["colour"] = json!("green");
    calendar["sessions"]["am"]["bell"] = json!(true);
    let refused = problem(house, ground.api.put(&ground.path("calendars/2026-27"), &calendar), &[400, 422]);
    let mut found = pointers(&refused);
    found.sort_unstable();
    assert_eq!(found, ["/sessions/am/bell", "/terms/1/colour"]);
    let refused = problem(house, ground.api.patch(&format!("/v1/pupils/{pupil}"), &json!({ "year": 9 })), &[400, 422]);
    assert_eq!(pointers(&refused), ["/year"]);
    assert_eq!(ground.api.get(&register).expect(200).json["marks"][0]["code"], Value::Null);
}
}

on_both! {
fn a_name_that_stands_twice_in_an_object_is_refused(house: &House) {
    let api = house.everything();
    let body = br#"{"name": "Made-Up One", "phase": "primary", "name": "Made-Up Two"}"#;
    problem(house, raw(&api, "POST", "/v1/academies", body), &[400, 422]);
    assert_eq!(academies(&api), 0);
}
}

on_both! {
fn a_nul_is_no_text(house: &House) {
    let ground = Ground::new(house);
    problem(house, ground.api.post("/v1/academies", &json!({ "name": "Made\0Up", "phase": "primary" })), &[400, 422]);
    let body = Ground::pupil_body("Nul\0", &json!({ "address": "1 Made-Up Street\0" }));
    let refused = problem(house, ground.api.post(&ground.path("pupils"), &body), &[400, 422]);
    assert_eq!(pointers(&refused).len(), 2, "{}", refused.text);
    let search = ground.api.post(&ground.path("pupils/search"), &json!({ "surname": "Exam\0" }));
    assert!(matches!(search.status, 200 | 400 | 422), "{}", search.text);
    problem(house, ground.api.get("/v1/pupils/%00"), &[400, 404]);
    problem(house, ground.api.get(&ground.path("pupils?registration_group=8%00")), &[400, 422]);
    assert_eq!(academies(&ground.api), 1);
}
}

on_both! {
fn a_thousand_brackets_do_no_harm(house: &House) {
    let api = house.everything();
    let mut deep = b"{\"name\": ".to_vec();
    deep.extend(std::iter::repeat_n(b'[', 50_000));
    problem(house, raw(&api, "POST", "/v1/academies", &deep), &[400, 413, 422]);
    let nested = format!("{}{}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
    problem(house, raw(&api, "POST", "/v1/academies", nested.as_bytes()), &[400, 413, 422]);
    api.get("/v1/me").expect(200);
}
}

on_both! {
fn a_huge_body_is_413(house: &House) {
    let api = house.everything();
    let body = json!({ "name": "M".repeat(8 * 1024 * 1024), "phase": "primary" });
    problem(house, api.post("/v1/academies", &body), &[413]);
    assert_eq!(academies(&api), 0);
}
}

on_both! {
fn another_kind_of_body_is_415(house: &House) {
    let ground = Ground::new(house);
    let body = Some(br#"{"name": "Made-Up", "phase": "primary"}"#.to_vec());
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/xml", "nonsense"] {
        problem(house, ground.api.with("Content-Type", kind).send("POST", "/v1/academies", body.clone()), &[415]);
    }
    problem(house, ground.api.send("POST", "/v1/academies", body.clone()), &[415]);
    let imports = ground.path("imports?format=pupils-csv");
    problem(house, ground.api.with("Content-Type", "application/json").send("POST", &imports, body), &[415]);
    assert_eq!(academies(&ground.api), 1);
}
}

on_both! {
fn a_refusal_repeats_neither_names_nor_values(house: &House) {
    let ground = Ground::new(house);
    let pupil = ground.pupil("Zebulonia", &json!({ "surname": "Quixotely" }));
    let register = ground.register("2026-11-23/am", "8A");
    let marks = json!({ "marks": [{ "pupil_id": pupil, "code": "WRONGVALUE" }] });
    let born = Ground::pupil_body("Secretname", &json!({ "date_of_birth": "WRONGVALUE", "surname": "Hiddenname" }));
    let twice = Ground::pupil_body("Secretname", &json!({ "upn": ground.upn(&pupil), "surname": "Hiddenname" }));
    let answers = [
        ground.api.put(&register, &marks),
        ground.as_officer().patch(&crate::ground::mark(&pupil, "2026-11-23/am"), &json!({ "code": "WRONGVALUE", "reason": "seen" })),
        ground.api.post(&ground.path("pupils"), &born),
        ground.api.post(&ground.path("pupils"), &twice),
        ground.api.get(&ground.path("pupils?year_group=WRONGVALUE")),
        ground.api.patch(&format!("/v1/pupils/{pupil}"), &json!({ "surname": "Hiddenname" })),
    ];
    for answer in answers {
        let refused = problem(house, answer, &[400, 409, 422]);
        // The path of a request is the caller's own; everything else is the server's to say.
        for word in ["WRONGVALUE", "Secretname", "Hiddenname", "Quixotely", "Zebulonia"] {
            assert!(!refused.text.contains(word), "{word} in {}", refused.text);
        }
    }
}
}
