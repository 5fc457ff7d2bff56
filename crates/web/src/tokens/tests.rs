use super::*;
use chrono::{DateTime, Duration};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use school::Instant;
use serde_json::{Value, json};

const SERVER: &str = "https://rollcall.example";

fn now() -> Instant {
    DateTime::from_timestamp(1_795_000_000, 0).unwrap()
}

fn authority() -> Authority {
    Authority::new(AuthoritySettings::for_server(SERVER), KeyRing::new(SigningKey::generate().unwrap()))
}

fn token(authority: &Authority) -> String {
    authority.issue(Grant { client_id: "client-1", scope: "roll:read admin" }, now()).unwrap().access_token
}

fn part(token: &str, index: usize) -> Value {
    let text = token.split('.').nth(index).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
}

/// A token of the authority's own key with other claims or another header.
fn forged(authority: &Authority, header: &Header, claims: &Value) -> String {
    encode(header, claims, authority.ring().signing().encoding()).unwrap()
}

fn header(authority: &Authority) -> Header {
    let mut header = Header::new(Algorithm::ES256);
    header.typ = Some("at+jwt".to_owned());
    header.kid = Some(authority.ring().signing().public().id().to_owned());
    header
}

#[test]
fn a_token_is_what_rfc_9068_asks_for_and_verifies() {
    let authority = authority();
    let token = token(&authority);
    let head = part(&token, 0);
    assert_eq!((&head["typ"], &head["alg"]), (&json!("at+jwt"), &json!("ES256")));
    assert_eq!(head["kid"], authority.ring().signing().public().id());
    let claims = authority.verify(&token, now()).unwrap();
    assert_eq!((claims.iss.as_str(), claims.sub.as_str(), claims.aud.as_str()), (SERVER, "client-1", SERVER));
    assert_eq!((claims.scope.as_str(), claims.exp - claims.iat), ("roll:read admin", 3_600));
    assert_eq!(claimed_issuer(&token).as_deref(), Some(SERVER));
    let other = super::tests::token(&authority);
    assert_ne!(part(&other, 1)["jti"], part(&token, 1)["jti"]);
}

#[test]
fn a_token_that_was_verified_before_still_expires_and_still_needs_its_signature() {
    let authority = authority();
    let token = token(&authority);
    assert_eq!(authority.verify(&token, now()), authority.verify(&token, now()));
    assert_eq!(authority.verify(&token, now() + Duration::seconds(3_605)), Err(TokenFault::Expired));
    let (unsigned, _) = token.rsplit_once('.').unwrap();
    assert!(authority.verify(&format!("{unsigned}.{}", "A".repeat(86)), now()).is_err());
    assert!(authority.verify(&token, now()).is_ok());
}

#[test]
fn keys_survive_pem_and_rotation() {
    let old = SigningKey::generate().unwrap();
    let again = SigningKey::from_pem(old.to_pem()).unwrap();
    assert_eq!(old.public().id(), again.public().id());
    let before = Authority::new(AuthoritySettings::for_server(SERVER), KeyRing::new(again));
    let token = token(&before);
    let ring = KeyRing::new(SigningKey::generate().unwrap()).with(old.public().clone()).with(old.public().clone());
    let keys = ring.to_jwks();
    assert_eq!(keys["keys"].as_array().unwrap().len(), 2);
    assert!(!keys.to_string().contains("\"d\""), "the private half is never shown");
    let after = Authority::new(AuthoritySettings::for_server(SERVER), ring);
    assert!(after.verify(&token, now()).is_ok());
    assert_eq!(authority().verify(&token, now()), Err(TokenFault::UnknownKey));
}

#[test]
fn texts_that_are_no_keys_are_refused() {
    let pem = SigningKey::generate().unwrap().to_pem().to_owned();
    let cut = pem.replacen('M', "", 1);
    for wrong in ["", "x", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----", cut.as_str()] {
        assert_eq!(SigningKey::from_pem(wrong).unwrap_err(), KeyFault);
    }
    assert!(!format!("{:?}", SigningKey::from_pem(&pem).unwrap()).contains("PRIVATE"));
}

#[test]
fn a_token_holds_for_its_time_only() {
    let authority = authority();
    let token = token(&authority);
    let after = |seconds| authority.verify(&token, now() + Duration::seconds(seconds)).map(|_| ());
    assert_eq!(after(3_604), Ok(()), "within the leeway");
    assert_eq!(after(3_605), Err(TokenFault::Expired));
    let mut claims = part(&token, 1);
    claims["nbf"] = json!(now().timestamp() + 60);
    let later = forged(&authority, &header(&authority), &claims);
    assert_eq!(authority.verify(&later, now()), Err(TokenFault::NotYet));
}

#[test]
fn other_issuers_audiences_and_types_are_refused() {
    let authority = authority();
    let claims = part(&token(&authority), 1);
    let with = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims[name] = value;
        authority.verify(&forged(&authority, &header(&authority), &claims), now())
    };
    assert_eq!(with("iss", json!("https://other.example")), Err(TokenFault::Issuer));
    assert_eq!(with("aud", json!("https://other.example")), Err(TokenFault::Audience));
    assert_eq!(with("exp", json!("never")), Err(TokenFault::Malformed));
    assert_eq!(with("iss", json!(null)), Err(TokenFault::Malformed));
    let mut plain = header(&authority);
    plain.typ = Some("JWT".to_owned());
    assert_eq!(authority.verify(&forged(&authority, &plain, &claims), now()), Err(TokenFault::Malformed));
}

#[test]
fn every_missing_claim_is_noticed() {
    let authority = authority();
    for name in ["iss", "sub", "aud", "client_id", "scope", "iat", "exp", "jti"] {
        let mut claims = part(&token(&authority), 1);
        claims.as_object_mut().unwrap().remove(name);
        assert!(authority.verify(&forged(&authority, &header(&authority), &claims), now()).is_err(), "{name}");
    }
}

#[test]
fn none_and_confused_algorithms_are_refused() {
    let authority = authority();
    let good = token(&authority);
    let payload = good.split('.').nth(1).unwrap();
    let unsigned = |header: &Value| format!("{}.{payload}.", URL_SAFE_NO_PAD.encode(header.to_string()));
    let kid = authority.ring().signing().public().id();
    for alg in ["none", "None", "NONE", "ES384", "RS256", "HS256", "ES257"] {
        let token = unsigned(&json!({ "alg": alg, "typ": "at+jwt", "kid": kid }));
        assert!(authority.verify(&token, now()).is_err(), "{alg}");
    }
    // The public key as an HMAC secret: the classic confusion.
    let jwk = authority.ring().signing().public().to_jwk().to_string();
    let mut header = header(&authority);
    header.alg = Algorithm::HS256;
    let confused = encode(&header, &part(&good, 1), &EncodingKey::from_secret(jwk.as_bytes())).unwrap();
    assert_eq!(authority.verify(&confused, now()), Err(TokenFault::Algorithm));
}

#[test]
fn hostile_texts_are_refused() {
    let authority = authority();
    let good = token(&authority);
    let (head, signature) = (good.split('.').next().unwrap(), good.rsplit('.').next().unwrap());
    let huge = format!("{head}.{}.{signature}", "A".repeat(1_000_000));
    let payload = URL_SAFE_NO_PAD.encode(part(&good, 1).to_string().replace("roll:read", "roll:writ"));
    let changed = format!("{head}.{payload}.{signature}");
    let mut crit = header(&authority);
    crit.crit = Some(vec!["exp".to_owned()]);
    let crit = forged(&authority, &crit, &part(&good, 1));
    let no_signature = format!("{}.", good.rsplit_once('.').unwrap().0);
    let two = format!("{good}.{good}");
    for token in ["", ".", "..", "...", "a.b.c", "é.é.é", "\0", &huge, &changed, &crit, &no_signature, &two] {
        assert!(authority.verify(token, now()).is_err(), "{token:.60}");
    }
    assert_eq!(authority.verify(&changed, now()), Err(TokenFault::Signature));
}
