//! The provider's keys, fetched when needed.

use super::{BadSettings, OpenIdSettings, settings::is_safe};
use crate::tokens::TokenFault;
use chrono::Duration;
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse};
use reqwest::{Client, redirect::Policy};
use school::Instant;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Mutex;

/// Longer answers are not read to their end.
const LONGEST_ANSWER: usize = 512 * 1024;
/// Keys older than this are fetched anew, so that a withdrawn key does not hold for ever.
const FRESH: Duration = Duration::hours(1);
/// The shortest time between two fetches; doubled with each failure up to the longest.
const SHORTEST_PAUSE: Duration = Duration::seconds(15);
const LONGEST_PAUSE: Duration = Duration::minutes(10);

/// Keys, and when they came.
#[derive(Debug)]
struct Kept {
    keys: Vec<Jwk>,
    at: Instant,
}

/// When the last fetch was, and how many have failed in a row.
#[derive(Debug, Default)]
struct Attempts {
    last: Option<Instant>,
    failures: u32,
}

/// The keys of one provider.
#[derive(Debug)]
pub(super) struct KeyCache {
    client: Client,
    jwks_uri: Option<String>,
    discovery: String,
    issuer: String,
    kept: RwLock<Option<Arc<Kept>>>,
    attempts: Mutex<Attempts>,
}

#[derive(Deserialize)]
struct Discovered {
    issuer: String,
    jwks_uri: String,
}

impl KeyCache {
    pub(super) fn new(settings: &OpenIdSettings) -> Result<Self, BadSettings> {
        let client = Client::builder()
            .connect_timeout(std::time::Duration::from_secs(3))
            .timeout(std::time::Duration::from_secs(5))
            .redirect(Policy::none())
            .build()
            .map_err(|error| BadSettings::NoClient(error.to_string()))?;
        Ok(Self {
            client,
            jwks_uri: settings.jwks_uri.clone(),
            discovery: settings.discovery_address(),
            issuer: settings.issuer.clone(),
            kept: RwLock::default(),
            attempts: Mutex::default(),
        })
    }

    /// The key with this id. Keys that are old, or do not hold it, are fetched anew, though never in quick succession: an
    /// attacker's invented ids must not become a storm on the provider.
    pub(super) async fn find(&self, id: Option<&str>, now: Instant) -> Result<Jwk, TokenFault> {
        let known = self.kept();
        let fresh = known.as_ref().filter(|kept| now - kept.at < FRESH);
        if let Some(key) = fresh.and_then(|kept| pick(&kept.keys, id)) {
            return Ok(key);
        }
        self.refetch(known.as_ref().map(|kept| kept.at), now).await;
        let kept = self.kept().ok_or(TokenFault::KeysUnavailable)?;
        pick(&kept.keys, id).ok_or(TokenFault::UnknownKey)
    }

    fn kept(&self) -> Option<Arc<Kept>> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Fetches the keys unless another request has just done so or the pause is not over. When it fails, the keys that are
    /// there stay.
    async fn refetch(&self, seen: Option<Instant>, now: Instant) {
        let mut attempts = self.attempts.lock().await;
        let fetched_meanwhile = self.kept().map(|kept| kept.at) != seen;
        let pause = LONGEST_PAUSE.min(SHORTEST_PAUSE * 2_i32.pow(attempts.failures.min(6)));
        if fetched_meanwhile || attempts.last.is_some_and(|last| now - last < pause) {
            return;
        }
        attempts.last = Some(now);
        match self.fetch().await {
            Ok(keys) => {
                attempts.failures = 0;
                let kept = Some(Arc::new(Kept { keys, at: now }));
                *self.kept.write().unwrap_or_else(PoisonError::into_inner) = kept;
            }
            Err(reason) => {
                attempts.failures = attempts.failures.saturating_add(1);
                tracing::warn!(reason, failures = attempts.failures, "the identity provider's keys cannot be had");
            }
        }
    }

    async fn fetch(&self) -> Result<Vec<Jwk>, String> {
        let address = match &self.jwks_uri {
            Some(address) => address.clone(),
            None => self.discover().await?,
        };
        let set: Value = self.get(&address).await?;
        let keys = set.get("keys").and_then(Value::as_array).ok_or("the answer is not a set of keys")?;
        // A provider may publish keys of kinds that we do not know; they are no reason to refuse the others.
        let known = keys.iter().filter_map(|key| Jwk::deserialize(key).ok()).filter(verifies);
        Ok(JwkSet { keys: known.collect() }.keys)
    }

    async fn discover(&self) -> Result<String, String> {
        let found: Discovered = self.get(&self.discovery).await?;
        if found.issuer != self.issuer {
            return Err("the description is of another issuer".to_owned());
        }
        if is_safe(&found.jwks_uri) {
            Ok(found.jwks_uri)
        } else {
            Err("the keys are not at an https address".to_owned())
        }
    }

    async fn get<T: DeserializeOwned>(&self, address: &str) -> Result<T, String> {
        let mut answer = self.client.get(address).send().await.map_err(|error| error.to_string())?;
        if answer.status() != reqwest::StatusCode::OK {
            return Err(format!("the answer has status {}", answer.status()));
        }
        let mut whole = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| error.to_string())? {
            whole.extend_from_slice(&chunk);
            if whole.len() > LONGEST_ANSWER {
                return Err("the answer is too long".to_owned());
            }
        }
        serde_json::from_slice(&whole).map_err(|error| error.to_string())
    }
}

fn verifies(key: &Jwk) -> bool {
    key.common.public_key_use.as_ref().is_none_or(|purpose| *purpose == PublicKeyUse::Signature)
}

/// The key with this id; without an id, the only key there is.
fn pick(keys: &[Jwk], id: Option<&str>) -> Option<Jwk> {
    match (id, keys) {
        (Some(id), keys) => keys.iter().find(|key| key.common.key_id.as_deref() == Some(id)).cloned(),
        (None, [only]) => Some(only.clone()),
        (None, _) => None,
    }
}
