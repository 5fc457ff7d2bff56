//! Contacts of pupils.

use crate::{AcademyId, ContactId, Instant, PupilId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why a contact is a parent in law (Education Act 1996 s.576), or that the contact is none. Never inferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ParentBasis {
    /// Natural parent, married or not, wherever living.
    NaturalParent,
    /// Has parental responsibility.
    ParentalResponsibility,
    /// The child lives with and is looked after by this person.
    HasCare,
    /// No parent in law.
    None,
}

/// A person whom the academy may turn to about a pupil; siblings share one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The contact.
    pub id: ContactId,
    /// The academy that keeps the record.
    pub academy_id: AcademyId,
    /// Surname.
    pub surname: String,
    /// Forename.
    pub forename: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Telephone number.
    pub telephone: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Language to write in, as a BCP 47 tag.
    pub language: Option<String>,
    /// Counts the changes of the record.
    pub revision: i32,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// What a contact is to one pupil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The pupil.
    pub pupil_id: PupilId,
    /// The contact.
    pub contact_id: ContactId,
    /// Mother, grandfather, foster carer, …
    pub relationship: String,
    /// Whether and why a parent in law.
    pub parent_basis: ParentBasis,
    /// Whether the pupil normally lives with the contact.
    pub lives_with_pupil: bool,
    /// The order in which contacts are called: 1 first.
    pub priority: i16,
    /// Court orders and other restrictions.
    pub restrictions: Option<String>,
}
