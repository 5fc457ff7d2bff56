//! `rollcall client …`.

use crate::{Failure, Settings};
use access::Scopes;
use clap::{Args, Subcommand};
use school::{AcademyId, ClientId, Clock, SystemClock};
use serde_json::json;
use store::Db;
use store::security::{self, StoredClient};
use web::ClientSecret;

/// What to do with clients.
#[derive(Debug, Subcommand)]
pub enum ClientCommand {
    /// Make a client; its secret is shown once.
    Create(Create),
    /// List the clients.
    List,
    /// Shut a client out.
    Revoke {
        /// The client.
        client_id: String,
    },
}

/// Settings of `rollcall client create`.
#[derive(Debug, Args)]
pub struct Create {
    /// What the client is called in the record.
    #[arg(long)]
    name: String,
    /// Its scopes, with spaces between them, e.g. "attendance:read attendance:write".
    #[arg(long)]
    scopes: String,
    /// An academy that it is limited to; repeat it for several. Without it the client reaches the whole trust.
    #[arg(long, value_name = "ID")]
    academy: Vec<String>,
    /// Print one JSON object with the id and the secret.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(settings: &Settings, command: ClientCommand) -> Result<(), Failure> {
    let mut db = store::open(&settings.database_url)?;
    match command {
        ClientCommand::Create(create) => {
            let Create { name, scopes, academy, json } = create;
            let academies = academies(&mut db, &academy)?;
            let (id, secret) = make(&mut db, &name, &scopes, academies)?;
            if json {
                println!("{}", json!({ "client_id": id, "client_secret": secret.reveal() }));
            } else {
                println!("client_id      {id}\nclient_secret  {}", secret.reveal());
                println!("The secret is not kept and cannot be shown again.");
            }
            Ok(())
        }
        ClientCommand::List => {
            for client in security::all_clients(&mut db)? {
                let state = if client.revoked_at.is_some() { "revoked" } else { "active" };
                println!("{}  {state}  {}  {}", client.id, client.name, client.scopes);
            }
            Ok(())
        }
        ClientCommand::Revoke { client_id } => {
            let id: ClientId = client_id.parse().map_err(|_| unknown("client"))?;
            if security::revoke_client(&mut db, id, SystemClock.now())? {
                Ok(())
            } else {
                Err(unknown("active client"))
            }
        }
    }
}

fn unknown(what: &str) -> Failure {
    Failure::Other(format!("there is no such {what}"))
}

fn academies(db: &mut Db, ids: &[String]) -> Result<Option<Vec<AcademyId>>, Failure> {
    if ids.is_empty() {
        return Ok(None);
    }
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let id: AcademyId = id.parse().map_err(|_| unknown("academy"))?;
        store::roll::academies::find(db, id)?.ok_or_else(|| unknown("academy"))?;
        found.push(id);
    }
    Ok(Some(found))
}

/// Makes a client and answers its secret, which is not kept.
pub fn make(
    db: &mut Db,
    name: &str,
    scopes: &str,
    academies: Option<Vec<AcademyId>>,
) -> Result<(ClientId, ClientSecret), Failure> {
    let name = name.trim();
    if name.is_empty() || name.len() > 200 || name.chars().any(char::is_control) {
        return Err(Failure::Setting("a client has a name of at most 200 characters".to_owned()));
    }
    let scopes: Scopes = scopes.parse().map_err(|error| Failure::Setting(format!("{error}")))?;
    if scopes.is_empty() {
        return Err(Failure::Setting("a client has at least one scope".to_owned()));
    }
    let secret =
        ClientSecret::generate().ok_or_else(|| Failure::Other("the machine gives no random bytes".to_owned()))?;
    let now = SystemClock.now();
    let id = ClientId(crate::random_uuid(now));
    let stored = StoredClient {
        id,
        name: name.to_owned(),
        secret_hash: api::kept_form(&secret.digest()),
        scopes: scopes.to_string(),
        academies,
        created_at: now,
        revoked_at: None,
    };
    security::insert_client(db, &stored)?;
    Ok((id, secret))
}
