//! Calendars.

use crate::allowed::{
    Allowed,
    permission::{ReadCalendars, WriteCalendars},
};
use crate::paths::AcademyPath;
use crate::roll::asking::check_since;
use actix_web::{get, put};
use app::Context;
use app::roll::calendars::{self, Manner, PutCalendar};
use app::roll::stranded::Stranded;
use school::calendar::{NonSchoolDays, SessionTimes, Term, Weekday};
use school::{AcademicYear, AcademyId, Calendar, Violation};
use serde::{Deserialize, Serialize};
use store::roll::calendars::Kept;
use utoipa::{IntoParams, ToSchema};
use web::{Body, Cursor, ETag, IfMatch, Limit, Page, Params, Problem, Segments, Tagged};

/// Where a calendar is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct CalendarPath {
    /// The academy.
    #[param(value_type = String, format = Uuid)]
    academy_id: AcademyId,
    /// The academic year, 1 August to 31 July.
    #[param(inline)]
    academic_year: AcademicYear,
}

/// How a calendar is to be put.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PutCalendarQuery {
    /// Only say what would change; nothing is written.
    #[serde(default)]
    preview: bool,
    /// Write even where marks already recorded would no longer stand on a session.
    #[serde(default)]
    confirm: bool,
}

/// The marks that a change leaves outside the sessions of their pupils.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StrandedBody {
    /// How many marks.
    marks: usize,
    /// On how many sessions they stand.
    sessions: usize,
    /// Of how many pupils they are.
    pupils: usize,
}

/// The calendar of an academy for one academic year. School days are the school weekdays inside the terms less the
/// non-school days.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CalendarBody {
    /// The academy.
    academy_id: AcademyId,
    /// The academic year.
    academic_year: AcademicYear,
    /// The terms in their order.
    terms: Vec<Term>,
    /// Days or sessions inside the terms on which the academy, or some year groups, do not meet.
    non_school_days: Vec<NonSchoolDays>,
    /// When each register opens and closes.
    sessions: SessionTimes,
    /// The days of the week on which the academy meets.
    school_weekdays: Vec<Weekday>,
    /// What is doubtful about the calendar.
    warnings: Vec<Violation>,
    /// What a change just made, or previewed, does to marks already recorded; null when the calendar is only read.
    stranded: Option<StrandedBody>,
}

fn body(path: CalendarPath, calendar: Calendar, stranded: Option<Stranded>) -> CalendarBody {
    let CalendarPath { academy_id, academic_year } = path;
    let (_, warnings) = calendar.check(academic_year);
    let Calendar { terms, non_school_days, sessions, school_weekdays } = calendar;
    let stranded = stranded.map(|Stranded { marks, sessions, pupils }| StrandedBody { marks, sessions, pupils });
    CalendarBody { academy_id, academic_year, terms, non_school_days, sessions, school_weekdays, warnings, stranded }
}

fn etag(kept: &Kept) -> ETag {
    ETag::revision(i64::from(kept.revision))
}

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CalendarsQuery {
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
    /// Only what has changed since: the `watermark` of an answer before, or an instant.
    #[param(max_length = 64)]
    updated_since: Option<String>,
}

/// List the calendars of an academy
///
/// One for each academic year that has one, the earliest first.
#[utoipa::path(
    tag = "Roll and calendar",
    params(AcademyPath, CalendarsQuery),
    responses((status = 200, description = "The calendars.", body = Page<CalendarBody>)),
    security(("client" = []), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/calendars")]
pub(crate) async fn list_calendars(
    allowed: Allowed<ReadCalendars>,
    path: Segments<AcademyPath>,
    query: Params<CalendarsQuery>,
) -> Result<Page<CalendarBody>, Problem> {
    let CalendarsQuery { limit, cursor, updated_since } = query.into_inner();
    check_since(updated_since.as_deref())?;
    let academy_id = path.academy_id;
    // What the first page said is kept on the later ones: nothing that changes meanwhile is lost.
    let end: Option<(AcademicYear, String)> = cursor.map(|cursor| cursor.read()).transpose()?;
    let find = move |cx: &mut Context<'_>| calendars::list_calendars(cx, academy_id, updated_since.as_deref());
    let (mut all, mut watermark) = allowed.read(find).await?;
    if let Some((last, of_first_page)) = end {
        all.retain(|(year, _)| *year > last);
        watermark = of_first_page;
    }
    let of_year = |(academic_year, calendar)| body(CalendarPath { academy_id, academic_year }, calendar, None);
    let page = Page::cut(all, limit, |(year, _)| (*year, watermark.clone())).map(of_year);
    // A calendar is changed and never removed.
    Ok(page.with_removed(Vec::new()).with_watermark(watermark))
}

/// Get the calendar of an academic year
///
/// Terms, non-school days, register times and school weekdays.
#[utoipa::path(
    tag = "Roll and calendar",
    params(CalendarPath),
    responses((status = 200, description = "The calendar.", body = CalendarBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = []), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/calendars/{academic_year}")]
pub(crate) async fn get_calendar(
    allowed: Allowed<ReadCalendars>,
    path: Segments<CalendarPath>,
) -> Result<Tagged<CalendarBody>, Problem> {
    let path = path.into_inner();
    let kept = allowed.read(move |cx| calendars::find_calendar(cx, path.academy_id, path.academic_year)).await?;
    Ok(Tagged::new(etag(&kept), body(path, kept.calendar, None)))
}

/// Put the calendar of an academic year
///
/// The same calendar again changes nothing. A change after which marks already recorded would no longer stand on a session of
/// their pupil is refused with 409 and their number: look at it with `preview=true`, and send `confirm=true` to do it all the
/// same. The marks are kept in any case.
#[utoipa::path(
    tag = "Roll and calendar",
    params(CalendarPath, PutCalendarQuery),
    request_body = Calendar,
    responses(
        (status = 200, description = "The calendar as it stands now, or would.", body = CalendarBody, headers(("ETag" = String, description = "The entity tag."))),
        (status = 201, description = "The first calendar of the year.", body = CalendarBody, headers(("ETag" = String, description = "The entity tag.")))
    ),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["roll:write"]), ("person" = []))
)]
#[put("/v1/academies/{academy_id}/calendars/{academic_year}")]
pub(crate) async fn put_calendar(
    allowed: Allowed<WriteCalendars>,
    path: Segments<CalendarPath>,
    query: Params<PutCalendarQuery>,
    condition: IfMatch,
    sent: Body<Calendar>,
) -> Result<Tagged<CalendarBody>, Problem> {
    let path = path.into_inner();
    let PutCalendarQuery { preview, confirm } = query.into_inner();
    let calendar = sent.into_inner();
    let put = allowed
        .write(move |cx| {
            let still_same = |kept: &Option<Kept>| match kept {
                Some(kept) => condition.check(&etag(kept)).is_ok(),
                None => condition.check_absent().is_ok(),
            };
            let manner = Manner { preview, confirm };
            calendars::put_calendar(cx, path.academy_id, path.academic_year, &calendar, manner, &still_same)
        })
        .await?;
    Ok(answer(path, put, preview))
}

fn answer(path: CalendarPath, put: PutCalendar, preview: bool) -> Tagged<CalendarBody> {
    let PutCalendar { kept, created, changed: _, stranded, warnings: _ } = put;
    let etag = etag(&kept);
    let body = body(path, kept.calendar, Some(stranded));
    if created && !preview {
        let location = format!("/v1/academies/{}/calendars/{}", path.academy_id, path.academic_year);
        return Tagged::created(etag, body, location);
    }
    Tagged::new(etag, body)
}
