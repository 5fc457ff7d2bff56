//! Suspensions and permanent exclusions.

use super::suspension_bodies::{NewSuspensionBody, SuspensionBody, SuspensionPatchBody, body};
use crate::allowed::{
    Allowed,
    permission::{ReadSuspensions, WriteSuspensions},
};
use crate::paths::{AcademyPath, PupilPath};
use crate::roll::asking::{ask, page};
use actix_web::{HttpResponse, get, patch, post};
use app::Context;
use app::suspensions::{self, Saying, SuspensionPatch};
use attendance::suspension::DisagreementKind;
use school::{Date, PupilId, RecordId, Session, SessionAt};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, Cursor, IdempotencyKey, IfMatch, Limit, Page, Params, Problem, Segments, Tagged};

/// Where a suspension is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct SuspensionPath {
    /// The suspension or exclusion.
    #[param(value_type = String, format = Uuid)]
    suspension_id: RecordId,
}

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SuspensionsQuery {
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

/// List the suspensions and exclusions of a pupil
///
/// In the order in which they were recorded, each with its sessions, day six and what is missing or late.
#[utoipa::path(
    tag = "Attendance",
    params(PupilPath, SuspensionsQuery),
    responses((status = 200, description = "The suspensions.", body = Page<SuspensionBody>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/pupils/{pupil_id}/suspensions")]
pub(crate) async fn list_suspensions(
    allowed: Allowed<ReadSuspensions>,
    path: Segments<PupilPath>,
    query: Params<SuspensionsQuery>,
) -> Result<Page<SuspensionBody>, Problem> {
    let SuspensionsQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| suspensions::list_suspensions(cx, path.pupil_id, &ask)).await?;
    Ok(page(listing, body))
}

/// Record a suspension or exclusion
///
/// Its sessions, the sixth school day and the days in the term and the year follow from the dates and the calendar. Marks are
/// not made by it: E is entered in the register, or planned, and the check tells where the two differ.
#[utoipa::path(
    tag = "Attendance",
    params(PupilPath),
    request_body = NewSuspensionBody,
    responses((status = 201, description = "Recorded.", body = SuspensionBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[post("/v1/pupils/{pupil_id}/suspensions")]
pub(crate) async fn record_suspension(
    allowed: Allowed<WriteSuspensions>,
    path: Segments<PupilPath>,
    key: IdempotencyKey,
    sent: Body<NewSuspensionBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let saying = Saying::from(sent.into_inner());
    let record = move |cx: &mut Context<'_>| suspensions::record_suspension(cx, path.pupil_id, &saying);
    allowed.add(request, "/v1/suspensions", body, record).await
}

/// Get a suspension or exclusion
///
/// With what follows from its dates as they are today.
#[utoipa::path(
    tag = "Attendance",
    params(SuspensionPath),
    responses((status = 200, description = "The suspension.", body = SuspensionBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/suspensions/{suspension_id}")]
pub(crate) async fn get_suspension(
    allowed: Allowed<ReadSuspensions>,
    path: Segments<SuspensionPath>,
) -> Result<Tagged<SuspensionBody>, Problem> {
    allowed.find(body, move |cx| suspensions::find_suspension(cx, path.suspension_id)).await
}

/// Update a suspension or exclusion
///
/// Notices, provision and outcome as they come, or its dates. Every version stays on record. One that was cancelled counts for
/// nothing and stays to be read.
#[utoipa::path(
    tag = "Attendance",
    params(SuspensionPath),
    request_body = SuspensionPatchBody,
    responses((status = 200, description = "The suspension as it stands now.", body = SuspensionBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[patch("/v1/suspensions/{suspension_id}")]
pub(crate) async fn update_suspension(
    allowed: Allowed<WriteSuspensions>,
    path: Segments<SuspensionPath>,
    condition: IfMatch,
    sent: Body<SuspensionPatchBody>,
) -> Result<Tagged<SuspensionBody>, Problem> {
    let patch = SuspensionPatch::from(sent.into_inner());
    let id = path.suspension_id;
    allowed.change(condition, body, move |cx, holds| suspensions::change_suspension(cx, id, &patch, holds)).await
}

/// Which days, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SuspensionCheckQuery {
    /// The first day; that of the academic year where it is left out.
    from: Option<Date>,
    /// The last day; today where it is left out.
    to: Option<Date>,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
}

/// A session in which marks and records of suspensions differ.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SuspensionDifference {
    /// The pupil.
    pupil_id: PupilId,
    /// The day.
    date: Date,
    /// Morning or afternoon.
    session: Session,
    /// How they differ.
    kind: DisagreementKind,
    /// The mark; null where there is none.
    #[schema(value_type = Option<String>)]
    code: Option<&'static str>,
}

/// Compare the marks with the records of suspensions
///
/// Sessions that have begun with E and no record, with a record and another mark or none, and with E after alternative
/// provision had begun, by pupil and session. The School Census compares the two as well.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, SuspensionCheckQuery),
    responses((status = 200, description = "The differences.", body = Page<SuspensionDifference>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/suspensions/check")]
pub(crate) async fn check_suspensions(
    allowed: Allowed<ReadSuspensions>,
    path: Segments<AcademyPath>,
    query: Params<SuspensionCheckQuery>,
) -> Result<Page<SuspensionDifference>, Problem> {
    let SuspensionCheckQuery { from, to, limit, cursor } = query.into_inner();
    let after: Option<(PupilId, Date, Session, DisagreementKind)> = cursor.map(|cursor| cursor.read()).transpose()?;
    let found = allowed.read(move |cx| suspensions::check_academy(cx, path.academy_id, from, to)).await?;
    let mut differences: Vec<_> = found
        .into_iter()
        .map(|each| {
            let SessionAt { date, session } = each.disagreement.at;
            let code = each.disagreement.code.map(attendance::Code::as_str);
            SuspensionDifference { pupil_id: each.pupil_id, date, session, kind: each.disagreement.kind, code }
        })
        .collect();
    let key = |each: &SuspensionDifference| (each.pupil_id, each.date, each.session, each.kind);
    differences.retain(|each| after.is_none_or(|after| key(each) > after));
    Ok(Page::cut(differences, limit, key))
}
