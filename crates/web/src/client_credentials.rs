//! Requests for a token by client programs (OAuth 2 client credentials).

mod basic;
mod error;
mod form;
mod secret;

pub use error::{OAuthError, OAuthErrorBody};
pub use secret::{ClientSecret, SecretDigest};

use crate::{BodyLimit, Problem, read_whole};
use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header};
use form::Form;
use futures_util::future::LocalBoxFuture;

/// The longest body that the token endpoint reads.
const LONGEST_BODY: BodyLimit = BodyLimit(16 * 1024);

/// A request for a token (RFC 6749, section 4.4.2), well-formed; whether the client is who it says is for
/// [`TokenRequest::authenticate`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRequest {
    /// The client's id.
    pub client_id: String,
    /// The secret it gave.
    pub secret: ClientSecret,
    /// The scopes it asks for; all of its own where it does not say.
    pub scope: Option<String>,
}

impl TokenRequest {
    /// Whether the secret is the one whose digest is kept for the client; `kept` is `None` for a client that does not
    /// exist, which takes as long to refuse.
    pub fn authenticate(&self, kept: Option<&SecretDigest>) -> Result<(), OAuthError> {
        let right = self.secret.is(kept.unwrap_or(&SecretDigest::of_nobody()));
        if right && kept.is_some() { Ok(()) } else { Err(OAuthError::invalid_client()) }
    }
}

impl FromRequest for TokenRequest {
    type Error = OAuthError;
    type Future = LocalBoxFuture<'static, Result<Self, OAuthError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (is_form, credentials) = (is_form(request), basic::credentials(request));
        let payload = payload.take();
        Box::pin(async move {
            if !is_form {
                return Err(OAuthError::invalid_request("the body must be application/x-www-form-urlencoded"));
            }
            let body = read_whole(payload, None, LONGEST_BODY).await;
            let body = body.map_err(|_: Problem| OAuthError::invalid_request("the body is too long or cut off"))?;
            from_parts(&Form::read(&body)?, credentials?)
        })
    }
}

fn from_parts(form: &Form, basic: Option<(String, ClientSecret)>) -> Result<TokenRequest, OAuthError> {
    match form.get("grant_type") {
        Some("client_credentials") => {}
        Some(_) => return Err(OAuthError::unsupported_grant_type()),
        None => return Err(OAuthError::invalid_request("grant_type is missing")),
    }
    let scope = form.get("scope").map(str::to_owned);
    let (id, secret) = (form.get("client_id"), form.get("client_secret"));
    let (client_id, secret) = match (basic, id, secret) {
        (Some(_), _, Some(_)) => {
            return Err(OAuthError::invalid_request("credentials stand both in the header and in the body"));
        }
        (Some((id, _)), Some(other), None) if id != other => {
            return Err(OAuthError::invalid_request("client_id differs from the header's"));
        }
        (Some((id, secret)), _, None) => (id, secret),
        (None, Some(id), Some(secret)) => (id.to_owned(), ClientSecret::from_text(secret)),
        (None, _, _) => return Err(OAuthError::invalid_client()),
    };
    Ok(TokenRequest { client_id, secret, scope })
}

fn is_form(request: &HttpRequest) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let essence = kind.split(';').next().unwrap_or("").trim();
    essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

#[cfg(test)]
mod tests;
