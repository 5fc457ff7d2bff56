//! One-to-ones.

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
use cover::appraisal::OneToOne;
use school::{Date, Kept, RecordId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, IdempotencyKey, IfMatch, Page, Params, Patch, Problem, Segments, Tagged};

/// Where a one-to-one is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct OneToOnePath {
    /// The one-to-one.
    #[param(value_type = String, format = Uuid)]
    one_to_one_id: RecordId,
}

/// What is sent to record a one-to-one.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"line_manager_id": "0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50", "held_on": "2026-11-20", "notes": "Went through the week",
    "agreed": ["Shadow a science lesson"], "next_on": "2026-12-18"}))]
pub(crate) struct NewOneToOneBody {
    /// The line manager.
    line_manager_id: StaffId,
    /// When it was held.
    held_on: Date,
    /// What was spoken of.
    #[schema(min_length = 1, max_length = 8000)]
    notes: String,
    /// What was agreed.
    #[serde(default)]
    #[schema(max_items = 20)]
    agreed: Vec<String>,
    /// When the next one is.
    #[serde(default)]
    next_on: Option<Date>,
}

/// What is to be corrected in a one-to-one.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"next_on": "2026-12-11"}))]
pub(crate) struct OneToOnePatch {
    /// When it was held.
    #[serde(default)]
    #[schema(value_type = Date)]
    held_on: Patch<Date>,
    /// What was spoken of.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 8000)]
    notes: Patch<String>,
    /// What was agreed, all of it.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 20)]
    agreed: Patch<Vec<String>>,
    /// When the next one is.
    #[serde(default)]
    #[schema(value_type = Option<Date>)]
    next_on: Patch<Option<Date>>,
    /// Withdraws it, and says why: it stays on record, marked, and counts for nothing.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 500)]
    withdrawn: Patch<String>,
}

impl OneToOnePatch {
    fn applied(self, to: OneToOne) -> OneToOne {
        OneToOne {
            held_on: self.held_on.or(to.held_on),
            notes: self.notes.or(to.notes),
            agreed: self.agreed.or(to.agreed),
            next_on: self.next_on.or(to.next_on),
            withdrawn: set(self.withdrawn).or(to.withdrawn),
            ..to
        }
    }
}

/// A one-to-one.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OneToOneBody {
    /// The one-to-one.
    id: RecordId,
    /// The person.
    staff_id: StaffId,
    /// The line manager.
    line_manager_id: StaffId,
    /// When it was held.
    held_on: Date,
    /// What was spoken of.
    notes: String,
    /// What was agreed.
    agreed: Vec<String>,
    /// When the next one is.
    next_on: Option<Date>,
    /// Why it was withdrawn; null while it stands.
    withdrawn: Option<String>,
    /// When it was recorded.
    created_at: DateTime<Utc>,
    /// When it was last corrected.
    updated_at: DateTime<Utc>,
}

fn body(kept: Kept<OneToOne>) -> OneToOneBody {
    let OneToOne { staff_id, line_manager_id, held_on, notes, agreed, next_on, withdrawn } = kept.value;
    OneToOneBody {
        id: kept.id,
        staff_id,
        line_manager_id,
        held_on,
        notes,
        agreed,
        next_on,
        withdrawn,
        created_at: kept.created_at,
        updated_at: kept.updated_at,
    }
}

/// List the one-to-ones of a member of staff
///
/// All of them for the line manager of today and human resources; for who was the line manager once, those that they held.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath, ManagementQuery),
    responses((status = 200, description = "The one-to-ones.", body = Page<OneToOneBody>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/one-to-ones")]
pub(crate) async fn list_one_to_ones(
    allowed: Allowed<ReadLineManagement>,
    path: Segments<StaffPath>,
    query: Params<ManagementQuery>,
) -> Result<Page<OneToOneBody>, Problem> {
    let ManagementQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| use_case::list::<OneToOne>(cx, path.staff_id, &ask)).await?;
    Ok(page(listing, body))
}

/// Create a one-to-one
///
/// Monthly is usual; the next one appears among the reminders of its line manager.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath),
    request_body = NewOneToOneBody,
    responses((status = 201, description = "Recorded.", body = OneToOneBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/staff/{staff_id}/one-to-ones")]
pub(crate) async fn create_one_to_one(
    allowed: Allowed<WriteLineManagement>,
    path: Segments<StaffPath>,
    key: IdempotencyKey,
    sent: Body<NewOneToOneBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let NewOneToOneBody { line_manager_id, held_on, notes, agreed, next_on } = sent.into_inner();
    let meeting =
        OneToOne { staff_id: path.staff_id, line_manager_id, held_on, notes, agreed, next_on, withdrawn: None };
    allowed.add(request, "/v1/one-to-ones", body, move |cx| use_case::create_one_to_one(cx, meeting.clone())).await
}

/// Get a one-to-one
///
/// For the line manager of today, whom it names, and human resources; to anybody else it is not there.
#[utoipa::path(
    tag = "Staff",
    params(OneToOnePath),
    responses((status = 200, description = "The one-to-one.", body = OneToOneBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/one-to-ones/{one_to_one_id}")]
pub(crate) async fn get_one_to_one(
    allowed: Allowed<ReadLineManagement>,
    path: Segments<OneToOnePath>,
) -> Result<Tagged<OneToOneBody>, Problem> {
    allowed.find(body, move |cx| use_case::find::<OneToOne>(cx, path.one_to_one_id)).await
}

/// Update a one-to-one
///
/// Corrects what was recorded, or withdraws it; for the line manager of today and human resources. What it said before stays on
/// record.
#[utoipa::path(
    tag = "Staff",
    params(OneToOnePath),
    request_body = OneToOnePatch,
    responses((status = 200, description = "The one-to-one as it stands now.", body = OneToOneBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[patch("/v1/one-to-ones/{one_to_one_id}")]
pub(crate) async fn update_one_to_one(
    allowed: Allowed<WriteLineManagement>,
    path: Segments<OneToOnePath>,
    condition: IfMatch,
    sent: Body<OneToOnePatch>,
) -> Result<Tagged<OneToOneBody>, Problem> {
    let (id, patch) = (path.one_to_one_id, sent.into_inner());
    allowed
        .change(condition, body, move |cx, holds| {
            use_case::change_one_to_one(cx, id, &|before| patch.clone().applied(before), holds)
        })
        .await
}
