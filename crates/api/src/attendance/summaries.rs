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
use school::{AcademyId, Date, Phase};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Cursor, Limit, Page, Params, Problem, Segments, Tagged};

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

/// Which figures, in pages of academies.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AcademiesQuery {
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
    /// How many academies at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
}

/// The figures of one academy.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AcademyFigures {
    /// The academy.
    academy_id: AcademyId,
    /// Its name.
    name: String,
    /// Its phase.
    phase: Phase,
    /// Its figures.
    figures: SummaryAnswer,
}

/// Get the figures of each of the caller's academies
///
/// The figures of `…/trust/attendance/summary` for each academy by itself, in one answer: the counts of the academies add up to
/// those of the trust, their rates do not. Whoever publishes both for the public looks whether what one hides follows from the
/// other.
#[utoipa::path(
    tag = "Attendance",
    params(AcademiesQuery),
    responses((status = 200, description = "The figures by academy.", body = Page<AcademyFigures>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/trust/attendance/academies")]
pub(crate) async fn list_trust_attendance_academies(
    allowed: Allowed<ReadTrustSummaries>,
    query: Params<AcademiesQuery>,
) -> Result<Page<AcademyFigures>, Problem> {
    let AcademiesQuery { from, to, by, cohort, audience, limit, cursor } = query.into_inner();
    let (asked, audience) = SummaryQuery { from, to, by, cohort, audience }.asked();
    let found = allowed.read(move |cx| summaries::by_academy(cx, &asked, audience)).await?;
    let shown = found.into_iter().map(|of| AcademyFigures {
        academy_id: of.academy.id,
        name: of.academy.name,
        phase: of.academy.phase,
        figures: of.answer,
    });
    Page::of_all(shown.collect(), limit, cursor, |each| each.academy_id)
}
