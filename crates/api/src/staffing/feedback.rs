//! Feedback about members of staff.

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
use cover::appraisal::{Feedback, FeedbackKind};
use school::{Date, Kept, RecordId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, IdempotencyKey, IfMatch, Page, Params, Patch, Problem, Segments, Tagged};

/// Where feedback is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct FeedbackPath {
    /// The feedback.
    #[param(value_type = String, format = Uuid)]
    feedback_note_id: RecordId,
}

/// What is sent to record feedback.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"line_manager_id": "0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50", "kind": "praise", "given_on": "2026-11-20",
    "given_by": "The head of science", "text": "Kept 8x at work all morning"}))]
pub(crate) struct NewFeedbackBody {
    /// The line manager under whose name it stands.
    line_manager_id: StaffId,
    /// What kind it is.
    kind: FeedbackKind,
    /// When it was given.
    given_on: Date,
    /// Who gave it.
    #[schema(min_length = 1, max_length = 200)]
    given_by: String,
    /// What was said.
    #[schema(min_length = 1, max_length = 8000)]
    text: String,
    /// What follows from it; needed of a concern.
    #[serde(default)]
    #[schema(max_length = 4000)]
    follow_up: Option<String>,
}

/// What is to be corrected in feedback.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"follow_up": "Spoken about in the one-to-one"}))]
pub(crate) struct FeedbackPatch {
    /// What kind it is.
    #[serde(default)]
    #[schema(value_type = FeedbackKind)]
    kind: Patch<FeedbackKind>,
    /// When it was given.
    #[serde(default)]
    #[schema(value_type = Date)]
    given_on: Patch<Date>,
    /// Who gave it.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    given_by: Patch<String>,
    /// What was said.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 8000)]
    text: Patch<String>,
    /// What follows from it.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 4000)]
    follow_up: Patch<Option<String>>,
    /// Withdraws it, and says why: it stays on record, marked.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 500)]
    withdrawn: Patch<String>,
}

impl FeedbackPatch {
    fn applied(self, to: Feedback) -> Feedback {
        Feedback {
            kind: self.kind.or(to.kind),
            given_on: self.given_on.or(to.given_on),
            given_by: self.given_by.or(to.given_by),
            text: self.text.or(to.text),
            follow_up: self.follow_up.or(to.follow_up),
            withdrawn: set(self.withdrawn).or(to.withdrawn),
            ..to
        }
    }
}

/// Feedback about a member of staff.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FeedbackBody {
    /// The feedback.
    id: RecordId,
    /// The person.
    staff_id: StaffId,
    /// The line manager under whose name it stands.
    line_manager_id: StaffId,
    /// What kind it is.
    kind: FeedbackKind,
    /// When it was given.
    given_on: Date,
    /// Who gave it.
    given_by: String,
    /// What was said.
    text: String,
    /// What follows from it.
    follow_up: Option<String>,
    /// Why it was withdrawn; null while it stands.
    withdrawn: Option<String>,
    /// When it was recorded.
    created_at: DateTime<Utc>,
    /// When it was last corrected.
    updated_at: DateTime<Utc>,
}

fn body(kept: Kept<Feedback>) -> FeedbackBody {
    let Feedback { staff_id, line_manager_id, kind, given_on, given_by, text, follow_up, withdrawn } = kept.value;
    FeedbackBody {
        id: kept.id,
        staff_id,
        line_manager_id,
        kind,
        given_on,
        given_by,
        text,
        follow_up,
        withdrawn,
        created_at: kept.created_at,
        updated_at: kept.updated_at,
    }
}

/// List the feedback about a member of staff
///
/// All of them for the line manager of today and human resources; for who was the line manager once, what stands under their name.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath, ManagementQuery),
    responses((status = 200, description = "The feedback.", body = Page<FeedbackBody>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/feedback-notes")]
pub(crate) async fn list_feedback_notes(
    allowed: Allowed<ReadLineManagement>,
    path: Segments<StaffPath>,
    query: Params<ManagementQuery>,
) -> Result<Page<FeedbackBody>, Problem> {
    let ManagementQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| use_case::list::<Feedback>(cx, path.staff_id, &ask)).await?;
    Ok(page(listing, body))
}

/// Create a note of feedback
///
/// What others said of somebody's work, well or ill. A concern says what follows from it.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath),
    request_body = NewFeedbackBody,
    responses((status = 201, description = "Recorded.", body = FeedbackBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/staff/{staff_id}/feedback-notes")]
pub(crate) async fn create_feedback_note(
    allowed: Allowed<WriteLineManagement>,
    path: Segments<StaffPath>,
    key: IdempotencyKey,
    sent: Body<NewFeedbackBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let NewFeedbackBody { line_manager_id, kind, given_on, given_by, text, follow_up } = sent.into_inner();
    let staff_id = path.staff_id;
    let feedback = Feedback { staff_id, line_manager_id, kind, given_on, given_by, text, follow_up, withdrawn: None };
    allowed.add(request, "/v1/feedback-notes", body, move |cx| use_case::create_feedback(cx, feedback.clone())).await
}

/// Get a note of feedback
///
/// For the line manager of today, whom it names, and human resources; to anybody else it is not there.
#[utoipa::path(
    tag = "Staff",
    params(FeedbackPath),
    responses((status = 200, description = "The feedback.", body = FeedbackBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/feedback-notes/{feedback_note_id}")]
pub(crate) async fn get_feedback_note(
    allowed: Allowed<ReadLineManagement>,
    path: Segments<FeedbackPath>,
) -> Result<Tagged<FeedbackBody>, Problem> {
    allowed.find(body, move |cx| use_case::find::<Feedback>(cx, path.feedback_note_id)).await
}

/// Update a note of feedback
///
/// Corrects what was recorded, or withdraws it; for the line manager of today and human resources. What it said before stays on
/// record.
#[utoipa::path(
    tag = "Staff",
    params(FeedbackPath),
    request_body = FeedbackPatch,
    responses((status = 200, description = "The feedback as it stands now.", body = FeedbackBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[patch("/v1/feedback-notes/{feedback_note_id}")]
pub(crate) async fn update_feedback_note(
    allowed: Allowed<WriteLineManagement>,
    path: Segments<FeedbackPath>,
    condition: IfMatch,
    sent: Body<FeedbackPatch>,
) -> Result<Tagged<FeedbackBody>, Problem> {
    let (id, patch) = (path.feedback_note_id, sent.into_inner());
    allowed
        .change(condition, body, move |cx, holds| {
            use_case::change_feedback(cx, id, &|before| patch.clone().applied(before), holds)
        })
        .await
}
