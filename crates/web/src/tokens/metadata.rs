//! The authorisation server described (RFC 8414).

use super::AuthoritySettings;
use serde_json::{Value, json};

/// The answer of `/.well-known/oauth-authorization-server`, with the scopes that there are.
pub fn server_metadata(settings: &AuthoritySettings, scopes: &[&str]) -> Value {
    let base = settings.issuer.trim_end_matches('/');
    json!({
        "issuer": settings.issuer,
        "token_endpoint": format!("{base}/oauth/token"),
        "jwks_uri": format!("{base}/.well-known/jwks.json"),
        "scopes_supported": scopes,
        "response_types_supported": [],
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "service_documentation": format!("{base}/docs/"),
    })
}
