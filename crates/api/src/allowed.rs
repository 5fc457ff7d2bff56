//! Permission in the signature of a handler: the one way to the application.

use crate::problems::problem;
use crate::services::{Services, with_scopes};
use access::{Action, Caller, Denied, Person, decide};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, http::StatusCode, web::Data};
use app::{Acting, App, Context, Repeatable};
use futures_util::future::LocalBoxFuture;
use school::StaffId;
use serde::Serialize;
use std::marker::PhantomData;
use std::sync::Arc;
use store::security::{Answer, RequestKey};
use web::{Bearer, CallerId, ETag, IdempotentRequest, Problem, RateLimiter};

/// The header in which a client names the member of staff for whom it acts.
pub(crate) const ACTING_STAFF: &str = "Acting-Staff";

/// What a handler's signature asks for.
pub trait Permission: 'static {
    /// The action.
    const ACTION: Action;
}

macro_rules! permissions {
    ($($name:ident),+ $(,)?) => {
        /// One type for each action, for use in signatures.
        pub mod permission {
            $(
                #[doc = concat!("Asks for [`access::Action::", stringify!($name), "`].")]
                #[derive(Debug, Clone, Copy)]
                pub struct $name;
                impl super::Permission for $name {
                    const ACTION: access::Action = access::Action::$name;
                }
            )+
        }
    };
}

permissions!(
    ReadAcademies,
    ManageAcademies,
    ReadCalendars,
    WriteCalendars,
    ReadPupils,
    WritePupils,
    ReadContacts,
    WriteContacts,
    ReadStaff,
    WriteStaff,
    GrantRoles,
    ReadGroups,
    WriteGroups,
    ImportRoll,
    ImportMarks,
    ReadImports,
    ReadCodes,
    ReadRegisters,
    TakeRegisters,
    AmendMarks,
    ReadMarks,
    PlanAbsences,
    ReadDay,
    ReadRollCall,
    ReadSummaries,
    ReadConcerns,
    ReadTrustSummaries,
    ReadConflicts,
    SettleConflicts,
    ReadEvents,
    ReadPolicy,
    WritePolicy,
    ReadSuspensions,
    WriteSuspensions,
    CloseSchool,
    ReadTimetable,
    WriteTimetable,
    ImportTimetable,
    ReadLessonRegisters,
    TakeLessonRegisters,
    ReadGate,
    RecordGate,
    ReadReturns,
    WriteReturns,
    ReadTargets,
    WriteTargets,
    ReadRecognition,
    WriteRecognition,
    ReadCover,
    ManageCover,
    CoverSettings,
    ReadStaffAbsences,
    RecordStaffAbsences,
    ReadAbsenceReasons,
    ReportOwnAbsence,
    AnswerCoverOffers,
    ReadOwnCover,
    ReadFairness,
    ReadEmployment,
    WriteEmployment,
    ReadVetting,
    WriteVetting,
    ReadAgencyWorkers,
    WriteAgencyWorkers,
    KeepOwnCalendar,
    ReadClassNotes,
    WriteClassNotes,
    ReadLineManagement,
    WriteLineManagement,
);

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

    /// The application, for the one handler that needs no permission: `GET /v1/me`.
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

/// A caller who may do `P`. It carries the application: without permission there is nothing to ask.
pub struct Allowed<P: Permission> {
    authenticated: Authenticated,
    acting: Acting,
    permission: PhantomData<P>,
}

/// Something just made: its tag, its address and itself.
#[derive(Debug)]
pub struct Made<T> {
    /// The entity tag.
    pub etag: ETag,
    /// The address.
    pub location: String,
    /// The resource.
    pub body: T,
}

impl<P: Permission> Allowed<P> {
    /// Who acts and how far.
    pub fn acting(&self) -> &Acting {
        &self.acting
    }

    /// Whether the caller may read the remarks beside marks.
    pub fn shows_comments(&self) -> bool {
        self.acting.reach.comments == access::Comments::Shown
    }

    /// Whether the caller may also do another action, in the reach of which academies.
    pub fn also(&self, action: Action) -> Result<Acting, Problem> {
        self.authenticated.decide(action)
    }

    /// The application.
    pub fn app(&self) -> &App {
        &self.authenticated.services.app
    }

    /// Runs a use case that only reads.
    pub async fn read<T: Send + 'static>(
        self,
        work: impl FnOnce(&mut Context<'_>) -> app::Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        let app = self.app().clone();
        block(move || app.read(&self.acting, work)).await
    }

    /// Runs a use case that writes and may be repeated as it is: PUT, PATCH, DELETE.
    pub async fn write<T: Send + 'static>(
        self,
        work: impl Fn(&mut Context<'_>) -> app::Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        let app = self.app().clone();
        block(move || app.write(&self.acting, work)).await
    }

    /// Runs a use case that makes something: 201 with its address and tag. Under an `Idempotency-Key` the same request gets
    /// the same answer.
    pub async fn make<T: Serialize + 'static>(
        self,
        request: Option<IdempotentRequest>,
        work: impl Fn(&mut Context<'_>) -> app::Result<Made<T>> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        self.answer(request, move |cx| {
            let Made { etag, location, body } = work(cx)?;
            let headers = vec![("etag".to_owned(), etag.as_str().to_owned()), ("location".to_owned(), location)];
            stored(StatusCode::CREATED, headers, &body)
        })
        .await
    }

    /// Runs a use case that makes something to be worked on later: 202 with its address.
    pub async fn accept<T: Serialize + 'static>(
        self,
        request: Option<IdempotentRequest>,
        work: impl Fn(&mut Context<'_>) -> app::Result<Made<T>> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        self.answer(request, move |cx| {
            let Made { etag: _, location, body } = work(cx)?;
            stored(StatusCode::ACCEPTED, vec![("location".to_owned(), location)], &body)
        })
        .await
    }

    /// Runs a use case that does something under POST and answers 200 with a body.
    pub async fn act<T: Serialize + 'static>(
        self,
        request: Option<IdempotentRequest>,
        work: impl Fn(&mut Context<'_>) -> app::Result<T> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        self.answer(request, move |cx| stored(StatusCode::OK, Vec::new(), &work(cx)?)).await
    }

    async fn answer(
        self,
        request: Option<IdempotentRequest>,
        work: impl Fn(&mut Context<'_>) -> app::Result<Answer> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        let app = self.app().clone();
        let repeatable = request.and_then(|request| self.repeatable(request));
        let answer = block(move || app.write_once(&self.acting, repeatable.as_ref(), work)).await?;
        Ok(response(answer))
    }

    /// A request key belongs to a client; a person who signed in has one under the staff record's id.
    fn repeatable(&self, request: IdempotentRequest) -> Option<Repeatable> {
        let IdempotentRequest { key, method, path, fingerprint } = request;
        let actor = &self.acting.actor;
        let client_id = actor
            .client
            .as_ref()
            .map(|(id, _)| *id)
            .or_else(|| actor.person.as_ref().map(|person| person.staff_id.0.into()))?;
        let body_hash = fingerprint.iter().map(|byte| format!("{byte:02x}")).collect();
        Some(Repeatable { request: RequestKey { client_id, method, path, key }, body_hash })
    }
}

fn stored<T: Serialize>(status: StatusCode, headers: Vec<(String, String)>, body: &T) -> app::Result<Answer> {
    let body = serde_json::to_vec(body).map_err(|error| app::Error::Unexpected(error.to_string()))?;
    Ok(Answer { status: i16::try_from(status.as_u16()).unwrap_or(500), headers, body })
}

fn response(answer: Answer) -> HttpResponse {
    let status = u16::try_from(answer.status).ok().and_then(|status| StatusCode::from_u16(status).ok());
    let mut builder = HttpResponse::build(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    for (name, value) in answer.headers {
        builder.insert_header((name, value));
    }
    builder.content_type("application/json").body(answer.body)
}

/// Runs work that waits for the database on the threads made for that.
pub(crate) async fn block<T: Send + 'static>(
    work: impl FnOnce() -> app::Result<T> + Send + 'static,
) -> Result<T, Problem> {
    match actix_web::web::block(work).await {
        Ok(done) => done.map_err(problem),
        Err(_) => Err(Problem::unavailable(1)),
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

async fn authenticate(request: &HttpRequest) -> Result<Authenticated, Problem> {
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

impl<P: Permission> FromRequest for Allowed<P> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let authenticated = authenticate(&request).await?;
            let acting = authenticated.decide(P::ACTION)?;
            Ok(Self { authenticated, acting, permission: PhantomData })
        })
    }
}
