//! The keys in use.

use super::{PublicKey, SigningKey};
use serde_json::{Value, json};

/// The key that signs now, and the public keys that still verify: the one before it, until its last token has expired, and
/// the one after it, so that others have read it before it signs.
#[derive(Debug)]
pub struct KeyRing {
    signing: SigningKey,
    others: Vec<PublicKey>,
}

impl KeyRing {
    /// A ring with one key.
    pub fn new(signing: SigningKey) -> Self {
        Self { signing, others: Vec::new() }
    }

    /// Adds a key that verifies only.
    #[must_use]
    pub fn with(mut self, key: PublicKey) -> Self {
        if self.find(key.id()).is_none() {
            self.others.push(key);
        }
        self
    }

    /// The key that signs.
    pub fn signing(&self) -> &SigningKey {
        &self.signing
    }

    /// The key with this id.
    pub fn find(&self, id: &str) -> Option<&PublicKey> {
        std::iter::once(self.signing.public()).chain(&self.others).find(|key| key.id() == id)
    }

    /// The public keys as a JSON Web Key Set.
    pub fn to_jwks(&self) -> Value {
        let keys = std::iter::once(self.signing.public()).chain(&self.others);
        json!({ "keys": keys.map(PublicKey::to_jwk).collect::<Vec<_>>() })
    }
}
