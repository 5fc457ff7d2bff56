//! Days that run differently.

use crate::allowed::{
    Allowed,
    permission::{ReadTimetable, WriteTimetable},
};
use crate::paths::AcademyPath;
use crate::roll::asking::{ask, page};
use actix_web::{HttpResponse, delete, get, post};
use app::Context;
use app::timetable;
use chrono::{DateTime, Utc};
use school::timetable::{ShortenedDay, ShortenedPeriod};
use school::{AcademyId, Date, Kept, RecordId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, Cursor, IdempotencyKey, IfMatch, Limit, Page, Params, Problem, Segments, Tagged};

/// Where a shortened day is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ShortenedDayPath {
    /// The shortened day.
    #[param(value_type = String, format = Uuid)]
    shortened_day_id: RecordId,
}

/// Which shortened days.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ShortenedDaysQuery {
    /// From this day on.
    from: Option<Date>,
    /// Up to this day, inside.
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

/// A day with period times of its own.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShortenedDayBody {
    /// The shortened day.
    id: RecordId,
    /// The academy.
    academy_id: AcademyId,
    /// The day.
    date: Date,
    /// Why.
    reason: String,
    /// The periods that take place; none for a day off timetable.
    periods: Vec<ShortenedPeriod>,
    /// When it was made.
    created_at: DateTime<Utc>,
}

impl From<Kept<ShortenedDay>> for ShortenedDayBody {
    fn from(kept: Kept<ShortenedDay>) -> Self {
        let Kept { id, academy_id, value, created_at, .. } = kept;
        let ShortenedDay { date, reason, periods } = value;
        Self { id, academy_id, date, reason, periods, created_at }
    }
}

/// List the shortened days of an academy
///
/// Days with period times of their own, in the order of their making.
#[utoipa::path(
    tag = "Timetable",
    params(AcademyPath, ShortenedDaysQuery),
    responses((status = 200, description = "The shortened days.", body = Page<ShortenedDayBody>)),
    security(("client" = ["roll:read"]), ("client" = ["attendance:read"]), ("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/shortened-days")]
pub(crate) async fn list_shortened_days(
    allowed: Allowed<ReadTimetable>,
    path: Segments<AcademyPath>,
    query: Params<ShortenedDaysQuery>,
) -> Result<Page<ShortenedDayBody>, Problem> {
    let ShortenedDaysQuery { from, to, limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| timetable::list_shortened_days(cx, path.academy_id, from, to, &ask)).await?;
    Ok(page(listing, ShortenedDayBody::from))
}

/// Create a shortened day
///
/// Gives one school day period times of its own. Periods that it does not name do not take place; without any the day is off
/// timetable.
#[utoipa::path(
    tag = "Timetable",
    params(AcademyPath),
    request_body = ShortenedDay,
    responses((status = 201, description = "Added.", body = ShortenedDayBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["roll:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/shortened-days")]
pub(crate) async fn create_shortened_day(
    allowed: Allowed<WriteTimetable>,
    path: Segments<AcademyPath>,
    key: IdempotencyKey,
    sent: Body<ShortenedDay>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let day = sent.into_inner();
    let make = move |cx: &mut Context<'_>| timetable::create_shortened_day(cx, path.academy_id, day.clone());
    allowed.add(request, "/v1/shortened-days", ShortenedDayBody::from, make).await
}

/// Get a shortened day
///
/// One day with period times of its own.
#[utoipa::path(
    tag = "Timetable",
    params(ShortenedDayPath),
    responses((status = 200, description = "The shortened day.", body = ShortenedDayBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["roll:read"]), ("client" = ["attendance:read"]), ("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/shortened-days/{shortened_day_id}")]
pub(crate) async fn get_shortened_day(
    allowed: Allowed<ReadTimetable>,
    path: Segments<ShortenedDayPath>,
) -> Result<Tagged<ShortenedDayBody>, Problem> {
    let find = move |cx: &mut Context<'_>| timetable::find_shortened_day(cx, path.shortened_day_id);
    allowed.find(ShortenedDayBody::from, find).await
}

/// Remove a shortened day
///
/// The day runs as the others do.
#[utoipa::path(
    tag = "Timetable",
    params(ShortenedDayPath),
    responses((status = 204, description = "Removed.")),
    security(("client" = ["roll:write"]), ("person" = []))
)]
#[delete("/v1/shortened-days/{shortened_day_id}")]
pub(crate) async fn remove_shortened_day(
    allowed: Allowed<WriteTimetable>,
    path: Segments<ShortenedDayPath>,
    condition: IfMatch,
) -> Result<HttpResponse, Problem> {
    allowed.remove(condition, move |cx, holds| timetable::remove_shortened_day(cx, path.shortened_day_id, holds)).await
}
