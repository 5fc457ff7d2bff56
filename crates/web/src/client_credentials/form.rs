//! A form-encoded body.

use super::OAuthError;
use percent_encoding::percent_decode;

/// The parameters of a token request. Those without a value count as left out, those that nobody knows are let pass
/// (RFC 6749, section 3.2).
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    pub(super) fn read(body: &[u8]) -> Result<Self, OAuthError> {
        let unreadable = || OAuthError::invalid_request("the body cannot be decoded");
        let text = std::str::from_utf8(body).map_err(|_| unreadable())?;
        let mut pairs: Vec<(String, String)> = Vec::new();
        for part in text.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let (name, value) = (decoded(name).ok_or_else(unreadable)?, decoded(value).ok_or_else(unreadable)?);
            if pairs.iter().any(|(known, _)| *known == name) {
                return Err(OAuthError::invalid_request("a parameter stands there twice"));
            }
            pairs.push((name, value));
        }
        Ok(Self(pairs))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }
}

/// A form-encoded text decoded; `None` where it is not UTF-8 or holds a NUL.
pub(super) fn decoded(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode(spaced.as_bytes()).decode_utf8().ok()?.into_owned();
    (!decoded.contains('\0')).then_some(decoded)
}
