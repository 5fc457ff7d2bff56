//! Which other origins' pages may call the API.

use actix_cors::Cors;
use actix_web::http::Method;

/// The headers that a page of another origin may send.
const SENT: [&str; 9] = [
    "Authorization",
    "Accept",
    "Content-Type",
    "If-Match",
    "If-None-Match",
    "Idempotency-Key",
    "X-Request-Id",
    "Acting-Staff",
    "Accept-Language",
];
/// The headers of an answer that such a page may read.
const READ: [&str; 9] = [
    "Allow",
    "ETag",
    "Link",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "WWW-Authenticate",
    "X-Request-Id",
];

/// The middleware that lets pages of these origins (`https://registers.example`) call the API. With none, no page of
/// another origin may. Wrap it inside [`crate::conventions`].
pub fn cors(origins: &[String]) -> Cors {
    let methods = [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    let start = Cors::default().allowed_methods(methods).allowed_headers(SENT).expose_headers(READ).max_age(3600);
    origins.iter().fold(start, |cors, origin| cors.allowed_origin(origin))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::{App, HttpResponse, middleware::from_fn, test, web};

    async fn ask(origins: &[String], method: Method, origin: &str) -> (u16, Option<String>) {
        let app = test::init_service(
            App::new()
                .wrap(cors(origins))
                .wrap(from_fn(crate::conventions))
                .route("/x", web::get().to(HttpResponse::Ok)),
        )
        .await;
        let request = test::TestRequest::default().method(method).uri("/x").insert_header(("Origin", origin));
        let request = request.insert_header(("Access-Control-Request-Method", "GET"));
        let response = test::call_service(&app, request.to_request()).await;
        let allowed = response.headers().get("access-control-allow-origin");
        (response.status().as_u16(), allowed.map(|value| value.to_str().unwrap().to_owned()))
    }

    #[actix_web::test]
    async fn only_configured_origins_may_call() {
        let known = "https://registers.example".to_owned();
        let origins = std::slice::from_ref(&known);
        assert_eq!(ask(origins, Method::GET, &known).await, (200, Some(known.clone())));
        assert_eq!(ask(origins, Method::OPTIONS, &known).await, (200, Some(known.clone())));
        assert_eq!(ask(origins, Method::GET, "https://evil.example").await.1, None);
        assert_eq!(ask(origins, Method::OPTIONS, "https://evil.example").await.1, None);
        assert_eq!(ask(&[], Method::GET, &known).await.1, None);
        assert_eq!(ask(&[], Method::OPTIONS, &known).await.1, None);
    }
}
