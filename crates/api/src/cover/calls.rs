//! Calls and offers in bulk.

use super::arranging::CoverAssignmentBody;
use super::paths::{CoverCallPath, CoverDayPath, CoverStaffPath, RequirementPath};
use crate::allowed::{
    Allowed,
    permission::{AnswerCoverOffers, ManageCover, ReadOwnCover},
};
use crate::records::{made, tagged};
use access::Action;
use actix_web::{HttpResponse, get, post};
use app::cover::calls::{self, Calling, OpenCall};
use app::cover::offers::{self, Offers};
use chrono::{DateTime, Utc};
use cover::arrange::{CallState, CoverCall};
use school::{AcademyId, Date, Kept, RecordId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Body, IdempotencyKey, Page, Problem, Segments, Tagged};

/// Who is to be asked.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"answer_by": "2026-11-23T08:15:00Z"}))]
pub(super) struct CallBody {
    /// These; left out or null for everybody who breaks no hard rule.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 500)]
    staff_ids: Option<Vec<StaffId>>,
    /// Until when they may answer: from now to the end of the requirement. Null for as long as it is to be had.
    #[serde(default)]
    answer_by: Option<DateTime<Utc>>,
}

/// A call.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CoverCallBody {
    /// The call.
    id: RecordId,
    /// The academy.
    academy_id: AcademyId,
    /// The day.
    date: Date,
    /// The requirement.
    requirement_id: Uuid,
    /// Its period.
    period: String,
    /// Its class.
    class: String,
    /// How far it has come.
    state: CallState,
    /// Until when it may be answered.
    answer_by: Option<DateTime<Utc>>,
    /// How many are asked.
    asked: usize,
    /// How many of them have declined.
    declined: usize,
    /// Who is asked; empty for those who do not arrange cover.
    asked_staff_ids: Vec<StaffId>,
    /// Who has declined; empty for those who do not arrange cover.
    declined_staff_ids: Vec<StaffId>,
    /// Who accepted; null for those who do not arrange cover.
    taken_by_staff_id: Option<StaffId>,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

fn body(kept: Kept<CoverCall>, arranges: bool) -> CoverCallBody {
    let Kept { id, academy_id, value, created_at, updated_at, .. } = kept;
    let CoverCall { date, requirement_id, period, class, asked, declined, answer_by, state, taken_by, .. } = value;
    CoverCallBody {
        id,
        academy_id,
        date,
        requirement_id,
        period,
        class,
        state,
        answer_by,
        asked: asked.len(),
        declined: declined.len(),
        asked_staff_ids: if arranges { asked } else { Vec::new() },
        declined_staff_ids: if arranges { declined } else { Vec::new() },
        taken_by_staff_id: taken_by.filter(|_| arranges),
        created_at,
        updated_at,
    }
}

/// Ask everybody who could take a requirement
///
/// Everybody who breaks no hard rule, or those who are named; the first who accepts has it, and each has an event
/// (`cover_notice`, `cover_called`). Nobody is asked twice for the same requirement. One that is arranged, offered to somebody
/// by name, not required or over is not called (409); each of the named who breaks a rule is a violation by its name.
#[utoipa::path(
    tag = "Cover",
    params(RequirementPath),
    request_body = CallBody,
    responses((status = 201, description = "Asked.", body = CoverCallBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/cover/{date}/requirements/{requirement_id}/calls")]
pub(crate) async fn call_for_cover(
    allowed: Allowed<ManageCover>,
    path: Segments<RequirementPath>,
    key: IdempotencyKey,
    sent: Body<CallBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let RequirementPath { academy_id, date, requirement_id } = path.into_inner();
    let CallBody { staff_ids, answer_by } = sent.into_inner();
    let calling = Calling { staff_ids, answer_by };
    allowed
        .make(request, move |cx| {
            let kept = calls::call(cx, academy_id, date, requirement_id, &calling)?;
            Ok(made(kept, "/v1/cover-calls", |kept| body(kept, true)))
        })
        .await
}

/// Get a call
///
/// For those who are asked, and for who arranges cover, who alone sees who was asked and declined.
#[utoipa::path(
    tag = "Cover",
    params(CoverCallPath),
    responses((status = 200, description = "The call.", body = CoverCallBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/cover-calls/{cover_call_id}")]
pub(crate) async fn get_cover_call(
    allowed: Allowed<ReadOwnCover>,
    path: Segments<CoverCallPath>,
) -> Result<Tagged<CoverCallBody>, Problem> {
    let arranges = allowed.further_of_person(Action::ManageCover);
    let (kept, all) = allowed
        .read(move |cx| {
            let kept = calls::find_call(cx, path.cover_call_id, &arranges)?;
            let all = arranges.at(kept.academy_id);
            Ok((kept, all))
        })
        .await?;
    Ok(tagged(kept, |kept| body(kept, all)))
}

/// List the calls that wait for somebody's answer
///
/// Of the next four weeks, as long as the cover is to be had: for the person themselves, and for who arranges cover.
#[utoipa::path(
    tag = "Cover",
    params(CoverStaffPath),
    responses((status = 200, description = "The calls, the earliest first.", body = Page<OpenCall>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/cover-calls")]
pub(crate) async fn list_own_cover_calls(
    allowed: Allowed<ReadOwnCover>,
    path: Segments<CoverStaffPath>,
) -> Result<Page<OpenCall>, Problem> {
    let for_others = allowed.further(Action::ManageCover);
    let found = allowed.read(move |cx| calls::open_calls(cx, path.staff_id, &for_others)).await?;
    Ok(Page::new(found, None))
}

/// Accept a call
///
/// By a person who is asked. The first has the cover, accepted; everybody else is told so (409), as is who comes after
/// `answer_by` or breaks a rule by now.
#[utoipa::path(
    tag = "Cover",
    params(CoverCallPath),
    responses((status = 200, description = "Accepted: what the person covers.", body = CoverAssignmentBody)),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/cover-calls/{cover_call_id}/accept")]
pub(crate) async fn accept_cover_call(
    allowed: Allowed<AnswerCoverOffers>,
    path: Segments<CoverCallPath>,
    key: IdempotencyKey,
) -> Result<HttpResponse, Problem> {
    allowed
        .act(key.without_body(), move |cx| calls::accept(cx, path.cover_call_id).map(CoverAssignmentBody::from))
        .await
}

/// Decline a call
///
/// By a person who is asked. It counts as a refusal, and the person is not asked for this again. A call that can no longer be
/// answered stays as it is.
#[utoipa::path(
    tag = "Cover",
    params(CoverCallPath),
    responses((status = 200, description = "Declined.", body = CoverCallBody)),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/cover-calls/{cover_call_id}/decline")]
pub(crate) async fn decline_cover_call(
    allowed: Allowed<AnswerCoverOffers>,
    path: Segments<CoverCallPath>,
    key: IdempotencyKey,
) -> Result<HttpResponse, Problem> {
    let request = key.without_body();
    allowed.act(request, move |cx| calls::decline(cx, path.cover_call_id).map(|kept| body(kept, false))).await
}

/// Withdraw a call
///
/// Everybody who is still asked has an event (`cover_notice`, `cover_withdrawn`). What somebody has accepted is released, not
/// withdrawn (409).
#[utoipa::path(
    tag = "Cover",
    params(CoverCallPath),
    responses((status = 200, description = "Withdrawn.", body = CoverCallBody)),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/cover-calls/{cover_call_id}/withdraw")]
pub(crate) async fn withdraw_cover_call(
    allowed: Allowed<ManageCover>,
    path: Segments<CoverCallPath>,
    key: IdempotencyKey,
) -> Result<HttpResponse, Problem> {
    let request = key.without_body();
    allowed.act(request, move |cx| calls::withdraw(cx, path.cover_call_id).map(|kept| body(kept, true))).await
}

/// Offer all arranged cover of a day
///
/// Everybody who was arranged and not asked yet is asked, each with an event (`cover_notice`, `cover_offered`). Sent again it asks
/// nobody twice.
#[utoipa::path(
    tag = "Cover",
    params(CoverDayPath),
    responses((status = 200, description = "Who was asked.", body = Offers)),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/cover/{date}/offers")]
pub(crate) async fn offer_all_cover(
    allowed: Allowed<ManageCover>,
    path: Segments<CoverDayPath>,
    key: IdempotencyKey,
) -> Result<HttpResponse, Problem> {
    let CoverDayPath { academy_id, date } = path.into_inner();
    allowed.act(key.without_body(), move |cx| offers::offer_all(cx, academy_id, date)).await
}
