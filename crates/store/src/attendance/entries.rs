//! The append-only entries: what register submissions and imports entered. Amendments have a table of their own.
//!
//! Entries are packed, because England's registers are a thousand million marks a year: a submission of thirty marks is one
//! row of 660 bytes, not thirty rows.

use crate::actor::SubmissionActor;
use crate::db::{MultiBackend, on_backend};
use crate::schema::{imported_marks, register_submissions};
use crate::sql_types::{At, Id};
use crate::{Db, Error, Result, words};
use diesel::prelude::*;
use school::{AcademicYear, AcademyId, Actor, EnrolmentId, EntryId, GroupId, ImportId, Instant, SessionAt, StaffId};
use uuid::Uuid;

/// One mark that a submission entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnteredMark {
    /// The sheet's enrolment.
    pub enrolment_id: EnrolmentId,
    /// The byte before.
    pub before: u8,
    /// The byte entered.
    pub after: u8,
    /// The sheet's version after the write: the order of its entries.
    pub version: i32,
}

/// A submission of a register, or the entry of a single missing mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The entry.
    pub id: EntryId,
    /// The academic year.
    pub year: AcademicYear,
    /// The group whose register it was; none for a single mark.
    pub group_id: Option<GroupId>,
    /// The session.
    pub at: SessionAt,
    /// `register`, or `late_entry` for a missing mark filled after the register had closed.
    pub kind: String,
    /// When it was sent.
    pub sent_at: Instant,
    /// Who sent it.
    pub by: Actor,
    /// The marks it entered.
    pub marks: Vec<EnteredMark>,
}

const MARK_BYTES: usize = 22;

fn pack(marks: &[EnteredMark]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(marks.len() * MARK_BYTES);
    for mark in marks {
        bytes.extend_from_slice(mark.enrolment_id.0.as_bytes());
        bytes.extend_from_slice(&[mark.before, mark.after]);
        bytes.extend_from_slice(&mark.version.to_be_bytes());
    }
    bytes
}

fn unpack(bytes: &[u8]) -> Result<Vec<EnteredMark>> {
    let (marks, rest) = bytes.as_chunks::<MARK_BYTES>();
    if !rest.is_empty() {
        return Err(Error::Corrupt { table: "register_submissions", why: "a wrong length".to_owned() });
    }
    Ok(marks
        .iter()
        .map(|mark| {
            let (id, rest) = mark.split_at(16);
            EnteredMark {
                enrolment_id: Uuid::from_slice(id).unwrap_or_default().into(),
                before: rest[0],
                after: rest[1],
                version: i32::from_be_bytes([rest[2], rest[3], rest[4], rest[5]]),
            }
        })
        .collect())
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = register_submissions, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct SubmissionRow {
    academy_id: Id,
    academic_year: i16,
    id: Id,
    group_id: Option<Id>,
    date: school::Date,
    session: i16,
    kind: String,
    at: At,
    #[diesel(embed)]
    actor: SubmissionActor,
    marks: Vec<u8>,
}

/// Adds a submission.
pub fn submit(db: &mut Db, academy: AcademyId, submission: &Submission) -> Result<()> {
    let row = SubmissionRow {
        academy_id: academy.into(),
        academic_year: submission.year.start_year(),
        id: submission.id.into(),
        group_id: submission.group_id.map(Id::from),
        date: submission.at.date,
        session: words::session_number(submission.at.session),
        kind: submission.kind.clone(),
        at: submission.sent_at.into(),
        actor: (&submission.by).into(),
        marks: pack(&submission.marks),
    };
    diesel::insert_into(register_submissions::table).values(row).execute(db)?;
    Ok(())
}

fn submission(row: SubmissionRow) -> Result<Submission> {
    let year = AcademicYear::beginning_in(row.academic_year)
        .ok_or(Error::Corrupt { table: "register_submissions", why: "a wrong year".to_owned() })?;
    Ok(Submission {
        id: row.id.into(),
        year,
        group_id: row.group_id.map(GroupId::from),
        at: SessionAt::new(row.date, words::session_of(row.session)),
        kind: row.kind,
        sent_at: row.at.into(),
        by: row.actor.into(),
        marks: unpack(&row.marks)?,
    })
}

/// All submissions for one session, the earliest first.
pub fn submissions_of_session(db: &mut Db, academy: AcademyId, at: SessionAt) -> Result<Vec<Submission>> {
    let rows = register_submissions::table
        .filter(register_submissions::academy_id.eq(Id::from(academy)))
        .filter(
            register_submissions::date
                .eq(at.date)
                .and(register_submissions::session.eq(words::session_number(at.session))),
        )
        .order(register_submissions::id.asc())
        .select(SubmissionRow::as_select())
        .load(db)?;
    rows.into_iter().map(submission).collect()
}

/// The submissions for the registers of some groups from a day to a day, both inside, the earliest first.
pub fn submissions_of_groups(
    db: &mut Db,
    academy: AcademyId,
    groups: &[GroupId],
    (from, to): (school::Date, school::Date),
    limit: i64,
) -> Result<Vec<Submission>> {
    let groups: Vec<Option<Id>> = groups.iter().map(|group| Some(Id::from(*group))).collect();
    let rows = register_submissions::table
        .filter(
            register_submissions::academy_id.eq(Id::from(academy)).and(register_submissions::date.between(from, to)),
        )
        .filter(register_submissions::group_id.eq_any(groups))
        .order(register_submissions::id.asc())
        .limit(limit)
        .select(SubmissionRow::as_select())
        .load(db)?;
    rows.into_iter().map(submission).collect()
}

/// The registers of sessions to which a member of staff sent something from a day to a day, both inside, each once.
pub fn registers_sent_by(
    db: &mut Db,
    academy: AcademyId,
    staff: StaffId,
    (from, to): (school::Date, school::Date),
    limit: i64,
) -> Result<Vec<(SessionAt, GroupId)>> {
    let rows: Vec<(school::Date, i16, Option<Id>)> = register_submissions::table
        .filter(
            register_submissions::academy_id.eq(Id::from(academy)).and(register_submissions::date.between(from, to)),
        )
        .filter(register_submissions::staff_id.eq(Id::from(staff)).and(register_submissions::group_id.is_not_null()))
        .select((register_submissions::date, register_submissions::session, register_submissions::group_id))
        .distinct()
        .order((register_submissions::date.asc(), register_submissions::session.asc()))
        .limit(limit)
        .load(db)?;
    let registers = rows.into_iter().filter_map(|(date, session, group)| {
        Some((SessionAt::new(date, words::session_of(session)), GroupId::from(group?)))
    });
    Ok(registers.collect())
}

/// All submissions of a year, some at a time: those after an id, in the order of their ids.
pub fn submissions_of_year(
    db: &mut Db,
    academy: AcademyId,
    year: AcademicYear,
    after: Option<EntryId>,
    limit: i64,
) -> Result<Vec<Submission>> {
    let mut query = register_submissions::table
        .filter(register_submissions::academy_id.eq(Id::from(academy)))
        .filter(register_submissions::academic_year.eq(year.start_year()))
        .order(register_submissions::id.asc())
        .limit(limit)
        .select(SubmissionRow::as_select())
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(register_submissions::id.gt(Id::from(after)));
    }
    query.load(db)?.into_iter().map(submission).collect()
}

/// One mark that an import entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportedMark {
    /// The place in the sheet.
    pub place: u16,
    /// The byte before.
    pub before: u8,
    /// The byte entered.
    pub after: u8,
}

/// What an import entered on one sheet in one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedMarks {
    /// The entry.
    pub id: EntryId,
    /// The academic year.
    pub year: AcademicYear,
    /// The sheet's enrolment.
    pub enrolment_id: EnrolmentId,
    /// The import.
    pub import_id: ImportId,
    /// When.
    pub at: Instant,
    /// The sheet's version after the write.
    pub version: i32,
    /// The marks.
    pub marks: Vec<ImportedMark>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = imported_marks, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct ImportedRow {
    academy_id: Id,
    academic_year: i16,
    id: Id,
    enrolment_id: Id,
    import_id: Id,
    at: At,
    version: i32,
    marks: Vec<u8>,
}

/// Adds what an import entered.
pub fn import(db: &mut Db, academy: AcademyId, entries: &[ImportedMarks]) -> Result<()> {
    for some in entries.chunks(1_000) {
        let rows: Vec<_> = some.iter().map(|entry| imported_row(academy, entry)).collect();
        on_backend!(db, |c| diesel::insert_into(imported_marks::table).values(&rows).execute(c))?;
    }
    Ok(())
}

fn imported_row(academy: AcademyId, entry: &ImportedMarks) -> ImportedRow {
    let marks = entry.marks.iter().flat_map(|mark| {
        let place = mark.place.to_be_bytes();
        [place[0], place[1], mark.before, mark.after]
    });
    ImportedRow {
        academy_id: academy.into(),
        academic_year: entry.year.start_year(),
        id: entry.id.into(),
        enrolment_id: entry.enrolment_id.into(),
        import_id: entry.import_id.into(),
        at: entry.at.into(),
        version: entry.version,
        marks: marks.collect(),
    }
}

/// What imports entered on the sheets of the enrolments, or of a whole academy, the earliest first.
pub fn imported(
    db: &mut Db,
    academy: AcademyId,
    year: AcademicYear,
    enrolments: Option<&[EnrolmentId]>,
) -> Result<Vec<ImportedMarks>> {
    let mut query = imported_marks::table
        .filter(imported_marks::academy_id.eq(Id::from(academy)))
        .filter(imported_marks::academic_year.eq(year.start_year()))
        .order(imported_marks::id.asc())
        .select(ImportedRow::as_select())
        .into_boxed();
    if let Some(ids) = enrolments {
        let ids: Vec<_> = ids.iter().map(|id| Id::from(*id)).collect();
        query = query.filter(imported_marks::enrolment_id.eq_any(ids));
    }
    query.load(db)?.into_iter().map(|row| Ok(imported_entry(year, &row))).collect()
}

fn imported_entry(year: AcademicYear, row: &ImportedRow) -> ImportedMarks {
    let (marks, _) = row.marks.as_chunks::<4>();
    ImportedMarks {
        id: row.id.into(),
        year,
        enrolment_id: row.enrolment_id.into(),
        import_id: row.import_id.into(),
        at: row.at.into(),
        version: row.version,
        marks: marks
            .iter()
            .map(|mark| ImportedMark { place: u16::from_be_bytes([mark[0], mark[1]]), before: mark[2], after: mark[3] })
            .collect(),
    }
}
