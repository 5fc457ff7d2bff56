//! Returns to the local authority.

use crate::allowed::{
    Allowed,
    permission::{ReadReturns, WriteReturns},
};
use crate::paths::AcademyPath;
use crate::roll::asking::{ask, page};
use actix_web::{HttpResponse, get, post};
use app::Context;
use app::returns::{self, DueWithContent, WhichReturns};
use attendance::returns::{CITATION, DueReturn, LocalAuthorityReturn, ReturnContent, ReturnKind};
use chrono::{DateTime, Utc};
use school::{Date, Kept, PupilId, RecordId, Signatory};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, Cursor, IdempotencyKey, Limit, Page, Params, Problem, Segments, Tagged};

/// Which returns.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReturnsQuery {
    /// What is reported.
    #[param(inline)]
    kind: ReturnKind,
    /// The day; today where it is left out.
    #[param(example = "2026-11-23")]
    as_of: Option<Date>,
    /// Those that an exception spares, in the place of those that are due.
    #[serde(default)]
    excepted: bool,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
}

/// A return that is to be made about a pupil.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DueReturnBody {
    /// Why and by when.
    #[serde(flatten)]
    due: DueReturn,
    /// What it tells.
    content: ReturnContent,
    /// What the record lacks for it, by the names of the fields.
    missing: Vec<String>,
    /// The law.
    citation: &'static str,
}

fn due_body(found: DueWithContent) -> DueReturnBody {
    let DueWithContent { due, content, missing } = found;
    DueReturnBody { due, content, missing, citation: CITATION }
}

/// List the returns that are due
///
/// The worklist of one kind of return to the local authority: the pupils about whom one is to be made, by when, with what it tells
/// and what the record lacks for it. What was sent takes a pupil off the list. New pupils in the most junior class from the first
/// day of the year, and leavers of the most senior at its end, are spared: `excepted=true` shows them.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, ReturnsQuery),
    responses((status = 200, description = "The pupils, in the order of their ids.", body = Page<DueReturnBody>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/returns")]
pub(crate) async fn list_returns(
    allowed: Allowed<ReadReturns>,
    path: Segments<AcademyPath>,
    query: Params<ReturnsQuery>,
) -> Result<Page<DueReturnBody>, Problem> {
    let ReturnsQuery { kind, as_of, excepted, limit, cursor } = query.into_inner();
    let after: Option<PupilId> = cursor.map(|cursor| cursor.read()).transpose()?;
    let which = WhichReturns { kind, as_of, excepted, after, limit: limit.get() };
    let found = allowed.read(move |cx| returns::list_due(cx, path.academy_id, &which)).await?;
    Ok(Page::cut(found, limit, |each| each.due.pupil_id).map(due_body))
}

/// What is sent to record that a return was made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "attendance", "pupil_ids": ["0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50"], "sent_on": "2026-11-23",
    "to": "Made-up County Council, attendance team"}))]
pub(crate) struct SentReturnBody {
    /// What was reported.
    kind: ReturnKind,
    /// Of whom.
    #[schema(min_items = 1, max_items = 500)]
    pupil_ids: Vec<PupilId>,
    /// The day.
    sent_on: Date,
    /// To whom.
    #[schema(min_length = 1, max_length = 200)]
    to: String,
    /// A reference of the local authority or the academy.
    #[serde(default)]
    #[schema(max_length = 200)]
    reference: Option<String>,
}

/// A return that was made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReturnBody {
    /// The record.
    id: RecordId,
    /// What was reported.
    kind: ReturnKind,
    /// Of whom.
    pupil_ids: Vec<PupilId>,
    /// The day.
    sent_on: Date,
    /// To whom.
    to: String,
    /// A reference of the local authority or the academy.
    reference: Option<String>,
    /// When it was recorded.
    created_at: DateTime<Utc>,
    /// Who recorded it.
    by: Option<Signatory>,
}

fn body(kept: Kept<LocalAuthorityReturn>) -> ReturnBody {
    let LocalAuthorityReturn { kind, pupil_ids, sent_on, to, reference } = kept.value;
    ReturnBody { id: kept.id, kind, pupil_ids, sent_on, to, reference, created_at: kept.created_at, by: kept.by.person }
}

/// Record that a return was made
///
/// Takes its pupils off the list: new pupils and deletions for good, sickness until another continuous period begins, attendance
/// until shortly before the next is due, at least monthly.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath),
    request_body = SentReturnBody,
    responses((status = 201, description = "Recorded.", body = ReturnBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/returns")]
pub(crate) async fn record_return(
    allowed: Allowed<WriteReturns>,
    path: Segments<AcademyPath>,
    key: IdempotencyKey,
    sent: Body<SentReturnBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let SentReturnBody { kind, pupil_ids, sent_on, to, reference } = sent.into_inner();
    let made = LocalAuthorityReturn { kind, pupil_ids, sent_on, to, reference };
    let record = move |cx: &mut Context<'_>| returns::record_return(cx, path.academy_id, &made);
    allowed.add(request, "/v1/returns", body, record).await
}

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SentReturnsQuery {
    /// Only returns of this kind.
    #[param(inline)]
    kind: Option<ReturnKind>,
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

/// List the returns that were made
///
/// In the order in which they were recorded; of one kind with `kind`.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, SentReturnsQuery),
    responses((status = 200, description = "The returns.", body = Page<ReturnBody>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/returns/sent")]
pub(crate) async fn list_sent_returns(
    allowed: Allowed<ReadReturns>,
    path: Segments<AcademyPath>,
    query: Params<SentReturnsQuery>,
) -> Result<Page<ReturnBody>, Problem> {
    let SentReturnsQuery { kind, limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| returns::list_sent(cx, path.academy_id, kind, &ask)).await?;
    Ok(page(listing, body))
}

/// Where a return is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ReturnPath {
    /// The return.
    #[param(value_type = String, format = Uuid)]
    return_id: RecordId,
}

/// Get a return that was made
///
/// Of whom, when and to whom.
#[utoipa::path(
    tag = "Attendance",
    params(ReturnPath),
    responses((status = 200, description = "The return.", body = ReturnBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/returns/{return_id}")]
pub(crate) async fn get_return(
    allowed: Allowed<ReadReturns>,
    path: Segments<ReturnPath>,
) -> Result<Tagged<ReturnBody>, Problem> {
    allowed.find(body, move |cx| returns::find_return(cx, path.return_id)).await
}
