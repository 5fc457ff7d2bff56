//! Patterns in absence, and the forecast of a pupil's year.

use crate::allowed::{Allowed, permission::ReadConcerns};
use crate::paths::{AcademyPath, PupilPath};
use actix_web::get;
use app::attendance::patterns::{self, AskedPatterns};
use attendance::forecast::PupilForecast;
use attendance::patterns::{PatternKind, PupilPatterns};
use school::{Date, PupilId};
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Cursor, Limit, Page, Params, Problem, Segments, Tagged};

/// Of patterns with at most this adjusted p, about one in twenty is chance.
const USUAL_P: f64 = 0.05;

/// Which patterns.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PatternsQuery {
    /// The day whose marks are the last; today where it is left out. Looked back is a year.
    #[param(example = "2026-11-23")]
    as_of: Option<Date>,
    /// Only this kind.
    #[param(inline)]
    kind: Option<PatternKind>,
    /// Only patterns whose adjusted p is at most this: 0.05 where it is left out, 1 for everything that was tested.
    #[param(minimum = 0, maximum = 1)]
    adjusted_p_at_most: Option<f64>,
    /// How many pupils at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
}

/// List patterns in the absence of an academy's pupils
///
/// Weekdays, broken weeks, days beside holidays, absence together with a sibling and change against the pupil's own earlier
/// weeks; each with its counts, its size, an exact test and that test's p adjusted for the number of pupils tested. Little
/// evidence is not tested. A pattern is a reason to ask, not a finding.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, PatternsQuery),
    responses((status = 200, description = "The pupils with their patterns, by pupil.", body = Page<PupilPatterns>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/attendance/patterns")]
pub(crate) async fn list_patterns(
    allowed: Allowed<ReadConcerns>,
    path: Segments<AcademyPath>,
    query: Params<PatternsQuery>,
) -> Result<Page<PupilPatterns>, Problem> {
    let PatternsQuery { as_of, kind, adjusted_p_at_most, limit, cursor } = query.into_inner();
    let after: Option<PupilId> = cursor.map(|cursor| cursor.read()).transpose()?;
    let asked = AskedPatterns { as_of, kind, adjusted_p_at_most: adjusted_p_at_most.unwrap_or(USUAL_P) };
    let mut found = allowed.read(move |cx| patterns::list_patterns(cx, path.academy_id, &asked)).await?;
    if let Some(after) = after {
        found.retain(|pupil| pupil.pupil_id > after);
    }
    Ok(Page::cut(found, limit, |pupil| pupil.pupil_id))
}

/// Which forecast.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ForecastQuery {
    /// The day whose marks are the last; today where it is left out. Forecast is the end of its academic year.
    #[param(example = "2026-11-23")]
    as_of: Option<Date>,
}

/// Get the forecast of a pupil's absence at the end of the year
///
/// The expected absence with an interval meant to hold four pupils of five, and the chances of persistent and severe absence.
#[utoipa::path(
    tag = "Attendance",
    params(PupilPath, ForecastQuery),
    responses((status = 200, description = "The forecast.", body = PupilForecast, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/pupils/{pupil_id}/attendance/forecast")]
pub(crate) async fn get_forecast(
    allowed: Allowed<ReadConcerns>,
    path: Segments<PupilPath>,
    query: Params<ForecastQuery>,
) -> Result<Tagged<PupilForecast>, Problem> {
    let ForecastQuery { as_of } = query.into_inner();
    let found = allowed.read(move |cx| patterns::pupil_year(cx, path.pupil_id, as_of)).await?;
    Ok(crate::answers::by_digest(found))
}
