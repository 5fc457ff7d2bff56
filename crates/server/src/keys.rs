//! The keys that sign access tokens.

use crate::{Failure, Settings};
use school::Instant;
use store::security::StoredKey;
use store::{Db, Pool};
use web::{Authority, AuthoritySettings, KeyRing, SigningKey};

fn broken() -> Failure {
    Failure::Other("a signing key cannot be made or read".to_owned())
}

/// The token authority with the keys in the database; the first key is made when there is none.
pub(crate) fn authority(pool: &Pool, settings: &Settings, now: Instant) -> Result<Authority, Failure> {
    let mut lent = pool.lend()?;
    let mut keys = store::security::keys(&mut lent)?;
    if !keys.iter().any(|key| key.retired_at.is_none()) {
        make(&mut lent, now)?;
        keys = store::security::keys(&mut lent)?;
    }
    let mut active = keys.iter().filter(|key| key.retired_at.is_none());
    let signing = active.next().ok_or_else(broken)?;
    let mut ring = KeyRing::new(SigningKey::from_pem(&signing.private_pem).map_err(|_| broken())?);
    for key in keys.iter().filter(|key| key.kid != signing.kid) {
        let key = SigningKey::from_pem(&key.private_pem).map_err(|_| broken())?;
        ring = ring.with(key.public().clone());
    }
    let authority = AuthoritySettings {
        issuer: settings.public_url.clone(),
        audience: settings.public_url.clone(),
        lifetime: settings.token_seconds,
        leeway: 5,
    };
    Ok(Authority::new(authority, ring))
}

/// Makes a key that signs from now on; the one before verifies until its last token has expired.
pub(crate) fn rotate(db: &mut Db, now: Instant) -> Result<String, Failure> {
    let kid = make(db, now)?;
    store::security::retire_keys_but(db, &kid, now)?;
    Ok(kid)
}

fn make(db: &mut Db, now: Instant) -> Result<String, Failure> {
    let key = SigningKey::generate().map_err(|_| broken())?;
    let kid = key.public().id().to_owned();
    let stored =
        StoredKey { kid: kid.clone(), private_pem: key.to_pem().to_owned(), created_at: now, retired_at: None };
    store::security::insert_key(db, &stored)?;
    Ok(kid)
}
