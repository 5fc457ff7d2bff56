//! What the law does not forbid and the guidance discourages.

use school::{PupilId, SessionAt};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something doubtful about what was accepted: returned, recorded and put on a worklist, never a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Warning {
    /// The pupil it is about; null for a whole register.
    pub pupil_id: Option<PupilId>,
    /// The session it is about.
    pub at: Option<SessionAt>,
    /// A stable word that programs may match on, e.g. `late_after_close`.
    #[schema(example = "late_after_close")]
    pub code: String,
    /// What is doubtful, for a person to read. Holds no personal data.
    pub detail: String,
}

impl Warning {
    /// A warning about one mark.
    pub fn of_mark(pupil_id: PupilId, at: SessionAt, code: &str, detail: impl Into<String>) -> Self {
        Self { pupil_id: Some(pupil_id), at: Some(at), code: code.to_owned(), detail: detail.into() }
    }

    /// A warning about a planned absence.
    pub fn of_plan(pupil_id: PupilId, code: &str, detail: impl Into<String>) -> Self {
        Self { pupil_id: Some(pupil_id), at: None, code: code.to_owned(), detail: detail.into() }
    }
}
