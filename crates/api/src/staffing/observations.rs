//! Observations of covered lessons.

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
use cover::appraisal::{Observation, ObservationKind, ObservedFacts, Rating};
use school::{Date, Kept, RecordId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, IdempotencyKey, IfMatch, Page, Params, Patch, Problem, Segments, Tagged};

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
    /// Whose lesson it was: one that the person covered, which is found among the covers of the day, or their own work.
    #[serde(default)]
    kind: ObservationKind,
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
    /// What can be counted.
    #[serde(default)]
    facts: ObservedFacts,
    /// What follows from it; needed where something is of concern or the register was not taken.
    #[serde(default)]
    #[schema(max_length = 2000)]
    follow_up: Option<String>,
}

/// What is to be corrected in an observation.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"class": "8y/Ma1"}))]
pub(crate) struct ObservationPatch {
    /// When.
    #[serde(default)]
    #[schema(value_type = Date)]
    observed_on: Patch<Date>,
    /// Whose lesson it was.
    #[serde(default)]
    #[schema(value_type = ObservationKind)]
    kind: Patch<ObservationKind>,
    /// The period.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 50)]
    period: Patch<Option<String>>,
    /// The class.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 50)]
    class: Patch<Option<String>>,
    /// The start of the lesson.
    #[serde(default)]
    #[schema(value_type = Rating)]
    start: Patch<Rating>,
    /// Whether the work was clear to the class.
    #[serde(default)]
    #[schema(value_type = Rating)]
    work: Patch<Rating>,
    /// Behaviour.
    #[serde(default)]
    #[schema(value_type = Rating)]
    behaviour: Patch<Rating>,
    /// Whether the register was taken.
    #[serde(default)]
    #[schema(value_type = bool)]
    register_taken: Patch<bool>,
    /// What can be counted, all of it.
    #[serde(default)]
    #[schema(value_type = ObservedFacts)]
    facts: Patch<ObservedFacts>,
    /// What follows from it.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 2000)]
    follow_up: Patch<Option<String>>,
    /// Withdraws it, and says why: it stays on record, marked, and counts for nothing.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 500)]
    withdrawn: Patch<String>,
}

impl ObservationPatch {
    fn applied(self, to: Observation) -> Observation {
        Observation {
            observed_on: self.observed_on.or(to.observed_on),
            kind: self.kind.or(to.kind),
            period: self.period.or(to.period),
            class: self.class.or(to.class),
            start: self.start.or(to.start),
            work: self.work.or(to.work),
            behaviour: self.behaviour.or(to.behaviour),
            register_taken: self.register_taken.or(to.register_taken),
            facts: self.facts.or(to.facts),
            follow_up: self.follow_up.or(to.follow_up),
            withdrawn: set(self.withdrawn).or(to.withdrawn),
            ..to
        }
    }
}

/// An observation of a covered lesson, or of somebody's own work.
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
    /// Whose lesson it was.
    kind: ObservationKind,
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
    /// Whether the observer saw the register being taken.
    register_taken: bool,
    /// Whether the register of the covered lesson, as it is kept here, was saved by the person; null where there is none or not one
    /// lesson alone was meant.
    register_on_record: Option<bool>,
    /// What can be counted.
    facts: ObservedFacts,
    /// What follows from it.
    follow_up: Option<String>,
    /// Why it was withdrawn; null while it stands.
    withdrawn: Option<String>,
    /// When it was recorded.
    created_at: DateTime<Utc>,
    /// When it was last corrected.
    updated_at: DateTime<Utc>,
}

fn body(kept: Kept<Observation>) -> ObservationBody {
    let Observation {
        staff_id,
        line_manager_id,
        observed_on,
        kind,
        period,
        class,
        start,
        work,
        behaviour,
        register_taken,
        register_on_record,
        facts,
        follow_up,
        withdrawn,
    } = kept.value;
    ObservationBody {
        id: kept.id,
        staff_id,
        line_manager_id,
        observed_on,
        kind,
        period,
        class,
        start,
        work,
        behaviour,
        register_taken,
        register_on_record,
        facts,
        follow_up,
        withdrawn,
        created_at: kept.created_at,
        updated_at: kept.updated_at,
    }
}

/// List the observations of a member of staff
///
/// All of them for the line manager of today and human resources; for who was the line manager once, those that they made.
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
/// A concern, or a register that was not taken, is recorded with what follows from it. An observed cover is found by its day and
/// its period, its class or both among what the person covered (`not_covered_then`); beside what the observer saw of the register
/// stands what is kept of it.
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
        kind,
        period,
        class,
        start,
        work,
        behaviour,
        register_taken,
        facts,
        follow_up,
    } = sent.into_inner();
    let staff_id = path.staff_id;
    let observation = Observation {
        staff_id,
        line_manager_id,
        observed_on,
        kind,
        period,
        class,
        start,
        work,
        behaviour,
        register_taken,
        register_on_record: None,
        facts,
        follow_up,
        withdrawn: None,
    };
    allowed
        .add(request, "/v1/observations", body, move |cx| use_case::create_observation(cx, observation.clone()))
        .await
}

/// Get an observation
///
/// For the line manager of today, whom it names, and human resources; to anybody else it is not there.
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

/// Update an observation
///
/// Corrects what was recorded, or withdraws it; for the line manager of today and human resources. What it said before stays on
/// record.
#[utoipa::path(
    tag = "Staff",
    params(ObservationPath),
    request_body = ObservationPatch,
    responses((status = 200, description = "The observation as it stands now.", body = ObservationBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[patch("/v1/observations/{observation_id}")]
pub(crate) async fn update_observation(
    allowed: Allowed<WriteLineManagement>,
    path: Segments<ObservationPath>,
    condition: IfMatch,
    sent: Body<ObservationPatch>,
) -> Result<Tagged<ObservationBody>, Problem> {
    let (id, patch) = (path.observation_id, sent.into_inner());
    allowed
        .change(condition, body, move |cx, holds| {
            use_case::change_observation(cx, id, &|before| patch.clone().applied(before), holds)
        })
        .await
}
