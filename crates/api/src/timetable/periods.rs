//! The periods of the school day.

use super::bodies::OnQuery;
use crate::allowed::{Allowed, permission::ReadTimetable};
use crate::paths::AcademyPath;
use actix_web::get;
use app::timetable::{self, Periods};
use school::timetable::Period;
use school::{AcademyId, Date};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Params, Problem, Segments, Tagged};

/// The periods that hold on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PeriodsBody {
    /// The academy.
    academy_id: AcademyId,
    /// The first day on which they hold; null where the academy has none.
    valid_from: Option<Date>,
    /// The periods by weekday and start.
    periods: Vec<Period>,
}

/// Get the periods
///
/// The periods of the academy as they hold on a day; they come with an import of `periods-csv`.
#[utoipa::path(
    tag = "Timetable",
    params(AcademyPath, OnQuery),
    responses((status = 200, description = "The periods.", body = PeriodsBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["roll:read"]), ("client" = ["attendance:read"]), ("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/periods")]
pub(crate) async fn get_periods(
    allowed: Allowed<ReadTimetable>,
    path: Segments<AcademyPath>,
    query: Params<OnQuery>,
) -> Result<Tagged<PeriodsBody>, Problem> {
    let date = query.into_inner().date.unwrap_or_else(|| allowed.app().clock.today());
    let academy_id = path.academy_id;
    let Periods { valid_from, periods } = allowed.read(move |cx| timetable::find_periods(cx, academy_id, date)).await?;
    Ok(crate::answers::by_digest(PeriodsBody { academy_id, valid_from, periods }))
}
