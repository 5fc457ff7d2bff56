//! What is told of one person: to the person, their line manager and human resources.

use super::fairness::LedgerQuery;
use crate::allowed::{Allowed, permission::ReadOwnCover};
use crate::answers::by_digest;
use crate::roll::staff::StaffPath;
use actix_web::get;
use app::staffing::quality::quality_of;
use app::staffing::working_time::working_time;
use cover::quality::Quality;
use cover::working_time::WeekOfWork;
use school::Date;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Params, Problem, Segments, Tagged};

/// Get the quality indicators of who covers
///
/// From the registers of the lessons that the person covered: taken in time, late or not at all, how soon, and how many of
/// their marks others corrected; each figure with its definition. For the person, their line manager (by the latest appraisal)
/// and human resources; to anybody else the person is not there.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath, LedgerQuery),
    responses((status = 200, description = "The figures.", body = Quality, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/quality")]
pub(crate) async fn get_cover_quality(
    allowed: Allowed<ReadOwnCover>,
    path: Segments<StaffPath>,
    query: Params<LedgerQuery>,
) -> Result<Tagged<Quality>, Problem> {
    let found = allowed
        .read(move |cx| {
            let (from, to) = query.range(school::clock::local(cx.at).0);
            quality_of(cx, path.staff_id, from, to)
        })
        .await?;
    Ok(by_digest(found))
}

/// Which week.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WeekQuery {
    /// Any day of the week; today where it is left out.
    week: Option<Date>,
}

/// Get the working time of a member of staff
///
/// The hours of a week (Monday to Sunday) against the contract, day by day with the rest break that timetable and covers leave
/// (Working Time Regulations 1998, regulation 12), the year in term time against the contract's, cover outside the working pattern, and a teacher's
/// directed time with the covers taken. For the person, their line manager (by the latest appraisal) and human resources; to
/// anybody else the person is not there.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath, WeekQuery),
    responses((status = 200, description = "The hours.", body = WeekOfWork, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/working-time")]
pub(crate) async fn get_working_time(
    allowed: Allowed<ReadOwnCover>,
    path: Segments<StaffPath>,
    query: Params<WeekQuery>,
) -> Result<Tagged<WeekOfWork>, Problem> {
    let found = allowed
        .read(move |cx| working_time(cx, path.staff_id, query.week.unwrap_or(school::clock::local(cx.at).0)))
        .await?;
    Ok(by_digest(found))
}
