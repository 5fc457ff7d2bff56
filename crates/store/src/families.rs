//! Parents and carers of the pupils of an academy as they may be compared with those of another.

use crate::schema::{contacts, pupil_contacts};
use crate::sql_types::Id;
use crate::{Db, Result, words};
use diesel::prelude::*;
use diesel::sql_types::Text;
use school::contact::ParentBasis;
use school::{AcademyId, PupilId};
use std::collections::BTreeSet;

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

type Row = (Id, (Id, String, Option<String>, Option<String>, Option<String>));

diesel::define_sql_function! {
    /// Lower case; of ASCII's letters on both databases.
    fn lower(text: Text) -> Text;
}

diesel::define_sql_function! {
    /// How many characters there are.
    fn length(text: Text) -> Integer;
}

diesel::define_sql_function! {
    /// How many bytes there are.
    fn octet_length(text: Text) -> Integer;
}

/// How many names are asked for at once.
const NAMES_AT_ONCE: usize = 500;

/// The parents and carers at some academies, with a telephone number or an email address.
macro_rules! parents_at {
    ($academies:expr) => {
        pupil_contacts::table
            .inner_join(contacts::table.on(
                contacts::academy_id.eq(pupil_contacts::academy_id).and(contacts::id.eq(pupil_contacts::contact_id)),
            ))
            .filter(contacts::academy_id.eq_any($academies))
            .filter(
                pupil_contacts::parent_basis
                    .ne(words::word(&ParentBasis::None))
                    .or(pupil_contacts::lives_with_pupil.eq(true)),
            )
            .filter(contacts::telephone.is_not_null().or(contacts::email.is_not_null()))
            .select((
                pupil_contacts::academy_id,
                (pupil_contacts::pupil_id, contacts::surname, contacts::forename, contacts::telephone, contacts::email),
            ))
    };
}

/// The parents and carers at an academy, with a telephone number or an email address.
pub fn parents(db: &mut Db, academy: AcademyId) -> Result<Vec<Parent>> {
    let rows: Vec<Row> = parents_at!([Id::from(academy)])
        .order((pupil_contacts::contact_id.asc(), pupil_contacts::pupil_id.asc()))
        .load(db)?;
    Ok(rows.into_iter().map(|row| parent(row).1).collect())
}

/// The parents and carers at some academies who have one of the surnames, without regard to case: the lower case of letters outside
/// ASCII, of which the databases know different things, is made here.
pub fn parents_named(
    db: &mut Db,
    academies: &[AcademyId],
    surnames: &BTreeSet<String>,
) -> Result<Vec<(AcademyId, Parent)>> {
    let academies: Vec<Id> = academies.iter().map(|academy| Id::from(*academy)).collect();
    let (plain, other): (Vec<String>, Vec<String>) =
        surnames.iter().map(|surname| surname.to_lowercase()).partition(|surname| surname.is_ascii());
    let mut found = Vec::new();
    for some in plain.chunks(NAMES_AT_ONCE) {
        let rows: Vec<Row> = parents_at!(academies.clone())
            .filter(lower(contacts::surname).eq_any(some))
            .filter(length(contacts::surname).eq(octet_length(contacts::surname)))
            .load(db)?;
        found.extend(rows.into_iter().map(parent));
    }
    if !other.is_empty() {
        let rows: Vec<Row> =
            parents_at!(academies).filter(length(contacts::surname).ne(octet_length(contacts::surname))).load(db)?;
        found.extend(rows.into_iter().map(parent).filter(|(_, parent)| other.contains(&parent.surname.to_lowercase())));
    }
    Ok(found)
}

fn parent((academy, (pupil, surname, forename, telephone, email)): Row) -> (AcademyId, Parent) {
    (academy.into(), Parent { pupil_id: pupil.into(), surname, forename, telephone, email })
}
