//! What only shows over a real connection: a panic, a HEAD, and a body that never ends.

#![expect(clippy::unwrap_used, reason = "in a test, to panic is to fail")]

use actix_web::{App, HttpResponse, HttpServer, middleware::from_fn, web as routes};
use serde::Deserialize;
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    time::Duration,
};
use utoipa::ToSchema;
use web::{Addresses, Body, BodyLimit, answer_unrouted, conventions};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Thing {
    name: String,
}

async fn hello() -> HttpResponse {
    HttpResponse::Ok().body("hello")
}

async fn crash() -> HttpResponse {
    panic!("out of order")
}

async fn take(thing: Body<Thing>) -> HttpResponse {
    HttpResponse::Ok().body(thing.name.clone())
}

fn start() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = HttpServer::new(|| {
        let others: &[(&str, &[&str])] = &[("/hello", &["GET"]), ("/crash", &["GET"]), ("/things", &["PUT"])];
        App::new()
            .app_data(BodyLimit(1_000))
            .app_data(routes::Data::new(Addresses::new(&web::openapi::Outline::default(), others)))
            .wrap(from_fn(conventions))
            .service(routes::resource("/hello").route(routes::get().to(hello)))
            .service(routes::resource("/crash").route(routes::get().to(crash)))
            .service(routes::resource("/things").route(routes::put().to(take)))
            .default_service(routes::to(answer_unrouted))
    });
    actix_web::rt::spawn(server.workers(1).disable_signals().listen(listener).unwrap().run());
    address
}

/// Sends bytes over one connection and reads what comes back until the other side is quiet.
async fn talk(address: SocketAddr, requests: Vec<Vec<u8>>) -> Vec<String> {
    let talk = move || {
        let mut stream = TcpStream::connect(address).unwrap();
        requests.iter().map(|request| exchange(&mut stream, request)).collect()
    };
    routes::block(talk).await.unwrap()
}

fn exchange(stream: &mut TcpStream, request: &[u8]) -> String {
    // The other side may close before all is sent; what it said is there all the same.
    let _ = stream.write_all(request);
    let (mut whole, mut buffer) = (Vec::new(), [0; 4_096]);
    // The first bytes may take long (a panic prints its backtrace first); the rest follows at once.
    let mut patience = Duration::from_secs(20);
    while stream.set_read_timeout(Some(patience)).is_ok()
        && let Ok(length @ 1..) = stream.read(&mut buffer)
    {
        whole.extend_from_slice(&buffer[..length]);
        patience = Duration::from_millis(300);
    }
    String::from_utf8_lossy(&whole).to_lowercase()
}

fn request(text: &str) -> Vec<u8> {
    text.replace('\n', "\r\n").into_bytes()
}

#[actix_web::test]
async fn a_panic_is_a_500_and_the_connection_lives_on() {
    let crash = request("GET /crash HTTP/1.1\nHost: x\nX-Request-Id: trace-1\n\n");
    let hello = request("GET /hello HTTP/1.1\nHost: x\n\n");
    let answers = talk(start(), vec![crash, hello]).await;
    assert!(answers[0].starts_with("http/1.1 500"), "{}", answers[0]);
    for part in ["application/problem+json", "\"request_id\":\"trace-1\"", "x-request-id: trace-1", "nosniff"] {
        assert!(answers[0].contains(part), "{part} not in {}", answers[0]);
    }
    assert!(answers[1].starts_with("http/1.1 200") && answers[1].ends_with("hello"), "{}", answers[1]);
}

#[actix_web::test]
async fn a_head_has_the_headers_of_the_get_and_no_body() {
    let answers = talk(start(), vec![request("HEAD /hello HTTP/1.1\nHost: x\n\n")]).await;
    assert!(answers[0].starts_with("http/1.1 200") && answers[0].contains("content-length: 5"), "{}", answers[0]);
    assert!(answers[0].ends_with("\r\n\r\n"), "{}", answers[0]);
    let missing = talk(start(), vec![request("HEAD /nothing HTTP/1.1\nHost: x\n\n")]).await;
    assert!(missing[0].starts_with("http/1.1 404") && missing[0].ends_with("\r\n\r\n"), "{}", missing[0]);
}

#[actix_web::test]
async fn bodies_that_are_too_long_are_413_announced_or_not() {
    let head = "PUT /things HTTP/1.1\nHost: x\nContent-Type: application/json\n";
    let announced = request(&format!("{head}Content-Length: 2147483648\n\n"));
    let mut chunked = request(&format!("{head}Transfer-Encoding: chunked\n\n"));
    for _ in 0..50 {
        chunked.extend_from_slice(b"64\r\n");
        chunked.extend_from_slice(&[b' '; 100]);
        chunked.extend_from_slice(b"\r\n");
    }
    for request in [announced, chunked] {
        let answers = talk(start(), vec![request]).await;
        assert!(answers[0].starts_with("http/1.1 413") && answers[0].contains("/problems/too-large"), "{}", answers[0]);
    }
}

#[actix_web::test]
async fn methods_are_answered_by_the_resource_or_the_fallback_alike() {
    let delete = request("DELETE /hello HTTP/1.1\nHost: x\n\n");
    let trace = request("TRACE /things HTTP/1.1\nHost: x\n\n");
    let answers = talk(start(), vec![delete, trace]).await;
    for answer in &answers {
        assert!(answer.starts_with("http/1.1 405") && answer.contains("/problems/method-not-allowed"), "{answer}");
        assert!(answer.contains("allow: "), "{answer}");
    }
}
