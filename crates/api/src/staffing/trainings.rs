//! Training of staff.

use super::appraisals::ManagementQuery;
use crate::allowed::{
    Allowed,
    permission::{ReadLineManagement, WriteLineManagement},
};
use crate::roll::asking::{ask, page};
use crate::roll::staff::StaffPath;
use actix_web::{HttpResponse, get, post};
use app::staffing::line_management as use_case;
use chrono::{DateTime, Utc};
use cover::appraisal::{Training, TrainingKind, TrainingRecord};
use school::{Date, Kept, RecordId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, IdempotencyKey, Page, Params, Problem, Segments, Tagged};

/// Where a record of training is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct TrainingPath {
    /// The record of training.
    #[param(value_type = String, format = Uuid)]
    training_id: RecordId,
}

/// Training that somebody has had.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TrainingBody {
    /// The record.
    id: RecordId,
    /// The person.
    staff_id: StaffId,
    /// What it is about.
    kind: TrainingKind,
    /// The course.
    title: String,
    /// When it was completed.
    completed_on: Date,
    /// Until when it holds; null where it does not expire.
    expires_on: Option<Date>,
    /// How long it took, in minutes.
    minutes: Option<u32>,
    /// What it cost, in pence.
    cost_pence: Option<u32>,
    /// What came of it.
    impact: Option<String>,
    /// When it was recorded.
    created_at: DateTime<Utc>,
}

fn body(kept: Kept<TrainingRecord>) -> TrainingBody {
    let TrainingRecord { staff_id, training } = kept.value;
    let Training { kind, title, completed_on, expires_on, minutes, cost_pence, impact } = training;
    TrainingBody {
        id: kept.id,
        staff_id,
        kind,
        title,
        completed_on,
        expires_on,
        minutes,
        cost_pence,
        impact,
        created_at: kept.created_at,
    }
}

/// List the training of a member of staff
///
/// The oldest record first.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath, ManagementQuery),
    responses((status = 200, description = "The training.", body = Page<TrainingBody>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/trainings")]
pub(crate) async fn list_trainings(
    allowed: Allowed<ReadLineManagement>,
    path: Segments<StaffPath>,
    query: Params<ManagementQuery>,
) -> Result<Page<TrainingBody>, Problem> {
    let ManagementQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| use_case::list_trainings(cx, path.staff_id, &ask)).await?;
    Ok(page(listing, body))
}

/// Create a record of training
///
/// Where no expiry is sent it follows from the kind: three years for first aid, one for safeguarding.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath),
    request_body = Training,
    responses((status = 201, description = "Recorded.", body = TrainingBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/staff/{staff_id}/trainings")]
pub(crate) async fn create_training(
    allowed: Allowed<WriteLineManagement>,
    path: Segments<StaffPath>,
    key: IdempotencyKey,
    sent: Body<Training>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let training = sent.into_inner();
    allowed
        .add(request, "/v1/trainings", body, move |cx| use_case::create_training(cx, path.staff_id, training.clone()))
        .await
}

/// Get a record of training
///
/// One course of one person.
#[utoipa::path(
    tag = "Staff",
    params(TrainingPath),
    responses((status = 200, description = "The training.", body = TrainingBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/trainings/{training_id}")]
pub(crate) async fn get_training(
    allowed: Allowed<ReadLineManagement>,
    path: Segments<TrainingPath>,
) -> Result<Tagged<TrainingBody>, Problem> {
    allowed.find(body, move |cx| use_case::find_training(cx, path.training_id)).await
}
