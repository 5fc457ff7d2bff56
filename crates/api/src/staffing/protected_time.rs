//! Protected and directed time of teachers.

use crate::allowed::{Allowed, permission::ReadEmployment};
use crate::paths::AcademyPath;
use actix_web::get;
use app::staffing::protected_time::{Protected, protected_time};
use cover::staff::{DirectedTime, Entitlement, Warning};
use school::{Date, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Cursor, Limit, Page, Params, Problem, Segments};

/// Whose protected time.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ProtectedTimeQuery {
    /// A day of the first of the two school weeks; today where it is left out.
    on: Option<Date>,
    /// Only teachers about whom something is doubtful.
    #[serde(default)]
    only_warnings: bool,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
}

/// One teacher's protected and directed time.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProtectedTimeBody {
    /// The person.
    staff_id: StaffId,
    /// The short code the timetable uses.
    staff_code: String,
    /// Planning, preparation and assessment, and early career time, in two school weeks.
    protected_time: Entitlement,
    /// The directed time of the academic year.
    directed_time: DirectedTime,
    /// What is doubtful.
    warnings: Vec<Warning>,
}

fn body(protected: Protected) -> ProtectedTimeBody {
    let Protected { member, entitlement, directed, warnings } = protected;
    ProtectedTimeBody {
        staff_id: member.id,
        staff_code: member.staff_code,
        protected_time: entitlement,
        directed_time: directed,
        warnings,
    }
}

/// List the protected time of teachers
///
/// Of everybody employed as a teacher, from the timetable: whether planning, preparation and assessment time is a tenth of
/// timetabled teaching in blocks of half an hour, whether early career teachers have their reduction, and how much of the 1,265
/// directed hours, pro rata, the timetable of the year takes.
#[utoipa::path(
    tag = "Staff",
    params(AcademyPath, ProtectedTimeQuery),
    responses((status = 200, description = "The teachers.", body = Page<ProtectedTimeBody>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/protected-time")]
pub(crate) async fn list_protected_time(
    allowed: Allowed<ReadEmployment>,
    path: Segments<AcademyPath>,
    query: Params<ProtectedTimeQuery>,
) -> Result<Page<ProtectedTimeBody>, Problem> {
    let ProtectedTimeQuery { on, only_warnings, limit, cursor } = query.into_inner();
    let after: Option<StaffId> = cursor.map(|cursor| cursor.read()).transpose()?;
    let found = allowed
        .read(move |cx| {
            let on = on.unwrap_or_else(|| school::clock::local(cx.at).0);
            protected_time(cx, path.academy_id, on)
        })
        .await?;
    let wanted = |each: &Protected| {
        after.is_none_or(|after| each.member.id > after) && !(only_warnings && each.warnings.is_empty())
    };
    let page: Vec<Protected> = found.into_iter().filter(wanted).take(limit.get() + 1).collect();
    Ok(Page::cut(page, limit, |each| each.member.id).map(body))
}
