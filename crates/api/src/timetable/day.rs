//! What happens on a day.

use super::bodies::{OnQuery, TimetableDayBody, body};
use crate::allowed::{Allowed, permission::ReadTimetable};
use crate::paths::AcademyPath;
use actix_web::get;
use app::timetable;
use school::{Date, GroupId, StaffId};
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Params, Problem, Segments, Tagged};

/// Which part of the day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DayQuery {
    /// The day; today where it is left out.
    #[param(example = "2026-11-23")]
    date: Option<Date>,
    /// Only the lessons of this class.
    #[param(value_type = Option<String>, format = Uuid)]
    group_id: Option<GroupId>,
    /// Only what happens in this room.
    #[param(max_length = 50)]
    room: Option<String>,
}

/// Get the timetable of a day
///
/// Who does what in which period of the day, with clock times: the version of the timetable that holds, the week of the cycle,
/// and the times of a shortened day are all taken into account. Empty on a day without school.
#[utoipa::path(
    tag = "Timetable",
    params(AcademyPath, DayQuery),
    responses((status = 200, description = "The day.", body = TimetableDayBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["roll:read"]), ("client" = ["attendance:read"]), ("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/timetable")]
pub(crate) async fn get_timetable(
    allowed: Allowed<ReadTimetable>,
    path: Segments<AcademyPath>,
    query: Params<DayQuery>,
) -> Result<Tagged<TimetableDayBody>, Problem> {
    let DayQuery { date, group_id, room } = query.into_inner();
    let date = date.unwrap_or_else(|| allowed.app().clock.today());
    let (part, academy_id) = (timetable::Part { group_id, room }, path.academy_id);
    let day = allowed.read(move |cx| timetable::part_of_day(cx, academy_id, date, &part)).await?;
    Ok(crate::answers::by_digest(body(academy_id, day)))
}

/// Where a member of staff is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct StaffTimetablePath {
    /// The staff record.
    #[param(value_type = String, format = Uuid)]
    staff_id: StaffId,
}

/// Get the timetable of a member of staff on a day
///
/// What one person does in which period of the day, with clock times; the periods without a line are free.
#[utoipa::path(
    tag = "Timetable",
    params(StaffTimetablePath, OnQuery),
    responses((status = 200, description = "The day.", body = TimetableDayBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["roll:read"]), ("client" = ["attendance:read"]), ("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/timetable")]
pub(crate) async fn get_staff_timetable(
    allowed: Allowed<ReadTimetable>,
    path: Segments<StaffTimetablePath>,
    query: Params<OnQuery>,
) -> Result<Tagged<TimetableDayBody>, Problem> {
    let date = query.into_inner().date.unwrap_or_else(|| allowed.app().clock.today());
    let found = allowed.read(move |cx| timetable::staff_day(cx, path.staff_id, date)).await?;
    Ok(crate::answers::by_digest(body(found.member.academy_id, found.day)))
}
