//! Which rules hold for a pupil as far as the event log has been told, and when an academy was last looked at as a whole.

use crate::db::{MultiBackend, on_backend};
use crate::schema::{academies, concern_reviews, imports, pupil_concerns};
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

/// What decides whether an academy is due for a review.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// The academy.
    pub academy_id: AcademyId,
    /// The token of the last change of its roll and calendars.
    pub roll_version: i32,
    /// Its last review.
    pub review: Option<Review>,
    /// How many of its imports have ended.
    pub imports: i64,
}

/// The standings of all academies.
pub fn standings(db: &mut Db) -> Result<Vec<Standing>> {
    let ended: Vec<(Id, i64)> = imports::table
        .filter(imports::finished_at.is_not_null())
        .group_by(imports::academy_id)
        .select((imports::academy_id, diesel::dsl::count_star()))
        .load(db)?;
    let ended: HashMap<Id, i64> = ended.into_iter().collect();
    let reviews: Vec<(Id, At, i64)> = concern_reviews::table
        .select((concern_reviews::academy_id, concern_reviews::reviewed_at, concern_reviews::imports))
        .load(db)?;
    let reviews: HashMap<Id, Review> =
        reviews.into_iter().map(|(id, at, imports)| (id, Review { reviewed_at: at.into(), imports })).collect();
    let all: Vec<(Id, i32)> = academies::table.select((academies::id, academies::roll_version)).load(db)?;
    let standing = |(id, roll_version): (Id, i32)| Standing {
        academy_id: id.into(),
        roll_version,
        review: reviews.get(&id).copied(),
        imports: ended.get(&id).copied().unwrap_or(0),
    };
    Ok(all.into_iter().map(standing).collect())
}

/// Holds what was told of some pupils until the transaction ends, and answers it: whoever else tells of them waits.
pub fn hold(db: &mut Db, academy: AcademyId, pupils: &[PupilId], at: Instant) -> Result<HashMap<PupilId, Vec<String>>> {
    if let Db::Pg(connection) = db {
        for some in pupils.chunks(1_000) {
            let mut rows: Vec<_> = some
                .iter()
                .map(|pupil| ToldRow {
                    academy_id: academy.into(),
                    pupil_id: (*pupil).into(),
                    rules: String::new(),
                    at: at.into(),
                })
                .collect();
            rows.sort_by_key(|row| row.pupil_id);
            diesel::insert_into(pupil_concerns::table).values(&rows).on_conflict_do_nothing().execute(connection)?;
            pupil_concerns::table
                .filter(pupil_concerns::academy_id.eq(Id::from(academy)))
                .filter(pupil_concerns::pupil_id.eq_any(some.iter().map(|id| Id::from(*id)).collect::<Vec<_>>()))
                .order(pupil_concerns::pupil_id.asc())
                .select(pupil_concerns::pupil_id)
                .for_update()
                .execute(connection)?;
        }
    }
    if pupils.is_empty() { Ok(HashMap::new()) } else { told(db, academy, Some(pupils)) }
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
