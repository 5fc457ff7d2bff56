//! Contacts and what they are to each pupil.

use crate::db::MultiBackend;
use crate::error::conflict;
use crate::schema::{contacts, pupil_contacts};
use crate::sql_types::{At, Id};
use crate::{Db, Error, Result, words};
use diesel::prelude::*;
use school::contact::{Contact, ParentBasis, Relation};
use school::{AcademyId, ContactId, Instant, PupilId};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = contacts, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct ContactRow {
    academy_id: Id,
    id: Id,
    surname: String,
    forename: Option<String>,
    title: Option<String>,
    telephone: Option<String>,
    email: Option<String>,
    address: Option<String>,
    language: Option<String>,
    revision: i32,
    created_at: At,
    updated_at: At,
}

impl From<ContactRow> for Contact {
    fn from(row: ContactRow) -> Self {
        let ContactRow {
            academy_id,
            id,
            surname,
            forename,
            title,
            telephone,
            email,
            address,
            language,
            revision,
            created_at,
            updated_at,
        } = row;
        Self {
            id: id.into(),
            academy_id: academy_id.into(),
            surname,
            forename,
            title,
            telephone,
            email,
            address,
            language,
            revision,
            created_at: created_at.into(),
            updated_at: updated_at.into(),
        }
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = pupil_contacts, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct RelationRow {
    academy_id: Id,
    pupil_id: Id,
    contact_id: Id,
    relationship: String,
    parent_basis: String,
    lives_with_pupil: bool,
    priority: i16,
    restrictions: Option<String>,
    created_at: At,
}

impl TryFrom<RelationRow> for Relation {
    type Error = Error;

    fn try_from(row: RelationRow) -> Result<Self> {
        Ok(Self {
            pupil_id: row.pupil_id.into(),
            contact_id: row.contact_id.into(),
            relationship: row.relationship,
            parent_basis: words::value("pupil_contacts", &row.parent_basis)?,
            lives_with_pupil: row.lives_with_pupil,
            priority: row.priority,
            restrictions: row.restrictions,
        })
    }
}

/// Adds a contact.
pub fn insert(db: &mut Db, contact: &Contact) -> Result<()> {
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
        revision,
        created_at,
        updated_at,
    } = contact.clone();
    let row = ContactRow {
        academy_id: academy_id.into(),
        id: id.into(),
        surname,
        forename,
        title,
        telephone,
        email,
        address,
        language,
        revision,
        created_at: created_at.into(),
        updated_at: updated_at.into(),
    };
    diesel::insert_into(contacts::table).values(row).execute(db)?;
    Ok(())
}

/// The contact, of the academy given.
pub fn find(db: &mut Db, academy: AcademyId, id: ContactId) -> Result<Option<Contact>> {
    let row =
        contacts::table.find((Id::from(academy), Id::from(id))).select(ContactRow::as_select()).first(db).optional()?;
    Ok(row.map(Contact::from))
}

/// Joins a contact to a pupil. A second joining of the two is a conflict.
pub fn relate(db: &mut Db, academy: AcademyId, relation: &Relation, at: Instant) -> Result<()> {
    let Relation { pupil_id, contact_id, relationship, parent_basis, lives_with_pupil, priority, restrictions } =
        relation.clone();
    let row = RelationRow {
        academy_id: academy.into(),
        pupil_id: pupil_id.into(),
        contact_id: contact_id.into(),
        relationship,
        parent_basis: words::word(&parent_basis),
        lives_with_pupil,
        priority,
        restrictions,
        created_at: at.into(),
    };
    diesel::insert_into(pupil_contacts::table)
        .values(row)
        .execute(db)
        .map_err(conflict("a link between this pupil and this contact"))?;
    Ok(())
}

/// The contacts of a pupil in the order in which they are called.
pub fn of_pupil(db: &mut Db, academy: AcademyId, pupil: PupilId) -> Result<Vec<(Contact, Relation)>> {
    let rows: Vec<(ContactRow, RelationRow)> =
        pupil_contacts::table
            .inner_join(contacts::table.on(
                contacts::academy_id.eq(pupil_contacts::academy_id).and(contacts::id.eq(pupil_contacts::contact_id)),
            ))
            .filter(pupil_contacts::academy_id.eq(Id::from(academy)).and(pupil_contacts::pupil_id.eq(Id::from(pupil))))
            .order((pupil_contacts::priority.asc(), pupil_contacts::contact_id.asc()))
            .select((ContactRow::as_select(), RelationRow::as_select()))
            .load(db)?;
    rows.into_iter().map(|(contact, relation)| Ok((contact.into(), relation.try_into()?))).collect()
}

/// Which pupils of an academy have which parent or carer: contacts who are parents in law or with whom the pupil lives. The
/// pupils of one contact follow each other.
pub fn of_parents(db: &mut Db, academy: AcademyId) -> Result<Vec<(ContactId, PupilId)>> {
    let none = words::word(&ParentBasis::None);
    let rows: Vec<(Id, Id)> = pupil_contacts::table
        .filter(pupil_contacts::academy_id.eq(Id::from(academy)))
        .filter(pupil_contacts::parent_basis.ne(none).or(pupil_contacts::lives_with_pupil.eq(true)))
        .order((pupil_contacts::contact_id.asc(), pupil_contacts::pupil_id.asc()))
        .select((pupil_contacts::contact_id, pupil_contacts::pupil_id))
        .load(db)?;
    Ok(rows.into_iter().map(|(contact, pupil)| (contact.into(), pupil.into())).collect())
}
