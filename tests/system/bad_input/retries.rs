//! Requests that come twice.

use crate::ground::{Ground, problem};
use serde_json::json;
use std::sync::Barrier;
use testkit::{Answer, House, on_both};

fn academies(ground: &Ground) -> usize {
    ground.api.get("/v1/academies").expect(200).json["data"].as_array().unwrap().len()
}

on_both! {
fn the_same_key_and_body_get_the_stored_answer(house: &House) {
    let ground = Ground::new(house);
    let body = json!({ "name": "Twice Academy", "phase": "primary" });
    let api = ground.api.with("Idempotency-Key", "k-1");
    let first = api.post("/v1/academies", &body).expect(201);
    let again = api.post("/v1/academies", &body).expect(201);
    assert_eq!((first.id(), &first.text, first.header("etag")), (again.id(), &again.text, again.header("etag")));
    assert_eq!(academies(&ground), 2);
    let other = json!({ "name": "Thrice Academy", "phase": "primary" });
    problem(house, api.post("/v1/academies", &other), &[422]);
    assert_eq!(academies(&ground), 2);
    // Another client's key of the same name is another key.
    house.everything().with("Idempotency-Key", "k-1").post("/v1/academies", &other).expect(201);
    assert_eq!(academies(&ground), 3);
    // After twenty-four hours the key is free.
    house.at("2026-11-24T09:30:00Z");
    let ground = Ground { api: house.everything(), ..ground };
    assert_eq!(academies(&ground), 3);
}
}

on_both! {
fn a_key_is_free_again_after_a_day(house: &House) {
    let (id, secret) = house.credentials("roll:write roll:read admin", &[]);
    let call = |name: &str| {
        let bearer = format!("Bearer {}", house.token(&id, &secret));
        let api = house.anonymous().with("Authorization", &bearer).with("Idempotency-Key", "daily");
        api.post("/v1/academies", &json!({ "name": name, "phase": "primary" }))
    };
    call("One").expect(201);
    house.at("2026-11-24T08:55:00Z");
    call("Two").expect(422);
    house.at("2026-11-24T09:05:00Z");
    call("Two").expect(201);
}
}

on_both! {
fn two_at_once_under_one_key_make_one(house: &House) {
    let ground = Ground::new(house);
    let barrier = Barrier::new(6);
    let body = Ground::pupil_body("Only", &json!({}));
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let calls: Vec<_> = (0..6)
            .map(|_| {
                scope.spawn(|| {
                    let api = ground.api.with("Idempotency-Key", "at-once");
                    barrier.wait();
                    api.post(&ground.path("pupils"), &body)
                })
            })
            .collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    let made: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 201).collect();
    assert!(!made.is_empty());
    for answer in &answers {
        match answer.status {
            201 => assert_eq!(answer.text, made[0].text),
            _ => drop(problem(house, answer.clone(), &[409])),
        }
    }
    assert_eq!(ground.api.get(&ground.path("pupils")).expect(200).json["data"].as_array().unwrap().len(), 1);
    let later = ground.api.with("Idempotency-Key", "at-once").post(&ground.path("pupils"), &body).expect(201);
    assert_eq!(later.text, made[0].text);
}
}

on_both! {
fn a_refused_request_may_be_repeated_under_its_key(house: &House) {
    let ground = Ground::new(house);
    let api = ground.api.with("Idempotency-Key", "\"refused\"");
    let wrong = json!({ "name": "", "phase": "primary" });
    let first = problem(house, api.post("/v1/academies", &wrong), &[422]);
    let again = problem(house, api.post("/v1/academies", &wrong), &[422]);
    assert_eq!(first.violations(), again.violations());
}
}

on_both! {
fn a_key_that_is_none_is_refused(house: &House) {
    let ground = Ground::new(house);
    let body = json!({ "name": "Twice Academy", "phase": "primary" });
    for key in ["", " ", &"k".repeat(256), &"k".repeat(5_000)] {
        problem(house, ground.api.with("Idempotency-Key", key).post("/v1/academies", &body), &[400]);
    }
    assert_eq!(academies(&ground), 1);
}
}

on_both! {
fn the_same_upload_under_one_key_is_one_import(house: &House) {
    let ground = Ground::new(house);
    let api = ground.api.with("Idempotency-Key", "nightly-2026-11-23").with("Content-Type", "text/csv");
    let path = ground.path("imports?format=pupils-csv");
    let file = crate::flow::pupils_csv().into_bytes();
    let first = api.send("POST", &path, Some(file.clone())).expect(202);
    let again = api.send("POST", &path, Some(file.clone())).expect(202);
    assert_eq!(first.header("location"), again.header("location"));
    problem(house, api.send("POST", &path, Some(b"upn\n".to_vec())), &[422]);
    problem(house, api.send("POST", &format!("{path}&dry_run=true"), Some(file)), &[422]);
    house.finished(&ground.api, first.header("location"));
    let imports = ground.api.get(&ground.path("imports")).expect(200);
    assert_eq!(imports.json["data"].as_array().unwrap().len(), 1, "{}", imports.text);
}
}
