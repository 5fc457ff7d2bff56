//! Access tokens in requests.

use crate::{Problem, tokens::LONGEST_TOKEN};
use actix_web::{HttpRequest, http::header::AUTHORIZATION};
use std::fmt;

/// The access token of a request (RFC 6750). `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Bearer(String);

impl Bearer {
    /// The token of the request. Without one, or with credentials of another kind, 401.
    pub fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let mut values = request.headers().get_all(AUTHORIZATION);
        let value = match (values.next(), values.next()) {
            (None, _) => return Err(Problem::unauthenticated()),
            (Some(value), None) => value,
            (Some(_), Some(_)) => return Err(Problem::invalid_token("Authorization stands there twice")),
        };
        let text = value
            .to_str()
            .map(str::trim)
            .map_err(|_| Problem::invalid_token("it holds characters that no token has"))?;
        let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Problem::unauthenticated());
        }
        let token = token.trim();
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
        if token.is_empty() || token.len() > LONGEST_TOKEN || !token.bytes().all(fits) {
            return Err(Problem::invalid_token("it is not an access token"));
        }
        Ok(Self(token.to_owned()))
    }

    /// The token.
    pub fn token(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::{http::header::WWW_AUTHENTICATE, test::TestRequest};

    fn of(value: &[u8]) -> Result<Bearer, Problem> {
        let value = actix_web::http::header::HeaderValue::from_bytes(value).unwrap();
        Bearer::of(&TestRequest::get().insert_header((AUTHORIZATION, value)).to_http_request())
    }

    #[test]
    fn the_scheme_is_read_in_any_case() {
        for value in ["Bearer abc.def-_~+/=", "bearer abc.def-_~+/=", "BEARER   abc.def-_~+/= "] {
            assert_eq!(of(value.as_bytes()).unwrap().token(), "abc.def-_~+/=");
        }
    }

    #[test]
    fn no_token_is_401_without_an_error_and_a_bad_one_with_it() {
        let challenge = |problem: Problem| {
            let response = problem.response();
            assert_eq!(response.status(), 401);
            response.headers().get(WWW_AUTHENTICATE).unwrap().to_str().unwrap().to_owned()
        };
        let none = Bearer::of(&TestRequest::get().to_http_request()).unwrap_err();
        assert_eq!(challenge(none), "Bearer");
        assert_eq!(challenge(of(b"Basic YTpi").unwrap_err()), "Bearer");
        let too_long = format!("Bearer {}", "a".repeat(LONGEST_TOKEN + 1));
        for wrong in [&b"Bearer"[..], b"Bearer ", b"Bearer a b", b"Bearer \xff", b"Bearer a\"b", too_long.as_bytes()] {
            let found = challenge(of(wrong).unwrap_err());
            assert!(found.contains("error=\"invalid_token\""), "{found} {:.40}", String::from_utf8_lossy(wrong));
        }
        let twice =
            TestRequest::get().append_header((AUTHORIZATION, "Bearer a")).append_header((AUTHORIZATION, "Bearer b"));
        assert_eq!(Bearer::of(&twice.to_http_request()).unwrap_err().status(), 401);
    }
}
