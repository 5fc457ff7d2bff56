//! Secrets of clients.

use aws_lc_rs::{constant_time::verify_slices_are_equal, rand};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use std::fmt;

/// The secret of a client. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret(String);

/// What is kept of a secret: its SHA-256. Secrets are 256 random bits made here, which no dictionary holds, so a slow hash
/// would only slow the server.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretDigest([u8; 32]);

impl ClientSecret {
    /// A new secret. `None` only when the machine has no randomness.
    pub fn generate() -> Option<Self> {
        let mut bytes = [0_u8; 32];
        rand::fill(&mut bytes).ok()?;
        Some(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    pub(super) fn from_text(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text, to show to its owner once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What to keep of it.
    pub fn digest(&self) -> SecretDigest {
        SecretDigest(Sha256::digest(self.0.as_bytes()).into())
    }

    /// Whether this is the secret of which `kept` was kept; it takes as long either way.
    pub fn is(&self, kept: &SecretDigest) -> bool {
        verify_slices_are_equal(&self.digest().0, &kept.0).is_ok()
    }
}

impl SecretDigest {
    /// The digest with these bytes, as they were kept. `None` where they are not 32.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The 32 bytes to keep.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(super) fn of_nobody() -> Self {
        Self([0; 32])
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(…)")
    }
}

impl fmt::Debug for SecretDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretDigest(…)")
    }
}
