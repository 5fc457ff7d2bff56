//! The secret address of a person's calendar.

use super::feed::rendered;
use super::paths::CoverStaffPath;
use crate::allowed::{
    Allowed, block,
    permission::{KeepOwnCalendar, ReadOwnCover},
};
use crate::security::base_address;
use crate::services::Services;
use access::Action;
use actix_web::{HttpRequest, HttpResponse, delete, get, http::header, post, web::Data};
use app::cover::calendar_token::{calendar_of_token, find_token, make_token, revoke_token};
use chrono::{DateTime, Utc};
use cover::publication::CalendarToken;
use school::{Date, Kept, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, ETag, Problem, Segments, Tagged};

/// How long the address is to hold.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"expires_on": "2027-07-31"}))]
pub(super) struct NewCalendarTokenBody {
    /// The last day on which it holds, at most 400 days ahead; a year where it is left out.
    #[serde(default)]
    expires_on: Option<Date>,
}

/// What is kept of a person's address.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CalendarTokenBody {
    /// The person.
    staff_id: StaffId,
    /// The last day on which it holds.
    expires_on: Date,
    /// When it was made.
    made_at: DateTime<Utc>,
}

impl From<Kept<CalendarToken>> for CalendarTokenBody {
    fn from(kept: Kept<CalendarToken>) -> Self {
        let CalendarToken { staff_id, digest: _, expires_on } = kept.value;
        Self { staff_id, expires_on, made_at: kept.updated_at }
    }
}

/// An address just made: the only answer that tells it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MadeCalendarTokenBody {
    /// What is kept of it.
    #[serde(flatten)]
    kept: CalendarTokenBody,
    /// The secret.
    #[schema(example = "rollcall_feed_0197a3c27d5e7c119f3a2b6d8c1e4f50…")]
    token: String,
    /// The whole address, for the calendar program.
    url: String,
}

/// Make the secret address of the own calendar
///
/// For calendar programs that cannot send a header. It is told in this answer and never again, opens this one calendar and nothing else,
/// and ends with its last day, with a new one, when it is revoked, when the person leaves or may read the own cover no more. Only for oneself. An
/// `Idempotency-Key` is not used: the answer, which holds a secret, is not kept.
#[utoipa::path(
    tag = "Cover",
    params(CoverStaffPath),
    request_body = NewCalendarTokenBody,
    responses((status = 201, description = "Made.", body = MadeCalendarTokenBody)),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/staff/{staff_id}/calendar-token")]
pub(crate) async fn create_calendar_token(
    allowed: Allowed<KeepOwnCalendar>,
    request: HttpRequest,
    services: Data<Services>,
    path: Segments<CoverStaffPath>,
    sent: Body<NewCalendarTokenBody>,
) -> Result<HttpResponse, Problem> {
    let expires_on = sent.into_inner().expires_on;
    let staff = path.staff_id;
    let made = allowed.write(move |cx| make_token(cx, staff, expires_on)).await?;
    let url = format!("{}/v1/calendar-feeds/{}/cover.ics", base_address(&request, &services), made.token);
    let body = MadeCalendarTokenBody { kept: made.kept.into(), token: made.token, url };
    let location = format!("/v1/staff/{staff}/calendar-token");
    Ok(HttpResponse::Created().insert_header((header::LOCATION, location)).json(body))
}

/// Get whether a calendar has a secret address
///
/// Until when it holds; the address itself is kept nowhere. For the person, and for who arranges cover.
#[utoipa::path(
    tag = "Cover",
    params(CoverStaffPath),
    responses((status = 200, description = "What is kept of it.", body = CalendarTokenBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/calendar-token")]
pub(crate) async fn get_calendar_token(
    allowed: Allowed<ReadOwnCover>,
    path: Segments<CoverStaffPath>,
) -> Result<Tagged<CalendarTokenBody>, Problem> {
    let for_others = allowed.further_of_person(Action::ManageCover);
    let kept = allowed.read(move |cx| find_token(cx, path.staff_id, &for_others)).await?;
    Ok(Tagged::new(ETag::revision(i64::from(kept.revision)), kept.into()))
}

/// Revoke the secret address of a calendar
///
/// At once. By the person, and by who arranges cover.
#[utoipa::path(
    tag = "Cover",
    params(CoverStaffPath),
    responses((status = 204, description = "Revoked.")),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[delete("/v1/staff/{staff_id}/calendar-token")]
pub(crate) async fn revoke_calendar_token(
    allowed: Allowed<KeepOwnCalendar>,
    path: Segments<CoverStaffPath>,
) -> Result<HttpResponse, Problem> {
    let for_others = allowed.further(Action::ManageCover);
    allowed.write(move |cx| revoke_token(cx, path.staff_id, &for_others)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The secret in the address.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct CalendarFeedPath {
    /// The secret.
    #[param(max_length = 200)]
    token: String,
}

/// Get a calendar by its secret address
///
/// What `GET /v1/staff/{staff_id}/cover.ics` answers, without a header: the secret in the path is all. One that was never made,
/// has lapsed or was revoked, or is of somebody without a role by now, is not there. The path stands in no log of this server; a proxy before it must not log it either.
#[utoipa::path(
    tag = "Cover",
    params(CalendarFeedPath),
    responses((status = 200, description = "The calendar.", body = String, content_type = "text/calendar")),
    extensions(("x-problems" = json!([404]))),
    security(())
)]
#[get("/v1/calendar-feeds/{token}/cover.ics")]
pub(crate) async fn get_calendar_feed(
    services: Data<Services>,
    path: Segments<CalendarFeedPath>,
) -> Result<HttpResponse, Problem> {
    let app = services.app.clone();
    let entries = block(move || calendar_of_token(&app, &path.token)).await?;
    Ok(rendered(entries))
}
