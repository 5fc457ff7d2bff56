//! The account of cover given.

use crate::allowed::{Allowed, permission::ReadFairness};
use crate::answers::csv;
use crate::paths::AcademyPath;
use actix_web::{HttpResponse, get};
use app::cover::account::{self, CoverLine, TermsTotal};
use cover::arrange::Terms;

use school::Date;
use serde::Deserialize;

use utoipa::IntoParams;
use web::{Cursor, Limit, Page, Params, Problem, Segments};

/// Which covers.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RecordsQuery {
    /// The first day.
    #[param(example = "2026-11-01")]
    from: Date,
    /// The last day, inside; at most 400 days after the first.
    #[param(example = "2026-11-30")]
    to: Date,
    /// Only what is given on these terms.
    #[param(inline)]
    terms: Option<Terms>,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
}

/// The same without pages.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WholeRecordsQuery {
    /// The first day.
    #[param(example = "2026-11-01")]
    from: Date,
    /// The last day, inside; at most 400 days after the first.
    #[param(example = "2026-11-30")]
    to: Date,
    /// Only what is given on these terms.
    #[param(inline)]
    terms: Option<Terms>,
}

impl WholeRecordsQuery {
    async fn read(self, allowed: Allowed<ReadFairness>, path: AcademyPath) -> Result<Vec<CoverLine>, Problem> {
        let Self { from, to, terms } = self;
        allowed.read(move |cx| account::account(cx, path.academy_id, (from, to), terms)).await
    }
}

/// List the cover that was given
///
/// One line for each cover that was published and is given, with its minutes and terms: an accurate record of paid cover among
/// them. A period that two share is two lines; what fell away since is none.
#[utoipa::path(
    tag = "Cover",
    params(AcademyPath, RecordsQuery),
    responses((status = 200, description = "The covers, in the order of days and times.", body = Page<CoverLine>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/cover/records")]
pub(crate) async fn list_cover_records(
    allowed: Allowed<ReadFairness>,
    path: Segments<AcademyPath>,
    query: Params<RecordsQuery>,
) -> Result<Page<CoverLine>, Problem> {
    let RecordsQuery { from, to, terms, limit, cursor } = query.into_inner();
    let lines = WholeRecordsQuery { from, to, terms }.read(allowed, path.into_inner()).await?;
    Page::of_all(lines, limit, cursor, |line| (line.date, line.starts, line.staff_id, line.assignment_id))
}

/// Add up the cover that was given
///
/// By person and terms: covers and minutes.
#[utoipa::path(
    tag = "Cover",
    params(AcademyPath, WholeRecordsQuery),
    responses((status = 200, description = "The totals.", body = Page<TermsTotal>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/cover/record-totals")]
pub(crate) async fn list_cover_record_totals(
    allowed: Allowed<ReadFairness>,
    path: Segments<AcademyPath>,
    query: Params<WholeRecordsQuery>,
) -> Result<Page<TermsTotal>, Problem> {
    let lines = query.into_inner().read(allowed, path.into_inner()).await?;
    Ok(Page::new(account::totals(&lines), None))
}

/// Get the cover that was given as CSV
///
/// The lines of the list, for payroll. No cell can be taken for a formula by a spreadsheet.
#[utoipa::path(
    tag = "Cover",
    params(AcademyPath, WholeRecordsQuery),
    responses((status = 200, description = "The file.", body = String, content_type = "text/csv")),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/cover/records.csv")]
pub(crate) async fn get_cover_records_csv(
    allowed: Allowed<ReadFairness>,
    path: Segments<AcademyPath>,
    query: Params<WholeRecordsQuery>,
) -> Result<HttpResponse, Problem> {
    let lines = query.into_inner().read(allowed, path.into_inner()).await?;
    csv(COLUMNS, lines.iter().map(cells))
}

/// The columns of the file.
const COLUMNS: [&str; 10] =
    ["staff_code", "staff_name", "date", "period", "class", "starts", "ends", "minutes", "terms", "version"];

fn cells(line: &CoverLine) -> [String; 10] {
    let time = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
    [
        line.staff_code.clone(),
        line.staff_name.clone(),
        line.date.to_string(),
        line.period.clone(),
        line.class.clone(),
        time(line.starts),
        time(line.ends),
        line.minutes.to_string(),
        line.terms.as_str().to_owned(),
        line.version.to_string(),
    ]
}
