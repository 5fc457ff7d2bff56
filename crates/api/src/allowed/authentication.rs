//! Who calls: the token, the client behind it, and the person it acts for or who signed in.

use super::block;
use crate::services::{Services, with_scopes};
use access::{Action, Caller, Denied, Person, decide};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web::Data};
use app::{Acting, App};
use futures_util::future::LocalBoxFuture;
use school::StaffId;
use std::sync::Arc;
use web::{Bearer, CallerId, Problem, RateLimiter};

/// The header in which a client names the member of staff for whom it acts.
const ACTING_STAFF: &str = "Acting-Staff";

/// Somebody who has shown who they are.
#[derive(Clone)]
pub(crate) struct Authenticated {
    services: Data<Services>,
    pub(crate) caller: Arc<Caller>,
}

impl Authenticated {
    /// Whether, where and how far the caller may do an action.
    pub(crate) fn decide(&self, action: Action) -> Result<Acting, Problem> {
        let reach = decide(&self.caller, action).map_err(denied)?;
        Ok(Acting { actor: self.caller.actor(), reach })
    }

    /// The application, for [`super::Allowed`] and the one handler that needs no permission: `GET /v1/me`.
    pub(crate) fn services(&self) -> &Services {
        &self.services
    }
}

fn denied(denied: Denied) -> Problem {
    match denied {
        Denied::Nobody => Problem::unauthenticated(),
        other => Problem::forbidden(other.to_string()),
    }
}

impl FromRequest for Authenticated {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { authenticate(&request).await })
    }
}

/// The caller of a request, counted against the rate of that caller.
pub(super) async fn authenticate(request: &HttpRequest) -> Result<Authenticated, Problem> {
    let services = request.app_data::<Data<Services>>().cloned().ok_or_else(Problem::internal)?;
    let outcome = identify(request, services).await;
    match &outcome {
        Ok(authenticated) => {
            let id = caller_id(&authenticated.caller);
            if let Some(limiter) = request.app_data::<Data<RateLimiter>>() {
                limiter.charge_client(request, &id)?;
            }
            request.extensions_mut().insert(CallerId(id));
        }
        Err(_) => {
            if let Some(limiter) = request.app_data::<Data<RateLimiter>>() {
                limiter.charge_stranger(request)?;
            }
        }
    }
    outcome
}

fn caller_id(caller: &Caller) -> String {
    match (&caller.client, &caller.person) {
        (Some(client), _) => client.id.to_string(),
        (None, Some(person)) => person.signatory.staff_id.to_string(),
        (None, None) => String::new(),
    }
}

async fn identify(request: &HttpRequest, services: Data<Services>) -> Result<Authenticated, Problem> {
    let bearer = Bearer::of(request)?;
    let now = services.app.clock.now();
    let acting = acting_staff(request)?;
    match services.authority().verify(bearer.token(), now) {
        Ok(claims) => {
            let id = claims.client_id.parse().map_err(|_| Problem::invalid_token("it names no client"))?;
            // Most requests come from a client that was here a moment ago: they go on without a change of threads.
            if let (Some(client), None) = (services.kept_client(id), acting) {
                let caller = Caller::client(with_scopes(&client, &claims.scope));
                return Ok(Authenticated { services, caller: Arc::new(caller) });
            }
            let inner = services.clone();
            let caller = block(move || {
                let Some(client) = inner.client(id)? else { return Ok(None) };
                let client = with_scopes(&client, &claims.scope);
                let Some(staff_id) = acting else { return Ok(Some(Ok(Caller::client(client)))) };
                let person = person_of(&inner.app, staff_id)?.filter(|person| client.academies.covers(person.academy));
                Ok(Some(person.map(|person| Caller::both(client, person)).ok_or(())))
            })
            .await?;
            let caller = caller.ok_or_else(|| Problem::invalid_token("its client is no longer let in"))?;
            let caller = caller.map_err(|()| unknown_staff())?;
            Ok(Authenticated { services, caller: Arc::new(caller) })
        }
        Err(fault) => match &services.open_id {
            Some(verifier) => {
                let signed_in = verifier.verify(bearer.token(), now).await?;
                person_signed_in(services.clone(), signed_in.subject, acting).await
            }
            None => Err(fault.into()),
        },
    }
}

/// Somebody outside the client's reach is told like somebody who does not exist.
fn unknown_staff() -> Problem {
    Problem::forbidden("Acting-Staff names no member of staff in the client's reach")
}

fn acting_staff(request: &HttpRequest) -> Result<Option<StaffId>, Problem> {
    let Some(value) = request.headers().get(ACTING_STAFF) else { return Ok(None) };
    let id = value.to_str().ok().and_then(|text| text.parse().ok());
    id.map(Some).ok_or_else(unknown_staff)
}

fn person_of(app: &App, id: StaffId) -> app::Result<Option<Person>> {
    let mut lent = app.pool.lend()?;
    let member = store::roll::staff::find(&mut lent, id)?;
    Ok(member.map(|member| Person {
        signatory: member.signatory(),
        roles: member.roles.clone(),
        academy: member.academy_id,
    }))
}

/// A person whom the trust's identity provider vouches for. Somebody with records at several academies names the one meant
/// with `Acting-Staff`; without it the oldest record holds.
async fn person_signed_in(
    services: Data<Services>,
    subject: String,
    acting: Option<StaffId>,
) -> Result<Authenticated, Problem> {
    let app = services.app.clone();
    let records = block(move || {
        let mut lent = app.pool.lend()?;
        Ok(store::roll::staff::with_subject(&mut lent, &subject)?)
    })
    .await?;
    let chosen = match acting {
        Some(id) => records.into_iter().find(|member| member.id == id),
        None => records.into_iter().next(),
    };
    let member = chosen.ok_or_else(|| Problem::forbidden("no staff record belongs to this sign-in"))?;
    let person = Person { signatory: member.signatory(), roles: member.roles.clone(), academy: member.academy_id };
    Ok(Authenticated { services, caller: Arc::new(Caller::person(person)) })
}
