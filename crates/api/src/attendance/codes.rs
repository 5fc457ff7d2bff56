//! The table of attendance codes.

use crate::allowed::{Allowed, permission::ReadCodes};
use actix_web::get;
use attendance::code::{AttendanceCode, in_force};
use school::Date;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Cursor, Limit, Page, Params, Problem};

/// Which codes.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CodesQuery {
    /// The day on which the codes are in force; today where it is left out.
    #[param(example = "2026-11-23")]
    on: Option<Date>,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
}

/// List the attendance codes in force on a day
///
/// Every national code with what it counts as, whether it is late, whether it counts to the penalty-notice threshold, whether
/// it may be planned, and the days between which it is in force (School Attendance (Pupil Registration) (England)
/// Regulations 2024 regulation 10; the codes before 19 August 2024 for history). Never guess from the letters.
#[utoipa::path(
    tag = "Attendance",
    params(CodesQuery),
    responses((status = 200, description = "The codes.", body = Page<AttendanceCode>)),
    security(("client" = []), ("person" = []))
)]
#[get("/v1/attendance-codes")]
pub(crate) async fn list_attendance_codes(
    allowed: Allowed<ReadCodes>,
    query: Params<CodesQuery>,
) -> Result<Page<AttendanceCode>, Problem> {
    let CodesQuery { on, limit, cursor } = query.into_inner();
    let on = on.unwrap_or_else(|| allowed.app().clock.today());
    let numbered = in_force(on).into_iter().enumerate().collect();
    Ok(Page::of_all(numbered, limit, cursor, |(place, _)| *place)?.map(|(_, code)| code))
}
