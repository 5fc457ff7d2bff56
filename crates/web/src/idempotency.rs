//! Requests that may be repeated.

use crate::{BodyDigest, Problem, kinds};
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use sha2::{Digest, Sha256};
use std::future::{Ready, ready};

/// The header's name.
pub const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// The `Idempotency-Key` of a request, if it has one: 1 to 255 visible ASCII characters, quoted or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey {
    key: Option<String>,
    method: String,
    path: String,
    query: String,
}

/// A request that carries a key, and what must be the same when it comes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotentRequest {
    /// The key.
    pub key: String,
    /// The method.
    pub method: String,
    /// The path without the query.
    pub path: String,
    /// SHA-256 over method, path, query and body.
    pub fingerprint: [u8; 32],
}

impl IdempotencyKey {
    /// The request with the body it came with; `None` where it has no key.
    pub fn with_body(&self, body: &BodyDigest) -> Option<IdempotentRequest> {
        let Self { key, method, path, query } = self;
        let mut digest = Sha256::new();
        for part in [method, path, query] {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        digest.update(body.as_bytes());
        let fingerprint = digest.finalize().into();
        key.clone().map(|key| IdempotentRequest { key, method: method.clone(), path: path.clone(), fingerprint })
    }

    /// The request without a body.
    pub fn without_body(&self) -> Option<IdempotentRequest> {
        self.with_body(&BodyDigest::of(b""))
    }
}

impl FromRequest for IdempotencyKey {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut values = request.headers().get_all(IDEMPOTENCY_KEY);
        let key = match (values.next(), values.next()) {
            (None, _) => Ok(None),
            (Some(value), None) => value.to_str().ok().and_then(key_of).map(Some).ok_or(()),
            (Some(_), Some(_)) => Err(()),
        };
        let refused = |()| {
            Problem::new(&kinds::INVALID_HEADER)
                .detail("Idempotency-Key must be given once and have 1 to 255 visible ASCII characters")
        };
        ready(key.map_err(refused).map(|key| Self {
            key,
            method: request.method().as_str().to_owned(),
            path: request.path().to_owned(),
            query: request.query_string().to_owned(),
        }))
    }
}

/// The draft has the key as a quoted string; most clients send it bare.
fn key_of(text: &str) -> Option<String> {
    let bare = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    let fits = (1..=255).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"');
    fits.then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn extract(request: TestRequest) -> Result<IdempotencyKey, Problem> {
        IdempotencyKey::from_request(&request.to_http_request(), &mut Payload::None).into_inner()
    }

    fn with_key(key: &str) -> Result<IdempotencyKey, Problem> {
        extract(TestRequest::post().uri("/v1/x").insert_header((IDEMPOTENCY_KEY, key)))
    }

    #[test]
    fn keys_are_bounded() {
        let longest = "k".repeat(255);
        for good in ["a", "0197a3c2-7d5e", "\"quoted\"", longest.as_str()] {
            assert!(with_key(good).is_ok(), "{good}");
        }
        let too_long = "k".repeat(256);
        for wrong in ["", "\"\"", "a b", "é", "a\"b", too_long.as_str()] {
            assert_eq!(with_key(wrong).unwrap_err().status(), 400, "{wrong}");
        }
        let twice = TestRequest::post().append_header((IDEMPOTENCY_KEY, "a")).append_header((IDEMPOTENCY_KEY, "b"));
        assert_eq!(extract(twice).unwrap_err().status(), 400);
    }

    #[test]
    fn the_fingerprint_tells_requests_apart() {
        let one = with_key("k").unwrap().with_body(&BodyDigest::of(b"{}")).unwrap();
        assert_eq!(one, with_key("\"k\"").unwrap().with_body(&BodyDigest::of(b"{}")).unwrap());
        let other_body = with_key("k").unwrap().with_body(&BodyDigest::of(b"{ }")).unwrap();
        let other_query = TestRequest::post().uri("/v1/x?dry_run=true").insert_header((IDEMPOTENCY_KEY, "k"));
        let other_query = extract(other_query).unwrap().with_body(&BodyDigest::of(b"{}")).unwrap();
        assert_ne!(one.fingerprint, other_body.fingerprint);
        assert_ne!(one.fingerprint, other_query.fingerprint);
        assert_eq!(extract(TestRequest::post()).unwrap().without_body(), None);
    }
}
