//! The history of the statutory fields of pupils: only ever added to.

use crate::actor::PupilChangeActor;
use crate::db::{MultiBackend, on_backend};
use crate::schema::pupil_changes;
use crate::sql_types::{At, Id};
use crate::{Db, Result};
use diesel::prelude::*;
use school::{AcademyId, Actor, Instant, PupilId};
use uuid::Uuid;

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
