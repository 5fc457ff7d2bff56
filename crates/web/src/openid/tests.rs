use super::*;
use crate::tokens::SigningKey;
use actix_web::{App, HttpResponse, HttpServer, web};
use chrono::{DateTime, Duration};
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::json;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

/// A tiny identity provider on this machine.
struct Provider {
    address: String,
    keys: Arc<Mutex<Value>>,
    fetches: Arc<AtomicUsize>,
}

impl Provider {
    fn start(keys: &[&SigningKey]) -> Self {
        let keys = Arc::new(Mutex::new(jwks(keys)));
        let fetches = Arc::new(AtomicUsize::new(0));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (served, counted, issuer) = (Arc::clone(&keys), Arc::clone(&fetches), address.clone());
        let server = HttpServer::new(move || {
            let (served, counted, issuer) = (Arc::clone(&served), Arc::clone(&counted), issuer.clone());
            let description = json!({ "issuer": issuer, "jwks_uri": format!("{issuer}/keys") });
            App::new()
                .route(
                    "/.well-known/openid-configuration",
                    web::get().to(move || {
                        let description = description.clone();
                        async move { HttpResponse::Ok().json(description) }
                    }),
                )
                .route(
                    "/keys",
                    web::get().to(move || {
                        counted.fetch_add(1, Ordering::SeqCst);
                        let keys = served.lock().unwrap().clone();
                        async move {
                            if keys.is_null() {
                                HttpResponse::BadGateway().finish()
                            } else {
                                HttpResponse::Ok().json(keys)
                            }
                        }
                    }),
                )
        });
        actix_web::rt::spawn(server.workers(1).disable_signals().listen(listener).unwrap().run());
        Self { address, keys, fetches }
    }

    fn verifier(&self) -> OpenIdVerifier {
        OpenIdVerifier::new(OpenIdSettings::new(&self.address, "rollcall")).unwrap()
    }

    fn fetched(&self) -> usize {
        self.fetches.load(Ordering::SeqCst)
    }
}

fn jwks(keys: &[&SigningKey]) -> Value {
    let mut list: Vec<_> = keys.iter().map(|key| key.public().to_jwk()).collect();
    list.push(json!({ "kty": "future", "kid": "unheard-of" }));
    json!({ "keys": list })
}

fn now() -> Instant {
    DateTime::from_timestamp(1_795_000_000, 0).unwrap()
}

fn claims(provider: &Provider) -> Value {
    let now = now().timestamp();
    json!({ "iss": provider.address, "aud": ["other", "rollcall"], "sub": "person-1", "oid": "object-1", "exp": now + 300 })
}

fn signed(key: &SigningKey, claims: &Value) -> String {
    let mut header = Header::new(Algorithm::ES256);
    header.kid = Some(key.public().id().to_owned());
    encode(&header, claims, key.encoding()).unwrap()
}

#[actix_web::test]
async fn a_token_of_the_provider_tells_who_signed_in() {
    let key = SigningKey::generate().unwrap();
    let provider = Provider::start(&[&key]);
    let verifier = provider.verifier();
    let token = signed(&key, &claims(&provider));
    for _ in 0..3 {
        assert_eq!(verifier.verify(&token, now()).await.unwrap().subject, "person-1");
    }
    assert_eq!(provider.fetched(), 1, "keys are kept");
    let settings = OpenIdSettings {
        subject_claim: "oid".to_owned(),
        jwks_uri: Some(format!("{}/keys", provider.address)),
        ..OpenIdSettings::new(&provider.address, "rollcall")
    };
    let by_object = OpenIdVerifier::new(settings).unwrap();
    assert_eq!(by_object.verify(&token, now()).await.unwrap().subject, "object-1");
}

#[actix_web::test]
async fn tokens_that_do_not_hold_are_refused() {
    let key = SigningKey::generate().unwrap();
    let provider = Provider::start(&[&key]);
    let verifier = provider.verifier();
    let cases = [
        ("iss", json!("https://evil.example"), TokenFault::Issuer),
        ("iss", json!([provider.address]), TokenFault::Issuer),
        ("aud", json!("another"), TokenFault::Audience),
        ("aud", json!(null), TokenFault::Malformed),
        ("exp", json!(now().timestamp() - 60), TokenFault::Expired),
        ("nbf", json!(now().timestamp() + 60), TokenFault::NotYet),
        ("sub", json!(""), TokenFault::Malformed),
        ("sub", json!(7), TokenFault::Malformed),
    ];
    for (name, value, fault) in cases {
        let mut claims = claims(&provider);
        claims[name] = value;
        assert_eq!(verifier.verify(&signed(&key, &claims), now()).await, Err(fault), "{name}");
    }
    let secret = EncodingKey::from_secret(key.public().to_jwk().to_string().as_bytes());
    let confused = encode(&Header::new(Algorithm::HS256), &claims(&provider), &secret).unwrap();
    assert_eq!(verifier.verify(&confused, now()).await, Err(TokenFault::Algorithm));
    for garbage in ["", "a.b.c", &"x".repeat(100_000)] {
        assert!(verifier.verify(garbage, now()).await.is_err());
    }
}

#[actix_web::test]
async fn a_new_key_is_fetched_and_an_unknown_one_is_not_asked_for_again_at_once() {
    let (old, new, stranger) =
        (SigningKey::generate().unwrap(), SigningKey::generate().unwrap(), SigningKey::generate().unwrap());
    let provider = Provider::start(&[&old]);
    let verifier = provider.verifier();
    let at = |seconds| now() + Duration::seconds(seconds);
    assert!(verifier.verify(&signed(&old, &claims(&provider)), at(0)).await.is_ok());
    *provider.keys.lock().unwrap() = jwks(&[&new]);
    assert!(verifier.verify(&signed(&new, &claims(&provider)), at(20)).await.is_ok());
    assert_eq!(provider.fetched(), 2);
    for second in 21..30 {
        let unknown = verifier.verify(&signed(&stranger, &claims(&provider)), at(second)).await;
        assert_eq!(unknown, Err(TokenFault::UnknownKey));
    }
    assert_eq!(provider.fetched(), 2);
    assert!(verifier.verify(&signed(&old, &claims(&provider)), at(40)).await.is_err(), "the old key was withdrawn");
}

#[actix_web::test]
async fn a_provider_that_is_away_is_503_and_kept_keys_still_verify() {
    let key = SigningKey::generate().unwrap();
    let provider = Provider::start(&[&key]);
    *provider.keys.lock().unwrap() = Value::Null;
    let verifier = provider.verifier();
    let token = signed(&key, &claims(&provider));
    assert_eq!(verifier.verify(&token, now()).await, Err(TokenFault::KeysUnavailable));
    assert_eq!(crate::Problem::from(TokenFault::KeysUnavailable).status(), 503);
    *provider.keys.lock().unwrap() = jwks(&[&key]);
    assert!(verifier.verify(&token, now() + Duration::seconds(31)).await.is_ok());
    *provider.keys.lock().unwrap() = Value::Null;
    let mut long = claims(&provider);
    long["exp"] = json!(now().timestamp() + 86_400);
    assert!(verifier.verify(&signed(&key, &long), now() + Duration::hours(2)).await.is_ok());
}

#[test]
fn settings_that_would_believe_anyone_are_refused() {
    let bad = |issuer: &str, audience: &str| OpenIdVerifier::new(OpenIdSettings::new(issuer, audience)).unwrap_err();
    assert_eq!(bad("https://login.example", ""), BadSettings::NoAudience);
    assert_eq!(bad("http://login.example", "rollcall"), BadSettings::NotHttps("the issuer"));
    assert_eq!(bad("login.example", "rollcall"), BadSettings::NotHttps("the issuer"));
}
