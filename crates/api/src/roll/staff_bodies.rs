//! What is sent and answered of staff.

use super::asking::cell;
use crate::answers::set;
use app::roll::staff::{NewStaff, StaffPatch};
use chrono::{DateTime, Utc};
use school::{AcademyId, Role, StaffId, StaffMember};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Patch;

/// What is sent to add a member of staff.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"staff_code": "AEX", "surname": "Example", "forename": "Amina", "title": "Ms", "position": "Attendance officer", "email": "amina@example.org", "roles": ["attendance_officer"]}))]
pub(crate) struct NewStaffBody {
    /// The short code the timetable uses, unique at the academy.
    #[schema(min_length = 1, max_length = 50)]
    staff_code: String,
    /// Surname.
    #[schema(min_length = 1, max_length = 100)]
    surname: String,
    /// Forename.
    #[schema(min_length = 1, max_length = 100)]
    forename: String,
    /// Title.
    #[serde(default)]
    #[schema(max_length = 50)]
    title: Option<String>,
    /// The post held: it stands beside the name under what the person signs.
    #[schema(min_length = 1, max_length = 100)]
    position: String,
    /// Email address.
    #[serde(default)]
    #[schema(max_length = 254)]
    email: Option<String>,
    /// The subject by which the trust's identity provider knows the person. Needs the right to give roles.
    #[serde(default)]
    #[schema(max_length = 200)]
    sign_in_subject: Option<String>,
    /// What the person does here. Needs the right to give roles; `trust_officer` needs the scope `admin`.
    #[serde(default)]
    #[schema(max_items = 13)]
    roles: Vec<Role>,
}

impl From<NewStaffBody> for NewStaff {
    fn from(body: NewStaffBody) -> Self {
        let NewStaffBody { staff_code, surname, forename, title, position, email, sign_in_subject, roles } = body;
        Self { staff_code, surname, forename, title, position, email, sign_in_subject, roles }
    }
}

/// What is to change about a member of staff.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"position": "Attendance manager", "roles": ["attendance_manager"]}))]
pub(crate) struct StaffPatchBody {
    /// The short code the timetable uses, unique at the academy.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 50)]
    staff_code: Patch<String>,
    /// Surname.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 100)]
    surname: Patch<String>,
    /// Forename.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 100)]
    forename: Patch<String>,
    /// Title.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 50)]
    title: Patch<Option<String>>,
    /// The post held. What the person has signed keeps the post of its time.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 100)]
    position: Patch<String>,
    /// Email address.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 254)]
    email: Patch<Option<String>>,
    /// The subject by which the trust's identity provider knows the person. Needs the right to give roles.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    sign_in_subject: Patch<Option<String>>,
    /// What the person does here. Needs the right to give roles; `trust_officer` needs the scope `admin`.
    #[serde(default)]
    #[schema(value_type = Vec<Role>, max_items = 13)]
    roles: Patch<Vec<Role>>,
}

impl From<StaffPatchBody> for StaffPatch {
    fn from(body: StaffPatchBody) -> Self {
        let StaffPatchBody { staff_code, surname, forename, title, position, email, sign_in_subject, roles } = body;
        Self {
            staff_code: set(staff_code),
            surname: set(surname),
            forename: set(forename),
            title: cell(title),
            position: set(position),
            email: cell(email),
            sign_in_subject: cell(sign_in_subject),
            roles: set(roles),
        }
    }
}

/// A member of staff.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StaffBody {
    /// The staff record.
    id: StaffId,
    /// The academy.
    academy_id: AcademyId,
    /// The short code the timetable uses.
    staff_code: String,
    /// Surname.
    surname: String,
    /// Forename.
    forename: String,
    /// Title.
    title: Option<String>,
    /// The post held.
    position: String,
    /// Email address.
    email: Option<String>,
    /// The subject by which the trust's identity provider knows the person.
    sign_in_subject: Option<String>,
    /// What the person does here.
    roles: Vec<Role>,
    /// When the record was made.
    created_at: DateTime<Utc>,
    /// When the record was last changed.
    updated_at: DateTime<Utc>,
}

impl From<StaffMember> for StaffBody {
    fn from(member: StaffMember) -> Self {
        let StaffMember {
            id,
            academy_id,
            staff_code,
            surname,
            forename,
            title,
            position,
            email,
            sign_in_subject,
            roles,
            revision: _,
            created_at,
            updated_at,
        } = member;
        Self {
            id,
            academy_id,
            staff_code,
            surname,
            forename,
            title,
            position,
            email,
            sign_in_subject,
            roles,
            created_at,
            updated_at,
        }
    }
}
