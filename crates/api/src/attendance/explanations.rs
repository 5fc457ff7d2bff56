//! Why a rule is met or is not, and what would be.

use crate::allowed::{Allowed, permission::ReadConcerns};
use crate::paths::PupilPath;
use actix_web::{HttpResponse, get, post, web::Json};
use app::attendance::{
    explain,
    what_if::{Presumption, presume},
};
use attendance::{
    concerns::{Explanation, Rule},
    what_if::WhatIf,
};
use chrono::{DateTime, Utc};
use school::Date;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use web::{Body, IdempotencyKey, Params, Problem, Segments};

/// What is to be explained.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExplainQuery {
    /// The rule.
    #[param(inline)]
    rule: Rule,
    /// The day: marks of sessions up to and including it count. Today, or the day of `known_at`, where it is left out.
    #[param(example = "2026-11-23")]
    as_of: Option<Date>,
    /// Only what had been recorded by this moment is looked at.
    #[param(example = "2026-11-20T16:00:00Z")]
    known_at: Option<DateTime<Utc>>,
}

/// Explain a rule for a pupil
///
/// The arithmetic in sentences that a parent or a court can follow, and in numbers: what was counted in which days or school
/// weeks, against which threshold, with which settings, by which law; whether the rule is met or not. With `known_at` the
/// registers are rebuilt as they stood at that moment from their entries; the roll and the calendars are those of today.
#[utoipa::path(
    tag = "Attendance",
    params(PupilPath, ExplainQuery),
    responses((status = 200, description = "The explanation.", body = Explanation)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/pupils/{pupil_id}/attendance/explain")]
pub(crate) async fn explain_rule(
    allowed: Allowed<ReadConcerns>,
    path: Segments<PupilPath>,
    query: Params<ExplainQuery>,
) -> Result<Json<Explanation>, Problem> {
    let ExplainQuery { rule, as_of, known_at } = query.into_inner();
    let found = allowed.read(move |cx| explain::explain_rule(cx, path.pupil_id, rule, as_of, known_at)).await?;
    Ok(Json(found))
}

/// An absence that is presumed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PresumedAbsenceBody {
    /// The first day.
    first_day: Date,
    /// The last day, inside the range, in the same academic year; not before today.
    last_day: Date,
    /// Any code in force but those of presence.
    #[schema(max_length = 8, example = "G")]
    code: String,
}

/// What is presumed: absences, a day from which the pupil attends every other session, or both.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"planned": [{"first_day": "2026-12-07", "last_day": "2026-12-11", "code": "G"}], "attends_from": "2026-12-14"}))]
pub(crate) struct WhatIfBody {
    /// Absences; where two touch a session the later named holds.
    #[serde(default)]
    #[schema(max_items = 50)]
    planned: Vec<PresumedAbsenceBody>,
    /// The pupil attends every session from this day to the end of the academic year that no absence is presumed for.
    #[serde(default)]
    attends_from: Option<Date>,
}

/// Work out what would be
///
/// The effect of absences that are not decided yet, of a decision on leave, or of attending from a day on, on every measure and
/// rule, with the sessions left before absence is persistent and the best attendance still attainable. Marks that are recorded
/// stay as they are, and nothing is written.
#[utoipa::path(
    tag = "Attendance",
    params(PupilPath),
    request_body = WhatIfBody,
    responses((status = 200, description = "What would be.", body = WhatIf)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[post("/v1/pupils/{pupil_id}/attendance/what-if")]
pub(crate) async fn what_if(
    allowed: Allowed<ReadConcerns>,
    path: Segments<PupilPath>,
    key: IdempotencyKey,
    sent: Body<WhatIfBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let WhatIfBody { planned, attends_from } = sent.into_inner();
    let planned = planned.into_iter().map(|absence| (absence.first_day, absence.last_day, absence.code)).collect();
    let presumption = Presumption { planned, attends_from };
    allowed.act(request, move |cx| presume(cx, path.pupil_id, &presumption)).await
}
