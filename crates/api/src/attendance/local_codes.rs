//! A school's own codes.

use crate::allowed::{
    Allowed,
    permission::{ReadPolicy, WritePolicy},
};
use crate::paths::AcademyPath;
use crate::roll::asking::{ask, page};
use actix_web::{HttpResponse, delete, get, post};
use app::Context;
use app::attendance::local_codes;
use attendance::local_code::{LocalCode, SentLocalCode};
use chrono::{DateTime, Utc};
use school::{Date, Kept, RecordId, Signatory};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, Cursor, IdempotencyKey, IfMatch, Limit, Page, Params, Problem, Segments, Tagged};

/// Where a local code is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct LocalCodePath {
    /// The local code.
    #[param(value_type = String, format = Uuid)]
    local_code_id: RecordId,
}

/// Which local codes.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LocalCodesQuery {
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

/// What a code of the school is to mean.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"raw_code": "6", "first_day": "2023-09-04", "last_day": "2026-07-31", "code": "O", "note": "Internal truancy"}))]
pub(crate) struct NewLocalCodeBody {
    /// The code as the school's MIS writes it: none that has a meaning for every school on these days.
    #[schema(min_length = 1, max_length = 8)]
    raw_code: String,
    /// The first day of this meaning.
    first_day: Date,
    /// The last day, inside; null while it holds.
    #[serde(default)]
    last_day: Option<Date>,
    /// The national code it stands for, in force on all of these days; null where it says nothing about attendance: then its
    /// rows are read over.
    #[serde(default)]
    #[schema(max_length = 8)]
    code: Option<String>,
    /// Why.
    #[serde(default)]
    #[schema(max_length = 500)]
    note: Option<String>,
}

/// What a code of the school means.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LocalCodeBody {
    /// The local code.
    id: RecordId,
    /// The code as the school's MIS writes it.
    raw_code: String,
    /// The first day of this meaning.
    first_day: Date,
    /// The last day, inside; null while it holds.
    last_day: Option<Date>,
    /// The national code; null where it says nothing about attendance.
    code: Option<String>,
    /// Why.
    note: Option<String>,
    /// When it was said.
    created_at: DateTime<Utc>,
    /// The person who said it.
    by: Option<Signatory>,
}

fn body(kept: Kept<LocalCode>) -> LocalCodeBody {
    let Kept { id, academy_id: _, value, revision: _, created_at, updated_at: _, by } = kept;
    let LocalCode { raw_code, first_day, last_day, code, note } = value;
    let code = code.map(|code| code.as_str().to_owned());
    LocalCodeBody { id, raw_code, first_day, last_day, code, note, created_at, by: by.person }
}

/// List the school's own codes
///
/// What they mean in files of marks that are imported, the oldest first.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, LocalCodesQuery),
    responses((status = 200, description = "The codes.", body = Page<LocalCodeBody>)),
    security(("client" = ["attendance:read"]), ("client" = ["casework:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/local-codes")]
pub(crate) async fn list_local_codes(
    allowed: Allowed<ReadPolicy>,
    path: Segments<AcademyPath>,
    query: Params<LocalCodesQuery>,
) -> Result<Page<LocalCodeBody>, Problem> {
    let LocalCodesQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| local_codes::list_local_codes(cx, path.academy_id, &ask)).await?;
    Ok(page(listing, body))
}

/// Say what a code of the school means
///
/// Imports of marks then read it as the national code that stands for it on the day of the session, keep it as the raw code, and
/// read over those that say nothing about attendance. Marks that are imported already stay as they are.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath),
    request_body = NewLocalCodeBody,
    responses((status = 201, description = "Said.", body = LocalCodeBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/local-codes")]
pub(crate) async fn create_local_code(
    allowed: Allowed<WritePolicy>,
    path: Segments<AcademyPath>,
    key: IdempotencyKey,
    sent: Body<NewLocalCodeBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let NewLocalCodeBody { raw_code, first_day, last_day, code, note } = sent.into_inner();
    let sent = SentLocalCode { raw_code, first_day, last_day, code, note };
    let make = move |cx: &mut Context<'_>| local_codes::create_local_code(cx, path.academy_id, &sent);
    allowed.add(request, "/v1/local-codes", body, make).await
}

/// Get a code of the school
///
/// What it means, and between which days.
#[utoipa::path(
    tag = "Attendance",
    params(LocalCodePath),
    responses((status = 200, description = "The code.", body = LocalCodeBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("client" = ["casework:read"]), ("person" = []))
)]
#[get("/v1/local-codes/{local_code_id}")]
pub(crate) async fn get_local_code(
    allowed: Allowed<ReadPolicy>,
    path: Segments<LocalCodePath>,
) -> Result<Tagged<LocalCodeBody>, Problem> {
    allowed.find(body, move |cx| local_codes::find_local_code(cx, path.local_code_id)).await
}

/// Remove a meaning of a code of the school
///
/// Imports refuse the code from then on. Marks that were imported by it stay.
#[utoipa::path(
    tag = "Attendance",
    params(LocalCodePath),
    responses((status = 204, description = "Removed.")),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[delete("/v1/local-codes/{local_code_id}")]
pub(crate) async fn remove_local_code(
    allowed: Allowed<WritePolicy>,
    path: Segments<LocalCodePath>,
    condition: IfMatch,
) -> Result<HttpResponse, Problem> {
    allowed.remove(condition, move |cx, holds| local_codes::remove_local_code(cx, path.local_code_id, holds)).await
}
