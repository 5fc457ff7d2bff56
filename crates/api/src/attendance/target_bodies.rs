//! What is sent and answered of targets.

use crate::answers::set;
use app::attendance::targets::TargetPatch;
use attendance::scope::{Scope, ScopeKind};
use attendance::targets::{Target, TargetMeasure};
use chrono::{DateTime, Utc};
use school::{AcademyId, Date, GroupId, Kept, RecordId, Signatory, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Patch;

/// What is sent to make a target.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"scope": "year_group", "year_group": 9, "measure": "attendance_rate", "from": "2026-09-01", "to": "2027-07-31", "value": 0.94}))]
pub(crate) struct NewTargetBody {
    /// Whom it is about.
    scope: ScopeKind,
    /// The year group, for the scope `year_group`.
    #[serde(default)]
    #[schema(minimum = -2, maximum = 14)]
    year_group: Option<i16>,
    /// The group, for the scope `group`.
    #[serde(default)]
    group_id: Option<GroupId>,
    /// What is measured.
    measure: TargetMeasure,
    /// The first day.
    from: Date,
    /// The last day, inside; at most 366 days in all.
    to: Date,
    /// What is wanted: a fraction from 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    value: f64,
    /// Whether it is the Attendance Baseline Improvement Expectation that the DfE has set: an attendance rate of the academy.
    #[serde(default)]
    abie_target: bool,
    /// A remark.
    #[serde(default)]
    #[schema(max_length = 500)]
    note: Option<String>,
}

impl NewTargetBody {
    /// The target.
    pub(crate) fn target(self) -> Result<Target, Vec<Violation>> {
        let Self { scope, year_group, group_id, measure, from, to, value, abie_target, note } = self;
        let scope = Scope::of(scope, year_group, group_id)?;
        Ok(Target { scope, measure, from, to, value, abie_target, note })
    }
}

/// What is to change about a target.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"value": 0.945}))]
pub(crate) struct TargetPatchBody {
    /// The first day.
    #[serde(default)]
    #[schema(value_type = String, format = Date)]
    from: Patch<Date>,
    /// The last day, inside.
    #[serde(default)]
    #[schema(value_type = String, format = Date)]
    to: Patch<Date>,
    /// What is wanted: a fraction from 0 to 1.
    #[serde(default)]
    #[schema(value_type = f64, minimum = 0, maximum = 1)]
    value: Patch<f64>,
    /// Whether it is the expectation of the DfE.
    #[serde(default)]
    #[schema(value_type = bool)]
    abie_target: Patch<bool>,
    /// A remark.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 500)]
    note: Patch<Option<String>>,
}

impl From<TargetPatchBody> for TargetPatch {
    fn from(body: TargetPatchBody) -> Self {
        let TargetPatchBody { from, to, value, abie_target, note } = body;
        Self { from: set(from), to: set(to), value: set(value), abie_target: set(abie_target), note: set(note) }
    }
}

/// A target.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TargetBody {
    /// The target.
    id: RecordId,
    /// The academy.
    academy_id: AcademyId,
    /// Whom it is about.
    scope: ScopeKind,
    /// The year group, for the scope `year_group`.
    year_group: Option<i16>,
    /// The group, for the scope `group`.
    group_id: Option<GroupId>,
    /// What is measured.
    measure: TargetMeasure,
    /// The first day.
    from: Date,
    /// The last day, inside.
    to: Date,
    /// What is wanted: a fraction from 0 to 1.
    #[schema(example = 0.94)]
    value: f64,
    /// Whether it is the expectation of the DfE.
    abie_target: bool,
    /// A remark.
    note: Option<String>,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
    /// The person who changed it last.
    by: Option<Signatory>,
}

impl From<Kept<Target>> for TargetBody {
    fn from(kept: Kept<Target>) -> Self {
        let Kept { id, academy_id, value: target, revision: _, created_at, updated_at, by } = kept;
        let Target { scope, measure, from, to, value, abie_target, note } = target;
        Self {
            id,
            academy_id,
            scope: scope.kind(),
            year_group: scope.year_group(),
            group_id: scope.group_id(),
            measure,
            from,
            to,
            value,
            abie_target,
            note,
            created_at,
            updated_at,
            by: by.person,
        }
    }
}
