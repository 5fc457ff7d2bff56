//! Measures beside the summary: bands, punctuality, rates by code, comparison.

use super::summaries::SummaryQuery;
use crate::allowed::{
    Allowed,
    permission::{ReadSummaries, ReadTrustSummaries},
};
use crate::paths::AcademyPath;
use actix_web::get;
use app::attendance::measures;
use app::attendance::summaries::{Asked, Of};
use attendance::measures::{Audience, BandsAnswer, CodeRatesAnswer, ComparisonAnswer, PunctualityAnswer};
use attendance::summary::{Cohort, Grouping};
use school::Date;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Params, Problem, Segments, Tagged};

/// Which rates by code.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CodeRatesQuery {
    /// The first day; the first of the academic year where it is left out.
    #[param(example = "2026-09-01")]
    from: Option<Date>,
    /// The last day; today where it is left out. At most 366 days in all.
    #[param(example = "2026-11-23")]
    to: Option<Date>,
    /// Whom the figures are about.
    #[param(inline)]
    cohort: Option<Cohort>,
    /// Who will see the figures: for `public` codes of few pupils are hidden and counts of pupils rounded.
    #[param(inline)]
    audience: Option<Audience>,
}

impl CodeRatesQuery {
    fn asked(self) -> (Asked, Audience) {
        let Self { from, to, cohort, audience } = self;
        let asked = Asked { from, to, by: Grouping::None, cohort: cohort.unwrap_or_default() };
        (asked, audience.unwrap_or_default())
    }
}

/// Which comparison.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ComparisonQuery {
    /// The first day; the first of the academic year where it is left out.
    #[param(example = "2026-09-01")]
    from: Option<Date>,
    /// The last day; today where it is left out. At most 366 days in all.
    #[param(example = "2026-11-23")]
    to: Option<Date>,
    /// Who will see the figures: for `public` phases of few pupils are hidden and counts of pupils rounded.
    #[param(inline)]
    audience: Option<Audience>,
}

impl ComparisonQuery {
    fn asked(self) -> (Asked, Audience) {
        let Self { from, to, audience } = self;
        (Asked { from, to, by: Grouping::None, cohort: Cohort::Dfe }, audience.unwrap_or_default())
    }
}

/// Get the severity bands of an academy
///
/// Pupils by their own absence in the DfE's bands of five percentage points, the lower bound inside. Persistent absentees are
/// all from 10 % on; the severe, from 50 % on, are among them. Not grouped by weekday, week or code.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, SummaryQuery),
    responses((status = 200, description = "The bands.", body = BandsAnswer, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/attendance/bands")]
pub(crate) async fn get_attendance_bands(
    allowed: Allowed<ReadSummaries>,
    path: Segments<AcademyPath>,
    query: Params<SummaryQuery>,
) -> Result<Tagged<BandsAnswer>, Problem> {
    let (asked, audience) = query.into_inner().asked();
    let found = allowed.read(move |cx| measures::bands(cx, Of::Academy(path.academy_id), &asked, audience)).await?;
    Ok(crate::answers::by_digest(found))
}

/// Get the severity bands across the caller's academies
///
/// Pupils by their own absence in the DfE's bands of five percentage points, the lower bound inside. Persistent absentees are
/// all from 10 % on; the severe, from 50 % on, are among them. Not grouped by weekday, week or code.
#[utoipa::path(
    tag = "Attendance",
    params(SummaryQuery),
    responses((status = 200, description = "The bands.", body = BandsAnswer, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/trust/attendance/bands")]
pub(crate) async fn get_trust_attendance_bands(
    allowed: Allowed<ReadTrustSummaries>,
    query: Params<SummaryQuery>,
) -> Result<Tagged<BandsAnswer>, Problem> {
    let (asked, audience) = query.into_inner().asked();
    let found = allowed.read(move |cx| measures::bands(cx, Of::Trust, &asked, audience)).await?;
    Ok(crate::answers::by_digest(found))
}

/// Get the punctuality of an academy
///
/// A local measure: arrivals before the register began as a fraction of all arrivals, beside the DfE's late sessions as a fraction
/// of possible sessions. Not grouped by code.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, SummaryQuery),
    responses((status = 200, description = "Punctuality.", body = PunctualityAnswer, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/attendance/punctuality")]
pub(crate) async fn get_attendance_punctuality(
    allowed: Allowed<ReadSummaries>,
    path: Segments<AcademyPath>,
    query: Params<SummaryQuery>,
) -> Result<Tagged<PunctualityAnswer>, Problem> {
    let (asked, audience) = query.into_inner().asked();
    let found =
        allowed.read(move |cx| measures::punctuality(cx, Of::Academy(path.academy_id), &asked, audience)).await?;
    Ok(crate::answers::by_digest(found))
}

/// Get the punctuality across the caller's academies
///
/// A local measure: arrivals before the register began as a fraction of all arrivals, beside the DfE's late sessions as a fraction
/// of possible sessions. Not grouped by code.
#[utoipa::path(
    tag = "Attendance",
    params(SummaryQuery),
    responses((status = 200, description = "Punctuality.", body = PunctualityAnswer, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/trust/attendance/punctuality")]
pub(crate) async fn get_trust_attendance_punctuality(
    allowed: Allowed<ReadTrustSummaries>,
    query: Params<SummaryQuery>,
) -> Result<Tagged<PunctualityAnswer>, Problem> {
    let (asked, audience) = query.into_inner().asked();
    let found = allowed.read(move |cx| measures::punctuality(cx, Of::Trust, &asked, audience)).await?;
    Ok(crate::answers::by_digest(found))
}

/// Get the rate of each code of an academy
///
/// How often each code was entered, as a fraction of possible sessions: which reasons make up the absence.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, CodeRatesQuery),
    responses((status = 200, description = "The rates.", body = CodeRatesAnswer, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/attendance/code-rates")]
pub(crate) async fn get_attendance_code_rates(
    allowed: Allowed<ReadSummaries>,
    path: Segments<AcademyPath>,
    query: Params<CodeRatesQuery>,
) -> Result<Tagged<CodeRatesAnswer>, Problem> {
    let (asked, audience) = query.into_inner().asked();
    let found =
        allowed.read(move |cx| measures::code_rates(cx, Of::Academy(path.academy_id), &asked, audience)).await?;
    Ok(crate::answers::by_digest(found))
}

/// Get the rate of each code across the caller's academies
///
/// How often each code was entered, as a fraction of possible sessions: which reasons make up the absence.
#[utoipa::path(
    tag = "Attendance",
    params(CodeRatesQuery),
    responses((status = 200, description = "The rates.", body = CodeRatesAnswer, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/trust/attendance/code-rates")]
pub(crate) async fn get_trust_attendance_code_rates(
    allowed: Allowed<ReadTrustSummaries>,
    query: Params<CodeRatesQuery>,
) -> Result<Tagged<CodeRatesAnswer>, Problem> {
    let (asked, audience) = query.into_inner().asked();
    let found = allowed.read(move |cx| measures::code_rates(cx, Of::Trust, &asked, audience)).await?;
    Ok(crate::answers::by_digest(found))
}

/// Get the figures beside the national ones of an academy
///
/// The figures of the DfE's cohort beside the published national figures of the same phase, the best fitting first, each with its
/// source. Sums over pupils first, one division after.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, ComparisonQuery),
    responses((status = 200, description = "The comparison.", body = ComparisonAnswer, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/attendance/comparison")]
pub(crate) async fn get_attendance_comparison(
    allowed: Allowed<ReadSummaries>,
    path: Segments<AcademyPath>,
    query: Params<ComparisonQuery>,
) -> Result<Tagged<ComparisonAnswer>, Problem> {
    let (asked, audience) = query.into_inner().asked();
    let found =
        allowed.read(move |cx| measures::comparison(cx, Of::Academy(path.academy_id), &asked, audience)).await?;
    Ok(crate::answers::by_digest(found))
}

/// Get the figures beside the national ones across the caller's academies
///
/// The figures of the DfE's cohort beside the published national figures of the same phase, the best fitting first, each with its
/// source. Sums over pupils first, one division after.
#[utoipa::path(
    tag = "Attendance",
    params(ComparisonQuery),
    responses((status = 200, description = "The comparison.", body = ComparisonAnswer, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/trust/attendance/comparison")]
pub(crate) async fn get_trust_attendance_comparison(
    allowed: Allowed<ReadTrustSummaries>,
    query: Params<ComparisonQuery>,
) -> Result<Tagged<ComparisonAnswer>, Problem> {
    let (asked, audience) = query.into_inner().asked();
    let found = allowed.read(move |cx| measures::comparison(cx, Of::Trust, &asked, audience)).await?;
    Ok(crate::answers::by_digest(found))
}
