//! Credentials in the `Authorization` header (`client_secret_basic`).

use super::{ClientSecret, OAuthError, form::decoded};
use actix_web::{HttpRequest, http::header::AUTHORIZATION};
use base64::{Engine, engine::general_purpose::STANDARD};

/// The id and secret in the header, if it has any. Both are form-encoded before they are joined (RFC 6749, section 2.3.1).
pub(super) fn credentials(request: &HttpRequest) -> Result<Option<(String, ClientSecret)>, OAuthError> {
    let mut values = request.headers().get_all(AUTHORIZATION);
    let value = match (values.next(), values.next()) {
        (None, _) => return Ok(None),
        (Some(value), None) => value,
        (Some(_), Some(_)) => return Err(OAuthError::invalid_request("Authorization stands there twice")),
    };
    read(value.as_bytes()).map(Some).ok_or_else(OAuthError::invalid_client)
}

fn read(value: &[u8]) -> Option<(String, ClientSecret)> {
    let text = std::str::from_utf8(value).ok()?.trim();
    let (scheme, encoded) = text.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let joined = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = joined.split_once(':')?;
    let (id, secret) = (decoded(id)?, decoded(secret)?);
    (!id.is_empty()).then(|| (id, ClientSecret::from_text(&secret)))
}
