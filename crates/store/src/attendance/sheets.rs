//! Mark sheets: one row for each enrolment and academic year, one byte a session.

use crate::attendance::write_spans;
use crate::db::{MultiBackend, on_backend};
use crate::schema::mark_sheets;
use crate::sql_types::Id;
use crate::{Db, Error, Result};
use diesel::prelude::*;
use diesel::sql_types::{Binary, Integer};
use school::{AcademicYear, AcademyId, EnrolmentId, PupilId, SESSIONS_IN_SHEET};
use std::collections::HashMap;

diesel::define_sql_function! {
    /// Bytes of a sheet: `count` of them from the 1-based place `from`.
    fn substr(marks: Binary, from: Integer, count: Integer) -> Binary;
}

/// A sheet as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSheet {
    /// The enrolment whose sheet it is.
    pub enrolment_id: EnrolmentId,
    /// The pupil.
    pub pupil_id: PupilId,
    /// The academic year.
    pub year: AcademicYear,
    /// Counts the writes.
    pub version: i32,
    /// One byte a session.
    pub marks: Vec<u8>,
}

/// Bytes to write on one sheet, and what the decision saw in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The sheet's enrolment.
    pub enrolment_id: EnrolmentId,
    /// The place of the first byte.
    pub from: usize,
    /// What was seen.
    pub seen: Vec<u8>,
    /// What is to stand there; as long as what was seen.
    pub new: Vec<u8>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = mark_sheets, check_for_backend(MultiBackend))]
struct SheetRow {
    enrolment_id: Id,
    pupil_id: Id,
    academic_year: i16,
    version: i32,
    marks: Vec<u8>,
}

fn stored(row: SheetRow) -> Result<StoredSheet> {
    let SheetRow { enrolment_id, pupil_id, academic_year, version, marks } = row;
    let year = AcademicYear::beginning_in(academic_year)
        .filter(|_| marks.len() == SESSIONS_IN_SHEET)
        .ok_or(Error::Corrupt { table: "mark_sheets", why: "a wrong year or length".to_owned() })?;
    Ok(StoredSheet { enrolment_id: enrolment_id.into(), pupil_id: pupil_id.into(), year, version, marks })
}

/// Which sheets are wanted.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    /// All of the academy.
    All,
    /// Those of one year.
    Year(AcademicYear),
    /// Those of the pupils, of all years.
    Pupils(&'a [PupilId]),
    /// Those of the enrolments in one year.
    Enrolments(AcademicYear, &'a [EnrolmentId]),
}

/// Reads whole sheets.
pub fn load(db: &mut Db, academy: AcademyId, which: Which<'_>) -> Result<Vec<StoredSheet>> {
    let mut query = mark_sheets::table
        .filter(mark_sheets::academy_id.eq(Id::from(academy)))
        .select(SheetRow::as_select())
        .into_boxed();
    query = match which {
        Which::All => query,
        Which::Year(year) => query.filter(mark_sheets::academic_year.eq(year.start_year())),
        Which::Pupils(ids) => {
            query.filter(mark_sheets::pupil_id.eq_any(ids.iter().map(|id| Id::from(*id)).collect::<Vec<_>>()))
        }
        Which::Enrolments(year, ids) => query
            .filter(mark_sheets::academic_year.eq(year.start_year()))
            .filter(mark_sheets::enrolment_id.eq_any(ids.iter().map(|id| Id::from(*id)).collect::<Vec<_>>())),
    };
    query.load(db)?.into_iter().map(stored).collect()
}

/// What changes with every write to the sheets of an academy in one year: their number, and the sum of their versions. A sheet
/// is never removed and a version only grows, so two that are equal mean that nothing was written between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    /// The academy.
    pub academy_id: AcademyId,
    /// The year.
    pub year: AcademicYear,
    sheets: i64,
    versions: i64,
}

/// The fingerprints of the academies, of all years.
pub fn fingerprints(db: &mut Db, academies: &[AcademyId]) -> Result<Vec<Fingerprint>> {
    let rows: Vec<(Id, i16, i64, Option<i64>)> = mark_sheets::table
        .filter(mark_sheets::academy_id.eq_any(academies.iter().map(|id| Id::from(*id)).collect::<Vec<_>>()))
        .group_by((mark_sheets::academy_id, mark_sheets::academic_year))
        .select((
            mark_sheets::academy_id,
            mark_sheets::academic_year,
            diesel::dsl::count_star(),
            diesel::dsl::sum(mark_sheets::version),
        ))
        .load(db)?;
    let read = |(academy, year, sheets, versions): (Id, i16, i64, Option<i64>)| {
        let year = AcademicYear::beginning_in(year)
            .ok_or(Error::Corrupt { table: "mark_sheets", why: "a wrong year".to_owned() })?;
        Ok(Fingerprint { academy_id: academy.into(), year, sheets, versions: versions.unwrap_or(0) })
    };
    rows.into_iter().map(read).collect()
}

/// Reads one byte of each sheet of the enrolments; an enrolment without a sheet is missing from the answer.
pub fn bytes_at(
    db: &mut Db,
    academy: AcademyId,
    year: AcademicYear,
    place: usize,
    enrolments: &[EnrolmentId],
) -> Result<HashMap<EnrolmentId, u8>> {
    let from = i32::try_from(place + 1).unwrap_or(i32::MAX);
    let rows: Vec<(Id, Vec<u8>)> = mark_sheets::table
        .filter(mark_sheets::academy_id.eq(Id::from(academy)))
        .filter(mark_sheets::academic_year.eq(year.start_year()))
        .filter(mark_sheets::enrolment_id.eq_any(enrolments.iter().map(|id| Id::from(*id)).collect::<Vec<_>>()))
        .select((mark_sheets::enrolment_id, substr(mark_sheets::marks, from, 1)))
        .load(db)?;
    Ok(rows.into_iter().map(|(id, byte)| (id.into(), byte.first().copied().unwrap_or(0))).collect())
}

#[derive(Insertable)]
#[diesel(table_name = mark_sheets, treat_none_as_default_value = false)]
struct NewSheet {
    academy_id: Id,
    academic_year: i16,
    enrolment_id: Id,
    pupil_id: Id,
    version: i32,
    marks: Vec<u8>,
}

/// Makes empty sheets where there are none yet.
pub fn ensure(
    db: &mut Db,
    academy: AcademyId,
    year: AcademicYear,
    enrolments: &[(EnrolmentId, PupilId)],
) -> Result<()> {
    for some in enrolments.chunks(1_000) {
        let mut rows: Vec<_> = some
            .iter()
            .map(|(enrolment, pupil)| NewSheet {
                academy_id: academy.into(),
                academic_year: year.start_year(),
                enrolment_id: (*enrolment).into(),
                pupil_id: (*pupil).into(),
                version: 0,
                marks: vec![0; SESSIONS_IN_SHEET],
            })
            .collect();
        rows.sort_by_key(|row| row.enrolment_id);
        on_backend!(db, |c| diesel::insert_into(mark_sheets::table).values(&rows).on_conflict_do_nothing().execute(c))?;
    }
    Ok(())
}

/// Adds whole sheets of a year each, where the academy had none: what a new database begins with.
pub fn insert(db: &mut Db, academy: AcademyId, sheets: &[StoredSheet]) -> Result<()> {
    for some in sheets.chunks(1_000) {
        let rows: Vec<_> = some
            .iter()
            .map(|sheet| NewSheet {
                academy_id: academy.into(),
                academic_year: sheet.year.start_year(),
                enrolment_id: sheet.enrolment_id.into(),
                pupil_id: sheet.pupil_id.into(),
                version: sheet.version,
                marks: sheet.marks.clone(),
            })
            .collect();
        on_backend!(db, |c| diesel::insert_into(mark_sheets::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Holds the sheets of the enrolments until the transaction ends: what is read of them afterwards still stands when it is
/// written. On SQLite the write transaction holds everything already.
pub fn lock(db: &mut Db, academy: AcademyId, year: AcademicYear, enrolments: &[EnrolmentId]) -> Result<()> {
    if let Db::Pg(connection) = db {
        mark_sheets::table
            .filter(mark_sheets::academy_id.eq(Id::from(academy)))
            .filter(mark_sheets::academic_year.eq(year.start_year()))
            .filter(mark_sheets::enrolment_id.eq_any(enrolments.iter().map(|id| Id::from(*id)).collect::<Vec<_>>()))
            .order(mark_sheets::enrolment_id.asc())
            .select(mark_sheets::version)
            .for_update()
            .execute(connection)?;
    }
    Ok(())
}

/// The same for all sheets of some pupils.
pub fn lock_pupils(db: &mut Db, academy: AcademyId, pupils: &[PupilId]) -> Result<()> {
    if let Db::Pg(connection) = db {
        mark_sheets::table
            .filter(mark_sheets::academy_id.eq(Id::from(academy)))
            .filter(mark_sheets::pupil_id.eq_any(pupils.iter().map(|id| Id::from(*id)).collect::<Vec<_>>()))
            // As imports do, year by year.
            .order((mark_sheets::academic_year.asc(), mark_sheets::enrolment_id.asc()))
            .select(mark_sheets::version)
            .for_update()
            .execute(connection)?;
    }
    Ok(())
}

/// Writes spans, each only where its sheet still holds what the decision saw; answers each sheet's new version. Where any
/// sheet differs nothing counts: [`Error::Stale`], and the caller rolls back and decides again.
pub fn write(db: &mut Db, academy: AcademyId, year: AcademicYear, spans: &[Span]) -> Result<HashMap<EnrolmentId, i32>> {
    let mut versions = HashMap::with_capacity(spans.len());
    for some in spans.chunks(2_000) {
        versions.extend(write_spans::write(db, academy, year, some)?);
    }
    if versions.len() == spans.len() { Ok(versions) } else { Err(Error::Stale) }
}
