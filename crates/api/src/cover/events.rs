//! Events that change a day's cover.

use super::absence_bodies::set;
use super::paths::{Clock, CoverEventPath};
use crate::allowed::{
    Allowed,
    permission::{ManageCover, ReadCover},
};
use crate::paths::AcademyPath;
use crate::roll::asking::{ask, page};
use actix_web::{HttpResponse, delete, get, patch, post};
use app::Context;
use app::cover::events;
use chrono::{DateTime, Utc};
use cover::absence::CoverWork;
use cover::day::EventKind;
use cover::event::CoverEvent;
use school::timetable::CycleWeek;
use school::{AcademyId, Date, Kept, RecordId, StaffId, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, Cursor, IdempotencyKey, IfMatch, Limit, Page, Params, Patch, Problem, Segments, Tagged};

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

/// A new event.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "trip", "name": "Museum", "first_day": "2026-11-23", "last_day": "2026-11-23", "year_groups": [8], "staff_ids": []}))]
pub(super) struct NewCoverEventBody {
    /// What kind.
    kind: EventKind,
    /// What it is called on the notice board.
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// The first day.
    first_day: Date,
    /// The last day, inside.
    last_day: Date,
    /// From this time of each day on.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$", example = "10:15")]
    starts: Option<Clock>,
    /// Up to this time of each day.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$", example = "12:00")]
    ends: Option<Clock>,
    /// Only these periods of each day.
    #[serde(default)]
    #[schema(max_items = 50)]
    periods: Option<Vec<String>>,
    /// Only these days of the week.
    #[serde(default)]
    #[schema(max_items = 7)]
    weekdays: Option<Vec<Weekday>>,
    /// Only in these weeks of a two-week cycle.
    #[serde(default)]
    #[schema(max_items = 2)]
    weeks: Option<Vec<CycleWeek>>,
    /// Not on these days.
    #[serde(default)]
    #[schema(max_items = 100)]
    except: Vec<Date>,
    /// Staff who are away from their lessons for it.
    #[serde(default)]
    #[schema(max_items = 500)]
    staff_ids: Vec<StaffId>,
    /// Classes that are away from their lessons.
    #[serde(default)]
    #[schema(max_items = 500)]
    classes: Vec<String>,
    /// Year groups that are.
    #[serde(default)]
    #[schema(max_items = 17)]
    year_groups: Vec<i16>,
    /// Rooms that cannot be used.
    #[serde(default)]
    #[schema(max_items = 500)]
    rooms: Vec<String>,
    /// The work for the classes whose teachers are away for it.
    #[serde(default)]
    #[schema(max_items = 200)]
    cover_work: Vec<CoverWork>,
}

impl From<NewCoverEventBody> for CoverEvent {
    fn from(body: NewCoverEventBody) -> Self {
        let NewCoverEventBody {
            kind,
            name,
            first_day,
            last_day,
            starts,
            ends,
            periods,
            weekdays,
            weeks,
            except,
            staff_ids,
            classes,
            year_groups,
            rooms,
            cover_work,
        } = body;
        let (starts, ends) = (starts.map(|time| time.0), ends.map(|time| time.0));
        Self {
            kind,
            name,
            first_day,
            last_day,
            starts,
            ends,
            periods,
            weekdays,
            weeks,
            except,
            staff_ids,
            classes,
            year_groups,
            rooms,
            cover_work,
        }
    }
}

/// What is to change about an event.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"last_day": "2026-11-24"}))]
pub(super) struct CoverEventPatchBody {
    /// What kind.
    #[serde(default)]
    #[schema(value_type = EventKind)]
    kind: Patch<EventKind>,
    /// What it is called on the notice board.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    name: Patch<String>,
    /// The first day.
    #[serde(default)]
    #[schema(value_type = Date)]
    first_day: Patch<Date>,
    /// The last day, inside.
    #[serde(default)]
    #[schema(value_type = Date)]
    last_day: Patch<Date>,
    /// From this time of each day on.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")]
    starts: Patch<Option<Clock>>,
    /// Up to this time of each day.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")]
    ends: Patch<Option<Clock>>,
    /// Only these periods of each day.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>, max_items = 50)]
    periods: Patch<Option<Vec<String>>>,
    /// Only these days of the week.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Weekday>>, max_items = 7)]
    weekdays: Patch<Option<Vec<Weekday>>>,
    /// Only in these weeks of a two-week cycle.
    #[serde(default)]
    #[schema(value_type = Option<Vec<CycleWeek>>, max_items = 2)]
    weeks: Patch<Option<Vec<CycleWeek>>>,
    /// Not on these days, whole.
    #[serde(default)]
    #[schema(value_type = Vec<Date>, max_items = 100)]
    except: Patch<Vec<Date>>,
    /// Staff who are away from their lessons for it, whole.
    #[serde(default)]
    #[schema(value_type = Vec<StaffId>, max_items = 500)]
    staff_ids: Patch<Vec<StaffId>>,
    /// Classes that are away from their lessons, whole.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 500)]
    classes: Patch<Vec<String>>,
    /// Year groups that are, whole.
    #[serde(default)]
    #[schema(value_type = Vec<i16>, max_items = 17)]
    year_groups: Patch<Vec<i16>>,
    /// Rooms that cannot be used, whole.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 500)]
    rooms: Patch<Vec<String>>,
    /// The work for the classes whose teachers are away for it, whole.
    #[serde(default)]
    #[schema(value_type = Vec<CoverWork>, max_items = 200)]
    cover_work: Patch<Vec<CoverWork>>,
}

impl CoverEventPatchBody {
    fn apply(self, event: &mut CoverEvent) {
        let Self {
            kind,
            name,
            first_day,
            last_day,
            starts,
            ends,
            periods,
            weekdays,
            weeks,
            except,
            staff_ids,
            classes,
            year_groups,
            rooms,
            cover_work,
        } = self;
        let time = |patch: Patch<Option<Clock>>| patch.map(|clock| clock.map(|clock| clock.0));
        set(kind, &mut event.kind);
        set(name, &mut event.name);
        set(first_day, &mut event.first_day);
        set(last_day, &mut event.last_day);
        set(time(starts), &mut event.starts);
        set(time(ends), &mut event.ends);
        set(periods, &mut event.periods);
        set(weekdays, &mut event.weekdays);
        set(weeks, &mut event.weeks);
        set(except, &mut event.except);
        set(staff_ids, &mut event.staff_ids);
        set(classes, &mut event.classes);
        set(year_groups, &mut event.year_groups);
        set(rooms, &mut event.rooms);
        set(cover_work, &mut event.cover_work);
    }
}

/// An event.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CoverEventBody {
    /// The event.
    id: RecordId,
    /// The academy.
    academy_id: AcademyId,
    /// What it says.
    #[serde(flatten)]
    event: CoverEvent,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

impl From<Kept<CoverEvent>> for CoverEventBody {
    fn from(kept: Kept<CoverEvent>) -> Self {
        let Kept { id, academy_id, value, created_at, updated_at, .. } = kept;
        Self { id, academy_id, event: value, created_at, updated_at }
    }
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
