//! Permission in the signature of a handler: the one way to the application.

mod authentication;

pub(crate) use authentication::Authenticated;

use crate::problems::problem;
use access::Action;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, http::StatusCode};
use app::{Acting, App, Context, Further, Repeatable};
use authentication::authenticate;
use futures_util::future::LocalBoxFuture;
use serde::Serialize;
use std::marker::PhantomData;
use store::security::{Answer, RequestKey};
use web::{ETag, IdempotentRequest, Problem};

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
    ReadOwnAbsence,
    ReportOwnAbsence,
    AnswerCoverOffers,
    ReadCoveredRegisters,
    TakeCoveredRegisters,
    ReadOwnCover,
    ReadFairness,
    ReadEmployment,
    WriteEmployment,
    ReadVetting,
    WriteVetting,
    ReadAgencyWorkers,
    WriteAgencyWorkers,
    KeepOwnCalendar,
    ClaimExtraHours,
    ReadClassNotes,
    WriteClassNotes,
    ReadLineManagement,
    WriteLineManagement,
);

/// A caller who may do `P`. It carries the application: without permission there is nothing to ask.
pub struct Allowed<P: Permission> {
    authenticated: Authenticated,
    acting: Acting,
    permission: PhantomData<P>,
}

impl<P: Permission> Clone for Allowed<P> {
    fn clone(&self) -> Self {
        let Self { authenticated, acting, permission } = self;
        Self { authenticated: authenticated.clone(), acting: acting.clone(), permission: *permission }
    }
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

    /// Where the caller may do another action as well.
    pub fn further(&self, action: Action) -> Further {
        Further::within(self.also(action).ok().map(|acting| acting.reach))
    }

    /// The same for what every client with this route may do for anybody: only a person needs the other action for it.
    pub fn further_of_person(&self, action: Action) -> Further {
        match &self.acting.actor.person {
            None => Further::within(Some(self.acting.reach.clone())),
            Some(_) => self.further(action),
        }
    }

    /// The application.
    pub fn app(&self) -> &App {
        &self.authenticated.services().app
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
