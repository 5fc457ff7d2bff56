//! The single central record of an academy.

use crate::allowed::{Allowed, permission::ReadVetting};
use crate::paths::AcademyPath;
use actix_web::get;
use app::staffing::central_record::{AHEAD_DAYS, Entry, central_record};
use cover::vetting::{Due, VettingCheck};
use school::{Date, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Cursor, Limit, Page, Params, Problem, Segments};

/// Which part of the record.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CentralRecordQuery {
    /// The day; today where it is left out.
    on: Option<Date>,
    /// How many days before its expiry a check is named; 60 where it is left out.
    #[param(minimum = 0, maximum = 400)]
    ahead: Option<u16>,
    /// Only people of whom something is due.
    #[serde(default)]
    only_due: bool,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
}

/// One person of the single central record.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CentralRecordEntry {
    /// The person.
    staff_id: StaffId,
    /// The short code the timetable uses.
    staff_code: String,
    /// Surname.
    surname: String,
    /// Forename.
    forename: String,
    /// The post held.
    position: String,
    /// Whether the person may work with children on the day.
    valid: bool,
    /// The checks that were made.
    checks: Vec<VettingCheck>,
    /// What is missing, has expired or is about to: the most pressing first.
    due: Vec<Due>,
}

fn body(entry: Entry) -> CentralRecordEntry {
    let Entry { member, checks, valid, due } = entry;
    CentralRecordEntry {
        staff_id: member.id,
        staff_code: member.staff_code,
        surname: member.surname,
        forename: member.forename,
        position: member.position,
        valid,
        checks: checks.checks,
        due,
    }
}

/// List the single central record
///
/// Everybody who works at the academy on a day (those who have left go from it), with what is missing, has expired or is about
/// to. Agency workers are judged by the trust's register: the agency's letter and the identity check on arrival.
#[utoipa::path(
    tag = "Staff",
    params(AcademyPath, CentralRecordQuery),
    responses((status = 200, description = "The single central record.", body = Page<CentralRecordEntry>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/single-central-record")]
pub(crate) async fn list_single_central_record(
    allowed: Allowed<ReadVetting>,
    path: Segments<AcademyPath>,
    query: Params<CentralRecordQuery>,
) -> Result<Page<CentralRecordEntry>, Problem> {
    let CentralRecordQuery { on, ahead, only_due, limit, cursor } = query.into_inner();
    let after: Option<StaffId> = cursor.map(|cursor| cursor.read()).transpose()?;
    let ahead = ahead.unwrap_or(AHEAD_DAYS);
    let entries = allowed
        .read(move |cx| {
            let on = on.unwrap_or_else(|| school::clock::local(cx.at).0);
            central_record(cx, path.academy_id, on, ahead, only_due, (after, limit.get() + 1))
        })
        .await?;
    Ok(Page::cut(entries, limit, |entry| entry.member.id).map(body))
}
