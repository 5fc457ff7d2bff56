//! Appraisals of those who support teaching.

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
use cover::appraisal::{Appraisal, AppraisalStatus, Objective, Review};
use school::{AcademicYear, Kept, RecordId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, Cursor, IdempotencyKey, IfMatch, Limit, Page, Params, Patch, Problem, Segments, Tagged};

/// Where an appraisal is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AppraisalPath {
    /// The appraisal.
    #[param(value_type = String, format = Uuid)]
    appraisal_id: RecordId,
}

/// Which part of a list of line management.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ManagementQuery {
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    pub(super) limit: Limit,
    /// Where to go on.
    #[param(inline)]
    pub(super) cursor: Option<Cursor>,
    /// Only what has changed since: the `watermark` of an answer before, or an instant.
    #[param(max_length = 64)]
    pub(super) updated_since: Option<String>,
}

/// What is sent to begin an appraisal.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"line_manager_id": "0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50", "academic_year": "2026-27",
    "objectives": [{"kind": "role", "title": "Registers taken on time", "measure": "19 of 20 within ten minutes"}]}))]
pub(crate) struct NewAppraisalBody {
    /// The line manager, who alone beside human resources sees it.
    line_manager_id: StaffId,
    /// The academic year.
    #[schema(value_type = String, pattern = "^[0-9]{4}-[0-9]{2}$")]
    academic_year: AcademicYear,
    /// Whether the year is one of probation.
    #[serde(default)]
    probation: bool,
    /// The objectives; three are usual: one on the role, one on a priority of the academy, one on development.
    #[serde(default)]
    #[schema(max_items = 10)]
    objectives: Vec<Objective>,
}

/// What is to change about an appraisal.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"status": "agreed"}))]
pub(crate) struct AppraisalPatch {
    /// How far it has come: draft, agreed, mid-year reviewed, completed; or cancelled.
    #[serde(default)]
    #[schema(value_type = AppraisalStatus)]
    status: Patch<AppraisalStatus>,
    /// The objectives, all of them.
    #[serde(default)]
    #[schema(value_type = Vec<Objective>, max_items = 10)]
    objectives: Patch<Vec<Objective>>,
    /// The reviews of probation that were held, all of them: after one, three and six months.
    #[serde(default)]
    #[schema(value_type = Vec<Review>, max_items = 6)]
    probation_reviews: Patch<Vec<Review>>,
    /// The mid-year review.
    #[serde(default)]
    #[schema(value_type = Option<Review>)]
    mid_year_review: Patch<Option<Review>>,
    /// The final review.
    #[serde(default)]
    #[schema(value_type = Option<Review>)]
    final_review: Patch<Option<Review>>,
}

impl AppraisalPatch {
    fn applied(self, mut to: Appraisal) -> Appraisal {
        if let Some(status) = set(self.status) {
            to.status = status;
        }
        if let Some(objectives) = set(self.objectives) {
            to.objectives = objectives;
        }
        if let Some(reviews) = set(self.probation_reviews) {
            to.probation_reviews = reviews;
        }
        to.mid_year_review = self.mid_year_review.or(to.mid_year_review);
        to.final_review = self.final_review.or(to.final_review);
        to
    }
}

/// An appraisal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AppraisalBody {
    /// The appraisal.
    id: RecordId,
    /// The person.
    staff_id: StaffId,
    /// The line manager.
    line_manager_id: StaffId,
    /// The academic year.
    #[schema(value_type = String, pattern = "^[0-9]{4}-[0-9]{2}$")]
    academic_year: AcademicYear,
    /// Whether the year is one of probation.
    probation: bool,
    /// How far it has come.
    status: AppraisalStatus,
    /// The objectives.
    objectives: Vec<Objective>,
    /// The reviews of probation that were held.
    probation_reviews: Vec<Review>,
    /// The mid-year review.
    mid_year_review: Option<Review>,
    /// The final review.
    final_review: Option<Review>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

fn body(kept: Kept<Appraisal>) -> AppraisalBody {
    let Appraisal {
        staff_id,
        line_manager_id,
        academic_year,
        probation,
        status,
        objectives,
        probation_reviews,
        mid_year_review,
        final_review,
    } = kept.value;
    AppraisalBody {
        id: kept.id,
        staff_id,
        line_manager_id,
        academic_year,
        probation,
        status,
        objectives,
        probation_reviews,
        mid_year_review,
        final_review,
        updated_at: kept.updated_at,
    }
}

/// List the appraisals of a member of staff
///
/// All of them for the line manager of today and human resources; for who was the line manager once, those under the own name. To
/// anybody else none is there.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath, ManagementQuery),
    responses((status = 200, description = "The appraisals.", body = Page<AppraisalBody>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/appraisals")]
pub(crate) async fn list_appraisals(
    allowed: Allowed<ReadLineManagement>,
    path: Segments<StaffPath>,
    query: Params<ManagementQuery>,
) -> Result<Page<AppraisalBody>, Problem> {
    let ManagementQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| use_case::list::<Appraisal>(cx, path.staff_id, &ask)).await?;
    Ok(page(listing, body))
}

/// Create an appraisal
///
/// Begins the cycle of a year as a draft; there is one for a person and year.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath),
    request_body = NewAppraisalBody,
    responses((status = 201, description = "Begun.", body = AppraisalBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/staff/{staff_id}/appraisals")]
pub(crate) async fn create_appraisal(
    allowed: Allowed<WriteLineManagement>,
    path: Segments<StaffPath>,
    key: IdempotencyKey,
    sent: Body<NewAppraisalBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let NewAppraisalBody { line_manager_id, academic_year, probation, objectives } = sent.into_inner();
    let appraisal = Appraisal {
        staff_id: path.staff_id,
        line_manager_id,
        academic_year,
        probation,
        status: AppraisalStatus::Draft,
        objectives,
        probation_reviews: Vec::new(),
        mid_year_review: None,
        final_review: None,
    };
    allowed.add(request, "/v1/appraisals", body, move |cx| use_case::create_appraisal(cx, appraisal.clone())).await
}

/// Get an appraisal
///
/// For the line manager of today, whom it names, and human resources; to anybody else it is not there.
#[utoipa::path(
    tag = "Staff",
    params(AppraisalPath),
    responses((status = 200, description = "The appraisal.", body = AppraisalBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/appraisals/{appraisal_id}")]
pub(crate) async fn get_appraisal(
    allowed: Allowed<ReadLineManagement>,
    path: Segments<AppraisalPath>,
) -> Result<Tagged<AppraisalBody>, Problem> {
    allowed.find(body, move |cx| use_case::find::<Appraisal>(cx, path.appraisal_id)).await
}

/// Update an appraisal
///
/// The cycle goes step by step: draft, agreed, mid-year reviewed, completed. Agreed objectives keep their words; a completed
/// appraisal does not change any more.
#[utoipa::path(
    tag = "Staff",
    params(AppraisalPath),
    request_body = AppraisalPatch,
    responses((status = 200, description = "The appraisal as it stands now.", body = AppraisalBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[patch("/v1/appraisals/{appraisal_id}")]
pub(crate) async fn update_appraisal(
    allowed: Allowed<WriteLineManagement>,
    path: Segments<AppraisalPath>,
    condition: IfMatch,
    sent: Body<AppraisalPatch>,
) -> Result<Tagged<AppraisalBody>, Problem> {
    let (id, patch) = (path.appraisal_id, sent.into_inner());
    allowed
        .change(condition, body, move |cx, holds| {
            use_case::change_appraisal(cx, id, &|before| patch.clone().applied(before), holds)
        })
        .await
}
