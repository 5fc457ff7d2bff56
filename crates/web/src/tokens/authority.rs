//! Tokens issued and verified.

use super::{AccessClaims, KeyRing, LONGEST_TOKEN, TokenFault, install_cryptography};
use aws_lc_rs::{digest, rand};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header, encode};
use school::Instant;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use utoipa::ToSchema;

/// The type of an access token (RFC 9068), so that no other JWT of ours can be taken for one.
const TYPE: &str = "at+jwt";

/// How many verified tokens are remembered.
const REMEMBERED: usize = 10_000;

/// By what the authority goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthoritySettings {
    /// The server's own address, which stands in every token as its issuer.
    pub issuer: String,
    /// For which server tokens are meant; usually the issuer as well.
    pub audience: String,
    /// How many seconds a token holds.
    pub lifetime: i64,
    /// How many seconds clocks may differ.
    pub leeway: i64,
}

impl AuthoritySettings {
    /// Tokens by and for one server, that hold an hour.
    pub fn for_server(address: &str) -> Self {
        Self { issuer: address.to_owned(), audience: address.to_owned(), lifetime: 3_600, leeway: 5 }
    }
}

/// Issues and verifies access tokens.
#[derive(Debug)]
pub struct Authority {
    settings: AuthoritySettings,
    ring: KeyRing,
    validation: Validation,
    /// What verified tokens say, by their SHA-256: a caller sends the same token with every request. It goes with the
    /// authority, so a key that is withdrawn takes its tokens along.
    verified: Mutex<HashMap<[u8; digest::SHA256_OUTPUT_LEN], AccessClaims>>,
}

/// What a token is to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant<'a> {
    /// The client.
    pub client_id: &'a str,
    /// Its scopes, with spaces between them.
    pub scope: &'a str,
}

/// The answer of the token endpoint (RFC 6749, section 5.1).
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct IssuedToken {
    /// The token: send it as `Authorization: Bearer …`.
    pub access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// How many seconds it holds.
    #[schema(example = 3600)]
    pub expires_in: i64,
    /// The scopes it carries.
    #[schema(example = "attendance:read attendance:write")]
    pub scope: String,
}

impl Authority {
    /// An authority with these keys.
    pub fn new(settings: AuthoritySettings, ring: KeyRing) -> Self {
        install_cryptography();
        let mut validation = Validation::new(Algorithm::ES256);
        validation.set_issuer(&[&settings.issuer]);
        validation.set_audience(&[&settings.audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // The times are checked against the clock of the house, not the library's own.
        validation.validate_exp = false;
        Self { settings, ring, validation, verified: Mutex::default() }
    }

    /// The keys.
    pub fn ring(&self) -> &KeyRing {
        &self.ring
    }

    /// The settings.
    pub fn settings(&self) -> &AuthoritySettings {
        &self.settings
    }

    /// A new token. `None` only when the key cannot sign.
    pub fn issue(&self, grant: Grant<'_>, now: Instant) -> Option<IssuedToken> {
        let AuthoritySettings { issuer, audience, lifetime, .. } = &self.settings;
        let claims = AccessClaims {
            iss: issuer.clone(),
            sub: grant.client_id.to_owned(),
            aud: audience.clone(),
            client_id: grant.client_id.to_owned(),
            scope: grant.scope.to_owned(),
            iat: now.timestamp(),
            exp: now.timestamp() + lifetime,
            nbf: None,
            jti: token_id()?,
        };
        let key = self.ring.signing();
        let mut header = Header::new(Algorithm::ES256);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(key.public().id().to_owned());
        let access_token = encode(&header, &claims, key.encoding()).ok()?;
        Some(IssuedToken { access_token, token_type: "Bearer", expires_in: *lifetime, scope: claims.scope })
    }

    /// What a token says, if it holds at `now`.
    pub fn verify(&self, token: &str, now: Instant) -> Result<AccessClaims, TokenFault> {
        if token.len() > LONGEST_TOKEN {
            return Err(TokenFault::Malformed);
        }
        let fingerprint = fingerprint(token);
        let remembered = self.remembered().get(&fingerprint).cloned();
        let claims = match remembered {
            Some(claims) => claims,
            None => self.verify_signature(token)?,
        };
        check_times(claims.exp, claims.nbf, now, self.settings.leeway)?;
        self.remember(fingerprint, &claims);
        Ok(claims)
    }

    fn verify_signature(&self, token: &str) -> Result<AccessClaims, TokenFault> {
        let header = decode_header(token).map_err(|error| TokenFault::of(&error))?;
        if header.alg != Algorithm::ES256 {
            return Err(TokenFault::Algorithm);
        }
        let is_access_token = header.typ.is_some_and(|typ| typ.eq_ignore_ascii_case(TYPE));
        if !is_access_token || header.crit.is_some() {
            return Err(TokenFault::Malformed);
        }
        let key = header.kid.and_then(|id| self.ring.find(&id)).ok_or(TokenFault::UnknownKey)?;
        let decoded = decode::<AccessClaims>(token, key.decoding(), &self.validation);
        Ok(decoded.map_err(|error| TokenFault::of(&error))?.claims)
    }

    fn remember(&self, fingerprint: [u8; digest::SHA256_OUTPUT_LEN], claims: &AccessClaims) {
        let mut remembered = self.remembered();
        if remembered.contains_key(&fingerprint) {
            return;
        }
        if remembered.len() >= REMEMBERED {
            // Whoever is forgotten is verified anew.
            remembered.clear();
        }
        remembered.insert(fingerprint, claims.clone());
    }

    fn remembered(&self) -> std::sync::MutexGuard<'_, HashMap<[u8; digest::SHA256_OUTPUT_LEN], AccessClaims>> {
        self.verified.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn fingerprint(token: &str) -> [u8; digest::SHA256_OUTPUT_LEN] {
    let mut bytes = [0; digest::SHA256_OUTPUT_LEN];
    bytes.copy_from_slice(digest::digest(&digest::SHA256, token.as_bytes()).as_ref());
    bytes
}

/// Whether a token holds at `now`.
pub(crate) fn check_times(expires: i64, not_before: Option<i64>, now: Instant, leeway: i64) -> Result<(), TokenFault> {
    let now = now.timestamp();
    if expires.saturating_add(leeway) <= now {
        return Err(TokenFault::Expired);
    }
    match not_before {
        Some(start) if start.saturating_sub(leeway) > now => Err(TokenFault::NotYet),
        _ => Ok(()),
    }
}

fn token_id() -> Option<String> {
    let mut bytes = [0_u8; 16];
    rand::fill(&mut bytes).ok()?;
    Some(URL_SAFE_NO_PAD.encode(bytes))
}
