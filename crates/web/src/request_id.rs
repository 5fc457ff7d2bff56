//! The id of a request.

use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    http::header::{HeaderName, HeaderValue},
};
use aws_lc_rs::rand;
use std::{
    convert::Infallible,
    fmt,
    future::{Ready, ready},
};

/// The header's name.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What a request is called in logs, in problems and in the answer's `X-Request-Id`: the caller's own name for it where
/// that is sane (1 to 64 of `A-Z a-z 0-9 . _ -`), else one made here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// The id that the caller gave, or a new one.
    pub(crate) fn for_request(given: Option<&HeaderValue>) -> Self {
        given.and_then(|value| sane(value.as_bytes())).unwrap_or_else(Self::new)
    }

    fn new() -> Self {
        let mut bytes = [0_u8; 16];
        // Without randomness the id is all zeros: a poor name in a log, and nothing worse.
        let _ = rand::fill(&mut bytes);
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid().simple().to_string())
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn header_value(&self) -> HeaderValue {
        HeaderValue::from_str(&self.0).unwrap_or(HeaderValue::from_static("-"))
    }
}

fn sane(bytes: &[u8]) -> Option<RequestId> {
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || b"._-".contains(byte);
    let text =
        ((1..=64).contains(&bytes.len()) && bytes.iter().all(fits)).then(|| std::str::from_utf8(bytes).ok())??;
    Some(RequestId(text.to_owned()))
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromRequest for RequestId {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let kept = request.extensions().get::<Self>().cloned();
        ready(Ok(kept.unwrap_or_else(|| Self::for_request(request.headers().get(X_REQUEST_ID)))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn for_text(text: &str) -> RequestId {
        RequestId::for_request(HeaderValue::from_bytes(text.as_bytes()).ok().as_ref())
    }

    #[test]
    fn a_sane_id_is_kept_and_any_other_replaced() {
        let longest = "a".repeat(64);
        for sane in ["a", "Trace_1.2-3", longest.as_str()] {
            assert_eq!(for_text(sane).as_str(), sane);
        }
        let too_long = "a".repeat(65);
        for wrong in ["", "a b", "é", "a/b", "<script>", too_long.as_str(), "a\tb"] {
            let made = for_text(wrong);
            assert_ne!(made.as_str(), wrong);
            assert_eq!(made.as_str().len(), 32);
        }
        assert_ne!(RequestId::new(), RequestId::new());
    }
}
