//! The table of attendance codes.

use crate::allowed::{Allowed, permission::ReadCodes};
use actix_web::{get, web::Json};
use attendance::code::{AttendanceCode, in_force};
use school::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Params, Problem};

/// Which codes.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CodesQuery {
    /// The day on which the codes are in force; today where it is left out.
    #[param(example = "2026-11-23")]
    on: Option<Date>,
}

/// The codes in force on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AttendanceCodes {
    /// The codes.
    data: Vec<AttendanceCode>,
    /// Always null: the table is one page.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// List the attendance codes in force on a day
///
/// Every national code with what it counts as, whether it is late, whether it counts to the penalty-notice threshold, whether
/// it may be planned, and the days between which it is in force (School Attendance (Pupil Registration) (England)
/// Regulations 2024 regulation 10; the codes before 19 August 2024 for history). Never guess from the letters.
#[utoipa::path(
    tag = "Attendance",
    params(CodesQuery),
    responses((status = 200, description = "The codes.", body = AttendanceCodes)),
    security(("client" = []), ("person" = []))
)]
#[get("/v1/attendance-codes")]
pub(crate) async fn list_attendance_codes(
    allowed: Allowed<ReadCodes>,
    query: Params<CodesQuery>,
) -> Result<Json<AttendanceCodes>, Problem> {
    let on = query.on.unwrap_or_else(|| allowed.app().clock.today());
    Ok(Json(AttendanceCodes { data: in_force(on), next_cursor: None }))
}
