//! Who does something.

use crate::{ClientId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The name and position of the person who made an entry, as they were at that time
/// (School Attendance (Pupil Registration) (England) Regulations 2024: an amendment names who made it).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Signatory {
    /// The staff record.
    pub staff_id: StaffId,
    /// Title, forename and surname.
    #[schema(example = "Ms Amina Example")]
    pub name: String,
    /// The post held.
    #[schema(example = "Attendance officer")]
    pub position: String,
}

/// Who acts: a person, a client program, or a client for a person. At least one of the two is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The client program that sent the request.
    pub client: Option<(ClientId, String)>,
    /// The person for whom it was sent.
    pub person: Option<Signatory>,
}
