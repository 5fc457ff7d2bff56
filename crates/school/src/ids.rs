//! Typed ids: UUID version 7 in the order of their making, one type for each kind of thing.

use crate::clock::Instant;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use utoipa::ToSchema;
use uuid::Uuid;

/// A new time-ordered UUID (version 7) for the instant and the ten random bytes given.
pub fn uuid_at(at: Instant, random: [u8; 10]) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

macro_rules! typed_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = String, format = Uuid, example = "0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50")]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id for the instant and the random bytes given.
            pub fn at(at: Instant, random: [u8; 10]) -> Self { Self(uuid_at(at, random)) }
        }
        impl From<Uuid> for $name { fn from(value: Uuid) -> Self { Self(value) } }
        impl From<$name> for Uuid { fn from(value: $name) -> Self { value.0 } }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }
    )+};
}

typed_id! {
    /// An academy of the trust.
    AcademyId,
    /// A pupil at one academy.
    PupilId,
    /// A child across the trust: joins the pupil records of one child at several academies.
    PersonId,
    /// One stay of a pupil on the roll of an academy.
    EnrolmentId,
    /// A registration group, teaching group or house.
    GroupId,
    /// A contact of pupils, such as a parent.
    ContactId,
    /// A member of staff.
    StaffId,
    /// A planned absence.
    PlannedAbsenceId,
    /// An import of a file.
    ImportId,
    /// An API client.
    ClientId,
    /// A row of the event log.
    EventId,
    /// An entry in the history of a mark.
    EntryId,
    /// A difference between two sources that a person must settle, or a warning on a mark.
    IssueId,
    /// A record of the record store: which kind is said where it is used.
    RecordId,
}
