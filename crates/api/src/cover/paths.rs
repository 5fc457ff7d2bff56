//! Path parameters of cover, and what its bodies share.

use chrono::NaiveTime;
use school::{AcademyId, Date, RecordId, StaffId};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// A day of an academy.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct CoverDayPath {
    /// The academy.
    #[param(value_type = String, format = Uuid)]
    pub(super) academy_id: AcademyId,
    /// The day.
    pub(super) date: Date,
}

/// A version of a day.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct CoverVersionPath {
    /// The academy.
    #[param(value_type = String, format = Uuid)]
    pub(super) academy_id: AcademyId,
    /// The day.
    pub(super) date: Date,
    /// The version, from 1.
    pub(super) version: i32,
}

/// A requirement of a day.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct RequirementPath {
    /// The academy.
    #[param(value_type = String, format = Uuid)]
    pub(super) academy_id: AcademyId,
    /// The day.
    pub(super) date: Date,
    /// The requirement.
    #[param(value_type = String, format = Uuid)]
    pub(super) requirement_id: Uuid,
}

/// An absence.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct StaffAbsencePath {
    /// The absence.
    #[param(value_type = String, format = Uuid)]
    pub(super) staff_absence_id: RecordId,
}

/// An event.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct CoverEventPath {
    /// The event.
    #[param(value_type = String, format = Uuid)]
    pub(super) cover_event_id: RecordId,
}

/// An assignment.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct CoverAssignmentPath {
    /// The assignment.
    #[param(value_type = String, format = Uuid)]
    pub(super) cover_assignment_id: RecordId,
}

/// A call.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct CoverCallPath {
    /// The call.
    #[param(value_type = String, format = Uuid)]
    pub(super) cover_call_id: RecordId,
}

/// A member of staff.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct CoverStaffPath {
    /// The staff record.
    #[param(value_type = String, format = Uuid)]
    pub(super) staff_id: StaffId,
}

/// A time of day in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(super) struct Clock(#[serde(with = "cover::clock_time")] pub(super) NaiveTime);
