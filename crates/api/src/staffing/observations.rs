//! Observations of covered lessons.

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
use cover::appraisal::{Observation, Rating};
use school::{Date, Kept, RecordId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, IdempotencyKey, Page, Params, Problem, Segments, Tagged};

/// Where an observation is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ObservationPath {
    /// The observation.
    #[param(value_type = String, format = Uuid)]
    observation_id: RecordId,
}

/// What is sent to record an observation.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"line_manager_id": "0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50", "observed_on": "2026-11-20", "class": "8x/Ma1",
    "start": "strong", "work": "sound", "behaviour": "strong", "register_taken": true}))]
pub(crate) struct NewObservationBody {
    /// Who observed: the line manager.
    line_manager_id: StaffId,
    /// When.
    observed_on: Date,
    /// The period.
    #[serde(default)]
    #[schema(max_length = 50)]
    period: Option<String>,
    /// The class.
    #[serde(default)]
    #[schema(max_length = 50)]
    class: Option<String>,
    /// The start of the lesson.
    start: Rating,
    /// Whether the work was clear to the class.
    work: Rating,
    /// Behaviour.
    behaviour: Rating,
    /// Whether the register was taken.
    register_taken: bool,
    /// What follows from it; needed where something is of concern or the register was not taken.
    #[serde(default)]
    #[schema(max_length = 2000)]
    follow_up: Option<String>,
}

/// An observation of a covered lesson.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ObservationBody {
    /// The observation.
    id: RecordId,
    /// The person observed.
    staff_id: StaffId,
    /// Who observed.
    line_manager_id: StaffId,
    /// When.
    observed_on: Date,
    /// The period.
    period: Option<String>,
    /// The class.
    class: Option<String>,
    /// The start of the lesson.
    start: Rating,
    /// Whether the work was clear to the class.
    work: Rating,
    /// Behaviour.
    behaviour: Rating,
    /// Whether the register was taken.
    register_taken: bool,
    /// What follows from it.
    follow_up: Option<String>,
    /// When it was recorded.
    created_at: DateTime<Utc>,
}

fn body(kept: Kept<Observation>) -> ObservationBody {
    let Observation {
        staff_id,
        line_manager_id,
        observed_on,
        period,
        class,
        start,
        work,
        behaviour,
        register_taken,
        follow_up,
    } = kept.value;
    ObservationBody {
        id: kept.id,
        staff_id,
        line_manager_id,
        observed_on,
        period,
        class,
        start,
        work,
        behaviour,
        register_taken,
        follow_up,
        created_at: kept.created_at,
    }
}

/// List the observations of a member of staff
///
/// Of the lessons that they covered: those that the caller made; all of them for human resources.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath, ManagementQuery),
    responses((status = 200, description = "The observations.", body = Page<ObservationBody>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/observations")]
pub(crate) async fn list_observations(
    allowed: Allowed<ReadLineManagement>,
    path: Segments<StaffPath>,
    query: Params<ManagementQuery>,
) -> Result<Page<ObservationBody>, Problem> {
    let ManagementQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| use_case::list::<Observation>(cx, path.staff_id, &ask)).await?;
    Ok(page(listing, body))
}

/// Create an observation
///
/// A concern, or a register that was not taken, is recorded with what follows from it.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath),
    request_body = NewObservationBody,
    responses((status = 201, description = "Recorded.", body = ObservationBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/staff/{staff_id}/observations")]
pub(crate) async fn create_observation(
    allowed: Allowed<WriteLineManagement>,
    path: Segments<StaffPath>,
    key: IdempotencyKey,
    sent: Body<NewObservationBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let NewObservationBody {
        line_manager_id,
        observed_on,
        period,
        class,
        start,
        work,
        behaviour,
        register_taken,
        follow_up,
    } = sent.into_inner();
    let staff_id = path.staff_id;
    let observation = Observation {
        staff_id,
        line_manager_id,
        observed_on,
        period,
        class,
        start,
        work,
        behaviour,
        register_taken,
        follow_up,
    };
    allowed
        .add(request, "/v1/observations", body, move |cx| use_case::create_observation(cx, observation.clone()))
        .await
}

/// Get an observation
///
/// For its line manager and human resources; to anybody else it is not there.
#[utoipa::path(
    tag = "Staff",
    params(ObservationPath),
    responses((status = 200, description = "The observation.", body = ObservationBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/observations/{observation_id}")]
pub(crate) async fn get_observation(
    allowed: Allowed<ReadLineManagement>,
    path: Segments<ObservationPath>,
) -> Result<Tagged<ObservationBody>, Problem> {
    allowed.find(body, move |cx| use_case::find::<Observation>(cx, path.observation_id)).await
}
