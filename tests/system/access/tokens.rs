//! Tokens that open nothing.

use super::{ground::Full, guarded};
use crate::ground::problem;
use testkit::{Answer, House, on_both};

#[track_caller]
fn unauthenticated(house: &House, id: &str, answer: Answer) -> Answer {
    assert_eq!(answer.status, 401, "{id} {}", answer.text);
    assert!(answer.header("www-authenticate").starts_with("Bearer"), "{id} {answer:?}");
    problem(house, answer, &[401])
}

/// A header that says that there is no signature, and one that says that it is made with a shared secret.
const UNSIGNED: &str = "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0";
const SHARED: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9";

on_both! {
fn nobody_gets_in_without_a_token_that_this_server_signed(house: &House) {
    let full = Full::new(house);
    let (id, secret) = house.credentials("admin roll:read roll:write attendance:read attendance:write", &[]);
    let good = house.token(&id, &secret);
    let (id, secret) = house.credentials("roll:read", &[]);
    let other = house.token(&id, &secret);
    let parts: Vec<&str> = good.split('.').collect();
    let others: Vec<&str> = other.split('.').collect();
    let key = web::SigningKey::generate().unwrap();
    let settings = web::AuthoritySettings { issuer: house.base.clone(), audience: house.base.clone(), lifetime: 600, leeway: 5 };
    let foreign = web::Authority::new(settings, web::KeyRing::new(key))
        .issue(web::Grant { client_id: &id, scope: "admin" }, house.now())
        .unwrap()
        .access_token;
    let wrong = [
        format!("{UNSIGNED}.{}.", parts[1]),
        format!("{UNSIGNED}.{}.{}", parts[1], parts[2]),
        format!("{SHARED}.{}.{}", parts[1], parts[2]),
        format!("{}.{}.{}", parts[0], parts[1], others[2]),
        format!("{}.{}.{}", parts[0], others[1], parts[2]),
        format!("{}.{}", parts[0], parts[1]),
        foreign,
        "nonsense".to_owned(),
    ];
    for line in guarded() {
        unauthenticated(house, line.id, full.call(&house.anonymous(), line));
        for token in &wrong[..1] {
            let api = house.anonymous().with("Authorization", &format!("Bearer {token}"));
            let refused = unauthenticated(house, line.id, full.call(&api, line));
            assert!(refused.header("www-authenticate").contains("invalid_token"));
        }
    }
    for token in &wrong {
        let api = house.anonymous().with("Authorization", &format!("Bearer {token}"));
        unauthenticated(house, token, api.get("/v1/me"));
    }
    for header in ["", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", &good, &format!("Token {good}"), &format!("Bearer {good} {good}")] {
        unauthenticated(house, header, house.anonymous().with("Authorization", header).get("/v1/me"));
    }
    house.anonymous().with("Authorization", &format!("bearer {good}")).get("/v1/me").expect(200);
    unauthenticated(house, "in the query", house.anonymous().get(&format!("/v1/academies?access_token={good}")));
}
}

on_both! {
fn a_token_opens_nothing_once_it_has_expired(house: &House) {
    let full = Full::new(house);
    let api = house.everything();
    house.at("2026-11-23T09:59:50Z");
    api.get("/v1/me").expect(200);
    house.at("2026-11-23T10:02:00Z");
    for line in guarded() {
        let refused = unauthenticated(house, line.id, full.call(&api, line));
        assert!(refused.header("www-authenticate").contains("invalid_token"));
    }
    house.everything().get("/v1/me").expect(200);
}
}
