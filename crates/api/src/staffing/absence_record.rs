//! The record of absences: settings, the Bradford factor, the census, trends.

use crate::allowed::{
    Allowed,
    permission::{ReadAbsenceReasons, ReadOwnCover, ReadStaffAbsences, WriteEmployment},
};
use crate::answers::by_digest;
use crate::paths::AcademyPath;
use crate::roll::staff::StaffPath;
use access::Action;
use actix_web::{get, put};
use app::staffing::absence_record as use_case;
use cover::absence_record::{AbsenceRecord, AbsenceSettings, CensusReturn, Trends};
use school::{AcademicYear, Date, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, ETag, IfMatch, Params, Problem, Segments, Tagged};

/// As of which day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AbsenceRecordQuery {
    /// The last day of the 52 weeks; today where it is left out.
    as_of: Option<Date>,
}

/// Of which academic year.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CensusQuery {
    /// The academic year that the absences are of; the census of the November after collects them.
    #[param(inline)]
    pub(super) year: AcademicYear,
}

/// Of which part of the year.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TrendsQuery {
    /// The first day: of the last part of the academic year that is over, where both are left out.
    from: Option<Date>,
    /// The last day, inside.
    to: Option<Date>,
}

/// The absence record of a person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AbsenceRecordBody {
    /// The person.
    staff_id: StaffId,
    /// The day as of which it is counted.
    as_of: Date,
    /// The figures of the 52 weeks.
    figures: AbsenceRecord,
    /// How the Bradford factor is made.
    definition: &'static str,
}

/// Get the absence record of a member of staff
///
/// Spells of sickness and working days lost by the person's working pattern over the 52 weeks that end with a day, the Bradford
/// factor, and the thresholds of the academy's policy that are reached. What is related to pregnancy or disability is left out
/// and named apart. Everybody reads their own, and human resources and the head everybody's; to others the person is not there.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath, AbsenceRecordQuery),
    responses((status = 200, description = "The absence record.", body = AbsenceRecordBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/absence-record")]
pub(crate) async fn get_absence_record(
    allowed: Allowed<ReadOwnCover>,
    path: Segments<StaffPath>,
    query: Params<AbsenceRecordQuery>,
) -> Result<Tagged<AbsenceRecordBody>, Problem> {
    let staff_id = path.staff_id;
    let as_of = query.as_of;
    let sees = allowed.further(Action::ReadAbsenceReasons);
    let (as_of, figures) = allowed.read(move |cx| use_case::record_of(cx, staff_id, as_of, &sees)).await?;
    let definition = "spells x spells x working days lost, in rolling 52 weeks; absence related to pregnancy or disability \
        is left out (Equality Act 2010)";
    Ok(by_digest(AbsenceRecordBody { staff_id, as_of, figures, definition }))
}

/// Get the absence part of the workforce census
///
/// The absences of an academic year by the census's categories: sickness and pregnancy with the working days lost, training and
/// school business left out, and a list of what somebody must look at before it is sent.
#[utoipa::path(
    tag = "Staff",
    params(AcademyPath, CensusQuery),
    responses((status = 200, description = "The return.", body = CensusReturn, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/workforce-census")]
pub(crate) async fn get_workforce_census(
    allowed: Allowed<ReadAbsenceReasons>,
    path: Segments<AcademyPath>,
    query: Params<CensusQuery>,
) -> Result<Tagged<CensusReturn>, Problem> {
    let year = query.year;
    Ok(by_digest(allowed.read(move |cx| use_case::census_of(cx, path.academy_id, year)).await?))
}

/// Get trends of staff absence
///
/// By month, weekday and category, never crossed. Figures of fewer people than the academy's smallest group are not told, nor so
/// many others that what is hidden is of that many people; every category is listed, hidden alike whether or not anybody is in
/// it, and told only where that many people were away for none of those told. The days of a category are told to who may read
/// why staff were away. The range is a whole part of the academic year (August to December, January to March, April to July) that is over, so that
/// no two answers can be subtracted; who may read why staff were away asks for any whole months, at most 24.
#[utoipa::path(
    tag = "Staff",
    params(AcademyPath, TrendsQuery),
    responses((status = 200, description = "The trends.", body = Trends, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/staff-absence-trends")]
pub(crate) async fn get_staff_absence_trends(
    allowed: Allowed<ReadStaffAbsences>,
    path: Segments<AcademyPath>,
    query: Params<TrendsQuery>,
) -> Result<Tagged<Trends>, Problem> {
    let range = (query.from, query.to);
    let sees = allowed.further(Action::ReadAbsenceReasons);
    Ok(by_digest(allowed.read(move |cx| use_case::trends_of(cx, path.academy_id, range, &sees)).await?))
}

/// Get the settings of staff absence
///
/// The thresholds of the academy's policy; the defaults until somebody sets others.
#[utoipa::path(
    tag = "Staff",
    params(AcademyPath),
    responses((status = 200, description = "The settings.", body = AbsenceSettings, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/staff-absence-settings")]
pub(crate) async fn get_staff_absence_settings(
    allowed: Allowed<ReadStaffAbsences>,
    path: Segments<AcademyPath>,
) -> Result<Tagged<AbsenceSettings>, Problem> {
    let (settings, revision) = allowed.read(move |cx| use_case::find_settings(cx, path.academy_id)).await?;
    Ok(Tagged::new(ETag::revision(i64::from(revision)), settings))
}

/// Put the settings of staff absence
///
/// The thresholds of the academy's policy and the smallest group of which trends are told.
#[utoipa::path(
    tag = "Staff",
    params(AcademyPath),
    request_body = AbsenceSettings,
    responses((status = 200, description = "The settings as they stand now.", body = AbsenceSettings, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[put("/v1/academies/{academy_id}/staff-absence-settings")]
pub(crate) async fn put_staff_absence_settings(
    allowed: Allowed<WriteEmployment>,
    path: Segments<AcademyPath>,
    condition: IfMatch,
    sent: Body<AbsenceSettings>,
) -> Result<Tagged<AbsenceSettings>, Problem> {
    let settings = sent.into_inner();
    let put = allowed
        .write(move |cx| {
            let holds = super::of_settings(&condition);
            use_case::put_settings(cx, path.academy_id, settings.clone(), &holds)
        })
        .await?;
    Ok(Tagged::new(ETag::revision(i64::from(put.kept.revision)), put.kept.value.settings))
}
