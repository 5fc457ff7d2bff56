//! Amendments: append-only, each with the original, the amended code, the reason, when and who.

use crate::actor::AmendmentActor;
use crate::db::{MultiBackend, on_backend};
use crate::schema::amendments;
use crate::sql_types::{At, Id};
use crate::{Db, Error, Result, words};
use diesel::prelude::*;
use school::{AcademicYear, AcademyId, Actor, Date, EnrolmentId, EntryId, ImportId, Instant, PupilId, SessionAt};

/// One amendment of one mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// The entry.
    pub id: EntryId,
    /// The academic year.
    pub year: AcademicYear,
    /// The sheet's enrolment.
    pub enrolment_id: EnrolmentId,
    /// The pupil.
    pub pupil_id: PupilId,
    /// The session.
    pub at: SessionAt,
    /// The code before, empty where only what stands beside it changed from no mark.
    pub original: String,
    /// The code after.
    pub amended: String,
    /// Minutes late after the amendment.
    pub minutes_late: Option<i16>,
    /// The comment after the amendment.
    pub comment: Option<String>,
    /// Why.
    pub reason: String,
    /// Where it came from: `person`, `register` or `import`.
    pub source: String,
    /// The import it came from.
    pub import_id: Option<ImportId>,
    /// The sheet's version after the write.
    pub version: i32,
    /// When.
    pub made_at: Instant,
    /// Who.
    pub by: Actor,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = amendments, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct AmendmentRow {
    academy_id: Id,
    academic_year: i16,
    id: Id,
    enrolment_id: Id,
    pupil_id: Id,
    date: Date,
    session: i16,
    original: String,
    amended: String,
    minutes_late: Option<i16>,
    comment: Option<String>,
    reason: String,
    source: String,
    import_id: Option<Id>,
    version: i32,
    at: At,
    #[diesel(embed)]
    actor: AmendmentActor,
}

/// Adds amendments.
pub fn insert(db: &mut Db, academy: AcademyId, entries: &[Amendment]) -> Result<()> {
    for some in entries.chunks(500) {
        let rows: Vec<_> = some.iter().map(|entry| row(academy, entry)).collect();
        on_backend!(db, |c| diesel::insert_into(amendments::table).values(&rows).execute(c))?;
    }
    Ok(())
}

fn row(academy: AcademyId, entry: &Amendment) -> AmendmentRow {
    let Amendment {
        id,
        year,
        enrolment_id,
        pupil_id,
        at,
        original,
        amended,
        minutes_late,
        comment,
        reason,
        source,
        import_id,
        version,
        made_at,
        by,
    } = entry.clone();
    AmendmentRow {
        academy_id: academy.into(),
        academic_year: year.start_year(),
        id: id.into(),
        enrolment_id: enrolment_id.into(),
        pupil_id: pupil_id.into(),
        date: at.date,
        session: words::session_number(at.session),
        original,
        amended,
        minutes_late,
        comment,
        reason,
        source,
        import_id: import_id.map(Id::from),
        version,
        at: made_at.into(),
        actor: (&by).into(),
    }
}

fn amendment(row: AmendmentRow) -> Result<Amendment> {
    let year = AcademicYear::beginning_in(row.academic_year)
        .ok_or(Error::Corrupt { table: "amendments", why: "a wrong year".to_owned() })?;
    Ok(Amendment {
        id: row.id.into(),
        year,
        enrolment_id: row.enrolment_id.into(),
        pupil_id: row.pupil_id.into(),
        at: SessionAt::new(row.date, words::session_of(row.session)),
        original: row.original,
        amended: row.amended,
        minutes_late: row.minutes_late,
        comment: row.comment,
        reason: row.reason,
        source: row.source,
        import_id: row.import_id.map(ImportId::from),
        version: row.version,
        made_at: row.at.into(),
        by: row.actor.into(),
    })
}

/// The amendments of one mark in their order.
pub fn of_mark(db: &mut Db, academy: AcademyId, enrolment: EnrolmentId, at: SessionAt) -> Result<Vec<Amendment>> {
    let rows = amendments::table
        .filter(amendments::academy_id.eq(Id::from(academy)).and(amendments::enrolment_id.eq(Id::from(enrolment))))
        .filter(amendments::date.eq(at.date).and(amendments::session.eq(words::session_number(at.session))))
        .order(amendments::version.asc())
        .select(AmendmentRow::as_select())
        .load(db)?;
    rows.into_iter().map(amendment).collect()
}

/// The amendments of the marks of some enrolments from a day to a day, both inside, the earliest first.
pub fn of_days(
    db: &mut Db,
    academy: AcademyId,
    enrolments: &[EnrolmentId],
    (from, to): (school::Date, school::Date),
    limit: i64,
) -> Result<Vec<Amendment>> {
    let ids: Vec<_> = enrolments.iter().map(|id| Id::from(*id)).collect();
    let rows = amendments::table
        .filter(amendments::academy_id.eq(Id::from(academy)).and(amendments::enrolment_id.eq_any(ids)))
        .filter(amendments::date.between(from, to))
        .order(amendments::id.asc())
        .limit(limit)
        .select(AmendmentRow::as_select())
        .load(db)?;
    rows.into_iter().map(amendment).collect()
}

/// All amendments of a year: of the enrolments named, or of the academy.
pub fn of_year(
    db: &mut Db,
    academy: AcademyId,
    year: AcademicYear,
    enrolments: Option<&[EnrolmentId]>,
) -> Result<Vec<Amendment>> {
    let mut query = amendments::table
        .filter(amendments::academy_id.eq(Id::from(academy)))
        .filter(amendments::academic_year.eq(year.start_year()))
        .order(amendments::id.asc())
        .select(AmendmentRow::as_select())
        .into_boxed();
    if let Some(ids) = enrolments {
        let ids: Vec<_> = ids.iter().map(|id| Id::from(*id)).collect();
        query = query.filter(amendments::enrolment_id.eq_any(ids));
    }
    query.load(db)?.into_iter().map(amendment).collect()
}
