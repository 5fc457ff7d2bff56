//! On what terms a cover is given.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// On what terms somebody gives a cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CoverTerms)]
pub enum Terms {
    /// As part of the post.
    #[default]
    Ordinary,
    /// Paid beside the salary.
    Paid,
    /// In the place of a lesson of their own that they do not teach.
    InLieu,
    /// Out of time for which they are employed and not timetabled.
    Underload,
}

impl Terms {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Ordinary, Self::Paid, Self::InLieu, Self::Underload];

    /// The word under which it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Paid => "paid",
            Self::InLieu => "in_lieu",
            Self::Underload => "underload",
        }
    }

    /// Whether it counts towards the limits of a person: what is paid does, what is given in the place of something else or out of
    /// time that is paid already does not.
    pub fn counts(self) -> bool {
        matches!(self, Self::Ordinary | Self::Paid)
    }
}
