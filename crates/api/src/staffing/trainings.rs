//! Training of staff.

use super::appraisals::ManagementQuery;
use super::fairness::LedgerQuery;
use crate::allowed::{
    Allowed,
    permission::{ReadOwnCover, WriteLineManagement},
};
use crate::answers::{by_digest, set};
use crate::roll::asking::{ask, page};
use crate::roll::staff::StaffPath;
use actix_web::{HttpResponse, get, patch, post};
use app::staffing::line_management as use_case;
use chrono::{DateTime, Utc};
use cover::appraisal::{Training, TrainingKind, TrainingRecord, TrainingTotals};
use school::{Date, Kept, RecordId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, IdempotencyKey, IfMatch, Page, Params, Patch, Problem, Segments, Tagged};

/// Where a record of training is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct TrainingPath {
    /// The record of training.
    #[param(value_type = String, format = Uuid)]
    training_id: RecordId,
}

/// What is to be corrected in a record of training.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"expires_on": "2029-08-31"}))]
pub(crate) struct TrainingPatch {
    /// What it is about.
    #[serde(default)]
    #[schema(value_type = TrainingKind)]
    kind: Patch<TrainingKind>,
    /// The course.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    title: Patch<String>,
    /// When it was completed.
    #[serde(default)]
    #[schema(value_type = Date)]
    completed_on: Patch<Date>,
    /// Until when it holds; null where it does not expire.
    #[serde(default)]
    #[schema(value_type = Option<Date>)]
    expires_on: Patch<Option<Date>>,
    /// How long it took, in minutes.
    #[serde(default)]
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 100_000)]
    minutes: Patch<Option<u32>>,
    /// What it cost, in pence.
    #[serde(default)]
    #[schema(value_type = Option<u32>, maximum = 100_000_000)]
    cost_pence: Patch<Option<u32>>,
    /// What came of it.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 2000)]
    impact: Patch<Option<String>>,
    /// Withdraws it, and says why: it stays on record, marked, and counts for nothing.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 500)]
    withdrawn: Patch<String>,
}

impl TrainingPatch {
    fn applied(self, to: TrainingRecord) -> TrainingRecord {
        let TrainingRecord { staff_id, training, withdrawn } = to;
        let training = Training {
            kind: self.kind.or(training.kind),
            title: self.title.or(training.title),
            completed_on: self.completed_on.or(training.completed_on),
            expires_on: self.expires_on.or(training.expires_on),
            minutes: self.minutes.or(training.minutes),
            cost_pence: self.cost_pence.or(training.cost_pence),
            impact: self.impact.or(training.impact),
        };
        TrainingRecord { staff_id, training, withdrawn: set(self.withdrawn).or(withdrawn) }
    }
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
    /// Why it was withdrawn; null while it stands.
    withdrawn: Option<String>,
    /// When it was recorded.
    created_at: DateTime<Utc>,
    /// When it was last corrected.
    updated_at: DateTime<Utc>,
}

fn body(kept: Kept<TrainingRecord>) -> TrainingBody {
    let TrainingRecord { staff_id, training, withdrawn } = kept.value;
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
        withdrawn,
        created_at: kept.created_at,
        updated_at: kept.updated_at,
    }
}

/// List the training of a member of staff
///
/// The oldest record first. For the person, their line manager and human resources; to anybody else the person is not there.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath, ManagementQuery),
    responses((status = 200, description = "The training.", body = Page<TrainingBody>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/trainings")]
pub(crate) async fn list_trainings(
    allowed: Allowed<ReadOwnCover>,
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
/// Where no expiry is sent it follows from the kind: three years for first aid, one for safeguarding. For the line manager and
/// human resources; to anybody else the person is not there.
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
/// One course of one person, for them, their line manager and human resources.
#[utoipa::path(
    tag = "Staff",
    params(TrainingPath),
    responses((status = 200, description = "The training.", body = TrainingBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/trainings/{training_id}")]
pub(crate) async fn get_training(
    allowed: Allowed<ReadOwnCover>,
    path: Segments<TrainingPath>,
) -> Result<Tagged<TrainingBody>, Problem> {
    allowed.find(body, move |cx| use_case::find_training(cx, path.training_id)).await
}

/// Update a record of training
///
/// Corrects what was recorded, or withdraws it; for the line manager and human resources. What it said before stays on record.
#[utoipa::path(
    tag = "Staff",
    params(TrainingPath),
    request_body = TrainingPatch,
    responses((status = 200, description = "The training as it stands now.", body = TrainingBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[patch("/v1/trainings/{training_id}")]
pub(crate) async fn update_training(
    allowed: Allowed<WriteLineManagement>,
    path: Segments<TrainingPath>,
    condition: IfMatch,
    sent: Body<TrainingPatch>,
) -> Result<Tagged<TrainingBody>, Problem> {
    let (id, patch) = (path.training_id, sent.into_inner());
    allowed
        .change(condition, body, move |cx, holds| {
            use_case::change_training(cx, id, &|before| patch.clone().applied(before), holds)
        })
        .await
}

/// Get what the training of a member of staff came to
///
/// Courses, minutes and cost of those completed from a day to a day, and the kinds of training of which none holds today. For the
/// person, their line manager and human resources; to anybody else the person is not there.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath, LedgerQuery),
    responses((status = 200, description = "The totals.", body = TrainingTotals, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/training-totals")]
pub(crate) async fn get_training_totals(
    allowed: Allowed<ReadOwnCover>,
    path: Segments<StaffPath>,
    query: Params<LedgerQuery>,
) -> Result<Tagged<TrainingTotals>, Problem> {
    let found = allowed
        .read(move |cx| {
            let (from, to) = query.range(school::clock::local(cx.at).0);
            use_case::training_totals(cx, path.staff_id, from, to)
        })
        .await?;
    Ok(by_digest(found))
}
