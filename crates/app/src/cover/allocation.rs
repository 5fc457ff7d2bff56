//! An allocation as it is told.

use cover::day::{Booked, Span};
use cover::plan::{Because, PlanStatus};
use school::StaffId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An allocation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Allocation {
    /// What is known about it.
    pub status: PlanStatus,
    /// The weighted sum; null where it is infeasible.
    pub objective: Option<i64>,
    /// No allocation has a smaller sum; null where it is infeasible.
    pub bound: Option<i64>,
    /// Who takes what.
    pub assignments: Vec<Allocated>,
    /// What nobody takes.
    pub uncovered: Vec<Open>,
    /// Supply that would have to be booked for it.
    pub bookings: Vec<SupplyBooking>,
    /// How long it took, in milliseconds.
    pub milliseconds: u64,
}

/// One person for one requirement or a part of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Allocated {
    /// The requirement.
    pub requirement_id: Uuid,
    /// The person.
    pub staff_id: StaffId,
    /// When.
    pub span: ClockSpan,
    /// Whether it was settled before: accepted, offered, or chosen by a person.
    pub settled: bool,
    /// Its part of the weighted sum.
    pub cost: i64,
    /// Why this person, what each rule cost, who was next and by how much.
    pub because: Vec<Because>,
}

/// A requirement, or a part of it, for which there is nobody.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Open {
    /// The requirement.
    pub requirement_id: Uuid,
    /// When.
    pub span: ClockSpan,
    /// Who fails which rule, and what would make it possible.
    pub because: Vec<Because>,
}

/// Supply that would have to be booked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupplyBooking {
    /// Who.
    pub staff_id: StaffId,
    /// For what part of the day in all.
    pub booked: Booked,
    /// What this booking costs beyond what is booked already, in pence: the half or the whole day; for a person who is booked for
    /// one half, the other one, at no more than the whole day would have cost.
    pub pence: u64,
}

/// A part of a day as the API writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClockSpan {
    /// It starts.
    #[serde(with = "cover::clock_time")]
    #[schema(value_type = String, example = "10:00")]
    pub starts: chrono::NaiveTime,
    /// It ends.
    #[serde(with = "cover::clock_time")]
    #[schema(value_type = String, example = "11:00")]
    pub ends: chrono::NaiveTime,
}

impl From<Span> for ClockSpan {
    fn from(span: Span) -> Self {
        Self { starts: span.starts, ends: span.ends }
    }
}
