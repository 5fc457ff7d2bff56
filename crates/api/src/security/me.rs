//! `GET /v1/me`.

use crate::allowed::{Authenticated, block};
use access::decision::{academies, allowed};
use access::{Academies, Action, Scopes};
use actix_web::{get, web::Json};
use school::{AcademyId, ClientId, Role, Signatory};
use serde::Serialize;
use utoipa::ToSchema;
use web::Problem;

/// The client program that calls.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeClient {
    /// The client.
    id: ClientId,
    /// Its name.
    name: String,
    /// The scopes its token carries.
    #[schema(value_type = String, example = "attendance:read attendance:write")]
    scopes: Scopes,
}

/// The person for whom it calls, or who signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MePerson {
    /// Name and position.
    #[serde(flatten)]
    signatory: Signatory,
    /// The roles held.
    roles: Vec<Role>,
    /// The academy of the staff record.
    academy_id: AcademyId,
}

/// Who the caller is and what it may do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeBody {
    /// The trust.
    trust: Option<String>,
    /// The client program; null for a person who signed in.
    client: Option<MeClient>,
    /// The person; null for a client on its own behalf.
    person: Option<MePerson>,
    /// Whether the caller reaches every academy of the trust, present and future.
    all_academies: bool,
    /// The academies in reach.
    academies: Vec<AcademyId>,
    /// What the caller may do.
    actions: Vec<Action>,
}

/// Get who I am
///
/// Who the caller is, which academies it reaches and what it may do: what the scopes of the client and the roles of the person
/// both allow.
#[utoipa::path(
    tag = "Security",
    responses((status = 200, description = "Who the caller is.", body = MeBody)),
    security(("client" = []), ("person" = []))
)]
#[get("/v1/me")]
pub(crate) async fn get_me(authenticated: Authenticated) -> Result<Json<MeBody>, Problem> {
    let caller = authenticated.caller.clone();
    let app = authenticated.services().app.clone();
    let (trust, all) = block(move || {
        let mut lent = app.pool.lend()?;
        let trust = store::roll::academies::trust_name(&mut lent)?;
        Ok((trust, store::roll::academies::all(&mut lent)?))
    })
    .await?;
    let reach = academies(&caller);
    Ok(Json(MeBody {
        trust,
        client: caller.client.as_ref().map(|client| MeClient {
            id: client.id,
            name: client.name.clone(),
            scopes: client.scopes,
        }),
        person: caller.person.as_ref().map(|person| MePerson {
            signatory: person.signatory.clone(),
            roles: person.roles.clone(),
            academy_id: person.academy,
        }),
        all_academies: reach == Academies::All,
        academies: all.into_iter().map(|academy| academy.id).filter(|id| reach.covers(*id)).collect(),
        actions: allowed(&caller).into_iter().map(|(action, _)| action).collect(),
    }))
}
