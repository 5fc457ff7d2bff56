//! Refusals of the token endpoint, in the form that OAuth 2 clients read.

use actix_web::{
    HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, PRAGMA, WWW_AUTHENTICATE},
    },
};
use serde::Serialize;
use std::fmt;
use utoipa::ToSchema;

/// A refusal of the token endpoint (RFC 6749, section 5.2); not a problem document, since OAuth 2 says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuthError {
    status: StatusCode,
    body: OAuthErrorBody,
}

/// The body of such a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = OAuthError)]
pub struct OAuthErrorBody {
    /// What kind of refusal it is.
    #[schema(example = "invalid_client")]
    pub error: &'static str,
    /// What is wrong, for a person to read.
    pub error_description: &'static str,
}

impl OAuthError {
    fn new(status: StatusCode, error: &'static str, error_description: &'static str) -> Self {
        Self { status, body: OAuthErrorBody { error, error_description } }
    }

    /// The client is unknown, or its secret is wrong, or it gave none.
    pub fn invalid_client() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "invalid_client", "the client is unknown or its secret is wrong")
    }

    /// The request is not written as it must be.
    pub fn invalid_request(description: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", description)
    }

    /// A scope does not exist, or the client does not have it.
    pub fn invalid_scope() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_scope", "a scope does not exist or is not one of the client's")
    }

    /// Another grant than client credentials.
    pub fn unsupported_grant_type() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "unsupported_grant_type", "only client_credentials is supported")
    }

    /// The server's own fault.
    pub fn server_error() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "server_error", "the server failed")
    }

    /// The server cannot answer now.
    pub fn temporarily_unavailable() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable", "the server cannot answer now")
    }

    /// The kind of refusal.
    pub fn code(&self) -> &'static str {
        self.body.error
    }
}

impl fmt::Display for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.body.error, self.body.error_description)
    }
}

impl std::error::Error for OAuthError {}

impl ResponseError for OAuthError {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut builder = HttpResponse::build(self.status);
        builder.insert_header((CACHE_CONTROL, "no-store")).insert_header((PRAGMA, "no-cache"));
        if self.status == StatusCode::UNAUTHORIZED {
            builder.insert_header((WWW_AUTHENTICATE, "Basic realm=\"rollcall\", charset=\"UTF-8\""));
        }
        builder.json(&self.body)
    }
}
