//! Notices to people about single covers: events addressed to the person, as those of a publication are. What they hold is for
//! whoever sends them on: the day and the requirement, and nothing about anybody.

use crate::{Context, Result};
use school::{AcademyId, Date, StaffId};
use serde_json::json;
use uuid::Uuid;

/// What somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notice {
    /// They are asked, and nobody else is.
    Offered,
    /// They are asked with others: the first who accepts has it.
    Called,
    /// What they were asked with others is no longer to be had: somebody has it.
    Taken,
    /// What they were asked with others was taken back.
    Withdrawn,
    /// What they were to cover was taken back.
    Released,
    /// That they decline was taken down.
    Declined,
}

impl Notice {
    fn kind(self) -> &'static str {
        match self {
            Self::Offered => "cover_offered",
            Self::Called => "cover_called",
            Self::Taken => "cover_taken",
            Self::Withdrawn => "cover_withdrawn",
            Self::Released => "cover_released",
            Self::Declined => "cover_declined",
        }
    }
}

/// Tells each of some people something about a requirement.
pub(super) fn tell(
    cx: &mut Context<'_>,
    academy: AcademyId,
    notice: Notice,
    (date, requirement): (Date, Uuid),
    people: impl IntoIterator<Item = StaffId>,
) -> Result<()> {
    let fields = json!(["cover", date.to_string(), requirement]);
    cx.record_each(academy, "cover_notice", people, notice.kind(), &fields)
}
