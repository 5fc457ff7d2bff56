//! The record that a return was made.

use super::ReturnKind;
use school::{Date, PupilId, Record};
use serde::{Deserialize, Serialize};

/// The record that a return was made to the local authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalAuthorityReturn {
    /// What was reported.
    pub kind: ReturnKind,
    /// Of whom.
    pub pupil_ids: Vec<PupilId>,
    /// The day.
    pub sent_on: Date,
    /// To whom.
    pub to: String,
    /// The local authority's or the academy's own reference.
    pub reference: Option<String>,
}

impl Record for LocalAuthorityReturn {
    const KIND: &'static str = "local_authority_return";
    const NAME: &'static str = "return to the local authority";

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.sent_on), Some(self.sent_on))
    }
}
