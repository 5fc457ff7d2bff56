//! What is sent and answered of award schemes.

use crate::answers::set;
use app::attendance::recognition::SchemePatch;
use attendance::recognition::{AwardPeriod, AwardScheme, FAIR_CODES, Fairness, SchemeKind};
use attendance::scope::{Scope, ScopeKind};
use chrono::{DateTime, Utc};
use school::{AcademyId, Date, GroupId, Kept, RecordId, Signatory, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Patch;

/// Fewer sessions in a period are too few, where the scheme does not say.
const LEAST_SESSIONS: u16 = 10;

/// What is sent to make an award scheme.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Half-term streaks", "kind": "streak", "scope": "academy", "period": "half_term", "first_day": "2026-09-02", "streak_sessions": 50}))]
pub(crate) struct NewAwardSchemeBody {
    /// What the academy calls it.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// What it recognises.
    kind: SchemeKind,
    /// Whom it is for.
    scope: ScopeKind,
    /// The year group, for the scope `year_group`.
    #[serde(default)]
    #[schema(minimum = -2, maximum = 14)]
    year_group: Option<i16>,
    /// The group, for the scope `group`.
    #[serde(default)]
    group_id: Option<GroupId>,
    /// For how long a time a pupil is recognised once.
    period: AwardPeriod,
    /// The first day of the scheme.
    first_day: Date,
    /// The last day, inside; null while it goes on.
    #[serde(default)]
    last_day: Option<Date>,
    /// Possible sessions in a period without which nobody wins; 10 where it is left out.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 400)]
    least_sessions: Option<u16>,
    /// Streak: the sessions to be attended in a row.
    #[serde(default)]
    #[schema(minimum = 2, maximum = 800)]
    streak_sessions: Option<u16>,
    /// Improvement: how much better than before, as a fraction: 0.05 is five percentage points.
    #[serde(default)]
    #[schema(minimum = 0.001, maximum = 1)]
    improvement: Option<f64>,
    /// Punctuality: how many late arrivals in a period are allowed.
    #[serde(default)]
    #[schema(maximum = 400)]
    late_allowed: Option<u16>,
    /// How absence is treated that may arise from a disability or a religion: left aside for every pupil where nothing is said.
    #[serde(default)]
    #[schema(inline)]
    fairness: Fairness,
}

impl NewAwardSchemeBody {
    /// The scheme.
    pub(crate) fn scheme(self) -> Result<AwardScheme, Vec<Violation>> {
        let Self { name, kind, scope, year_group, group_id, period, first_day, last_day, .. } = self;
        let Self { least_sessions, streak_sessions, improvement, late_allowed, fairness, .. } = self;
        let name = named(&name).ok_or_else(nameless)?;
        Ok(AwardScheme {
            name,
            kind,
            scope: Scope::of(scope, year_group, group_id)?,
            period,
            first_day,
            last_day,
            least_sessions: least_sessions.unwrap_or(LEAST_SESSIONS),
            streak_sessions,
            improvement,
            late_allowed,
            fairness,
        })
    }
}

/// The name without white space around it and between its words; none where nothing is left.
fn named(name: &str) -> Option<String> {
    let tidy = name.split_whitespace().collect::<Vec<_>>().join(" ");
    (!tidy.is_empty() && !tidy.chars().any(char::is_control)).then_some(tidy)
}

fn nameless() -> Vec<Violation> {
    vec![Violation::new("/name", "empty", "a scheme needs a name")]
}

/// What is to change about an award scheme.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"last_day": "2027-07-21"}))]
pub(crate) struct AwardSchemePatchBody {
    /// What the academy calls it.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 100)]
    name: Patch<String>,
    /// The last day, inside.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    last_day: Patch<Option<Date>>,
    /// Possible sessions in a period without which nobody wins.
    #[serde(default)]
    #[schema(value_type = u16, minimum = 1, maximum = 400)]
    least_sessions: Patch<u16>,
    /// Streak: the sessions to be attended in a row.
    #[serde(default)]
    #[schema(value_type = u16, minimum = 2, maximum = 800)]
    streak_sessions: Patch<u16>,
    /// Improvement: how much better than before, as a fraction.
    #[serde(default)]
    #[schema(value_type = f64, minimum = 0.001, maximum = 1)]
    improvement: Patch<f64>,
    /// Punctuality: how many late arrivals in a period are allowed.
    #[serde(default)]
    #[schema(value_type = u16, maximum = 400)]
    late_allowed: Patch<u16>,
    /// How absence is treated that may arise from a disability or a religion.
    #[serde(default)]
    #[schema(value_type = Fairness, inline)]
    fairness: Patch<Fairness>,
}

impl AwardSchemePatchBody {
    /// What is to change.
    pub(crate) fn patch(self) -> Result<SchemePatch, Vec<Violation>> {
        let Self { name, last_day, least_sessions, streak_sessions, improvement, late_allowed, fairness } = self;
        let name = set(name).map(|name| named(&name).ok_or_else(nameless)).transpose()?;
        Ok(SchemePatch {
            name,
            last_day: set(last_day),
            least_sessions: set(least_sessions),
            streak_sessions: set(streak_sessions),
            improvement: set(improvement),
            late_allowed: set(late_allowed),
            fairness: set(fairness),
        })
    }
}

/// An award scheme.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AwardSchemeBody {
    /// The scheme.
    id: RecordId,
    /// The academy.
    academy_id: AcademyId,
    /// What the academy calls it.
    name: String,
    /// What it recognises.
    kind: SchemeKind,
    /// Whom it is for.
    scope: ScopeKind,
    /// The year group, for the scope `year_group`.
    year_group: Option<i16>,
    /// The group, for the scope `group`.
    group_id: Option<GroupId>,
    /// For how long a time a pupil is recognised once.
    period: AwardPeriod,
    /// The first day of the scheme.
    first_day: Date,
    /// The last day, inside; null while it goes on.
    last_day: Option<Date>,
    /// Possible sessions in a period without which nobody wins.
    least_sessions: u16,
    /// Streak: the sessions to be attended in a row.
    streak_sessions: Option<u16>,
    /// Improvement: how much better than before, as a fraction.
    improvement: Option<f64>,
    /// Punctuality: how many late arrivals in a period are allowed.
    late_allowed: Option<u16>,
    /// How absence is treated that may arise from a disability or a religion; the pupils listed are left out for callers who may
    /// not read reasons for absence.
    #[schema(inline)]
    fairness: Fairness,
    /// The codes left aside for pupils to whom fairness applies.
    #[schema(value_type = Vec<String>)]
    left_aside_codes: [&'static str; 5],
    /// What that means.
    #[schema(value_type = String)]
    fairness_in_words: &'static str,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
    /// The person who changed it last.
    by: Option<Signatory>,
}

const IN_WORDS: &str = "Sessions with these codes neither break a streak nor count as possible: illness, medical appointments and an      agreed part-time timetable may arise from a disability, a day set apart by a religion and the absence of a travelling child      from what a pupil is (Equality Act 2010, sections 15 and 19). A register does not say which illness arises from a      disability, so by default they are left aside for every pupil.";

/// The scheme as a caller may see it.
pub(crate) fn scheme_body(kept: Kept<AwardScheme>, shows_reasons: bool) -> AwardSchemeBody {
    let Kept { id, academy_id, value, revision: _, created_at, updated_at, by } = kept;
    let AwardScheme { name, kind, scope, period, first_day, last_day, least_sessions, .. } = value;
    let AwardScheme { streak_sessions, improvement, late_allowed, mut fairness, .. } = value;
    if !shows_reasons {
        fairness.pupil_ids.clear();
    }
    AwardSchemeBody {
        id,
        academy_id,
        name,
        kind,
        scope: scope.kind(),
        year_group: scope.year_group(),
        group_id: scope.group_id(),
        period,
        first_day,
        last_day,
        least_sessions,
        streak_sessions,
        improvement,
        late_allowed,
        fairness,
        left_aside_codes: FAIR_CODES,
        fairness_in_words: IN_WORDS,
        created_at,
        updated_at,
        by: by.person,
    }
}
