//! Pupil records: identity here; stays on the roll, characteristics by date, and the history of statutory fields beside it.

mod changes;
mod characteristics;
mod enrolments;

pub use changes::{Change, changes_of, record_changes};
pub use characteristics::{Dated, characteristics_of, save_characteristics};
pub use enrolments::{enrolments_of, insert_enrolments, update_enrolment};

use crate::db::{MultiBackend, on_backend};
use crate::error::conflict;
use crate::schema::pupils;
use crate::sql_types::{At, Id};
use crate::{Db, Error, Result, words};
use diesel::prelude::*;
use school::pupil::Identity;
use school::{AcademyId, Date, Instant, PersonId, PupilId};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = pupils, check_for_backend(MultiBackend))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
struct PupilRow {
    academy_id: Id,
    id: Id,
    person_id: Id,
    upn: Option<String>,
    former_upn: Option<String>,
    surname: String,
    forename: String,
    legal_surname: Option<String>,
    legal_forename: Option<String>,
    other_names: Option<String>,
    date_of_birth: Date,
    sex: String,
    address: Option<String>,
    last_school: Option<String>,
    next_school: Option<String>,
    mis_id: Option<String>,
    search_name: String,
    revision: i32,
    created_at: At,
    updated_at: At,
}

/// The pupil's own row, without what is dated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The pupil.
    pub id: PupilId,
    /// The academy.
    pub academy_id: AcademyId,
    /// The child across the trust.
    pub person_id: PersonId,
    /// Who the pupil is.
    pub identity: Identity,
    /// Counts the changes.
    pub revision: i32,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// The form of a name that searches compare: lower case, single spaces.
pub fn search_form(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl From<&Record> for PupilRow {
    fn from(record: &Record) -> Self {
        let Record { id, academy_id, person_id, identity, revision, created_at, updated_at } = record.clone();
        let Identity {
            upn,
            former_upn,
            surname,
            forename,
            legal_surname,
            legal_forename,
            other_names,
            date_of_birth,
            sex,
            address,
            last_school,
            next_school,
            mis_id,
        } = identity;
        Self {
            academy_id: academy_id.into(),
            id: id.into(),
            person_id: person_id.into(),
            upn: upn.map(String::from),
            former_upn: former_upn.map(String::from),
            search_name: search_form(&format!("{surname} {forename}")),
            surname,
            forename,
            legal_surname,
            legal_forename,
            other_names,
            date_of_birth,
            sex: words::word(&sex),
            address,
            last_school,
            next_school,
            mis_id,
            revision,
            created_at: created_at.into(),
            updated_at: updated_at.into(),
        }
    }
}

fn upn(text: Option<String>) -> Result<Option<school::Upn>> {
    text.map(|text| text.parse().map_err(|_| Error::Corrupt { table: "pupils", why: "a wrong UPN".to_owned() }))
        .transpose()
}

impl TryFrom<PupilRow> for Record {
    type Error = Error;

    fn try_from(row: PupilRow) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            academy_id: row.academy_id.into(),
            person_id: row.person_id.into(),
            identity: Identity {
                upn: upn(row.upn)?,
                former_upn: upn(row.former_upn)?,
                surname: row.surname,
                forename: row.forename,
                legal_surname: row.legal_surname,
                legal_forename: row.legal_forename,
                other_names: row.other_names,
                date_of_birth: row.date_of_birth,
                sex: words::value("pupils", &row.sex)?,
                address: row.address,
                last_school: row.last_school,
                next_school: row.next_school,
                mis_id: row.mis_id,
            },
            revision: row.revision,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        })
    }
}

/// Adds pupils. A UPN or MIS key that another pupil of the academy has is a conflict.
pub fn insert(db: &mut Db, records: &[Record]) -> Result<()> {
    for some in records.chunks(500) {
        let rows: Vec<_> = some.iter().map(PupilRow::from).collect();
        on_backend!(db, |c| diesel::insert_into(pupils::table).values(&rows).execute(c))
            .map_err(conflict("a pupil with this UPN or MIS id at the academy"))?;
    }
    Ok(())
}

/// Saves a pupil whose record was read at the revision before.
pub fn update(db: &mut Db, record: &Record) -> Result<()> {
    let changed = diesel::update(pupils::table.find((Id::from(record.academy_id), Id::from(record.id))))
        .filter(pupils::revision.eq(record.revision - 1))
        .set(PupilRow::from(record))
        .execute(db)
        .map_err(conflict("a pupil with this UPN or MIS id at the academy"))?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// The pupil's own row by its id, whatever the academy: the caller checks the reach.
pub fn find(db: &mut Db, id: PupilId) -> Result<Option<Record>> {
    let row = pupils::table.filter(pupils::id.eq(Id::from(id))).select(PupilRow::as_select()).first(db).optional()?;
    row.map(Record::try_from).transpose()
}

/// The rows of an academy: those named, or all.
pub fn of_academy(db: &mut Db, academy: AcademyId, ids: Option<&[PupilId]>) -> Result<Vec<Record>> {
    let mut query = pupils::table
        .filter(pupils::academy_id.eq(Id::from(academy)))
        .order(pupils::id.asc())
        .select(PupilRow::as_select())
        .into_boxed();
    if let Some(ids) = ids {
        query = query.filter(pupils::id.eq_any(ids.iter().map(|id| Id::from(*id)).collect::<Vec<_>>()));
    }
    query.load(db)?.into_iter().map(Record::try_from).collect()
}

/// The persons known under UPNs at any academy of the trust.
pub fn persons_with_upns(db: &mut Db, upns: &[&str]) -> Result<Vec<(String, PersonId)>> {
    let mut persons = Vec::new();
    for some in upns.chunks(1_000) {
        let rows: Vec<(Option<String>, Id)> = pupils::table
            .filter(pupils::upn.eq_any(some.to_vec()))
            .order(pupils::id.asc())
            .select((pupils::upn, pupils::person_id))
            .load(db)?;
        persons.extend(rows.into_iter().filter_map(|(upn, person)| upn.map(|upn| (upn, person.into()))));
    }
    Ok(persons)
}

/// The records that the academies of the trust have of one child.
pub fn of_person(db: &mut Db, person: PersonId) -> Result<Vec<(AcademyId, PupilId)>> {
    let rows: Vec<(Id, Id)> = pupils::table
        .filter(pupils::person_id.eq(Id::from(person)))
        .order(pupils::id.asc())
        .select((pupils::academy_id, pupils::id))
        .limit(100)
        .load(db)?;
    Ok(rows.into_iter().map(|(academy, id)| (academy.into(), id.into())).collect())
}
