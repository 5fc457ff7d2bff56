//! Planned absences.

use crate::actor::PlannedActor;
use crate::db::{MultiBackend, on_backend};
use crate::schema::planned_absences;
use crate::sql_types::{At, Doc, Id};
use crate::{Db, Error, Result};
use diesel::prelude::*;
use school::{AcademyId, Actor, Date, Instant, PlannedAbsenceId, PupilId, Session, Weekday};

/// A dated range in which a pupil is expected to be marked with a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedAbsence {
    /// The plan.
    pub id: PlannedAbsenceId,
    /// The academy.
    pub academy_id: AcademyId,
    /// The pupil.
    pub pupil_id: PupilId,
    /// The first day.
    pub first_day: Date,
    /// The last day, inside the range.
    pub last_day: Date,
    /// The code.
    pub code: String,
    /// Only these days of the week.
    pub weekdays: Option<Vec<Weekday>>,
    /// Only these sessions.
    pub sessions: Option<Vec<Session>>,
    /// A comment.
    pub comment: Option<String>,
    /// Where it came from: `person`, `import`, or `closure ` and the id of the closure.
    pub source: String,
    /// Counts the changes.
    pub revision: i32,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
    /// When it was cancelled.
    pub cancelled_at: Option<Instant>,
    /// Who made it.
    pub by: Actor,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = planned_absences, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct PlannedRow {
    academy_id: Id,
    id: Id,
    pupil_id: Id,
    first_day: Date,
    last_day: Date,
    code: String,
    weekdays: Option<Doc>,
    sessions: Option<Doc>,
    comment: Option<String>,
    source: String,
    revision: i32,
    created_at: At,
    updated_at: At,
    cancelled_at: Option<At>,
    #[diesel(embed)]
    actor: PlannedActor,
}

fn list<T: serde::de::DeserializeOwned>(doc: Option<Doc>) -> Result<Option<Vec<T>>> {
    doc.map(|doc| {
        serde_json::from_value(doc.0)
            .map_err(|_| Error::Corrupt { table: "planned_absences", why: "an unknown word".to_owned() })
    })
    .transpose()
}

fn planned(row: PlannedRow) -> Result<PlannedAbsence> {
    Ok(PlannedAbsence {
        id: row.id.into(),
        academy_id: row.academy_id.into(),
        pupil_id: row.pupil_id.into(),
        first_day: row.first_day,
        last_day: row.last_day,
        code: row.code,
        weekdays: list(row.weekdays)?,
        sessions: list(row.sessions)?,
        comment: row.comment,
        source: row.source,
        revision: row.revision,
        created_at: row.created_at.into(),
        updated_at: row.updated_at.into(),
        cancelled_at: row.cancelled_at.map(Instant::from),
        by: row.actor.into(),
    })
}

/// Adds a planned absence.
pub fn insert(db: &mut Db, absence: &PlannedAbsence) -> Result<()> {
    diesel::insert_into(planned_absences::table).values(row(absence)).execute(db)?;
    Ok(())
}

/// Adds many planned absences.
pub fn insert_many(db: &mut Db, absences: &[PlannedAbsence]) -> Result<()> {
    for some in absences.chunks(500) {
        let rows: Vec<_> = some.iter().map(row).collect();
        on_backend!(db, |c| diesel::insert_into(planned_absences::table).values(&rows).execute(c))?;
    }
    Ok(())
}

fn row(absence: &PlannedAbsence) -> PlannedRow {
    let PlannedAbsence {
        id,
        academy_id,
        pupil_id,
        first_day,
        last_day,
        code,
        weekdays,
        sessions,
        comment,
        source,
        revision,
        created_at,
        updated_at,
        cancelled_at,
        by,
    } = absence.clone();
    PlannedRow {
        academy_id: academy_id.into(),
        id: id.into(),
        pupil_id: pupil_id.into(),
        first_day,
        last_day,
        code,
        weekdays: weekdays.map(|days| Doc(serde_json::json!(days))),
        sessions: sessions.map(|sessions| Doc(serde_json::json!(sessions))),
        comment,
        source,
        revision,
        created_at: created_at.into(),
        updated_at: updated_at.into(),
        cancelled_at: cancelled_at.map(At::from),
        actor: (&by).into(),
    }
}

/// Cancels every plan of one source that is not cancelled; answers how many.
pub fn cancel_of_source(db: &mut Db, academy: AcademyId, source: &str, at: Instant) -> Result<usize> {
    let changed = diesel::update(planned_absences::table)
        .filter(planned_absences::academy_id.eq(Id::from(academy)).and(planned_absences::source.eq(source)))
        .filter(planned_absences::cancelled_at.is_null())
        .set((
            planned_absences::cancelled_at.eq(Some(At::from(at))),
            planned_absences::updated_at.eq(At::from(at)),
            planned_absences::revision.eq(planned_absences::revision + 1),
        ))
        .execute(db)?;
    Ok(changed)
}

/// The planned absence, whatever the academy: the caller checks the reach.
pub fn find(db: &mut Db, id: PlannedAbsenceId) -> Result<Option<PlannedAbsence>> {
    let row = planned_absences::table
        .filter(planned_absences::id.eq(Id::from(id)))
        .select(PlannedRow::as_select())
        .first(db)
        .optional()?;
    row.map(planned).transpose()
}

/// Cancels a planned absence read at a revision.
pub fn cancel(db: &mut Db, absence: &PlannedAbsence, at: Instant) -> Result<()> {
    let changed = diesel::update(planned_absences::table.find((Id::from(absence.academy_id), Id::from(absence.id))))
        .filter(planned_absences::revision.eq(absence.revision).and(planned_absences::cancelled_at.is_null()))
        .set((
            planned_absences::cancelled_at.eq(Some(At::from(at))),
            planned_absences::updated_at.eq(At::from(at)),
            planned_absences::revision.eq(absence.revision + 1),
        ))
        .execute(db)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// The plans that touch a range of days, of the pupils named or of the whole academy, the oldest first: where two touch the
/// same session, the later holds.
pub fn touching(
    db: &mut Db,
    academy: AcademyId,
    pupils: Option<&[PupilId]>,
    from: Date,
    to: Date,
) -> Result<Vec<PlannedAbsence>> {
    let mut query = planned_absences::table
        .filter(planned_absences::academy_id.eq(Id::from(academy)))
        .filter(planned_absences::cancelled_at.is_null())
        .filter(planned_absences::first_day.le(to).and(planned_absences::last_day.ge(from)))
        .order(planned_absences::id.asc())
        .select(PlannedRow::as_select())
        .into_boxed();
    if let Some(ids) = pupils {
        let ids: Vec<_> = ids.iter().map(|id| Id::from(*id)).collect();
        query = query.filter(planned_absences::pupil_id.eq_any(ids));
    }
    query.load(db)?.into_iter().map(planned).collect()
}
