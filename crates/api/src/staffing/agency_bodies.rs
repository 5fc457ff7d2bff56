//! What is sent and answered of agency workers.

use app::staffing::agency::TrustWeeks;
use chrono::{DateTime, Utc};
use cover::agency::{
    AgencyWorker, AgencyWorkerRecord, Assignment, Booking, Clock, IdentityCheck, MinimumBooking, Pause,
};
use cover::vetting::Reason;
use school::{Date, Kept, RecordId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Patch;

/// What is to change about an agency worker. The lists are replaced whole.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"identity_checked_on": "2026-11-23"}))]
pub(crate) struct AgencyWorkerPatch {
    /// Surname.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 100)]
    surname: Patch<String>,
    /// Forename.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 100)]
    forename: Patch<String>,
    /// The agency.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    agency: Patch<String>,
    /// When the agency's written confirmation was received.
    #[serde(default)]
    #[schema(value_type = Option<Date>)]
    letter_received_on: Patch<Option<Date>>,
    /// Whether the certificate discloses something.
    #[serde(default)]
    #[schema(value_type = bool)]
    certificate_discloses: Patch<bool>,
    /// The day of the enhanced DBS certificate, as the letter names it.
    #[serde(default)]
    #[schema(value_type = Option<Date>)]
    certificate_dated_on: Patch<Option<Date>>,
    /// When the certificate was seen here.
    #[serde(default)]
    #[schema(value_type = Option<Date>)]
    certificate_seen_on: Patch<Option<Date>>,
    /// When the identity was checked on arrival.
    #[serde(default)]
    #[schema(value_type = Option<Date>)]
    identity_checked_on: Patch<Option<Date>>,
    /// When the identity was checked on arrival at each academy.
    #[serde(default)]
    #[schema(value_type = Vec<IdentityCheck>, max_items = 100)]
    identity_checks: Patch<Vec<IdentityCheck>>,
    /// The staff records under which the worker is timetabled.
    #[serde(default)]
    #[schema(value_type = Vec<StaffId>, max_items = 50)]
    staff_ids: Patch<Vec<StaffId>>,
    /// The subjects that the worker may take.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 40)]
    subjects: Patch<Vec<String>>,
    /// The days, or halves of them, for which the worker is booked.
    #[serde(default)]
    #[schema(value_type = Vec<Booking>, max_items = 1000)]
    bookings: Patch<Vec<Booking>>,
    /// What the agency books at least.
    #[serde(default)]
    #[schema(value_type = MinimumBooking)]
    minimum_booking: Patch<MinimumBooking>,
    /// The weeks in which the worker worked, or is to.
    #[serde(default)]
    #[schema(value_type = Vec<Assignment>, max_items = 1000)]
    assignments: Patch<Vec<Assignment>>,
    /// Times away that stop the clock.
    #[serde(default)]
    #[schema(value_type = Vec<Pause>, max_items = 200)]
    pauses: Patch<Vec<Pause>>,
}

impl AgencyWorkerPatch {
    /// The worker as they are to be.
    pub(super) fn applied(self, to: AgencyWorker) -> AgencyWorker {
        AgencyWorker {
            surname: self.surname.or(to.surname),
            forename: self.forename.or(to.forename),
            agency: self.agency.or(to.agency),
            letter_received_on: self.letter_received_on.or(to.letter_received_on),
            certificate_discloses: self.certificate_discloses.or(to.certificate_discloses),
            certificate_dated_on: self.certificate_dated_on.or(to.certificate_dated_on),
            certificate_seen_on: self.certificate_seen_on.or(to.certificate_seen_on),
            identity_checked_on: self.identity_checked_on.or(to.identity_checked_on),
            identity_checks: self.identity_checks.or(to.identity_checks),
            bookings: self.bookings.or(to.bookings),
            minimum_booking: self.minimum_booking.or(to.minimum_booking),
            staff_ids: self.staff_ids.or(to.staff_ids),
            subjects: self.subjects.or(to.subjects),
            assignments: self.assignments.or(to.assignments),
            pauses: self.pauses.or(to.pauses),
        }
    }
}

/// An agency worker of the trust's register.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgencyWorkerBody {
    /// The record.
    id: RecordId,
    /// Surname.
    surname: String,
    /// Forename.
    forename: String,
    /// The agency.
    agency: String,
    /// When the agency's written confirmation of its checks was received.
    letter_received_on: Option<Date>,
    /// Whether the certificate discloses something.
    certificate_discloses: bool,
    /// The day of the enhanced DBS certificate, as the letter names it.
    certificate_dated_on: Option<Date>,
    /// When the certificate was seen here.
    certificate_seen_on: Option<Date>,
    /// When the identity was checked on arrival, of a worker who comes to one academy.
    identity_checked_on: Option<Date>,
    /// When the identity was checked on arrival at each academy.
    identity_checks: Vec<IdentityCheck>,
    /// The days, or halves of them, for which the worker is booked.
    bookings: Vec<Booking>,
    /// What the agency books at least.
    minimum_booking: MinimumBooking,
    /// The staff records under which the worker is timetabled.
    staff_ids: Vec<StaffId>,
    /// The subjects that the worker may take.
    subjects: Vec<String>,
    /// The weeks in which the worker worked, or is booked to.
    assignments: Vec<Assignment>,
    /// Times away that stop the clock.
    pauses: Vec<Pause>,
    /// The day for which the rest is said: today.
    on: Date,
    /// Whether the worker may be sent to a class on that day, at any academy at all.
    valid: bool,
    /// Why not.
    because: Vec<Reason>,
    /// The twelve-week clocks, one for each role.
    clocks: Vec<Clock>,
    /// When the record was last changed.
    updated_at: DateTime<Utc>,
}

/// The worker as they stand on a day.
pub(super) fn body(kept: Kept<AgencyWorkerRecord>, weeks: &TrustWeeks, on: Date) -> AgencyWorkerBody {
    let clocks = weeks.clocks(&kept.value.worker, on);
    let because = kept.value.worker.valid_at(None, on);
    let AgencyWorker {
        surname,
        forename,
        agency,
        letter_received_on,
        certificate_discloses,
        certificate_dated_on,
        certificate_seen_on,
        identity_checked_on,
        identity_checks,
        bookings,
        minimum_booking,
        staff_ids,
        subjects,
        assignments,
        pauses,
    } = kept.value.worker;
    AgencyWorkerBody {
        id: kept.id,
        surname,
        forename,
        agency,
        letter_received_on,
        certificate_discloses,
        certificate_dated_on,
        certificate_seen_on,
        identity_checked_on,
        identity_checks,
        bookings,
        minimum_booking,
        staff_ids,
        subjects,
        assignments,
        pauses,
        on,
        valid: because.is_empty(),
        because,
        clocks,
        updated_at: kept.updated_at,
    }
}
