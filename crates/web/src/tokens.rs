//! The server's own access tokens: JWTs as RFC 9068 has them, signed with ES256.

mod authority;
mod claims;
mod fault;
mod key;
mod metadata;
mod ring;

pub(crate) use authority::check_times;
pub use authority::{Authority, AuthoritySettings, Grant, IssuedToken};
pub use claims::AccessClaims;
pub use fault::TokenFault;
pub use key::{KeyFault, PublicKey, SigningKey};
pub use metadata::server_metadata;
pub use ring::KeyRing;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::sync::Once;

/// Tokens longer than this are not read at all.
pub const LONGEST_TOKEN: usize = 16 * 1024;

/// Chooses the cryptography behind the tokens: without a choice the first token would end the process. Every way into this
/// module calls it; a second call does nothing.
pub(crate) fn install_cryptography() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // An error means that one was chosen already, which is as good.
        let _ = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
    });
}

/// Who claims to have issued a token. Nothing is verified: it only tells which verifier to ask.
pub fn claimed_issuer(token: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Claimed {
        iss: String,
    }
    let mut parts = token.split('.');
    let payload = parts.nth(1).filter(|_| token.len() <= LONGEST_TOKEN)?;
    let bytes = URL_SAFE_NO_PAD.decode(payload).ok()?;
    serde_json::from_slice::<Claimed>(&bytes).ok().map(|claimed| claimed.iss)
}

#[cfg(test)]
mod tests;
