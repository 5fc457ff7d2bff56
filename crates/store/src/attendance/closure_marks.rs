//! What each closure found in the place of a mark and left there.

use crate::db::{MultiBackend, on_backend};
use crate::schema::closure_marks;
use crate::sql_types::Id;
use crate::{Db, Result, words};
use diesel::prelude::*;
use school::{AcademyId, Date, EnrolmentId, RecordId, SessionAt};

/// What a closure found in the place of one mark and left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosureMark {
    /// The sheet's enrolment.
    pub enrolment_id: EnrolmentId,
    /// The byte that stood; 0 for no mark.
    pub before: u8,
    /// Minutes late beside it.
    pub minutes_late: Option<u16>,
    /// How many entries the mark had afterwards.
    pub entries: i32,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = closure_marks, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct MarkRow {
    academy_id: Id,
    closure_id: Id,
    date: Date,
    session: i16,
    enrolment_id: Id,
    byte_before: i16,
    minutes_late: Option<i16>,
    entries: i32,
}

/// Adds what a closure found in one session.
pub fn insert(db: &mut Db, academy: AcademyId, closure: RecordId, at: SessionAt, marks: &[ClosureMark]) -> Result<()> {
    for some in marks.chunks(1_000) {
        let rows: Vec<_> = some
            .iter()
            .map(|mark| MarkRow {
                academy_id: academy.into(),
                closure_id: closure.into(),
                date: at.date,
                session: words::session_number(at.session),
                enrolment_id: mark.enrolment_id.into(),
                byte_before: i16::from(mark.before),
                minutes_late: mark.minutes_late.and_then(|minutes| i16::try_from(minutes).ok()),
                entries: mark.entries,
            })
            .collect();
        on_backend!(db, |c| diesel::insert_into(closure_marks::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// What a closure found in one session.
pub fn of_session(db: &mut Db, academy: AcademyId, closure: RecordId, at: SessionAt) -> Result<Vec<ClosureMark>> {
    let rows: Vec<MarkRow> = closure_marks::table
        .filter(closure_marks::academy_id.eq(Id::from(academy)).and(closure_marks::closure_id.eq(Id::from(closure))))
        .filter(closure_marks::date.eq(at.date).and(closure_marks::session.eq(words::session_number(at.session))))
        .select(MarkRow::as_select())
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|row| ClosureMark {
            enrolment_id: row.enrolment_id.into(),
            before: u8::try_from(row.byte_before).unwrap_or(0),
            minutes_late: row.minutes_late.and_then(|minutes| u16::try_from(minutes).ok()),
            entries: row.entries,
        })
        .collect())
}
