//! The API clients of the demonstration, one for each kind of program.

use super::day::Day;
use super::random::Random;
use super::world::founding;
use crate::Failure;
use access::{Scope, Scopes};
use school::{Actor, ClientId, Signatory};
use store::Db;
use store::security::{self, StoredClient};
use web::ClientSecret;

/// What the clients are called and what they may do.
const KINDS: [(&str, &str); 6] = [
    ("Everything", ""),
    ("Attendance front end", "roll:read attendance:read attendance:write"),
    ("MIS import", "roll:read roll:write attendance:read attendance:write"),
    ("Read only", "roll:read attendance:read"),
    ("Casework", "roll:read attendance:read casework:read casework:write correspondence:read correspondence:write"),
    ("Cover", "roll:read cover:read cover:write"),
];

/// A client.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) id: ClientId,
    pub(super) name: &'static str,
    pub(super) scopes: Scopes,
}

/// The clients.
#[derive(Debug)]
pub(super) struct Clients(pub(super) Vec<Client>);

impl Clients {
    /// Makes them; the ids come from the seed, the secrets never.
    pub(super) fn make(day: Day, seed: u64) -> Self {
        let mut random = Random::of(seed, &[99]);
        let every = Scope::ALL.map(Scope::as_str).join(" ");
        let clients = KINDS.iter().map(|(name, scopes)| {
            let scopes = if scopes.is_empty() { every.as_str() } else { scopes };
            Client { id: random.id(founding(day)), name, scopes: scopes.parse().unwrap_or_default() }
        });
        Self(clients.collect())
    }

    /// Who acts when a client sends something, for a person or for itself.
    pub(super) fn actor(&self, name: &str, person: Option<Signatory>) -> Actor {
        let client = self.0.iter().find(|client| client.name == name);
        Actor { client: client.map(|client| (client.id, client.name.to_owned())), person }
    }

    /// Writes them with fresh secrets, which are answered in their order and not kept.
    pub(super) fn save(&self, db: &mut Db, day: Day) -> Result<Vec<ClientSecret>, Failure> {
        let mut secrets = Vec::with_capacity(self.0.len());
        for client in &self.0 {
            let none = || Failure::Other("the machine gives no random bytes".to_owned());
            let secret = ClientSecret::generate().ok_or_else(none)?;
            let stored = StoredClient {
                id: client.id,
                name: client.name.to_owned(),
                secret_hash: api::kept_form(&secret.digest()),
                scopes: client.scopes.to_string(),
                academies: None,
                created_at: founding(day),
                revoked_at: None,
            };
            security::insert_client(db, &stored)?;
            secrets.push(secret);
        }
        Ok(secrets)
    }
}
