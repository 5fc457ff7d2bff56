//! Who takes a class in the place of its teachers.

use crate::{Date, GroupId, Record, StaffId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A class that was handed to a person for one lesson: published cover, or an arrangement between colleagues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// The day.
    pub date: Date,
    /// The name of the period.
    pub period: String,
    /// The class.
    pub group_id: GroupId,
    /// Who takes it.
    pub staff_id: StaffId,
}

impl Record for HandedOver {
    const KIND: &'static str = "lesson_handed_over";
    const NAME: &'static str = "handed-over lesson";

    fn subject(&self) -> Option<Uuid> {
        Some(self.staff_id.0)
    }

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.date), Some(self.date))
    }

    fn natural_key(&self) -> Option<String> {
        let Self { date, period, group_id, staff_id } = self;
        Some(format!("{date} {group_id} {staff_id} {period}"))
    }
}
