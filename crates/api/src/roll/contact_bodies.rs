//! What is sent and answered of contacts.

use app::roll::contacts::{NewContact, NewPerson};
use chrono::{DateTime, Utc};
use school::contact::{Contact, ParentBasis, Relation};
use school::{AcademyId, ContactId, PupilId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::ETag;

/// What is sent to add a contact: a new one with at least a surname, or the `contact_id` of one whom the academy knows.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"surname": "Example", "forename": "Maya", "relationship": "Mother", "parent_basis": "natural_parent", "lives_with_pupil": true, "telephone": "01632 960001"}))]
pub(crate) struct NewContactBody {
    /// A contact of a sibling at the academy, who is joined to this pupil as they are; then no name or other detail of the
    /// person is sent.
    #[serde(default)]
    contact_id: Option<ContactId>,
    /// Surname.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100)]
    surname: Option<String>,
    /// Forename.
    #[serde(default)]
    #[schema(max_length = 100)]
    forename: Option<String>,
    /// Title.
    #[serde(default)]
    #[schema(max_length = 50)]
    title: Option<String>,
    /// Mother, grandfather, foster carer, …
    #[schema(min_length = 1, max_length = 100)]
    relationship: String,
    /// Whether and why a parent in law (Education Act 1996 s.576). Never inferred from anything else: left out, the contact is
    /// no parent.
    #[serde(default)]
    parent_basis: Option<ParentBasis>,
    /// Whether the pupil normally lives with the contact.
    #[serde(default)]
    lives_with_pupil: bool,
    /// The order in which contacts are called: 1 first; after the others where it is left out.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 99)]
    priority: Option<i16>,
    /// Telephone number.
    #[serde(default)]
    #[schema(max_length = 40)]
    telephone: Option<String>,
    /// Email address.
    #[serde(default)]
    #[schema(max_length = 254)]
    email: Option<String>,
    /// Postal address; its lines apart by line feeds.
    #[serde(default)]
    #[schema(max_length = 500)]
    address: Option<String>,
    /// Language to write in, as a BCP 47 tag.
    #[serde(default)]
    #[schema(max_length = 35, example = "pl")]
    language: Option<String>,
    /// Court orders and other restrictions.
    #[serde(default)]
    #[schema(max_length = 2000)]
    restrictions: Option<String>,
}

impl From<NewContactBody> for NewContact {
    fn from(body: NewContactBody) -> Self {
        let NewContactBody {
            contact_id,
            surname,
            forename,
            title,
            relationship,
            parent_basis,
            lives_with_pupil,
            priority,
            telephone,
            email,
            address,
            language,
            restrictions,
        } = body;
        Self {
            contact_id,
            person: NewPerson { surname, forename, title, telephone, email, address, language },
            relationship,
            parent_basis: parent_basis.unwrap_or(ParentBasis::None),
            lives_with_pupil,
            priority,
            restrictions,
        }
    }
}

/// A contact and what they are to the pupil.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContactBody {
    /// The contact; siblings share one.
    id: ContactId,
    /// The academy that keeps the record.
    academy_id: AcademyId,
    /// The pupil.
    pupil_id: PupilId,
    /// Surname.
    surname: String,
    /// Forename.
    forename: Option<String>,
    /// Title.
    title: Option<String>,
    /// Mother, grandfather, foster carer, …
    relationship: String,
    /// Whether and why a parent in law.
    parent_basis: ParentBasis,
    /// Whether the pupil normally lives with the contact.
    lives_with_pupil: bool,
    /// The order in which contacts are called: 1 first.
    priority: i16,
    /// Telephone number.
    telephone: Option<String>,
    /// Email address.
    email: Option<String>,
    /// Postal address.
    address: Option<String>,
    /// Language to write in, as a BCP 47 tag.
    language: Option<String>,
    /// Court orders and other restrictions.
    restrictions: Option<String>,
    /// When the record was made.
    created_at: DateTime<Utc>,
    /// When the record was last changed.
    updated_at: DateTime<Utc>,
}

impl From<(Contact, Relation)> for ContactBody {
    fn from((contact, relation): (Contact, Relation)) -> Self {
        let Contact {
            id,
            academy_id,
            surname,
            forename,
            title,
            telephone,
            email,
            address,
            language,
            revision: _,
            created_at,
            updated_at,
        } = contact;
        let Relation { pupil_id, contact_id: _, relationship, parent_basis, lives_with_pupil, priority, restrictions } =
            relation;
        Self {
            id,
            academy_id,
            pupil_id,
            surname,
            forename,
            title,
            relationship,
            parent_basis,
            lives_with_pupil,
            priority,
            telephone,
            email,
            address,
            language,
            restrictions,
            created_at,
            updated_at,
        }
    }
}

/// The tag of a contact of a pupil.
pub(super) fn etag(body: &ContactBody) -> ETag {
    ETag::digest(&serde_json::to_vec(body).unwrap_or_default())
}
