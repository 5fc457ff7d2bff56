//! Planned absences.

use crate::allowed::{
    Allowed, Made,
    permission::{PlanAbsences, ReadMarks},
};
use crate::paths::PupilPath;
use crate::roll::asking::{ask, page};
use actix_web::{HttpResponse, delete, get, post};
use app::attendance::planned::{self, Planning};
use attendance::Warning;
use chrono::{DateTime, Utc};
use school::{Date, PlannedAbsenceId, PupilId, Session, Signatory, Weekday};
use serde::{Deserialize, Serialize};
use store::attendance::planned::PlannedAbsence;
use utoipa::{IntoParams, ToSchema};
use web::{Body, Cursor, ETag, IdempotencyKey, IfMatch, Limit, Page, Params, Problem, Segments, Tagged};

/// What is sent to plan an absence.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"first_day": "2026-12-07", "last_day": "2026-12-08", "code": "M", "sessions": ["am"]}))]
pub(crate) struct PlanAbsenceBody {
    /// The first day.
    first_day: Date,
    /// The last day, inside the range; at most 400 days later.
    last_day: Date,
    /// A code that may be planned.
    #[schema(max_length = 8, example = "M")]
    code: String,
    /// Only these days of the week.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 7)]
    weekdays: Option<Vec<Weekday>>,
    /// Only these sessions.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 2)]
    sessions: Option<Vec<Session>>,
    /// A remark.
    #[serde(default)]
    #[schema(max_length = 1000)]
    comment: Option<String>,
}

/// A planned absence: it stands apart from the register and enters it when the register is taken.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlannedAbsenceBody {
    /// The planned absence.
    id: PlannedAbsenceId,
    /// The pupil.
    pupil_id: PupilId,
    /// The first day.
    first_day: Date,
    /// The last day, inside the range.
    last_day: Date,
    /// The code.
    #[schema(example = "M")]
    code: String,
    /// Only these days of the week; null for all.
    weekdays: Option<Vec<Weekday>>,
    /// Only these sessions; null for both.
    sessions: Option<Vec<Session>>,
    /// A remark; null for callers who may not read remarks.
    comment: Option<String>,
    /// `person`, `import` or `closure`.
    source: String,
    /// When it was planned.
    created_at: DateTime<Utc>,
    /// The person who planned it.
    by: Option<Signatory>,
    /// What was doubtful about it; empty when it is only read.
    warnings: Vec<Warning>,
}

fn body(absence: PlannedAbsence, warnings: Vec<Warning>, with_comments: bool) -> PlannedAbsenceBody {
    let PlannedAbsence {
        id,
        pupil_id,
        first_day,
        last_day,
        code,
        weekdays,
        sessions,
        comment,
        source,
        created_at,
        by,
        ..
    } = absence;
    PlannedAbsenceBody {
        id,
        pupil_id,
        first_day,
        last_day,
        code,
        weekdays,
        sessions,
        comment: comment.filter(|_| with_comments),
        source: source.split(' ').next().unwrap_or_default().to_owned(),
        created_at,
        by: by.person,
        warnings,
    }
}

/// Plan an absence
///
/// A dated range of one code, with optional weekdays and sessions. It enters the register when the register is taken and the
/// pupil is left out; until then it is in no figure. Where two plans touch the same session the later made holds.
#[utoipa::path(
    tag = "Attendance",
    params(PupilPath),
    request_body = PlanAbsenceBody,
    responses((status = 201, description = "Planned.", body = PlannedAbsenceBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[post("/v1/pupils/{pupil_id}/planned-absences")]
pub(crate) async fn plan_absence(
    allowed: Allowed<PlanAbsences>,
    path: Segments<PupilPath>,
    key: IdempotencyKey,
    sent: Body<PlanAbsenceBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let PlanAbsenceBody { first_day, last_day, code, weekdays, sessions, comment } = sent.into_inner();
    let planning = Planning { first_day, last_day, code, weekdays, sessions, comment };
    allowed
        .make(request, move |cx| {
            let (absence, warnings) = planned::plan_absence(cx, path.pupil_id, &planning)?;
            Ok(Made {
                etag: ETag::revision(i64::from(absence.revision)),
                location: format!("/v1/planned-absences/{}", absence.id),
                body: body(absence, warnings, true),
            })
        })
        .await
}

/// Which planned absences.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PlannedAbsencesQuery {
    /// Only those that touch this day or a later one.
    from: Option<Date>,
    /// Only those that touch this day or an earlier one.
    to: Option<Date>,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
    /// Only what has changed since: the `watermark` of an answer before, or an instant.
    #[param(max_length = 64)]
    updated_since: Option<String>,
}

/// List the planned absences of a pupil
///
/// Those that touch the range and are not cancelled, the oldest first.
#[utoipa::path(
    tag = "Attendance",
    params(PupilPath, PlannedAbsencesQuery),
    responses((status = 200, description = "The planned absences.", body = Page<PlannedAbsenceBody>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/pupils/{pupil_id}/planned-absences")]
pub(crate) async fn list_planned_absences(
    allowed: Allowed<ReadMarks>,
    path: Segments<PupilPath>,
    query: Params<PlannedAbsencesQuery>,
) -> Result<Page<PlannedAbsenceBody>, Problem> {
    let PlannedAbsencesQuery { from, to, limit, cursor, updated_since } = query.into_inner();
    let (ask, with_comments) = (ask(limit, cursor, updated_since)?, allowed.shows_comments());
    let found = allowed.read(move |cx| planned::list_planned_absences(cx, path.pupil_id, from, to, &ask)).await?;
    Ok(page(found, |absence| body(absence, Vec::new(), with_comments)))
}

/// Where a planned absence is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct PlannedAbsencePath {
    /// The planned absence.
    #[param(value_type = String, format = Uuid)]
    planned_absence_id: PlannedAbsenceId,
}

/// Get a planned absence
///
/// One planned absence that is not cancelled.
#[utoipa::path(
    tag = "Attendance",
    params(PlannedAbsencePath),
    responses((status = 200, description = "The planned absence.", body = PlannedAbsenceBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/planned-absences/{planned_absence_id}")]
pub(crate) async fn get_planned_absence(
    allowed: Allowed<ReadMarks>,
    path: Segments<PlannedAbsencePath>,
) -> Result<Tagged<PlannedAbsenceBody>, Problem> {
    let with_comments = allowed.shows_comments();
    let found = allowed.read(move |cx| planned::find_planned_absence(cx, path.planned_absence_id)).await?;
    let etag = ETag::revision(i64::from(found.revision));
    Ok(Tagged::new(etag, body(found, Vec::new(), with_comments)))
}

/// Cancel a planned absence
///
/// Sessions already registered keep their marks; the plan no longer enters any register.
#[utoipa::path(
    tag = "Attendance",
    params(PlannedAbsencePath),
    responses((status = 204, description = "Cancelled.")),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[delete("/v1/planned-absences/{planned_absence_id}")]
pub(crate) async fn cancel_planned_absence(
    allowed: Allowed<PlanAbsences>,
    path: Segments<PlannedAbsencePath>,
    condition: IfMatch,
) -> Result<HttpResponse, Problem> {
    allowed
        .remove(condition, move |cx, holds| planned::cancel_planned_absence(cx, path.planned_absence_id, holds))
        .await
}
