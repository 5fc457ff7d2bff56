//! Keys.

use super::{TokenFault, install_cryptography};
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use jsonwebtoken::{DecodingKey, EncodingKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fmt;

const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";

/// A text is not a key of ours, or none could be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a P-256 private key in PKCS #8 PEM")]
pub struct KeyFault;

/// A private key on curve P-256 that signs tokens. `Debug` shows its id only.
pub struct SigningKey {
    pem: String,
    encoding: EncodingKey,
    public: PublicKey,
}

impl SigningKey {
    /// A new key.
    pub fn generate() -> Result<Self, KeyFault> {
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        Self::from_pkcs8(made.map_err(|_| KeyFault)?.as_ref())
    }

    /// The key that [`SigningKey::to_pem`] wrote.
    pub fn from_pem(pem: &str) -> Result<Self, KeyFault> {
        let inner = pem.trim().strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(END)).ok_or(KeyFault)?;
        let text: String = inner.split_ascii_whitespace().collect();
        Self::from_pkcs8(&STANDARD.decode(text).map_err(|_| KeyFault)?)
    }

    fn from_pkcs8(der: &[u8]) -> Result<Self, KeyFault> {
        install_cryptography();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der).map_err(|_| KeyFault)?;
        let public = PublicKey::from_point(pair.public_key().as_ref()).ok_or(KeyFault)?;
        Ok(Self { pem: pem_of(der), encoding: EncodingKey::from_ec_der(der), public })
    }

    /// The key as PKCS #8 PEM, to be kept secret.
    pub fn to_pem(&self) -> &str {
        &self.pem
    }

    /// Its public half.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    pub(crate) fn encoding(&self) -> &EncodingKey {
        &self.encoding
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public.id)
    }
}

fn pem_of(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let mut pem = format!("{BEGIN}\n");
    for line in text.as_bytes().chunks(64) {
        pem.push_str(&String::from_utf8_lossy(line));
        pem.push('\n');
    }
    pem.push_str(END);
    pem.push('\n');
    pem
}

/// The public half of a signing key: verifies, and is published.
#[derive(Debug, Clone)]
pub struct PublicKey {
    id: String,
    x: String,
    y: String,
    decoding: DecodingKey,
}

impl PublicKey {
    /// The key with these base64url coordinates, such as a retired one kept for the tokens still about.
    pub fn from_coordinates(x: &str, y: &str) -> Result<Self, TokenFault> {
        let decoding = DecodingKey::from_ec_components(x, y).map_err(|_| TokenFault::Malformed)?;
        Ok(Self { id: thumbprint(x, y), x: x.to_owned(), y: y.to_owned(), decoding })
    }

    fn from_point(point: &[u8]) -> Option<Self> {
        let (x, y) = point.strip_prefix(&[4]).filter(|rest| rest.len() == 64)?.split_at(32);
        Self::from_coordinates(&URL_SAFE_NO_PAD.encode(x), &URL_SAFE_NO_PAD.encode(y)).ok()
    }

    /// Its id (`kid`): the thumbprint of RFC 7638.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The key as a JSON Web Key.
    pub fn to_jwk(&self) -> Value {
        json!({ "kty": "EC", "crv": "P-256", "x": self.x, "y": self.y, "kid": self.id, "alg": "ES256", "use": "sig" })
    }

    pub(super) fn decoding(&self) -> &DecodingKey {
        &self.decoding
    }
}

fn thumbprint(x: &str, y: &str) -> String {
    let canonical = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
    URL_SAFE_NO_PAD.encode(Sha256::digest(canonical.as_bytes()))
}
