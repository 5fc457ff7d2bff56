use super::*;
use actix_web::{App, HttpResponse, middleware::from_fn, test, web};
use base64::{Engine, engine::general_purpose::STANDARD};

fn kept() -> SecretDigest {
    ClientSecret::from_text("s3cret: %é").digest()
}

async fn token(request: TokenRequest) -> Result<HttpResponse, OAuthError> {
    let known = kept();
    request.authenticate((request.client_id == "client 1").then_some(&known))?;
    if request.scope.as_deref() == Some("nothing") {
        return Err(OAuthError::invalid_scope());
    }
    Ok(HttpResponse::Ok().body(request.scope.unwrap_or_default()))
}

async fn ask(authorization: Option<&str>, body: &[u8]) -> (u16, String, bool) {
    ask_as("application/x-www-form-urlencoded", authorization, body).await
}

async fn ask_as(kind: &str, authorization: Option<&str>, body: &[u8]) -> (u16, String, bool) {
    let app =
        test::init_service(App::new().wrap(from_fn(crate::conventions)).route("/oauth/token", web::post().to(token)))
            .await;
    let mut request = test::TestRequest::post().uri("/oauth/token").insert_header(("Content-Type", kind));
    if let Some(authorization) = authorization {
        request = request.insert_header(("Authorization", authorization));
    }
    let response = test::call_service(&app, request.set_payload(body.to_vec()).to_request()).await;
    assert_eq!(response.headers().get("cache-control").unwrap(), "no-store");
    let challenged = response.headers().contains_key("www-authenticate");
    let status = response.status().as_u16();
    let body = test::read_body(response).await;
    let value: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
    let code = value["error"].as_str().map_or_else(|| String::from_utf8_lossy(&body).into_owned(), str::to_owned);
    (status, code, challenged)
}

fn basic(text: &str) -> String {
    format!("Basic {}", STANDARD.encode(text))
}

const GRANT: &[u8] = b"grant_type=client_credentials&scope=admin";

#[actix_web::test]
async fn a_client_may_name_itself_in_the_header_or_in_the_body() {
    let good = basic("client+1:s3cret%3A+%25%C3%A9");
    assert_eq!(ask(Some(&good), GRANT).await, (200, "admin".to_owned(), false));
    let also_named = b"grant_type=client_credentials&client_id=client+1&unknown=x&scope=";
    assert_eq!(ask(Some(&good), also_named).await, (200, String::new(), false));
    let form = b"grant_type=client_credentials&client_id=client%201&client_secret=s3cret%3A+%25%C3%A9&scope=admin";
    assert_eq!(ask(None, form).await.0, 200);
}

#[actix_web::test]
async fn wrong_credentials_are_401_whatever_is_wrong_with_them() {
    let wrong = [
        basic("client+1:wrong"),
        basic("client+2:s3cret"),
        basic("client+1"),
        basic(":s3cret"),
        basic(""),
        basic("client%00:x"),
        "Basic ".to_owned(),
        "Basic %%%".to_owned(),
        "Bearer abc".to_owned(),
    ];
    for authorization in &wrong {
        let answer = ask(Some(authorization), GRANT).await;
        assert_eq!(answer, (401, "invalid_client".to_owned(), true), "{authorization}");
    }
    for body in [
        GRANT,
        b"grant_type=client_credentials&client_id=client+1",
        b"grant_type=client_credentials&client_id=x&client_secret=y",
    ] {
        assert_eq!(ask(None, body).await, (401, "invalid_client".to_owned(), true));
    }
}

#[actix_web::test]
async fn requests_that_are_not_well_formed_are_400() {
    let good = basic("client+1:s3cret%3A+%25%C3%A9");
    let huge = [b"grant_type=client_credentials&x=".as_slice(), &[b'a'; 20_000]].concat();
    let table: &[(&[u8], &str)] = &[
        (b"", "invalid_request"),
        (b"grant_type=", "invalid_request"),
        (b"grant_type=password&username=a", "unsupported_grant_type"),
        (b"grant_type=client_credentials&grant_type=client_credentials", "invalid_request"),
        (b"grant_type=client_credentials&client_secret=x", "invalid_request"),
        (b"grant_type=client_credentials&client_id=other", "invalid_request"),
        (b"grant_type=client_credentials&scope=nothing", "invalid_scope"),
        (b"grant_type=\xff", "invalid_request"),
        (b"grant_type=%ff", "invalid_request"),
        (b"grant_type=client_credentials%00", "invalid_request"),
        (&huge, "invalid_request"),
    ];
    for (body, code) in table {
        let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        assert_eq!(ask(Some(&good), body).await, (400, (*code).to_owned(), false), "{shown}");
    }
    assert_eq!(ask_as("application/json", Some(&good), b"{}").await.1, "invalid_request");
}

#[::core::prelude::v1::test]
fn secrets_are_long_different_and_never_shown() {
    let (one, two) = (ClientSecret::generate().unwrap(), ClientSecret::generate().unwrap());
    assert_eq!(one.reveal().len(), 43);
    assert!(one != two && one.is(&one.digest()) && !one.is(&two.digest()));
    assert!(!format!("{one:?}{:?}", one.digest()).contains(one.reveal()));
    assert_eq!(SecretDigest::from_bytes(one.digest().as_bytes()), Some(one.digest()));
    assert_eq!(SecretDigest::from_bytes(b"short"), None);
}
