//! What a token says.

use serde::{Deserialize, Serialize};

/// What an access token says (RFC 9068).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessClaims {
    /// Who issued it.
    pub iss: String,
    /// For whom it speaks; of client credentials the client itself.
    pub sub: String,
    /// For which server it is meant.
    pub aud: String,
    /// The client that asked for it.
    pub client_id: String,
    /// The scopes it carries, with spaces between them.
    pub scope: String,
    /// When it was issued, in seconds since 1970.
    pub iat: i64,
    /// When it expires.
    pub exp: i64,
    /// Before when it does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbf: Option<i64>,
    /// Its id.
    pub jti: String,
}
