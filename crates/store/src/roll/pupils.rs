//! Pupil records: identity, stays on the roll, characteristics by date, and the history of statutory fields.

use crate::actor::PupilChangeActor;
use crate::db::{MultiBackend, on_backend};
use crate::error::conflict;
use crate::schema::{characteristics, enrolments, pupil_changes, pupils};
use crate::sql_types::{At, Id};
use crate::{Db, Error, Result, words};
use diesel::prelude::*;
use school::pupil::{Characteristics, Enrolment, Identity, Stay};
use school::{AcademyId, Actor, Date, Instant, PersonId, PupilId};
use uuid::Uuid;

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

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = enrolments, check_for_backend(MultiBackend))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
struct EnrolmentRow {
    academy_id: Id,
    id: Id,
    pupil_id: Id,
    kind: String,
    starting_day: Date,
    leaving_day: Option<Date>,
    ground: Option<String>,
    created_at: At,
    updated_at: At,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = characteristics, check_for_backend(MultiBackend))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
struct CharacteristicsRow {
    academy_id: Id,
    pupil_id: Id,
    valid_from: Date,
    year_group: Option<i16>,
    free_school_meals: Option<bool>,
    pupil_premium: Option<bool>,
    sen_status: Option<String>,
    english_additional_language: Option<bool>,
    looked_after: Option<bool>,
    previously_looked_after: Option<bool>,
    social_worker: Option<bool>,
    child_protection: Option<bool>,
    young_carer: Option<bool>,
    ethnicity: Option<String>,
    boarder: bool,
}

impl CharacteristicsRow {
    fn of(academy: AcademyId, pupil: PupilId, valid_from: Date, values: &Characteristics) -> Self {
        let Characteristics {
            year_group,
            free_school_meals,
            pupil_premium,
            sen_status,
            english_additional_language,
            looked_after,
            previously_looked_after,
            social_worker,
            child_protection,
            young_carer,
            ethnicity,
            boarder,
        } = values.clone();
        Self {
            academy_id: academy.into(),
            pupil_id: pupil.into(),
            valid_from,
            year_group,
            free_school_meals,
            pupil_premium,
            sen_status: sen_status.map(|status| words::word(&status)),
            english_additional_language,
            looked_after,
            previously_looked_after,
            social_worker,
            child_protection,
            young_carer,
            ethnicity,
            boarder,
        }
    }
}

/// From which day what is said of which pupil.
pub type Dated = (PupilId, Date, Characteristics);

impl TryFrom<CharacteristicsRow> for Dated {
    type Error = Error;

    fn try_from(row: CharacteristicsRow) -> Result<Self> {
        let values = Characteristics {
            year_group: row.year_group,
            free_school_meals: row.free_school_meals,
            pupil_premium: row.pupil_premium,
            sen_status: words::optional("characteristics", row.sen_status.as_deref())?,
            english_additional_language: row.english_additional_language,
            looked_after: row.looked_after,
            previously_looked_after: row.previously_looked_after,
            social_worker: row.social_worker,
            child_protection: row.child_protection,
            young_carer: row.young_carer,
            ethnicity: row.ethnicity,
            boarder: row.boarder,
        };
        Ok((row.pupil_id.into(), row.valid_from, values))
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

/// Adds stays on the roll.
pub fn insert_enrolments(db: &mut Db, academy: AcademyId, stays: &[(PupilId, Enrolment)], at: Instant) -> Result<()> {
    for some in stays.chunks(1_000) {
        let rows: Vec<_> = some.iter().map(|(pupil, stay)| enrolment_row(academy, *pupil, stay, at)).collect();
        on_backend!(db, |c| diesel::insert_into(enrolments::table).values(&rows).execute(c))?;
    }
    Ok(())
}

fn enrolment_row(academy: AcademyId, pupil: PupilId, enrolment: &Enrolment, at: Instant) -> EnrolmentRow {
    EnrolmentRow {
        academy_id: academy.into(),
        id: enrolment.id.into(),
        pupil_id: pupil.into(),
        kind: words::word(&enrolment.kind),
        starting_day: enrolment.stay.starting_day,
        leaving_day: enrolment.stay.leaving_day,
        ground: enrolment.ground.map(|ground| words::word(&ground)),
        created_at: at.into(),
        updated_at: at.into(),
    }
}

/// Saves the days, kind and ground of a stay.
pub fn update_enrolment(db: &mut Db, academy: AcademyId, enrolment: &Enrolment, at: Instant) -> Result<()> {
    diesel::update(enrolments::table.find((Id::from(academy), Id::from(enrolment.id))))
        .set((
            enrolments::kind.eq(words::word(&enrolment.kind)),
            enrolments::starting_day.eq(enrolment.stay.starting_day),
            enrolments::leaving_day.eq(enrolment.stay.leaving_day),
            enrolments::ground.eq(enrolment.ground.map(|ground| words::word(&ground))),
            enrolments::updated_at.eq(At::from(at)),
        ))
        .execute(db)?;
    Ok(())
}

/// Stays of the pupils named, or of all pupils of the academy, the earliest first.
pub fn enrolments_of(db: &mut Db, academy: AcademyId, ids: Option<&[PupilId]>) -> Result<Vec<(PupilId, Enrolment)>> {
    let mut query = enrolments::table
        .filter(enrolments::academy_id.eq(Id::from(academy)))
        .order((enrolments::pupil_id.asc(), enrolments::starting_day.asc()))
        .select(EnrolmentRow::as_select())
        .into_boxed();
    if let Some(ids) = ids {
        query = query.filter(enrolments::pupil_id.eq_any(ids.iter().map(|id| Id::from(*id)).collect::<Vec<_>>()));
    }
    query.load(db)?.into_iter().map(enrolment_of).collect()
}

fn enrolment_of(row: EnrolmentRow) -> Result<(PupilId, Enrolment)> {
    let EnrolmentRow {
        academy_id: _,
        id,
        pupil_id,
        kind,
        starting_day,
        leaving_day,
        ground,
        created_at: _,
        updated_at: _,
    } = row;
    let enrolment = Enrolment {
        id: id.into(),
        stay: Stay { starting_day, leaving_day },
        kind: words::value("enrolments", &kind)?,
        ground: words::optional("enrolments", ground.as_deref())?,
    };
    Ok((pupil_id.into(), enrolment))
}

/// Says something of pupils from days on; what was said from the same day is replaced.
pub fn save_characteristics(db: &mut Db, academy: AcademyId, dated: &[Dated]) -> Result<()> {
    for some in dated.chunks(500) {
        for (pupil, from, _) in some {
            let key = (Id::from(academy), Id::from(*pupil), *from);
            diesel::delete(characteristics::table.find(key)).execute(db)?;
        }
        let rows: Vec<_> =
            some.iter().map(|(pupil, from, values)| CharacteristicsRow::of(academy, *pupil, *from, values)).collect();
        on_backend!(db, |c| diesel::insert_into(characteristics::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// What is said of the pupils named, or of all pupils of the academy, by pupil and day.
pub fn characteristics_of(db: &mut Db, academy: AcademyId, ids: Option<&[PupilId]>) -> Result<Vec<Dated>> {
    let mut query = characteristics::table
        .filter(characteristics::academy_id.eq(Id::from(academy)))
        .order((characteristics::pupil_id.asc(), characteristics::valid_from.asc()))
        .select(CharacteristicsRow::as_select())
        .into_boxed();
    if let Some(ids) = ids {
        query = query.filter(characteristics::pupil_id.eq_any(ids.iter().map(|id| Id::from(*id)).collect::<Vec<_>>()));
    }
    query.load(db)?.into_iter().map(Dated::try_from).collect()
}

/// One change of a statutory field of the admission register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The entry.
    pub id: Uuid,
    /// The field.
    pub field: String,
    /// What it said.
    pub original: Option<String>,
    /// What it says now.
    pub amended: Option<String>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Instant,
    /// Who.
    pub by: Actor,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = pupil_changes, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct ChangeRow {
    academy_id: Id,
    id: Id,
    pupil_id: Id,
    field: String,
    original: Option<String>,
    amended: Option<String>,
    reason: String,
    at: At,
    #[diesel(embed)]
    actor: PupilChangeActor,
}

/// Adds to the history of pupils.
pub fn record_changes(db: &mut Db, academy: AcademyId, changes: &[(PupilId, Change)]) -> Result<()> {
    for some in changes.chunks(500) {
        let rows: Vec<_> = some
            .iter()
            .map(|(pupil, change)| ChangeRow {
                academy_id: academy.into(),
                id: Id(change.id),
                pupil_id: (*pupil).into(),
                field: change.field.clone(),
                original: change.original.clone(),
                amended: change.amended.clone(),
                reason: change.reason.clone(),
                at: change.at.into(),
                actor: (&change.by).into(),
            })
            .collect();
        on_backend!(db, |c| diesel::insert_into(pupil_changes::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// The history of a pupil's statutory fields from a moment on and after an entry, the earliest first.
pub fn changes_of(
    db: &mut Db,
    academy: AcademyId,
    pupil: PupilId,
    from: Option<Instant>,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Change>> {
    let mut query = pupil_changes::table
        .filter(pupil_changes::academy_id.eq(Id::from(academy)).and(pupil_changes::pupil_id.eq(Id::from(pupil))))
        .order(pupil_changes::id.asc())
        .limit(limit)
        .select(ChangeRow::as_select())
        .into_boxed();
    if let Some(from) = from {
        query = query.filter(pupil_changes::at.ge(At::from(from)));
    }
    if let Some(after) = after {
        query = query.filter(pupil_changes::id.gt(Id(after)));
    }
    let rows = query.load(db)?;
    Ok(rows
        .into_iter()
        .map(|row| Change {
            id: row.id.0,
            field: row.field,
            original: row.original,
            amended: row.amended,
            reason: row.reason,
            at: row.at.into(),
            by: row.actor.into(),
        })
        .collect())
}
