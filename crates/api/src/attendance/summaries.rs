//! Figures.

use crate::allowed::{
    Allowed,
    permission::{ReadSummaries, ReadTrustSummaries},
};
use crate::paths::AcademyPath;
use actix_web::get;
use app::attendance::summaries::{self, Asked, Of};
use attendance::measures::Audience;
use attendance::summary::{Cohort, Grouping, SummaryAnswer};
use school::Date;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Params, Problem, Segments, Tagged};

/// Which figures.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SummaryQuery {
    /// The first day; the first of the academic year where it is left out.
    #[param(example = "2026-09-01")]
    from: Option<Date>,
    /// The last day; today where it is left out. At most 366 days in all.
    #[param(example = "2026-11-23")]
    to: Option<Date>,
    /// What is grouped by. A characteristic is the one held on the day of the session.
    #[param(inline)]
    by: Option<Grouping>,
    /// Whom the figures are about.
    #[param(inline)]
    cohort: Option<Cohort>,
    /// Who will see the figures: for `public` small groups are hidden and counts of pupils rounded.
    #[param(inline)]
    audience: Option<Audience>,
}

impl SummaryQuery {
    /// What is asked, and for whom.
    pub(crate) fn asked(self) -> (Asked, Audience) {
        let Self { from, to, by, cohort, audience } = self;
        let asked = Asked { from, to, by: by.unwrap_or_default(), cohort: cohort.unwrap_or_default() };
        (asked, audience.unwrap_or_default())
    }
}

/// Get the figures of an academy
///
/// Sums over pupils first, one division after. Every answer says what was counted, what was left out and how many sessions
/// have no mark yet.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, SummaryQuery),
    responses((status = 200, description = "The figures.", body = SummaryAnswer, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/attendance/summary")]
pub(crate) async fn get_attendance_summary(
    allowed: Allowed<ReadSummaries>,
    path: Segments<AcademyPath>,
    query: Params<SummaryQuery>,
) -> Result<Tagged<SummaryAnswer>, Problem> {
    let (asked, audience) = query.into_inner().asked();
    let found = allowed.read(move |cx| summaries::summary(cx, Of::Academy(path.academy_id), &asked, audience)).await?;
    Ok(crate::answers::by_digest(found))
}

/// Get the figures across the caller's academies
///
/// The same figures over all academies in the caller's reach as one: never an average of averages.
#[utoipa::path(
    tag = "Attendance",
    params(SummaryQuery),
    responses((status = 200, description = "The figures.", body = SummaryAnswer, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/trust/attendance/summary")]
pub(crate) async fn get_trust_attendance_summary(
    allowed: Allowed<ReadTrustSummaries>,
    query: Params<SummaryQuery>,
) -> Result<Tagged<SummaryAnswer>, Problem> {
    let (asked, audience) = query.into_inner().asked();
    let found = allowed.read(move |cx| summaries::summary(cx, Of::Trust, &asked, audience)).await?;
    Ok(crate::answers::by_digest(found))
}
