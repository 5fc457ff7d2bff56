//! Staff.

use crate::db::MultiBackend;
use crate::error::conflict;
use crate::schema::staff;
use crate::sql_types::{At, Doc, Id};
use crate::{Db, Error, Result};
use diesel::prelude::*;
use school::{AcademyId, StaffId, StaffMember};
use uuid::Uuid;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = staff, check_for_backend(MultiBackend))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
struct StaffRow {
    academy_id: Id,
    id: Id,
    staff_code: String,
    surname: String,
    forename: String,
    title: Option<String>,
    position: String,
    email: Option<String>,
    sign_in_subject: Option<String>,
    roles: Doc,
    revision: i32,
    created_at: At,
    updated_at: At,
}

impl From<&StaffMember> for StaffRow {
    fn from(member: &StaffMember) -> Self {
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
            revision,
            created_at,
            updated_at,
        } = member.clone();
        Self {
            academy_id: academy_id.into(),
            id: id.into(),
            staff_code,
            surname,
            forename,
            title,
            position,
            email,
            sign_in_subject,
            roles: Doc(serde_json::json!(roles)),
            revision,
            created_at: created_at.into(),
            updated_at: updated_at.into(),
        }
    }
}

impl TryFrom<StaffRow> for StaffMember {
    type Error = Error;

    fn try_from(row: StaffRow) -> Result<Self> {
        let roles = serde_json::from_value(row.roles.0)
            .map_err(|_| Error::Corrupt { table: "staff", why: "an unknown role".to_owned() })?;
        Ok(Self {
            id: row.id.into(),
            academy_id: row.academy_id.into(),
            staff_code: row.staff_code,
            surname: row.surname,
            forename: row.forename,
            title: row.title,
            position: row.position,
            email: row.email,
            sign_in_subject: row.sign_in_subject,
            roles,
            revision: row.revision,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        })
    }
}

/// Adds a member of staff. A staff code that another has is a conflict.
pub fn insert(db: &mut Db, member: &StaffMember) -> Result<()> {
    diesel::insert_into(staff::table)
        .values(StaffRow::from(member))
        .execute(db)
        .map_err(conflict("a member of staff with this code"))?;
    Ok(())
}

/// Saves a member of staff whose record was read at the revision before.
pub fn update(db: &mut Db, member: &StaffMember) -> Result<()> {
    let changed = diesel::update(staff::table.find((Id::from(member.academy_id), Id::from(member.id))))
        .filter(staff::revision.eq(member.revision - 1))
        .set(StaffRow::from(member))
        .execute(db)
        .map_err(conflict("a member of staff with this code"))?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// The member of staff by id, whatever the academy: the caller checks the reach.
pub fn find(db: &mut Db, id: StaffId) -> Result<Option<StaffMember>> {
    let row = staff::table.filter(staff::id.eq(Id::from(id))).select(StaffRow::as_select()).first(db).optional()?;
    row.map(StaffMember::try_from).transpose()
}

/// The records of the person whom the identity provider knows under a subject: one for each academy.
pub fn with_subject(db: &mut Db, subject: &str) -> Result<Vec<StaffMember>> {
    let rows = staff::table
        .filter(staff::sign_in_subject.eq(subject))
        .order(staff::id.asc())
        .limit(200)
        .select(StaffRow::as_select())
        .load(db)?;
    rows.into_iter().map(StaffMember::try_from).collect()
}

/// Staff of an academy after an id, in the order of their ids.
pub fn list(
    db: &mut Db,
    academy: AcademyId,
    ids: Option<&[Uuid]>,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<StaffMember>> {
    let mut query = staff::table
        .filter(staff::academy_id.eq(Id::from(academy)))
        .order(staff::id.asc())
        .limit(limit)
        .select(StaffRow::as_select())
        .into_boxed();
    if let Some(ids) = ids {
        query = query.filter(staff::id.eq_any(ids.iter().map(|id| Id(*id)).collect::<Vec<_>>()));
    }
    if let Some(after) = after {
        query = query.filter(staff::id.gt(Id(after)));
    }
    query.load(db)?.into_iter().map(StaffMember::try_from).collect()
}
