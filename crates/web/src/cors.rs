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
