//! Which rules hold for a pupil as far as the event log has been told, and when an academy was last looked at as a whole.

use crate::db::{MultiBackend, on_backend};
use crate::schema::{concern_reviews, imports, pupil_concerns};
use crate::sql_types::{At, Id};
use crate::{Db, Result};
use diesel::prelude::*;
use diesel::upsert::excluded;
use school::{AcademyId, Instant, PupilId};
use std::collections::HashMap;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = pupil_concerns, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct ToldRow {
    academy_id: Id,
    pupil_id: Id,
    rules: String,
    at: At,
}

/// The names of the rules last told of the pupils, or of all of an academy; a pupil of whom nothing was told is missing.
pub fn told(db: &mut Db, academy: AcademyId, pupils: Option<&[PupilId]>) -> Result<HashMap<PupilId, Vec<String>>> {
    let mut query = pupil_concerns::table
        .filter(pupil_concerns::academy_id.eq(Id::from(academy)))
        .select(ToldRow::as_select())
        .into_boxed();
    if let Some(ids) = pupils {
        query = query.filter(pupil_concerns::pupil_id.eq_any(ids.iter().map(|id| Id::from(*id)).collect::<Vec<_>>()));
    }
    let rows = query.load(db)?;
    let names = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    Ok(rows.into_iter().map(|row| (row.pupil_id.into(), names(&row.rules))).collect())
}

/// Notes what has been told, over what was noted before.
pub fn tell(db: &mut Db, academy: AcademyId, news: &[(PupilId, Vec<String>)], at: Instant) -> Result<()> {
    for some in news.chunks(1_000) {
        let mut rows: Vec<_> = some
            .iter()
            .map(|(pupil, rules)| ToldRow {
                academy_id: academy.into(),
                pupil_id: (*pupil).into(),
                rules: rules.join(" "),
                at: at.into(),
            })
            .collect();
        // One order for every writer, so that nobody waits in a circle.
        rows.sort_by_key(|row| row.pupil_id);
        on_backend!(db, |c| diesel::insert_into(pupil_concerns::table)
            .values(&rows)
            .on_conflict((pupil_concerns::academy_id, pupil_concerns::pupil_id))
            .do_update()
            .set((
                pupil_concerns::rules.eq(excluded(pupil_concerns::rules)),
                pupil_concerns::at.eq(excluded(pupil_concerns::at)),
            ))
            .execute(c))?;
    }
    Ok(())
}

/// When an academy was last looked at as a whole, and how many of its imports had ended by then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    /// When.
    pub reviewed_at: Instant,
    /// How many imports had ended.
    pub imports: i64,
}

/// The last review of an academy; none where there was none.
pub fn last_review(db: &mut Db, academy: AcademyId) -> Result<Option<Review>> {
    let row: Option<(At, i64)> = concern_reviews::table
        .filter(concern_reviews::academy_id.eq(Id::from(academy)))
        .select((concern_reviews::reviewed_at, concern_reviews::imports))
        .first(db)
        .optional()?;
    Ok(row.map(|(at, imports)| Review { reviewed_at: at.into(), imports }))
}

/// How many imports of an academy have ended.
pub fn ended_imports(db: &mut Db, academy: AcademyId) -> Result<i64> {
    Ok(imports::table
        .filter(imports::academy_id.eq(Id::from(academy)).and(imports::finished_at.is_not_null()))
        .count()
        .get_result(db)?)
}

/// Holds up every other review of an academy until the transaction ends: two nodes that tell of the same pupil would tell the
/// same twice. On SQLite the write transaction holds everybody up already.
pub fn hold_reviews(db: &mut Db, academy: AcademyId) -> Result<()> {
    if let Db::Pg(connection) = db {
        // The key is the academy's random half, so that two academies rarely share one; if they do, they wait.
        let key = academy.0.as_u64_pair().1 as i64;
        diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
            .bind::<diesel::sql_types::BigInt, _>(key)
            .execute(connection)?;
    }
    Ok(())
}

/// Notes a review in the place of the one that was read. Answers whether it still was the last one: of several nodes that
/// looked at the same time one goes on.
pub fn note_review(db: &mut Db, academy: AcademyId, before: Option<Review>, now: Review) -> Result<bool> {
    let key = Id::from(academy);
    let at = At::from(now.reviewed_at);
    let changed = match before {
        None => {
            let row = (
                concern_reviews::academy_id.eq(key),
                concern_reviews::reviewed_at.eq(at),
                concern_reviews::imports.eq(now.imports),
            );
            on_backend!(db, |c| diesel::insert_into(concern_reviews::table)
                .values(row)
                .on_conflict_do_nothing()
                .execute(c))?
        }
        Some(before) => diesel::update(concern_reviews::table.find(key))
            .filter(concern_reviews::reviewed_at.eq(At::from(before.reviewed_at)))
            .filter(concern_reviews::imports.eq(before.imports))
            .set((concern_reviews::reviewed_at.eq(at), concern_reviews::imports.eq(now.imports)))
            .execute(db)?,
    };
    Ok(changed == 1)
}
