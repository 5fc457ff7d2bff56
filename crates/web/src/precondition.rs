//! Writes on condition.

use crate::{ETag, Problem, etag::Named, kinds};
use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header};
use std::future::{Ready, ready};

/// The condition of a write (`If-Match`), if the request has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IfMatch(Option<Named>);

impl IfMatch {
    /// No condition.
    pub fn none() -> Self {
        Self(None)
    }

    /// Whether there is a condition.
    pub fn is_present(&self) -> bool {
        self.0.is_some()
    }

    /// Whether the write may go on while the resource is in the state `current`; 412 if not. Weak tags never match.
    pub fn check(&self, current: &ETag) -> Result<(), Problem> {
        match &self.0 {
            Some(named) if !named.matches_strongly(current) => Err(Problem::stale()),
            _ => Ok(()),
        }
    }

    /// Whether the write may go on while there is no such resource yet: any condition fails.
    pub fn check_absent(&self) -> Result<(), Problem> {
        if self.is_present() { Err(Problem::stale()) } else { Ok(()) }
    }
}

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut values = request.headers().get_all(header::IF_MATCH).map(header::HeaderValue::as_bytes).peekable();
        if values.peek().is_none() {
            return ready(Ok(Self(None)));
        }
        let unreadable = || {
            Problem::new(&kinds::INVALID_HEADER).detail("If-Match must be * or a list of entity tags in double quotes")
        };
        ready(Named::read(values).map(|named| Self(Some(named))).ok_or_else(unreadable))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn if_match(value: &str) -> Result<IfMatch, Problem> {
        let request = TestRequest::put().insert_header(("If-Match", value)).to_http_request();
        IfMatch::from_request(&request, &mut Payload::None).into_inner()
    }

    #[test]
    fn a_write_goes_on_only_in_a_named_state() {
        let current = ETag::revision(3);
        for (value, goes_on) in
            [("\"3\"", true), ("*", true), ("\"1\", \"3\"", true), ("\"2\"", false), ("W/\"3\"", false), ("", false)]
        {
            let outcome = if_match(value).unwrap().check(&current);
            assert_eq!(outcome.is_ok(), goes_on, "{value}");
        }
        assert_eq!(if_match("\"2\"").unwrap().check(&current).unwrap_err().status(), 412);
        assert_eq!(if_match("*").unwrap().check_absent().unwrap_err().status(), 412);
        assert!(IfMatch::none().check(&current).is_ok() && IfMatch::none().check_absent().is_ok());
    }

    #[test]
    fn a_condition_that_cannot_be_read_is_never_ignored() {
        assert_eq!(if_match("3").unwrap_err().status(), 400);
    }
}
