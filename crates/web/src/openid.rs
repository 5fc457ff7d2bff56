//! Tokens of people who signed in at the trust's own identity provider (OpenID Connect).

mod keys;
mod settings;

pub use settings::{BadSettings, OpenIdSettings};

use crate::tokens::{LONGEST_TOKEN, TokenFault, check_times, install_cryptography};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, jwk::Jwk};
use keys::KeyCache;
use school::Instant;
use serde::Deserialize;
use serde_json::{Map, Value};

/// The algorithms accepted: those that Entra ID and Google sign with, and ours.
const ACCEPTED: [Algorithm; 2] = [Algorithm::RS256, Algorithm::ES256];

/// Verifies tokens of one identity provider.
#[derive(Debug)]
pub struct OpenIdVerifier {
    settings: OpenIdSettings,
    keys: KeyCache,
}

/// Who signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The value of the subject claim that the settings name.
    pub subject: String,
    /// Every claim of the token. Personal data: never log it.
    pub claims: Map<String, Value>,
}

#[derive(Deserialize)]
struct Times {
    exp: i64,
    nbf: Option<i64>,
}

impl OpenIdVerifier {
    /// A verifier by these settings. Keys are fetched when the first token comes.
    pub fn new(settings: OpenIdSettings) -> Result<Self, BadSettings> {
        install_cryptography();
        settings.check()?;
        Ok(Self { keys: KeyCache::new(&settings)?, settings })
    }

    /// The issuer whose tokens it verifies.
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// Who signed in, if the token holds at `now`.
    pub async fn verify(&self, token: &str, now: Instant) -> Result<SignedIn, TokenFault> {
        if token.len() > LONGEST_TOKEN {
            return Err(TokenFault::Malformed);
        }
        let header = decode_header(token).map_err(|error| TokenFault::of(&error))?;
        if !ACCEPTED.contains(&header.alg) {
            return Err(TokenFault::Algorithm);
        }
        if header.crit.is_some() || !header.typ.as_deref().is_none_or(is_identity) {
            return Err(TokenFault::Malformed);
        }
        let key = self.keys.find(header.kid.as_deref(), now).await?;
        let claims = self.claims(token, header.alg, &key)?;
        let times: Times = from_claims(&claims)?;
        check_times(times.exp, times.nbf, now, self.settings.leeway)?;
        let subject = claims.get(&self.settings.subject_claim).and_then(Value::as_str);
        let subject = subject.filter(|text| !text.is_empty()).ok_or(TokenFault::Malformed)?.to_owned();
        Ok(SignedIn { subject, claims })
    }

    fn claims(&self, token: &str, algorithm: Algorithm, key: &Jwk) -> Result<Map<String, Value>, TokenFault> {
        let stated = key.common.key_algorithm.map(|stated| stated.to_string());
        if stated.is_some_and(|stated| stated != format!("{algorithm:?}")) {
            return Err(TokenFault::Algorithm);
        }
        let decoding = DecodingKey::from_jwk(key).map_err(|_| TokenFault::UnknownKey)?;
        let mut validation = Validation::new(algorithm);
        validation.set_issuer(&[&self.settings.issuer]);
        validation.set_audience(&self.settings.audiences);
        validation.set_required_spec_claims(&["exp", "iss", "aud"]);
        // The times are checked against the clock of the house, not the library's own.
        validation.validate_exp = false;
        let decoded = decode::<Map<String, Value>>(token, &decoding, &validation);
        let claims = decoded.map_err(|error| TokenFault::of(&error))?.claims;
        // The library would take a list of issuers for one of them.
        if claims.get("iss").is_some_and(Value::is_string) { Ok(claims) } else { Err(TokenFault::Issuer) }
    }
}

fn is_identity(typ: &str) -> bool {
    ["jwt", "at+jwt"].iter().any(|known| typ.eq_ignore_ascii_case(known))
}

fn from_claims<T: for<'de> Deserialize<'de>>(claims: &Map<String, Value>) -> Result<T, TokenFault> {
    T::deserialize(Value::Object(claims.clone())).map_err(|_| TokenFault::Malformed)
}

#[cfg(test)]
mod tests;
