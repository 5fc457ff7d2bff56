//! Refusals and failures as RFC 9457 problem documents.

pub mod catalogue;
pub mod document;
pub mod kinds;
pub mod pages;

use actix_web::{
    HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE},
    },
};
pub use catalogue::{Catalogue, Kind};
pub use document::ProblemDocument;
use school::Violation;
use std::fmt;

/// The media type of a problem document.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// An answer that says what is wrong: a kind from the catalogue and, below 500, what exactly.
///
/// The texts never hold personal data nor what the caller sent. The request id and the instance are filled in by
/// [`crate::conventions`] on the way out.
#[derive(Clone)]
pub struct Problem(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: &'static Kind,
    detail: Option<String>,
    errors: Vec<Violation>,
    headers: Vec<(HeaderName, HeaderValue)>,
    instance: Option<String>,
    request_id: Option<String>,
}

impl Problem {
    /// A problem of this kind, without particulars.
    pub fn new(kind: &'static Kind) -> Self {
        Self(Box::new(Inner {
            kind,
            detail: None,
            errors: Vec::new(),
            headers: Vec::new(),
            instance: None,
            request_id: None,
        }))
    }

    /// Says what is wrong this time. Ignored for kinds of 500 and above, which carry no detail.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = (self.0.kind.status < 500).then(|| detail.into());
        self
    }

    /// Lists all that is wrong.
    #[must_use]
    pub fn errors(mut self, errors: Vec<Violation>) -> Self {
        self.0.errors = errors;
        self
    }

    /// Says after how many seconds to try again (`Retry-After`).
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        self.header(RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.push((name, value));
        self
    }

    /// What is asked for does not exist, or not for this caller.
    pub fn not_found() -> Self {
        Self::new(&kinds::NOT_FOUND)
    }

    /// The request does not say who sends it.
    pub fn unauthenticated() -> Self {
        Self::new(&kinds::UNAUTHENTICATED).header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
    }

    /// The token is not one that holds now. The reason is a fixed text without quotation marks.
    pub fn invalid_token(reason: &'static str) -> Self {
        let challenge = format!("Bearer error=\"invalid_token\", error_description=\"{reason}\"");
        let value = HeaderValue::from_str(&challenge).unwrap_or(HeaderValue::from_static("Bearer"));
        Self::new(&kinds::INVALID_TOKEN).detail(reason).header(WWW_AUTHENTICATE, value)
    }

    /// The caller is known and may not do this.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(&kinds::FORBIDDEN).detail(detail)
    }

    /// `If-Match` names an older state.
    pub fn stale() -> Self {
        Self::new(&kinds::STALE)
    }

    /// The body says what the rules refuse.
    pub fn invalid_body(errors: Vec<Violation>) -> Self {
        Self::new(&kinds::INVALID_BODY).errors(errors)
    }

    /// The query says what cannot be.
    pub fn invalid_parameters(errors: Vec<Violation>) -> Self {
        Self::new(&kinds::INVALID_PARAMETERS).errors(errors)
    }

    /// The server's own fault. The cause belongs in the log, never here.
    pub fn internal() -> Self {
        Self::new(&kinds::INTERNAL)
    }

    /// The server cannot answer now; try again after so many seconds.
    pub fn unavailable(seconds: u64) -> Self {
        Self::new(&kinds::UNAVAILABLE).retry_after(seconds)
    }

    /// The kind.
    pub fn kind(&self) -> &'static Kind {
        self.0.kind
    }

    /// All that is wrong.
    pub fn violations(&self) -> &[Violation] {
        &self.0.errors
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.0.kind.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Says in which request it arose.
    #[must_use]
    pub fn arising_in(mut self, instance: impl Into<String>, request_id: impl Into<String>) -> Self {
        self.0.instance = Some(instance.into());
        self.0.request_id = Some(request_id.into());
        self
    }

    /// The document as it goes over the wire.
    pub fn document(&self) -> ProblemDocument {
        let Inner { kind, detail, errors, headers: _, instance, request_id } = &*self.0;
        ProblemDocument {
            kind: kind.address(),
            title: kind.title.to_owned(),
            status: kind.status,
            detail: detail.clone().or_else(|| kind.usual_detail(errors.len())),
            instance: instance.clone(),
            request_id: request_id.clone(),
            errors: errors.clone(),
        }
    }

    /// The whole answer.
    pub fn response(&self) -> HttpResponse {
        let mut builder = HttpResponse::build(self.status());
        for (name, value) in &self.0.headers {
            builder.append_header((name.clone(), value.clone()));
        }
        builder.content_type(PROBLEM_JSON).body(self.document().to_json())
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse {
        self.response()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, detail, errors, .. } = &*self.0;
        write!(f, "{} {}: {}", kind.status, kind.slug, detail.as_deref().unwrap_or(kind.title))?;
        for error in errors {
            write!(f, "; {} {}", error.pointer, error.code)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Problem({self})")
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_of_the_server_carry_no_detail() {
        let document = Problem::internal().detail("connection to 10.0.0.7 refused").document();
        assert_eq!(document.detail, None);
        assert_eq!(Problem::forbidden("no").document().detail.as_deref(), Some("no"));
    }

    #[test]
    fn a_challenge_stands_beside_every_401() {
        for problem in [Problem::unauthenticated(), Problem::invalid_token("it has expired")] {
            let response = problem.response();
            assert_eq!(response.status(), 401);
            assert!(response.headers().contains_key(WWW_AUTHENTICATE));
            assert_eq!(response.headers().get("content-type").unwrap(), PROBLEM_JSON);
        }
    }
}
