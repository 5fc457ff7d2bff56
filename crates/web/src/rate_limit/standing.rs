//! What a caller has left.

use actix_web::http::header::{HeaderName, HeaderValue};

/// What a caller has left after a request, told in `RateLimit` and `RateLimit-Policy`
/// (draft-ietf-httpapi-ratelimit-headers-10). Kept in the request's extensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub(super) policy: HeaderValue,
    /// Requests left at once.
    pub remaining: u32,
    /// Seconds until more are there.
    pub reset: u64,
}

impl Standing {
    pub(crate) fn headers(&self) -> [(HeaderName, HeaderValue); 2] {
        let Self { policy, remaining, reset } = self;
        let now = HeaderValue::from_str(&format!("\"default\";r={remaining};t={reset}"));
        [
            (HeaderName::from_static("ratelimit-policy"), policy.clone()),
            (HeaderName::from_static("ratelimit"), now.unwrap_or(HeaderValue::from_static("\"default\""))),
        ]
    }
}
