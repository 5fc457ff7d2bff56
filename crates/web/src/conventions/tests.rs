use super::*;
use crate::{Body, BodyLimit, IfMatch, Params, RequestId, Segments};
use actix_web::{App, HttpRequest, HttpResponse, Responder, dev::Service, error, middleware::from_fn, test, web};
use serde::Deserialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Thing {
    #[expect(dead_code, reason = "only its reading is tested")]
    name: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Query {
    #[expect(dead_code, reason = "only its reading is tested")]
    day: Option<chrono::NaiveDate>,
}

async fn hello(id: RequestId, request: HttpRequest) -> impl Responder {
    request.extensions_mut().insert(CallerId("client-1".to_owned()));
    HttpResponse::Ok().insert_header(("Cache-Control", "max-age=60")).body(id.to_string())
}

async fn refuse() -> Result<HttpResponse, Problem> {
    Err(Problem::forbidden("because"))
}

async fn fail() -> Result<HttpResponse, actix_web::Error> {
    Err(error::ErrorInternalServerError("secret of the house"))
}

async fn crash() -> HttpResponse {
    panic!("out of order")
}

async fn take(_: Body<Thing>, _: Params<Query>, _: IfMatch, _: Segments<String>) -> HttpResponse {
    HttpResponse::Ok().finish()
}

macro_rules! app {
    () => {
        test::init_service(
            App::new()
                .wrap(from_fn(conventions))
                .app_data(BodyLimit(64))
                .route("/hello", web::get().to(hello))
                .route("/refuse", web::get().to(refuse))
                .route("/fail", web::get().to(fail))
                .route("/crash", web::get().to(crash))
                .route("/empty", web::get().to(HttpResponse::ServiceUnavailable))
                .route("/things/{thing_id}", web::put().to(take)),
        )
        .await
    };
}

async fn problem(request: test::TestRequest) -> (u16, Value) {
    let response = test::call_service(&app!(), request.to_request()).await;
    assert_eq!(response.headers().get("content-type").unwrap(), "application/problem+json");
    assert_eq!(response.headers().get("cache-control").unwrap(), "no-store");
    let id = response.headers().get("x-request-id").unwrap().to_str().unwrap().to_owned();
    let status = response.status().as_u16();
    let body: Value = serde_json::from_slice(&test::read_body(response).await).unwrap();
    assert_eq!(body["request_id"], id);
    assert_eq!(body["status"], status);
    (status, body)
}

#[actix_web::test]
async fn every_answer_has_its_id_and_the_security_headers() {
    let request = test::TestRequest::get().uri("/hello").insert_header(("X-Request-Id", "trace-1")).to_request();
    let response = test::call_service(&app!(), request).await;
    let header = |name: &str| response.headers().get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(header("x-request-id"), "trace-1");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert!(header("strict-transport-security").starts_with("max-age="));
    assert!(header("content-security-policy").contains("frame-ancestors 'none'"));
    assert_eq!(header("cache-control"), "max-age=60", "a handler's own choice stays");
    assert_eq!(test::read_body(response).await, "trace-1");
}

#[actix_web::test]
async fn every_refusal_and_failure_is_a_problem_with_the_id() {
    let get = |path: &str| test::TestRequest::get().uri(path);
    let (status, body) = problem(get("/refuse")).await;
    assert_eq!((status, &body["detail"], &body["instance"]), (403, &"because".into(), &"/refuse".into()));
    let (status, body) = problem(get("/nowhere?surname=Smith")).await;
    assert_eq!((status, &body["type"], &body["instance"]), (404, &"/problems/not-found".into(), &"/nowhere".into()));
    let (status, body) = problem(get("/fail")).await;
    assert_eq!((status, body["detail"].is_null()), (500, true), "the cause stays in the house");
    assert_eq!(problem(get("/empty")).await.0, 503);
    assert_eq!(problem(test::TestRequest::delete().uri("/hello")).await.0, 404);
}

#[actix_web::test]
async fn a_panic_becomes_a_500_that_carries_everything() {
    let app = app!();
    let request = test::TestRequest::get().uri("/crash").insert_header(("X-Request-Id", "trace-2")).to_request();
    let error = app.call(request).await.map(|_| ()).unwrap_err();
    let response = error.error_response();
    assert_eq!(response.status(), 500);
    assert_eq!(response.headers().get("x-request-id").unwrap(), "trace-2");
    assert_eq!(response.headers().get("x-content-type-options").unwrap(), "nosniff");
    let body = actix_web::body::to_bytes(response.into_body()).await.unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((&body["request_id"], &body["instance"]), (&"trace-2".into(), &"/crash".into()));
    assert!(!body.to_string().contains("out of order"));
}

#[actix_web::test]
async fn bad_input_is_refused_by_the_extractors() {
    const ID: &str = "0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50";
    let put = |path: &str, kind: &str, body: &[u8]| {
        test::TestRequest::put().uri(path).insert_header(("Content-Type", kind)).set_payload(body.to_vec())
    };
    let at = format!("/things/{ID}");
    let json = "application/json; charset=utf-8";
    assert_eq!(test::call_service(&app!(), put(&at, json, b"{\"name\":\"a\"}").to_request()).await.status(), 200);
    let bomb = format!("{{\"name\":{}", "[".repeat(50));
    let long = format!("{{\"name\":\"{}\"}}", "a".repeat(100));
    let table: &[(&str, &str, &[u8], u16)] = &[
        (&at, "text/plain", b"{}", 415),
        (&at, "", b"{}", 415),
        (&at, "application/json; charset=latin1", b"{}", 415),
        (&at, json, b"", 400),
        (&at, json, b"{", 400),
        (&at, json, b"\xff", 400),
        (&at, json, bomb.as_bytes(), 400),
        (&at, json, long.as_bytes(), 413),
        (&at, json, b"[]", 422),
        (&at, json, b"null", 422),
        (&at, json, b"{}", 422),
        (&at, json, b"{\"name\":\"a\",\"x\":1}", 422),
        (&at, json, b"{\"name\":\"a\",\"name\":\"b\"}", 422),
        (&at, json, b"{\"name\":\"\\u0000\"}", 422),
        ("/things/7", json, b"{\"name\":\"a\"}", 404),
    ];
    for (path, kind, body, status) in table {
        let shown = String::from_utf8_lossy(&body[..body.len().min(30)]).into_owned();
        assert_eq!(problem(put(path, kind, body)).await.0, *status, "{kind} {shown}");
    }
    let query = format!("{at}?day=never&colour=red");
    let (status, body) = problem(put(&query, json, b"{\"name\":\"a\"}")).await;
    assert_eq!((status, body["errors"].as_array().map(Vec::len)), (400, Some(2)));
    let compressed = put(&at, json, b"{\"name\":\"a\"}").insert_header(("Content-Encoding", "gzip"));
    assert_eq!(problem(compressed).await.0, 415);
    let stale = put(&at, json, b"{\"name\":\"a\"}").insert_header(("If-Match", "no quotes"));
    assert_eq!(problem(stale).await.0, 400);
}

#[derive(Clone, Default)]
struct Lines(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[actix_web::test]
async fn the_log_has_the_pattern_and_the_caller_but_nothing_personal() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt().json().with_writer(move || writer.clone()).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let app = app!();
    let get = |path: &str| test::TestRequest::get().uri(path).to_request();
    test::call_service(&app, get("/hello?surname=Smith")).await;
    let put = test::TestRequest::put().uri("/things/0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50?surname=Smith");
    test::call_service(&app, put.set_payload("{\"name\":\"Smith\"}").to_request()).await;
    drop(guard);
    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    for part in
        ["\"route\":\"/hello\"", "\"route\":\"/things/{thing_id}\"", "\"caller\":\"client-1\"", "\"status\":415"]
    {
        assert!(text.contains(part), "{part} not in {text}");
    }
    assert!(!text.contains("Smith") && !text.contains("0197a3c2"), "{text}");
}
