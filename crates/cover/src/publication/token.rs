use school::{Date, Record, StaffId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The longest that the token of a calendar may hold, in days.
pub const LONGEST_DAYS: u64 = 400;

/// What is kept of the secret address of a person's calendar: one for each person, so that a new one ends the old.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarToken {
    /// The person.
    pub staff_id: StaffId,
    /// The SHA-256 of the secret, as hexadecimal digits. The secret itself is kept nowhere.
    pub digest: String,
    /// The last day on which it holds.
    pub expires_on: Date,
}

impl Record for CalendarToken {
    const KIND: &'static str = "calendar_token";
    const NAME: &'static str = "calendar address";

    fn subject(&self) -> Option<Uuid> {
        Some(self.staff_id.0)
    }

    fn natural_key(&self) -> Option<String> {
        Some(self.staff_id.to_string())
    }
}
