//! Pupils who need action.

use crate::allowed::{Allowed, permission::ReadConcerns};
use crate::paths::AcademyPath;
use actix_web::get;
use app::attendance::concerns;
use attendance::concerns::{Concern, Rule};
use school::{Date, PupilId};
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Cursor, Limit, Page, Params, Problem, Segments};

/// Which concerns.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ConcernsQuery {
    /// The day on which they hold; today where it is left out.
    #[param(example = "2026-11-23")]
    as_of: Option<Date>,
    /// Only this rule.
    #[param(inline)]
    rule: Option<Rule>,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
}

/// List the pupils who need action, and why
///
/// One entry for each pupil and rule that holds on the day, computed from the registers when asked, with the sessions that
/// count and the law. `penalty_notice_threshold` means that a notice must be considered, not that one is due.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, ConcernsQuery),
    responses((status = 200, description = "The concerns, by pupil and rule.", body = Page<Concern>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/attendance/concerns")]
pub(crate) async fn list_concerns(
    allowed: Allowed<ReadConcerns>,
    path: Segments<AcademyPath>,
    query: Params<ConcernsQuery>,
) -> Result<Page<Concern>, Problem> {
    let ConcernsQuery { as_of, rule, limit, cursor } = query.into_inner();
    let after: Option<(PupilId, Rule)> = cursor.map(|cursor| cursor.read()).transpose()?;
    let mut found = allowed.read(move |cx| concerns::list_concerns(cx, path.academy_id, as_of, rule)).await?;
    if let Some(after) = after {
        found.retain(|concern| (concern.pupil_id, concern.rule) > after);
    }
    Ok(Page::cut(found, limit, |concern| (concern.pupil_id, concern.rule)))
}
