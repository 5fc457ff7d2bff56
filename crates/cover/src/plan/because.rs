use school::StaffId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One reason: a rule, what it cost, and in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Because {
    /// The name of the rule, e.g. `tier`, `fairness`, `next`, `limit_day`.
    #[schema(example = "tier")]
    pub rule: String,
    /// What it costs in points of the weighted sum; 0 where it is no matter of cost.
    pub cost: i64,
    /// In words. Holds no name and no reason for an absence.
    pub detail: String,
    /// Whom it is about, the first few of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub staff_ids: Vec<StaffId>,
    /// How many people it is about in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
}

impl Because {
    /// A reason that costs.
    pub(crate) fn costs(rule: &str, cost: i64, detail: impl Into<String>) -> Self {
        Self { rule: rule.to_owned(), cost, detail: detail.into(), staff_ids: Vec::new(), count: None }
    }

    /// A reason about people.
    pub(crate) fn about(rule: &str, staff: &[StaffId], detail: impl Into<String>) -> Self {
        Self {
            staff_ids: staff.iter().copied().take(5).collect(),
            count: Some(staff.len()),
            ..Self::costs(rule, 0, detail)
        }
    }
}
