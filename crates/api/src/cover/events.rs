//! Events that change a day's cover.

use super::event_bodies::{CoverEventBody, CoverEventPatchBody, NewCoverEventBody};
use super::paths::CoverEventPath;
use crate::allowed::{
    Allowed,
    permission::{ManageCover, ReadCover},
};
use crate::paths::AcademyPath;
use crate::roll::asking::{ask, page};
use actix_web::{HttpResponse, delete, get, patch, post};
use app::Context;
use app::cover::events;
use cover::event::CoverEvent;
use school::Date;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Body, Cursor, IdempotencyKey, IfMatch, Limit, Page, Params, Problem, Segments, Tagged};

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CoverEventsQuery {
    /// Those that touch this day or a later one.
    from: Option<Date>,
    /// Those that touch this day or an earlier one.
    to: Option<Date>,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
    /// Only what has changed since: the `watermark` of an answer before, or an instant.
    #[param(max_length = 64)]
    updated_since: Option<String>,
}

/// List the events that change cover
///
/// Trips, exams, closed rooms, suspended classes, meetings, in the order of their making.
#[utoipa::path(
    tag = "Cover",
    params(AcademyPath, CoverEventsQuery),
    responses((status = 200, description = "The events.", body = Page<CoverEventBody>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/cover-events")]
pub(crate) async fn list_cover_events(
    allowed: Allowed<ReadCover>,
    path: Segments<AcademyPath>,
    query: Params<CoverEventsQuery>,
) -> Result<Page<CoverEventBody>, Problem> {
    let CoverEventsQuery { from, to, limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| events::list_events(cx, path.academy_id, (from, to), &ask)).await?;
    Ok(page(listing, CoverEventBody::from))
}

/// Create an event
///
/// Staff named are away from their lessons, foreseeably; classes and year groups named have none, which frees who teaches
/// them; rooms named cannot be used.
#[utoipa::path(
    tag = "Cover",
    params(AcademyPath),
    request_body = NewCoverEventBody,
    responses((status = 201, description = "Made.", body = CoverEventBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/cover-events")]
pub(crate) async fn create_cover_event(
    allowed: Allowed<ManageCover>,
    path: Segments<AcademyPath>,
    key: IdempotencyKey,
    sent: Body<NewCoverEventBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let event = CoverEvent::from(sent.into_inner());
    let make = move |cx: &mut Context<'_>| events::create_event(cx, path.academy_id, event.clone());
    allowed.add(request, "/v1/cover-events", CoverEventBody::from, make).await
}

/// Get an event
///
/// One event that changes cover.
#[utoipa::path(
    tag = "Cover",
    params(CoverEventPath),
    responses((status = 200, description = "The event.", body = CoverEventBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/cover-events/{cover_event_id}")]
pub(crate) async fn get_cover_event(
    allowed: Allowed<ReadCover>,
    path: Segments<CoverEventPath>,
) -> Result<Tagged<CoverEventBody>, Problem> {
    allowed.find(CoverEventBody::from, move |cx| events::find_event(cx, path.cover_event_id)).await
}

/// Update an event
///
/// Changes the fields sent and leaves the others.
#[utoipa::path(
    tag = "Cover",
    params(CoverEventPath),
    request_body = CoverEventPatchBody,
    responses((status = 200, description = "The event as it stands now.", body = CoverEventBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[patch("/v1/cover-events/{cover_event_id}")]
pub(crate) async fn update_cover_event(
    allowed: Allowed<ManageCover>,
    path: Segments<CoverEventPath>,
    condition: IfMatch,
    sent: Body<CoverEventPatchBody>,
) -> Result<Tagged<CoverEventBody>, Problem> {
    let (id, body) = (path.cover_event_id, sent.into_inner());
    allowed
        .change(condition, CoverEventBody::from, move |cx, holds| {
            events::change_event(cx, id, &|event| body.clone().apply(event), holds)
        })
        .await
}

/// Remove an event
///
/// The day is as it was without it; arranged cover that no longer stands is named by the day.
#[utoipa::path(
    tag = "Cover",
    params(CoverEventPath),
    responses((status = 204, description = "Removed.")),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[delete("/v1/cover-events/{cover_event_id}")]
pub(crate) async fn remove_cover_event(
    allowed: Allowed<ManageCover>,
    path: Segments<CoverEventPath>,
    condition: IfMatch,
) -> Result<HttpResponse, Problem> {
    allowed.remove(condition, move |cx, holds| events::remove_event(cx, path.cover_event_id, holds)).await
}
