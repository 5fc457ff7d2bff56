//! The terms of a cover, and its history.

use super::arranging::CoverAssignmentBody;
use super::paths::CoverAssignmentPath;
use crate::allowed::{
    Allowed,
    permission::{ManageCover, ReadFairness},
};
use actix_web::{get, patch};
use app::cover::terms;
use chrono::{DateTime, Utc};
use cover::arrange::{CoverAssignment, Terms};
use school::{Signatory, Version};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Body, IfMatch, Page, Problem, Segments, Tagged};

/// Other terms.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"terms": "paid", "reason": "Agreed for the week of the mocks"}))]
pub(super) struct TermsBody {
    /// On what terms the cover is given.
    terms: Terms,
    /// Why they change.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Change the terms of a cover
///
/// At any time, with a reason; every version is kept. What is given in lieu or as underload counts towards no limit; underload
/// goes no further than the minutes a week that the record of employment says. Limits that ordinary or paid cover breaks are set
/// aside by the reason and stand in `overridden`.
#[utoipa::path(
    tag = "Cover",
    params(CoverAssignmentPath),
    request_body = TermsBody,
    responses((status = 200, description = "Changed.", body = CoverAssignmentBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[patch("/v1/cover-assignments/{cover_assignment_id}")]
pub(crate) async fn change_cover_terms(
    allowed: Allowed<ManageCover>,
    path: Segments<CoverAssignmentPath>,
    condition: IfMatch,
    sent: Body<TermsBody>,
) -> Result<Tagged<CoverAssignmentBody>, Problem> {
    let TermsBody { terms, reason } = sent.into_inner();
    let id = path.cover_assignment_id;
    let change = move |cx: &mut app::Context<'_>, precondition: &dyn Fn(i32) -> bool| {
        terms::set_terms(cx, id, terms, &reason, precondition)
    };
    allowed.change(condition, CoverAssignmentBody::from, change).await
}

/// A version of an assignment.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CoverAssignmentVersionBody {
    /// Counts the versions, from 1.
    revision: i32,
    /// When it was written.
    at: DateTime<Utc>,
    /// Who wrote it.
    by: Option<Signatory>,
    /// What it said.
    assignment: CoverAssignment,
}

impl From<Version<CoverAssignment>> for CoverAssignmentVersionBody {
    fn from(version: Version<CoverAssignment>) -> Self {
        let Version { revision, value, at, by, .. } = version;
        Self { revision, at, by: by.person, assignment: value }
    }
}

/// List the versions of an assignment
///
/// Who gave it to whom, on what terms and why, the first one first.
#[utoipa::path(
    tag = "Cover",
    params(CoverAssignmentPath),
    responses((status = 200, description = "The versions.", body = Page<CoverAssignmentVersionBody>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/cover-assignments/{cover_assignment_id}/history")]
pub(crate) async fn list_cover_assignment_history(
    allowed: Allowed<ReadFairness>,
    path: Segments<CoverAssignmentPath>,
) -> Result<Page<CoverAssignmentVersionBody>, Problem> {
    let found = allowed.read(move |cx| terms::history(cx, path.cover_assignment_id)).await?;
    Ok(Page::new(found.into_iter().map(CoverAssignmentVersionBody::from).collect(), None))
}
