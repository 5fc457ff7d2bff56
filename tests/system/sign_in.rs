//! People sign in at the trust's own identity provider; the API accepts its tokens.

use crate::flow::found;
use actix_web::{App, HttpResponse, HttpServer, web as actix};
use serde_json::{Value, json};
use server::Flags;
use std::sync::mpsc;
use testkit::{Backend, House};
use web::{Authority, AuthoritySettings, Grant, KeyRing, SigningKey};

/// A made-up identity provider: its keys on loopback, its tokens from its own authority.
struct Provider {
    address: String,
    authority: Authority,
}

fn provider() -> Provider {
    let key = SigningKey::generate().unwrap();
    let keys: Value = KeyRing::new(SigningKey::from_pem(key.to_pem()).unwrap()).to_jwks();
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let server = HttpServer::new(move || {
                let keys = keys.clone();
                App::new().route(
                    "/keys",
                    actix::get().to(move || {
                        let keys = keys.clone();
                        async move { HttpResponse::Ok().json(keys) }
                    }),
                )
            })
            .workers(1)
            .disable_signals()
            .bind("127.0.0.1:0")
            .unwrap();
            send.send(server.addrs()[0]).unwrap();
            server.run().await.unwrap();
        });
    });
    let address = format!("http://{}", receive.recv().unwrap());
    let settings =
        AuthoritySettings { issuer: address.clone(), audience: "rollcall-api".to_owned(), lifetime: 600, leeway: 5 };
    Provider { address, authority: Authority::new(settings, KeyRing::new(key)) }
}

fn house(provider: &Provider) -> House {
    let flags = Flags {
        openid_issuer: Some(provider.address.clone()),
        openid_audience: Some("rollcall-api".to_owned()),
        openid_jwks: Some(format!("{}/keys", provider.address)),
        ..Flags::default()
    };
    House::with(Backend::Sqlite, flags).unwrap()
}

fn token(provider: &Provider, house: &House, subject: &str) -> String {
    let grant = Grant { client_id: subject, scope: "" };
    provider.authority.issue(grant, house.now()).unwrap().access_token
}

#[test]
fn a_person_who_signed_in_does_what_the_roles_allow_and_signs_with_name_and_position() {
    let provider = provider();
    let house = house(&provider);
    let admin = house.everything();
    let academy = found(&admin);
    let officer = format!("/v1/staff/{}", academy.officer);
    admin.patch(&officer, &json!({ "sign_in_subject": "amina@provider" })).expect(200);

    let bearer = |subject: &str| format!("Bearer {}", token(&provider, &house, subject));
    let amina = house.anonymous().with("Authorization", &bearer("amina@provider"));
    let me = amina.get("/v1/me").expect(200);
    assert_eq!(me.json["person"]["position"], "Attendance officer");
    assert_eq!(me.json["client"], Value::Null);
    assert_eq!(me.json["academies"], json!([academy.id]));
    amina.get(&format!("/v1/academies/{}/pupils", academy.id)).expect(200);
    amina.post("/v1/academies", &json!({ "name": "Another", "phase": "primary" })).expect(403);

    let nobody = house.anonymous().with("Authorization", &bearer("nobody@provider"));
    nobody.get("/v1/me").expect(403);
    house.at("2026-11-23T09:30:00Z");
    amina.get("/v1/me").expect(401);
}

#[test]
fn the_token_of_another_provider_is_foreign() {
    let (ours, other) = (provider(), provider());
    let house = house(&ours);
    let bearer = format!("Bearer {}", token(&other, &house, "amina@provider"));
    let answer = house.anonymous().with("Authorization", &bearer).get("/v1/me").expect(401);
    assert!(answer.header("www-authenticate").contains("invalid_token"));
}
