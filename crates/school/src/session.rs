//! A session: half of a school day.

use crate::Date;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use utoipa::ToSchema;

/// The morning or the afternoon session of a school day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Session {
    /// Morning.
    Am,
    /// Afternoon.
    Pm,
}

impl Session {
    /// Both sessions in their order.
    pub const BOTH: [Self; 2] = [Self::Am, Self::Pm];

    /// `am` or `pm`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Am => "am",
            Self::Pm => "pm",
        }
    }
}

impl fmt::Display for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is neither `am` nor `pm`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a session is am or pm")]
pub struct NotASession;

impl FromStr for Session {
    type Err = NotASession;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "am" => Ok(Self::Am),
            "pm" => Ok(Self::Pm),
            _ => Err(NotASession),
        }
    }
}

/// One session of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
pub struct SessionAt {
    /// The day.
    pub date: Date,
    /// Morning or afternoon.
    pub session: Session,
}

impl SessionAt {
    /// The session of the day.
    pub fn new(date: Date, session: Session) -> Self {
        Self { date, session }
    }
}
