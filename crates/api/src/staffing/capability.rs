//! The flag that a capability process runs about a member of staff.

use super::appraisals::ManagementQuery;
use crate::allowed::{
    Allowed,
    permission::{ReadLineManagement, WriteLineManagement},
};
use crate::answers::set;
use crate::roll::asking::{ask, page};
use crate::roll::staff::StaffPath;
use actix_web::{HttpResponse, get, patch, post};
use app::staffing::line_management as use_case;
use chrono::{DateTime, Utc};
use cover::appraisal::{Capability, CapabilityEnd, CapabilityReview};
use school::{Date, Kept, RecordId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, IdempotencyKey, IfMatch, Page, Params, Patch, Problem, Segments, Tagged};

/// Where a capability process is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct CapabilityPath {
    /// The process.
    #[param(value_type = String, format = Uuid)]
    capability_process_id: RecordId,
}

/// What is sent to record that a capability process began.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"line_manager_id": "0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50", "started_on": "2026-11-20",
    "reason": "Registers are not taken", "reviews": [{"due_on": "2026-12-11"}]}))]
pub(crate) struct NewCapabilityBody {
    /// The line manager under whose name it stands.
    line_manager_id: StaffId,
    /// When it began.
    started_on: Date,
    /// Why.
    #[schema(min_length = 1, max_length = 8000)]
    reason: String,
    /// Its reviews, the earliest first: at least one that is still to be held.
    #[schema(min_items = 1, max_items = 50)]
    reviews: Vec<CapabilityReview>,
}

/// What is to be changed in a capability process.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"end": {"ended_on": "2026-11-20", "outcome": "improved"}}))]
pub(crate) struct CapabilityPatch {
    /// When it began.
    #[serde(default)]
    #[schema(value_type = Date)]
    started_on: Patch<Date>,
    /// Why.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 8000)]
    reason: Patch<String>,
    /// Its reviews, all of them.
    #[serde(default)]
    #[schema(value_type = Vec<CapabilityReview>, max_items = 50)]
    reviews: Patch<Vec<CapabilityReview>>,
    /// Ends it: nothing in it changes then but that it is withdrawn.
    #[serde(default)]
    #[schema(value_type = CapabilityEnd)]
    end: Patch<CapabilityEnd>,
    /// Withdraws it, and says why: it stays on record, marked.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 500)]
    withdrawn: Patch<String>,
}

impl CapabilityPatch {
    fn applied(self, to: Capability) -> Capability {
        Capability {
            started_on: self.started_on.or(to.started_on),
            reason: self.reason.or(to.reason),
            reviews: self.reviews.or(to.reviews),
            end: set(self.end).or(to.end),
            withdrawn: set(self.withdrawn).or(to.withdrawn),
            ..to
        }
    }
}

/// A capability process.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CapabilityBody {
    /// The process.
    id: RecordId,
    /// The person.
    staff_id: StaffId,
    /// The line manager under whose name it stands.
    line_manager_id: StaffId,
    /// When it began.
    started_on: Date,
    /// Why.
    reason: String,
    /// Its reviews, the earliest first.
    reviews: Vec<CapabilityReview>,
    /// Its end; null while it runs.
    end: Option<CapabilityEnd>,
    /// Why it was withdrawn; null while it stands.
    withdrawn: Option<String>,
    /// When it was recorded.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

fn body(kept: Kept<Capability>) -> CapabilityBody {
    let Capability { staff_id, line_manager_id, started_on, reason, reviews, end, withdrawn } = kept.value;
    CapabilityBody {
        id: kept.id,
        staff_id,
        line_manager_id,
        started_on,
        reason,
        reviews,
        end,
        withdrawn,
        created_at: kept.created_at,
        updated_at: kept.updated_at,
    }
}

/// List the capability processes of a member of staff
///
/// All of them for the line manager of today and human resources; for who was the line manager once, what stands under their name.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath, ManagementQuery),
    responses((status = 200, description = "The processes.", body = Page<CapabilityBody>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/capability-processes")]
pub(crate) async fn list_capability_processes(
    allowed: Allowed<ReadLineManagement>,
    path: Segments<StaffPath>,
    query: Params<ManagementQuery>,
) -> Result<Page<CapabilityBody>, Problem> {
    let ManagementQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| use_case::list::<Capability>(cx, path.staff_id, &ask)).await?;
    Ok(page(listing, body))
}

/// Create a capability process
///
/// Says that one runs: at most one does at a time (`one_runs`). Its reviews appear among the reminders of the line manager and of
/// human resources.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath),
    request_body = NewCapabilityBody,
    responses((status = 201, description = "Recorded.", body = CapabilityBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/staff/{staff_id}/capability-processes")]
pub(crate) async fn create_capability_process(
    allowed: Allowed<WriteLineManagement>,
    path: Segments<StaffPath>,
    key: IdempotencyKey,
    sent: Body<NewCapabilityBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let NewCapabilityBody { line_manager_id, started_on, reason, reviews } = sent.into_inner();
    let staff_id = path.staff_id;
    let process = Capability { staff_id, line_manager_id, started_on, reason, reviews, end: None, withdrawn: None };
    allowed
        .add(request, "/v1/capability-processes", body, move |cx| use_case::create_capability(cx, process.clone()))
        .await
}

/// Get a capability process
///
/// For the line manager of today, whom it names, and human resources; to anybody else it is not there.
#[utoipa::path(
    tag = "Staff",
    params(CapabilityPath),
    responses((status = 200, description = "The process.", body = CapabilityBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/capability-processes/{capability_process_id}")]
pub(crate) async fn get_capability_process(
    allowed: Allowed<ReadLineManagement>,
    path: Segments<CapabilityPath>,
) -> Result<Tagged<CapabilityBody>, Problem> {
    allowed.find(body, move |cx| use_case::find::<Capability>(cx, path.capability_process_id)).await
}

/// Update a capability process
///
/// Records reviews and the end, corrects what was recorded, or withdraws it; for the line manager of today and human resources. What it said before stays on
/// record.
#[utoipa::path(
    tag = "Staff",
    params(CapabilityPath),
    request_body = CapabilityPatch,
    responses((status = 200, description = "The process as it stands now.", body = CapabilityBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[patch("/v1/capability-processes/{capability_process_id}")]
pub(crate) async fn update_capability_process(
    allowed: Allowed<WriteLineManagement>,
    path: Segments<CapabilityPath>,
    condition: IfMatch,
    sent: Body<CapabilityPatch>,
) -> Result<Tagged<CapabilityBody>, Problem> {
    let (id, patch) = (path.capability_process_id, sent.into_inner());
    allowed
        .change(condition, body, move |cx, holds| {
            use_case::change_capability(cx, id, &|before| patch.clone().applied(before), holds)
        })
        .await
}
