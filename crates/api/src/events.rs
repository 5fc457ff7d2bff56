//! The event log: who did what to which thing, and when.

use crate::allowed::{Allowed, permission::ReadEvents};
use crate::paths::AcademyPath;
use actix_web::get;
use app::feed;
use chrono::{DateTime, Utc};
use school::{ClientId, EventId, StaffId};
use serde::{Deserialize, Serialize};
use store::events::Recorded;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{Cursor, Limit, Page, Params, Problem, Segments};

/// One event: what happened to which thing, by whom, and the names of what changed, never the values.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventBody {
    /// The event.
    id: EventId,
    /// Its place in the feed; places grow and are given after the commit.
    position: i64,
    /// What kind of thing it happened to, e.g. `pupil` or `mark`.
    subject_kind: String,
    /// The thing.
    subject_id: Uuid,
    /// What happened, e.g. `created`, `amended`, `removed`.
    kind: String,
    /// When.
    at: DateTime<Utc>,
    /// The client that acted.
    client_id: Option<ClientId>,
    /// The member of staff who acted, or for whom the client acted.
    staff_id: Option<StaffId>,
    /// The names of the fields that changed, or counts and dates of what was touched.
    fields: serde_json::Value,
}

impl From<Recorded> for EventBody {
    fn from(event: Recorded) -> Self {
        let Recorded { id, position, academy_id: _, subject_kind, subject_id, kind, at, client_id, staff_id, fields } =
            event;
        Self { id, position, subject_kind, subject_id, kind, at, client_id, staff_id, fields }
    }
}

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct EventsQuery {
    /// Only events of this kind of thing, e.g. `mark`.
    #[param(max_length = 60)]
    subject_kind: Option<String>,
    /// Only events after this place in the feed.
    #[param(minimum = 0)]
    after: Option<i64>,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
}

/// List the events of an academy
///
/// The audit trail and the change feed in one: every command leaves a row in its own transaction, and gets its place after the
/// commit, so that reading by place misses nothing that commits late. A new event appears within a second.
#[utoipa::path(
    tag = "Operation",
    params(AcademyPath, EventsQuery),
    responses((status = 200, description = "The events in the order of their places.", body = Page<EventBody>)),
    security(("client" = ["admin"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/events")]
pub(crate) async fn list_events(
    allowed: Allowed<ReadEvents>,
    path: Segments<AcademyPath>,
    query: Params<EventsQuery>,
) -> Result<Page<EventBody>, Problem> {
    let EventsQuery { subject_kind, after, limit, cursor } = query.into_inner();
    let place: Option<i64> = cursor.map(|cursor| cursor.read()).transpose()?;
    let place = place.or(after).unwrap_or(0);
    let most = i64::try_from(limit.get() + 1).unwrap_or(i64::MAX);
    let found =
        allowed.read(move |cx| feed::list_events(cx, path.academy_id, subject_kind.as_deref(), place, most)).await?;
    Ok(Page::cut(found, limit, |event| event.position).map(EventBody::from))
}
