//! What a client may do: by its scopes, and where.

use super::{
    ground::{Full, names_something, writes},
    guarded,
};
use crate::ground::problem;
use std::collections::HashMap;
use testkit::{Api, House, on_both};

const SCOPES: [&str; 13] = [
    "roll:read",
    "roll:write",
    "attendance:read",
    "attendance:write",
    "casework:read",
    "casework:write",
    "safeguarding:read",
    "safeguarding:write",
    "cover:read",
    "cover:write",
    "correspondence:read",
    "correspondence:write",
    "admin",
];

/// The scopes that open an operation, as its document says.
fn opening() -> HashMap<String, Vec<String>> {
    let document = serde_json::to_value(api::document()).unwrap();
    let mut opening = HashMap::new();
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values().filter(|operation| operation["operationId"].is_string()) {
            let scopes = operation["security"]
                .as_array()
                .into_iter()
                .flatten()
                .flat_map(|each| each["client"].as_array().cloned().unwrap_or_default())
                .map(|scope| scope.as_str().unwrap().to_owned())
                .collect();
            opening.insert(operation["operationId"].as_str().unwrap().to_owned(), scopes);
        }
    }
    opening
}

on_both! {
fn a_client_needs_the_scope_and_nothing_else(house: &House) {
    let full = Full::new(house);
    let opening = opening();
    let mut clients: HashMap<String, Api> = HashMap::new();
    let mut client = |scopes: &str| clients.entry(scopes.to_owned()).or_insert_with(|| house.client(scopes, &[])).clone();
    for line in guarded() {
        let enough = if line.scope.is_empty() { "correspondence:read" } else { line.scope };
        let answer = full.call(&client(enough), line);
        // What the law wants signed is refused to a client alone, but not for want of a scope.
        assert!(!matches!(answer.status, 401 | 403 | 404 | 500..), "{} {} {}", line.id, answer.status, answer.text);
        if !line.scope.is_empty() {
            assert!(opening[line.id].iter().any(|scope| scope == line.scope), "{} says {:?}", line.id, opening[line.id]);
            let others: Vec<&str> = SCOPES.into_iter().filter(|scope| !opening[line.id].iter().any(|each| each == scope)).collect();
            let refused = full.call(&client(&others.join(" ")), line);
            assert_eq!(refused.status, 403, "{} with {others:?}: {}", line.id, refused.text);
            problem(house, refused, &[403]);
        }
    }
}
}

on_both! {
fn a_scope_to_read_never_writes(house: &House) {
    let full = Full::new(house);
    let reading = house.client("roll:read attendance:read casework:read safeguarding:read cover:read correspondence:read", &[]);
    for line in guarded().filter(|line| writes(line)) {
        let refused = full.call(&reading, line);
        assert_eq!(refused.status, 403, "{} {}", line.id, refused.text);
    }
}
}

on_both! {
fn what_belongs_to_another_academy_does_not_exist(house: &House) {
    let full = Full::new(house);
    let limited = house.client(&SCOPES.join(" "), &[&full.there.id]);
    let own = house.client(&SCOPES.join(" "), &[&full.here.id]);
    for line in guarded() {
        let answer = full.call(&limited, line);
        match (names_something(line), line.id) {
            (true, _) => assert_eq!(answer.status, 404, "{} {}", line.id, answer.text),
            (false, "create_academy") => assert_eq!(answer.status, 403, "{}", answer.text),
            (false, _) => assert!(matches!(answer.status, 200 | 201), "{} {}", line.id, answer.text),
        }
        // An id that nobody has looks the same as one that somebody else has.
        if names_something(line) {
            assert!(!answer.text.contains(&full.here.id) || answer.text.contains("\"instance\""), "{}", answer.text);
        }
        if line.id != "create_academy" {
            let answer = full.call(&own, line);
            assert!(!matches!(answer.status, 401 | 403 | 404 | 500..), "{} {} {}", line.id, answer.status, answer.text);
        }
    }
    let seen = limited.get("/v1/academies").expect(200).json["data"].clone();
    assert_eq!(seen.as_array().unwrap().iter().map(|each| each["id"].as_str().unwrap()).collect::<Vec<_>>(), [full.there.id.as_str()]);
    let me = limited.get("/v1/me").expect(200).json;
    assert_eq!((me["academies"].clone(), me["all_academies"].clone()), (serde_json::json!([full.there.id]), serde_json::json!(false)));
}
}

on_both! {
fn a_token_carries_no_more_than_was_asked_for_and_granted(house: &House) {
    let (id, secret) = house.credentials("roll:read attendance:read", &[]);
    let ask = |scope: &str| {
        let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}&scope={scope}");
        house.anonymous().with("Content-Type", "application/x-www-form-urlencoded").send("POST", "/oauth/token", Some(form.into_bytes()))
    };
    let narrow = ask("roll:read").expect(200);
    assert_eq!(narrow.json["scope"], "roll:read");
    let api = house.anonymous().with("Authorization", &format!("Bearer {}", narrow.json["access_token"].as_str().unwrap()));
    assert_eq!(api.get("/v1/me").expect(200).json["client"]["scopes"], "roll:read");
    problem(house, api.get("/v1/trust/attendance/summary"), &[403]);
    for scope in ["admin", "roll:read%20admin", "nonsense", "roll:write"] {
        assert_eq!(ask(scope).expect(400).json["error"], "invalid_scope");
    }
}
}
