//! Rooms.

use super::versions::ListQuery;
use crate::allowed::{
    Allowed,
    permission::{ReadTimetable, WriteTimetable},
};
use crate::paths::AcademyPath;
use crate::roll::asking::{ask, page};
use actix_web::{HttpResponse, delete, get, post, put};
use app::Context;
use app::timetable;
use chrono::{DateTime, Utc};
use school::timetable::Room;
use school::{AcademyId, Kept, RecordId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, IdempotencyKey, IfMatch, Page, Params, Problem, Segments, Tagged};

/// Where a room is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct RoomPath {
    /// The room.
    #[param(value_type = String, format = Uuid)]
    room_id: RecordId,
}

/// A room.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoomBody {
    /// The room.
    id: RecordId,
    /// The academy.
    academy_id: AcademyId,
    /// Its name as the timetable has it.
    name: String,
    /// How many pupils it holds; null where unknown.
    capacity: Option<i32>,
    /// What it can be used for beside ordinary lessons.
    suitable_for: Vec<String>,
    /// The building or corridor.
    building: Option<String>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

impl From<Kept<Room>> for RoomBody {
    fn from(kept: Kept<Room>) -> Self {
        let Kept { id, academy_id, value, updated_at, .. } = kept;
        let Room { name, capacity, suitable_for, building } = value;
        Self { id, academy_id, name, capacity, suitable_for, building, updated_at }
    }
}

/// List the rooms of an academy
///
/// In the order of their making. A room that an imported timetable names is made with its name alone.
#[utoipa::path(
    tag = "Timetable",
    params(AcademyPath, ListQuery),
    responses((status = 200, description = "The rooms.", body = Page<RoomBody>)),
    security(("client" = ["roll:read"]), ("client" = ["attendance:read"]), ("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/rooms")]
pub(crate) async fn list_rooms(
    allowed: Allowed<ReadTimetable>,
    path: Segments<AcademyPath>,
    query: Params<ListQuery>,
) -> Result<Page<RoomBody>, Problem> {
    let ListQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| timetable::list_rooms(cx, path.academy_id, &ask)).await?;
    Ok(page(listing, RoomBody::from))
}

/// Create a room
///
/// With its capacity and what it is suitable for, which cover looks at when a lesson must move.
#[utoipa::path(
    tag = "Timetable",
    params(AcademyPath),
    request_body = Room,
    responses((status = 201, description = "Added.", body = RoomBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["roll:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/rooms")]
pub(crate) async fn create_room(
    allowed: Allowed<WriteTimetable>,
    path: Segments<AcademyPath>,
    key: IdempotencyKey,
    sent: Body<Room>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let room = sent.into_inner();
    let make = move |cx: &mut Context<'_>| timetable::create_room(cx, path.academy_id, room.clone());
    allowed.add(request, "/v1/rooms", RoomBody::from, make).await
}

/// Get a room
///
/// One room.
#[utoipa::path(
    tag = "Timetable",
    params(RoomPath),
    responses((status = 200, description = "The room.", body = RoomBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["roll:read"]), ("client" = ["attendance:read"]), ("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/rooms/{room_id}")]
pub(crate) async fn get_room(
    allowed: Allowed<ReadTimetable>,
    path: Segments<RoomPath>,
) -> Result<Tagged<RoomBody>, Problem> {
    allowed.find(RoomBody::from, move |cx| timetable::find_room(cx, path.room_id)).await
}

/// Put a room
///
/// Says anew what the room is; the same again changes nothing. Every version is kept.
#[utoipa::path(
    tag = "Timetable",
    params(RoomPath),
    request_body = Room,
    responses((status = 200, description = "The room as it stands now.", body = RoomBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["roll:write"]), ("person" = []))
)]
#[put("/v1/rooms/{room_id}")]
pub(crate) async fn put_room(
    allowed: Allowed<WriteTimetable>,
    path: Segments<RoomPath>,
    condition: IfMatch,
    sent: Body<Room>,
) -> Result<Tagged<RoomBody>, Problem> {
    let (id, room) = (path.room_id, sent.into_inner());
    allowed.change(condition, RoomBody::from, move |cx, holds| timetable::put_room(cx, id, room.clone(), holds)).await
}

/// Remove a room
///
/// Timetables that name it keep the name.
#[utoipa::path(
    tag = "Timetable",
    params(RoomPath),
    responses((status = 204, description = "Removed.")),
    security(("client" = ["roll:write"]), ("person" = []))
)]
#[delete("/v1/rooms/{room_id}")]
pub(crate) async fn remove_room(
    allowed: Allowed<WriteTimetable>,
    path: Segments<RoomPath>,
    condition: IfMatch,
) -> Result<HttpResponse, Problem> {
    allowed.remove(condition, move |cx, holds| timetable::remove_room(cx, path.room_id, holds)).await
}
