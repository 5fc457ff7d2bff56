//! The token endpoint, as RFC 6749 has it, and what stands beside it.

use crate::ground::text;
use testkit::{Answer, House, on_both};

fn ask(house: &House, basic: Option<&str>, form: &str) -> Answer {
    let api = house.anonymous().with("Content-Type", "application/x-www-form-urlencoded");
    let api = basic.map_or(api.clone(), |basic| api.with("Authorization", basic));
    api.send("POST", "/oauth/token", Some(form.as_bytes().to_vec()))
}

#[track_caller]
fn refused(answer: &Answer, status: u16, error: &str) {
    assert_eq!((answer.status, text(&answer.json["error"])), (status, error), "{}", answer.text);
    assert!(answer.header("content-type").starts_with("application/json"), "{answer:?}");
    assert!(answer.header("cache-control").contains("no-store"));
}

/// RFC 4648, section 4.
fn base64(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    text.as_bytes()
        .chunks(3)
        .map(|chunk| {
            let bits =
                chunk.iter().fold(0_usize, |bits, byte| (bits << 8) | usize::from(*byte)) << (8 * (3 - chunk.len()));
            (0..4)
                .map(
                    |place| {
                        if place > chunk.len() { '=' } else { char::from(LETTERS[(bits >> (18 - 6 * place)) & 63]) }
                    },
                )
                .collect::<String>()
        })
        .collect()
}

on_both! {
fn a_client_shows_who_it_is_with_basic_or_in_the_form(house: &House) {
    let (id, secret) = house.credentials("roll:read attendance:read", &[]);
    let basic = format!("Basic {}", base64(&format!("{id}:{secret}")));
    let answer = ask(house, Some(&basic), "grant_type=client_credentials").expect(200);
    assert_eq!((text(&answer.json["token_type"]), answer.json["expires_in"].as_i64()), ("Bearer", Some(3600)));
    assert_eq!(text(&answer.json["scope"]), "attendance:read roll:read".split(' ').rev().collect::<Vec<_>>().join(" "));
    assert!(answer.header("cache-control").contains("no-store"));
    let token = text(&answer.json["access_token"]).to_owned();
    house.anonymous().with("Authorization", &format!("Bearer {token}")).get("/v1/me").expect(200);
    ask(house, None, &format!("grant_type=client_credentials&client_id={id}&client_secret={secret}")).expect(200);

    let wrong = format!("Basic {}", base64(&format!("{id}:wrong")));
    let answer = ask(house, Some(&wrong), "grant_type=client_credentials");
    refused(&answer, 401, "invalid_client");
    assert!(answer.header("www-authenticate").starts_with("Basic"), "{answer:?}");
    let nobody = "01890000-0000-7000-8000-000000000000";
    refused(&ask(house, None, &format!("grant_type=client_credentials&client_id={nobody}&client_secret={secret}")), 401, "invalid_client");
    refused(&ask(house, None, &format!("grant_type=client_credentials&client_id={id}")), 401, "invalid_client");
    refused(&ask(house, None, "grant_type=client_credentials"), 401, "invalid_client");
    refused(&ask(house, Some(&basic), "grant_type=password&username=a&password=b"), 400, "unsupported_grant_type");
    refused(&ask(house, Some(&basic), ""), 400, "invalid_request");
    refused(&ask(house, Some(&basic), "grant_type=client_credentials&grant_type=client_credentials"), 400, "invalid_request");
    refused(&ask(house, Some(&basic), "grant_type=client_credentials&scope=roll:write"), 400, "invalid_scope");
    let both = ask(house, Some(&basic), &format!("grant_type=client_credentials&client_id={id}&client_secret={secret}"));
    assert!(matches!(both.status, 200 | 400), "{}", both.text);
    for wrong in ["Basic", "Basic !!!", "Basic bm9jb2xvbg=="] {
        let answer = ask(house, Some(wrong), "grant_type=client_credentials");
        assert!(matches!((answer.status, text(&answer.json["error"])), (400 | 401, "invalid_client" | "invalid_request")), "{}", answer.text);
    }
}
}

on_both! {
fn the_keys_and_the_description_are_there_for_everybody(house: &House) {
    let keys = house.anonymous().get("/.well-known/jwks.json").expect(200).json;
    for key in keys["keys"].as_array().unwrap() {
        assert!(!text(&key["kid"]).is_empty() && !text(&key["kty"]).is_empty());
        for private in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert!(key.get(private).is_none(), "{private} is private");
        }
    }
    let server = house.anonymous().get("/.well-known/oauth-authorization-server").expect(200).json;
    assert!(text(&server["token_endpoint"]).ends_with("/oauth/token"));
    assert!(text(&server["jwks_uri"]).ends_with("/.well-known/jwks.json"));
    let scopes = server["scopes_supported"].as_array().unwrap();
    assert_eq!(scopes.len(), 13, "{scopes:?}");
    assert!(server["grant_types_supported"].as_array().unwrap().iter().any(|grant| grant == "client_credentials"));
}
}
