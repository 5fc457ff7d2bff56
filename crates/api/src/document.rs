//! The OpenAPI document, made from the routes themselves.

use actix_web::App;
use utoipa::{Modify, OpenApi};
use utoipa_actix_web::AppExt;
use web::openapi::{CommonAnswers, Security};

/// The document as it is committed, which the server sends: a test holds it against the code.
pub const COMMITTED: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi/rollcall.json"));

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Rollcall",
        description = "The open, API-first system that an academy's Attendance and Cover Manager's work runs on: registers, \
            the rules of English attendance law with their evidence, and what follows from them.\n\n\
            Get a token from `POST /oauth/token`, then see `GET /v1/me`. Errors are problem documents (RFC 9457) that list \
            everything that is wrong; their types are explained under `/problems`. Answers may gain fields and enum values: \
            ignore what you do not know.",
        license(name = "MIT", identifier = "MIT")
    ),
    tags(
        (name = "Security", description = "Who calls and what they may do."),
        (name = "Roll and calendar", description = "Academies, calendars, pupils, contacts, staff and groups."),
        (name = "Imports", description = "Files of the MIS."),
        (name = "Timetable", description = "Periods, cycles, versions, rooms, and what happens on a day."),
        (name = "Lessons and gate", description = "Registers of lessons, what they say beside the session marks, and signing in and out."),
        (name = "Attendance", description = "Registers, marks, figures and concerns."),
        (name = "Cover", description = "Who is away, who covers, what was published, and how fairly cover is shared."),
        (name = "Staff", description = "How staff are employed, their vetting, their absence records and line management."),
        (name = "Operation", description = "Whether the server lives.")
    )
)]
struct Base;

/// The document of all routes.
pub fn document() -> utoipa::openapi::OpenApi {
    let (_, mut document) = App::new()
        .into_utoipa_app()
        .openapi(Base::openapi())
        .configure(|config| crate::routes(config))
        .split_for_parts();
    Security {
        token_address: "/oauth/token".to_owned(),
        openid_address: None,
        scopes: access::Scope::ALL
            .iter()
            .map(|scope| (scope.as_str().to_owned(), scope.description().to_owned()))
            .collect(),
    }
    .modify(&mut document);
    CommonAnswers.modify(&mut document);
    document
}

/// The document as it is committed: pretty-printed, with a line break at its end.
pub fn document_json() -> String {
    let mut text = serde_json::to_string_pretty(&document()).unwrap_or_default();
    text.push('\n');
    text
}

/// What a reader or a generator would stumble over in the document; empty, as a test asserts.
pub fn document_faults() -> Vec<String> {
    web::openapi::faults(&document())
}
