//! Pupils who need action.

use crate::allowed::{Allowed, permission::ReadConcerns};
use crate::paths::AcademyPath;
use actix_web::get;
use app::attendance::concerns::{self, Wanted};
use app::attendance::trust_concerns::{self, Counted, Place, TrustConcern};
use attendance::concerns::{Concern, Level, Rule, Status};
use school::{AcademyId, Date, PupilId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Cursor, Limit, Page, Params, Problem, Segments};

/// Which concerns.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ConcernsQuery {
    /// The day on which they hold; today where it is left out.
    #[param(example = "2026-11-23")]
    as_of: Option<Date>,
    /// Only this rule, of whatever level.
    #[param(inline)]
    rule: Option<Rule>,
    /// Duties and thresholds of the law, the school's own warnings, or both. Duties where it is left out and no rule is named.
    #[param(inline)]
    level: Option<LevelWanted>,
    /// Those that are met, or those that an amendment undid.
    #[serde(default)]
    #[param(inline)]
    status: Status,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
}

/// Which levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LevelWanted {
    /// Duties and thresholds of the law and the statutory guidance.
    Duty,
    /// The school's own early warnings.
    Warning,
    /// Both.
    All,
}

/// List the pupils who need action, and why
///
/// One entry for each pupil and rule that holds on the day, computed from the registers when asked, with the sessions that
/// count, the law, the day it was met and the day by which something is due. `penalty_notice_threshold` means that a notice must
/// be considered, not that one is due. The school's own early warnings come with `level=warning` or `level=all`;
/// `status=no_longer_met` lists what held until a mark was amended.
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
    let ConcernsQuery { as_of, rule, level, status, limit, cursor } = query.into_inner();
    let after: Option<(PupilId, Rule)> = cursor.map(|cursor| cursor.read()).transpose()?;
    let wanted = Wanted { as_of, rule, level: level_of(level, rule), status };
    let mut found = allowed.read(move |cx| concerns::list_concerns(cx, path.academy_id, &wanted)).await?;
    if let Some(after) = after {
        found.retain(|concern| (concern.pupil_id, concern.rule) > after);
    }
    Ok(Page::cut(found, limit, |concern| (concern.pupil_id, concern.rule)))
}

/// A pupil who needs action, and the academy.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AcademyConcern {
    /// The academy of the pupil.
    academy_id: AcademyId,
    /// Who needs action, and why.
    #[serde(flatten)]
    concern: Concern,
}

/// List the pupils of all the caller's academies who need action, and why
///
/// The entries of `…/attendance/concerns` of every academy in the caller's reach, by academy, pupil and rule.
#[utoipa::path(
    tag = "Attendance",
    params(ConcernsQuery),
    responses((status = 200, description = "The concerns, by academy, pupil and rule.", body = Page<AcademyConcern>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/trust/attendance/concerns")]
pub(crate) async fn list_trust_concerns(
    allowed: Allowed<ReadConcerns>,
    query: Params<ConcernsQuery>,
) -> Result<Page<AcademyConcern>, Problem> {
    let ConcernsQuery { as_of, rule, level, status, limit, cursor } = query.into_inner();
    let after: Option<Place> = cursor.map(|cursor| cursor.read()).transpose()?;
    let wanted = Wanted { as_of, rule, level: level_of(level, rule), status };
    let most = limit.get() + 1;
    let found = allowed.read(move |cx| trust_concerns::list_trust_concerns(cx, &wanted, after, most)).await?;
    let page = Page::cut(found, limit, TrustConcern::place);
    Ok(page.map(|TrustConcern { academy_id, concern }| AcademyConcern { academy_id, concern }))
}

/// How many pupils of an academy need action.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AcademyConcernCounts {
    /// The academy.
    academy_id: AcademyId,
    /// Its name.
    name: String,
    /// Pupils under any of the rules asked for.
    #[schema(example = 47)]
    pupils: u64,
    /// Pupils under each rule that holds for any.
    rules: Vec<RuleCount>,
}

/// How many pupils need action under a rule.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RuleCount {
    /// The rule.
    rule: Rule,
    /// Pupils.
    #[schema(example = 12)]
    pupils: u64,
}

/// Count the pupils of each of the caller's academies who need action
///
/// The entries of `…/trust/attendance/concerns` counted by academy and rule, of the whole trust in one answer: where help is
/// needed first.
#[utoipa::path(
    tag = "Attendance",
    params(ConcernsQuery),
    responses((status = 200, description = "The counts by academy.", body = Page<AcademyConcernCounts>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/trust/attendance/concerns/counts")]
pub(crate) async fn count_trust_concerns(
    allowed: Allowed<ReadConcerns>,
    query: Params<ConcernsQuery>,
) -> Result<Page<AcademyConcernCounts>, Problem> {
    let ConcernsQuery { as_of, rule, level, status, limit, cursor } = query.into_inner();
    let wanted = Wanted { as_of, rule, level: level_of(level, rule), status };
    let found = allowed.read(move |cx| trust_concerns::count_trust_concerns(cx, &wanted)).await?;
    let shown = found.into_iter().map(|Counted { academy, pupils, by_rule }| AcademyConcernCounts {
        academy_id: academy.id,
        name: academy.name,
        pupils,
        rules: by_rule.into_iter().map(|(rule, pupils)| RuleCount { rule, pupils }).collect(),
    });
    Page::of_all(shown.collect(), limit, cursor, |each| each.academy_id)
}

fn level_of(wanted: Option<LevelWanted>, rule: Option<Rule>) -> Option<Level> {
    match (wanted, rule) {
        (Some(LevelWanted::All), _) | (None, Some(_)) => None,
        (Some(LevelWanted::Duty), _) | (None, None) => Some(Level::Duty),
        (Some(LevelWanted::Warning), _) => Some(Level::Warning),
    }
}
