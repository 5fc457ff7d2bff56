//! Parents and carers of the pupils of an academy as they may be compared with those of another.

use crate::schema::{contacts, pupil_contacts};
use crate::sql_types::Id;
use crate::{Db, Result, words};
use diesel::prelude::*;
use school::contact::ParentBasis;
use school::{AcademyId, PupilId};

/// A parent or carer of one pupil: a parent in law, or somebody with whom the pupil lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parent {
    /// The pupil.
    pub pupil_id: PupilId,
    /// Surname.
    pub surname: String,
    /// Forename.
    pub forename: Option<String>,
    /// Telephone number.
    pub telephone: Option<String>,
    /// Email address.
    pub email: Option<String>,
}

/// The parents and carers at an academy, with a telephone number or an email address.
pub fn parents(db: &mut Db, academy: AcademyId) -> Result<Vec<Parent>> {
    type Row = (Id, String, Option<String>, Option<String>, Option<String>);
    let none = words::word(&ParentBasis::None);
    let rows: Vec<Row> = pupil_contacts::table
        .inner_join(
            contacts::table.on(contacts::academy_id
                .eq(pupil_contacts::academy_id)
                .and(contacts::id.eq(pupil_contacts::contact_id))),
        )
        .filter(pupil_contacts::academy_id.eq(Id::from(academy)))
        .filter(pupil_contacts::parent_basis.ne(none).or(pupil_contacts::lives_with_pupil.eq(true)))
        .filter(contacts::telephone.is_not_null().or(contacts::email.is_not_null()))
        .order((pupil_contacts::contact_id.asc(), pupil_contacts::pupil_id.asc()))
        .select((pupil_contacts::pupil_id, contacts::surname, contacts::forename, contacts::telephone, contacts::email))
        .load(db)?;
    let parent = |(pupil, surname, forename, telephone, email): Row| Parent {
        pupil_id: pupil.into(),
        surname,
        forename,
        telephone,
        email,
    };
    Ok(rows.into_iter().map(parent).collect())
}
