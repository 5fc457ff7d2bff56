//! What the routes stand on. Handlers never see it: the only way to it is [`Allowed`](crate::Allowed).

use access::{Academies, Client, Scopes};
use app::App;
use school::{ClientId, Instant};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use store::security::StoredClient;
use web::{Authority, OpenIdVerifier};

/// How long what is known of a client may be used without asking again: so long a revoked client may still be let in.
const CLIENT_KEPT_SECONDS: i64 = 5;

/// How many clients are kept.
const CLIENTS_KEPT: usize = 10_000;

/// What the routes stand on.
pub struct Services {
    pub(crate) app: App,
    authority: RwLock<Arc<Authority>>,
    pub(crate) open_id: Option<OpenIdVerifier>,
    clients: Mutex<HashMap<ClientId, (Instant, Arc<StoredClient>)>>,
}

impl Services {
    /// Services over an application, with its token authority and, where people sign in, the verifier of their tokens.
    pub fn new(app: App, authority: Authority, open_id: Option<OpenIdVerifier>) -> Self {
        Self { app, authority: RwLock::new(Arc::new(authority)), open_id, clients: Mutex::default() }
    }

    /// The token authority.
    pub fn authority(&self) -> Arc<Authority> {
        Arc::clone(&self.authority.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a token authority with other keys in the place of the old one.
    pub fn replace_authority(&self, authority: Authority) {
        *self.authority.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(authority);
    }

    /// The client, where it was read a moment ago: never waits for the database.
    pub(crate) fn kept_client(&self, id: ClientId) -> Option<Arc<StoredClient>> {
        let now = self.app.clock.now();
        let kept = self.kept();
        let (read_at, client) = kept.get(&id)?;
        ((now - *read_at).num_seconds().abs() < CLIENT_KEPT_SECONDS).then(|| Arc::clone(client))
    }

    /// The client, where it may come in.
    pub(crate) fn client(&self, id: ClientId) -> app::Result<Option<Arc<StoredClient>>> {
        if let Some(client) = self.kept_client(id) {
            return Ok(Some(client));
        }
        let now = self.app.clock.now();
        let mut lent = self.app.pool.lend()?;
        let found = store::security::find_client(&mut lent, id)?.filter(|client| client.revoked_at.is_none());
        let mut kept = self.kept();
        if kept.len() >= CLIENTS_KEPT {
            kept.clear();
        }
        let Some(found) = found.map(Arc::new) else {
            kept.remove(&id);
            return Ok(None);
        };
        kept.insert(id, (now, Arc::clone(&found)));
        Ok(Some(found))
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<ClientId, (Instant, Arc<StoredClient>)>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The client with the scopes that its token carries and it still has.
pub(crate) fn with_scopes(client: &StoredClient, of_token: &str) -> Client {
    let granted: Scopes = client.scopes.parse().unwrap_or(Scopes::NONE);
    let carried: Scopes = of_token.parse().unwrap_or(Scopes::NONE);
    let academies = match &client.academies {
        None => Academies::All,
        Some(ids) => Academies::Only(ids.iter().copied().collect()),
    };
    Client { id: client.id, name: client.name.clone(), scopes: granted.and(carried), academies }
}
