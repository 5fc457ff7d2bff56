//! Single resources with their entity tag.

use crate::{ETag, etag::Named};
use actix_web::{
    HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    http::{StatusCode, header},
};
use serde::Serialize;

/// A resource and its tag: 200, or 304 where `If-None-Match` names the tag of a GET.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged<T> {
    /// The tag of the state that the body shows.
    pub etag: ETag,
    /// The resource.
    pub body: T,
    /// The status in place of 200, such as 201.
    pub status: StatusCode,
    /// The address of what was made, for 201.
    pub location: Option<String>,
}

impl<T> Tagged<T> {
    /// The resource in this state.
    pub fn new(etag: ETag, body: T) -> Self {
        Self { etag, body, status: StatusCode::OK, location: None }
    }

    /// The resource just made, at this address.
    pub fn created(etag: ETag, body: T, location: impl Into<String>) -> Self {
        Self { etag, body, status: StatusCode::CREATED, location: Some(location.into()) }
    }
}

impl<T: Serialize> Responder for Tagged<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let tag = (header::ETAG, self.etag.as_str().to_owned());
        if self.status == StatusCode::OK && is_known(request, &self.etag) {
            return HttpResponse::NotModified().insert_header(tag).finish();
        }
        let mut builder = HttpResponse::build(self.status);
        builder.insert_header(tag);
        if let Some(location) = self.location {
            builder.insert_header((header::LOCATION, location));
        }
        builder.json(&self.body)
    }
}

/// Whether the caller has this state already. A condition that cannot be read holds nothing, so the body is sent.
fn is_known(request: &HttpRequest, current: &ETag) -> bool {
    if !request.method().is_safe() {
        return false;
    }
    let mut values = request.headers().get_all(header::IF_NONE_MATCH).map(header::HeaderValue::as_bytes).peekable();
    values.peek().is_some() && Named::read(values).is_some_and(|named| named.matches_weakly(current))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn status(request: TestRequest) -> (u16, bool) {
        let response = Tagged::new(ETag::revision(3), "body").respond_to(&request.to_http_request());
        (response.status().as_u16(), response.headers().contains_key("etag"))
    }

    #[test]
    fn a_known_state_is_304_with_its_tag() {
        for known in ["\"3\"", "W/\"3\"", "\"2\", \"3\"", "*"] {
            let request = TestRequest::get().insert_header(("If-None-Match", known));
            assert_eq!(status(request), (304, true), "{known}");
        }
        let twice =
            TestRequest::get().append_header(("If-None-Match", "\"2\"")).append_header(("If-None-Match", "\"3\""));
        assert_eq!(status(twice), (304, true));
    }

    #[test]
    fn anything_else_is_the_whole_body() {
        for unknown in ["\"2\"", "3", "", "\"3"] {
            let request = TestRequest::get().insert_header(("If-None-Match", unknown));
            assert_eq!(status(request), (200, true), "{unknown}");
        }
        assert_eq!(status(TestRequest::put().insert_header(("If-None-Match", "*"))), (200, true));
        let made = Tagged::created(ETag::revision(1), (), "/v1/x").respond_to(&TestRequest::post().to_http_request());
        assert_eq!((made.status().as_u16(), made.headers().get("location").unwrap().as_bytes()), (201, &b"/v1/x"[..]));
    }
}
