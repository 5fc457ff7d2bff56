//! Which absences do not count against a pupil.

use crate::code::Code;
use school::PupilId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Codes that are left aside for pupils to whom fairness applies: illness and medical appointments and an agreed part-time
/// timetable, which may arise from a disability; a day set apart by a religion; the absence of a travelling child.
pub const FAIR_CODES: [&str; 5] = ["I", "M", "C2", "R", "T"];

/// To whom fairness applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FairnessScope {
    /// To every pupil: a register does not say which illness arises from a disability.
    #[default]
    AllPupils,
    /// To the pupils listed, and to every pupil with SEN support or an education, health and care plan.
    ListedPupils,
}

/// How a scheme treats absence that may arise from a disability or a religion.
///
/// The sessions left aside neither break a streak nor count as possible. There is no way to count them against pupils to whom
/// fairness applies, and nobody is shown which of their absences were left aside who may not read reasons for absence.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fairness {
    /// To whom it applies.
    #[serde(default)]
    pub applies_to: FairnessScope,
    /// The pupils listed, where it applies to listed pupils.
    #[serde(default)]
    #[schema(max_items = 2000, value_type = Vec<String>)]
    pub pupil_ids: Vec<PupilId>,
}

impl Fairness {
    /// Whether it applies to a pupil.
    pub fn applies(&self, pupil: PupilId, has_sen: bool) -> bool {
        self.applies_to == FairnessScope::AllPupils || has_sen || self.pupil_ids.contains(&pupil)
    }
}

/// Whether a code is left aside.
pub(super) fn is_fair(code: Option<Code>) -> bool {
    code.is_some_and(|code| FAIR_CODES.contains(&code.as_str()))
}
