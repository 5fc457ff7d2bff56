//! Headers that every answer has, and how much a client may ask.

use crate::ground::{Ground, problem, text};
use serde_json::json;
use server::Flags;
use std::num::NonZeroU32;
use testkit::{Answer, Backend, House, on_both};

#[track_caller]
fn guarded_by_headers(answer: &Answer) {
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{answer:?}");
    assert!(answer.header("strict-transport-security").contains("max-age="), "{answer:?}");
    assert!(!answer.header("referrer-policy").is_empty(), "{answer:?}");
    assert!(
        answer.header("content-security-policy").contains("frame-ancestors")
            || !answer.header("x-frame-options").is_empty()
    );
    assert_eq!(answer.header("server"), "", "what the server is made of is nobody's business");
    assert!(answer.header("x-request-id").len() >= 8);
}

on_both! {
fn every_answer_carries_the_security_headers_and_personal_data_is_stored_nowhere(house: &House) {
    let ground = Ground::new(house);
    let pupil = ground.pupil("Amal", &json!({}));
    let answers = [
        ground.api.get("/v1/me"),
        ground.api.get(&ground.path("pupils")),
        ground.api.get(&format!("/v1/pupils/{pupil}")),
        ground.api.get(&ground.path("attendance/concerns")),
        ground.api.post(&ground.path("pupils/search"), &json!({ "surname": "Exa" })),
        ground.api.get("/v1/nothing"),
        ground.api.post("/v1/academies", &json!({})),
        house.anonymous().get("/v1/me"),
    ];
    for answer in &answers {
        guarded_by_headers(answer);
        assert!(answer.header("cache-control").contains("no-store"), "{answer:?}");
        if answer.json["instance"] == "/v1/nothing" {
            continue;
        }
        assert!(answer.header("ratelimit").contains("r=") && answer.header("ratelimit-policy").contains("q="), "{answer:?}");
    }
    for path in ["/healthz", "/readyz", "/docs/", "/openapi.json", "/problems", "/.well-known/jwks.json", "/nothing"] {
        guarded_by_headers(&house.anonymous().get(path));
    }
    let crossing = ground.api.with("Origin", "https://elsewhere.example.org").get("/v1/me").expect(200);
    assert_eq!(crossing.header("access-control-allow-origin"), "", "no other site is let in unless it is configured");
}
}

on_both! {
fn a_request_keeps_the_id_that_it_came_with(house: &House) {
    let api = house.everything();
    let one = api.with("X-Request-Id", "front-end-7f3a").get("/v1/me").expect(200);
    assert_eq!(one.header("x-request-id"), "front-end-7f3a");
    let refused = problem(house, api.with("X-Request-Id", "front-end-7f3b").get("/v1/nothing"), &[404]);
    assert_eq!(text(&refused.json["request_id"]), "front-end-7f3b");
    let (first, second) = (api.get("/v1/me"), api.get("/v1/me"));
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
    assert_eq!(refused.json["instance"], "/v1/nothing");
}
}

on_both! {
fn a_head_is_answered_like_a_get_without_its_body(house: &House) {
    let ground = Ground::new(house);
    let path = format!("/v1/academies/{}", ground.id);
    let (get, head) = (ground.api.get(&path).expect(200), ground.api.send("HEAD", &path, None).expect(200));
    assert_eq!((head.header("etag"), head.text.as_str()), (get.header("etag"), ""));
}
}

#[test]
fn a_client_that_asks_too_often_is_told_when_to_come_back_and_others_are_not_held_up() {
    let flags = Flags { requests_per_second: NonZeroU32::new(5), ..Flags::default() };
    let house = House::with(Backend::Sqlite, flags).unwrap();
    let (id, secret) = house.credentials("roll:read", &[]);
    let api = house.anonymous().with("Authorization", &format!("Bearer {}", house.token(&id, &secret)));
    let answers: Vec<Answer> = (0..60).map(|_| api.get("/v1/academies")).collect();
    let refused = answers.iter().find(|answer| answer.status == 429).cloned().unwrap();
    assert_eq!(answers[0].status, 200);
    assert!(answers[0].header("ratelimit-policy").contains("q=5"), "{:?}", answers[0].headers);
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert_eq!(refused.json["type"], "/problems/too-many-requests");
    assert!(refused.header("ratelimit").contains("r=0"), "{:?}", refused.headers);
    let other = house.credentials("roll:read", &[]);
    house
        .anonymous()
        .with("Authorization", &format!("Bearer {}", house.token(&other.0, &other.1)))
        .get("/v1/academies")
        .expect(200);
}
