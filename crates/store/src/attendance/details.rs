//! What only some marks have: minutes late, a comment, the code as the MIS wrote it, more than one entry.

use crate::db::{MultiBackend, on_backend};
use crate::schema::mark_details;
use crate::sql_types::Id;
use crate::{Db, Result, words};
use diesel::prelude::*;
use diesel::upsert::excluded;
use school::{AcademyId, Date, EnrolmentId, SessionAt};

/// What stands beside one mark. A mark without such a row has one entry and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// The sheet's enrolment.
    pub enrolment_id: EnrolmentId,
    /// The session.
    pub at: SessionAt,
    /// How many entries the mark has had.
    pub entries: i32,
    /// Minutes late.
    pub minutes_late: Option<i16>,
    /// A comment.
    pub comment: Option<String>,
    /// The code as the MIS wrote it, where it differs.
    pub raw_code: Option<String>,
    /// Whether a person has amended the mark here.
    pub amended_by_person: bool,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = mark_details, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct DetailRow {
    academy_id: Id,
    enrolment_id: Id,
    date: Date,
    session: i16,
    entries: i32,
    minutes_late: Option<i16>,
    comment: Option<String>,
    raw_code: Option<String>,
    amended_by_person: bool,
}

fn detail(row: DetailRow) -> Detail {
    let DetailRow { enrolment_id, date, session, entries, minutes_late, comment, raw_code, amended_by_person, .. } =
        row;
    Detail {
        enrolment_id: enrolment_id.into(),
        at: SessionAt::new(date, words::session_of(session)),
        entries,
        minutes_late,
        comment,
        raw_code,
        amended_by_person,
    }
}

/// What stands beside the marks of a session of the enrolments.
pub fn of_session(db: &mut Db, academy: AcademyId, at: SessionAt, enrolments: &[EnrolmentId]) -> Result<Vec<Detail>> {
    let rows = mark_details::table
        .filter(mark_details::academy_id.eq(Id::from(academy)))
        .filter(mark_details::date.eq(at.date).and(mark_details::session.eq(words::session_number(at.session))))
        .filter(mark_details::enrolment_id.eq_any(enrolments.iter().map(|id| Id::from(*id)).collect::<Vec<_>>()))
        .select(DetailRow::as_select())
        .load(db)?;
    Ok(rows.into_iter().map(detail).collect())
}

/// What stands beside the marks of the enrolments over a range of days.
pub fn of_range(
    db: &mut Db,
    academy: AcademyId,
    enrolments: &[EnrolmentId],
    from: Date,
    to: Date,
) -> Result<Vec<Detail>> {
    let rows = mark_details::table
        .filter(mark_details::academy_id.eq(Id::from(academy)))
        .filter(mark_details::enrolment_id.eq_any(enrolments.iter().map(|id| Id::from(*id)).collect::<Vec<_>>()))
        .filter(mark_details::date.between(from, to))
        .select(DetailRow::as_select())
        .load(db)?;
    Ok(rows.into_iter().map(detail).collect())
}

/// Saves what stands beside marks, over what stood there.
pub fn save(db: &mut Db, academy: AcademyId, details: &[Detail]) -> Result<()> {
    for some in details.chunks(1_000) {
        let rows: Vec<_> = some.iter().map(|detail| row(academy, detail)).collect();
        on_backend!(db, |c| diesel::insert_into(mark_details::table)
            .values(&rows)
            .on_conflict((
                mark_details::academy_id,
                mark_details::enrolment_id,
                mark_details::date,
                mark_details::session
            ))
            .do_update()
            .set((
                mark_details::entries.eq(excluded(mark_details::entries)),
                mark_details::minutes_late.eq(excluded(mark_details::minutes_late)),
                mark_details::comment.eq(excluded(mark_details::comment)),
                mark_details::raw_code.eq(excluded(mark_details::raw_code)),
                mark_details::amended_by_person.eq(excluded(mark_details::amended_by_person)),
            ))
            .execute(c))?;
    }
    Ok(())
}

fn row(academy: AcademyId, detail: &Detail) -> DetailRow {
    let Detail { enrolment_id, at, entries, minutes_late, comment, raw_code, amended_by_person } = detail.clone();
    DetailRow {
        academy_id: academy.into(),
        enrolment_id: enrolment_id.into(),
        date: at.date,
        session: words::session_number(at.session),
        entries,
        minutes_late,
        comment,
        raw_code,
        amended_by_person,
    }
}
