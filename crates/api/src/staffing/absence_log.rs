//! The absence log and the return of the workforce census as files.

use super::absence_record::CensusQuery;
use crate::allowed::{
    Allowed,
    permission::{ReadAbsenceReasons, ReadStaffAbsences},
};
use crate::answers::csv;
use crate::paths::AcademyPath;
use access::Action;
use actix_web::{HttpResponse, get};
use app::staffing::absence_record::{LogRow, Why, absence_log, census_file};
use chrono::NaiveTime;
use cover::absence_record::{CensusRow, HalfDays, Protection, SpellCategory};
use school::{Date, StaffMember};
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Params, Problem, Segments};

/// Of which days.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AbsenceLogQuery {
    /// The first day.
    from: Date,
    /// The last day, inside; at most 800 days later.
    to: Date,
}

fn text<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn who(member: Option<&StaffMember>) -> [String; 3] {
    let of = |name: fn(&StaffMember) -> &str| member.map(|member| name(member).to_owned()).unwrap_or_default();
    [of(|member| &member.staff_code), of(|member| &member.surname), of(|member| &member.forename)]
}

fn days(lost: HalfDays) -> String {
    format!("{:.1}", lost.days())
}

/// What everybody may see of an absence who may read the log.
fn cells(row: &LogRow) -> [String; 16] {
    let absence = &row.absence.value;
    let time = |time: Option<NaiveTime>| text(time.map(|time| time.format("%H:%M").to_string()));
    let [code, surname, forename] = who(row.member.as_ref());
    let weekdays = absence.weekdays.iter().flatten().map(|day| day.as_str()).collect::<Vec<_>>().join(" ");
    [
        row.absence.id.to_string(),
        absence.staff_id.to_string(),
        code,
        surname,
        forename,
        absence.first_day.to_string(),
        text(absence.last_day),
        time(absence.starts),
        time(absence.ends),
        absence.periods.as_deref().unwrap_or_default().join(" "),
        weekdays,
        days(row.lost.half_days),
        format!("{:.2}", row.lost.hours()),
        absence.cover_needed.to_string(),
        absence.self_reported.to_string(),
        row.absence.created_at.to_rfc3339(),
    ]
}

/// Their names.
const COLUMNS: [&str; 16] = [
    "absence_id",
    "staff_id",
    "staff_code",
    "surname",
    "forename",
    "first_day",
    "last_day",
    "starts",
    "ends",
    "periods",
    "weekdays",
    "working_days_lost",
    "hours_lost",
    "cover_needed",
    "self_reported",
    "recorded_at",
];

fn with_reasons(row: LogRow) -> [String; 19] {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = cells(&row);
    let Why { category, protection, reason } =
        row.why.unwrap_or(Why { category: None, protection: None, reason: None });
    let protection = protection.map(|protection| match protection {
        Protection::Pregnancy => "pregnancy",
        Protection::Disability => "disability",
    });
    let category = text(category.map(SpellCategory::as_str));
    [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, category, text(protection), text(reason)]
}

/// Export the absence log
///
/// CSV (RFC 4180, UTF-8, with a header): the absences that touch the days, with the working days and hours that they took of them.
/// Category, protection and reason are columns only for those who may read why staff are away. No cell can be taken for a formula.
/// Cancelled absences are not in it. That it was taken out, and with or without reasons, is recorded as an event.
#[utoipa::path(
    tag = "Cover",
    params(AcademyPath, AbsenceLogQuery),
    responses((status = 200, description = "The log.", body = String, content_type = "text/csv")),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/staff-absences/export")]
pub(crate) async fn export_staff_absences(
    allowed: Allowed<ReadStaffAbsences>,
    path: Segments<AcademyPath>,
    query: Params<AbsenceLogQuery>,
) -> Result<HttpResponse, Problem> {
    let AbsenceLogQuery { from, to } = query.into_inner();
    let sees = allowed.further(Action::ReadAbsenceReasons);
    let confidential = sees.at(path.academy_id);
    let rows = allowed.write(move |cx| absence_log(cx, path.academy_id, (from, to), &sees)).await?;
    if !confidential {
        return csv(COLUMNS, rows.iter().map(cells));
    }
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = COLUMNS;
    let header = [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, "category", "protection", "reason"];
    csv(header, rows.into_iter().map(with_reasons))
}

fn census_cells((row, member): (CensusRow, Option<StaffMember>)) -> [String; 9] {
    let [code, surname, forename] = who(member.as_ref());
    [
        row.staff_id.to_string(),
        code,
        surname,
        forename,
        row.post.as_str().to_owned(),
        row.category.to_owned(),
        row.first_day.to_string(),
        text(row.last_day),
        text(row.working_days_lost.map(days)),
    ]
}

/// Export the absence part of the workforce census
///
/// CSV (RFC 4180, UTF-8, with a header): the rows of the return with the people they are of. 409 while an absence of the year has no
/// category. That it was taken out is recorded as an event.
#[utoipa::path(
    tag = "Staff",
    params(AcademyPath, CensusQuery),
    responses((status = 200, description = "The rows of the return.", body = String, content_type = "text/csv")),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/workforce-census/export")]
pub(crate) async fn export_workforce_census(
    allowed: Allowed<ReadAbsenceReasons>,
    path: Segments<AcademyPath>,
    query: Params<CensusQuery>,
) -> Result<HttpResponse, Problem> {
    let year = query.year;
    let rows = allowed.write(move |cx| census_file(cx, path.academy_id, year)).await?;
    let header = [
        "staff_id",
        "staff_code",
        "surname",
        "forename",
        "post",
        "category",
        "first_day",
        "last_day",
        "working_days_lost",
    ];
    csv(header, rows.into_iter().map(census_cells))
}
