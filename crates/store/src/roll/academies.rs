//! Academies and the trust they belong to.

use crate::db::MultiBackend;
use crate::error::conflict;
use crate::schema::{academies, trusts};
use crate::sql_types::{At, Id};
use crate::{Db, Error, Result, words};
use diesel::prelude::*;
use school::{Academy, AcademyId, Instant};
use uuid::Uuid;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = academies, check_for_backend(MultiBackend))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
struct AcademyRow {
    id: Id,
    name: String,
    urn: Option<String>,
    la_code: Option<String>,
    establishment_number: Option<String>,
    phase: String,
    mark_authority: String,
    revision: i32,
    created_at: At,
    updated_at: At,
}

impl From<&Academy> for AcademyRow {
    fn from(academy: &Academy) -> Self {
        let Academy {
            id,
            name,
            urn,
            la_code,
            establishment_number,
            phase,
            mark_authority,
            revision,
            created_at,
            updated_at,
        } = academy.clone();
        Self {
            id: id.into(),
            name,
            urn,
            la_code,
            establishment_number,
            phase: words::word(&phase),
            mark_authority: words::word(&mark_authority),
            revision,
            created_at: created_at.into(),
            updated_at: updated_at.into(),
        }
    }
}

impl TryFrom<AcademyRow> for Academy {
    type Error = Error;

    fn try_from(row: AcademyRow) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            name: row.name,
            urn: row.urn,
            la_code: row.la_code,
            establishment_number: row.establishment_number,
            phase: words::value("academies", &row.phase)?,
            mark_authority: words::value("academies", &row.mark_authority)?,
            revision: row.revision,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        })
    }
}

/// Makes the trust, once; answers whether it was made now.
pub fn found_trust(db: &mut Db, id: Uuid, name: &str, at: Instant) -> Result<bool> {
    let there: i64 = trusts::table.count().get_result(db)?;
    if there > 0 {
        return Ok(false);
    }
    diesel::insert_into(trusts::table)
        .values((trusts::id.eq(Id(id)), trusts::name.eq(name), trusts::created_at.eq(At::from(at))))
        .execute(db)?;
    Ok(true)
}

/// The name of the trust.
pub fn trust_name(db: &mut Db) -> Result<Option<String>> {
    Ok(trusts::table.select(trusts::name).first(db).optional()?)
}

/// Adds an academy. A URN that another academy has is a conflict.
pub fn insert(db: &mut Db, academy: &Academy) -> Result<()> {
    diesel::insert_into(academies::table)
        .values((AcademyRow::from(academy), academies::roll_version.eq(1)))
        .execute(db)
        .map_err(conflict("an academy with this URN"))?;
    Ok(())
}

/// Saves an academy whose record was read at the revision before.
pub fn update(db: &mut Db, academy: &Academy) -> Result<()> {
    let changed = diesel::update(academies::table.find(Id::from(academy.id)))
        .filter(academies::revision.eq(academy.revision - 1))
        .set(AcademyRow::from(academy))
        .execute(db)
        .map_err(conflict("an academy with this URN"))?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// The academy.
pub fn find(db: &mut Db, id: AcademyId) -> Result<Option<Academy>> {
    let row = academies::table.find(Id::from(id)).select(AcademyRow::as_select()).first(db).optional()?;
    row.map(Academy::try_from).transpose()
}

/// All academies of the trust, the oldest record first.
pub fn all(db: &mut Db) -> Result<Vec<Academy>> {
    let rows = academies::table.order(academies::id.asc()).select(AcademyRow::as_select()).load(db)?;
    rows.into_iter().map(Academy::try_from).collect()
}

/// Leaves a token of a change of the roll or the calendar, so that what was derived from them is derived anew.
pub fn touch_roll(db: &mut Db, id: AcademyId, token: i32) -> Result<()> {
    diesel::update(academies::table.find(Id::from(id))).set(academies::roll_version.eq(token)).execute(db)?;
    Ok(())
}

/// The token of the last change of the roll and the calendars.
pub fn roll_version(db: &mut Db, id: AcademyId) -> Result<Option<i32>> {
    Ok(academies::table.find(Id::from(id)).select(academies::roll_version).first(db).optional()?)
}
