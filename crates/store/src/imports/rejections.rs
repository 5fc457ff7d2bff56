//! The rows that an import refused.

use crate::db::{MultiBackend, on_backend};
use crate::schema::import_rejections;
use crate::sql_types::Id;
use crate::{Db, Result};
use diesel::prelude::*;
use school::{AcademyId, ImportId};

/// One thing that is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// Its place among the rejections, in the order of the file.
    pub number: i64,
    /// The line of the file.
    pub line: i64,
    /// The column's name.
    pub field: String,
    /// A stable word.
    pub code: String,
    /// For a person to read.
    pub detail: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = import_rejections, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct RejectionRow {
    academy_id: Id,
    import_id: Id,
    number: i64,
    line: i64,
    field: String,
    code: String,
    detail: String,
}

/// Adds rejections.
pub fn reject(db: &mut Db, academy: AcademyId, id: ImportId, rejections: &[Rejection]) -> Result<()> {
    for some in rejections.chunks(1_000) {
        let rows: Vec<_> = some
            .iter()
            .map(|rejection| {
                let Rejection { number, line, field, code, detail } = rejection.clone();
                RejectionRow { academy_id: academy.into(), import_id: id.into(), number, line, field, code, detail }
            })
            .collect();
        on_backend!(db, |c| diesel::insert_into(import_rejections::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Rejections after a place, in order.
pub fn rejections(db: &mut Db, academy: AcademyId, id: ImportId, after: i64, limit: i64) -> Result<Vec<Rejection>> {
    let rows = import_rejections::table
        .filter(import_rejections::academy_id.eq(Id::from(academy)).and(import_rejections::import_id.eq(Id::from(id))))
        .filter(import_rejections::number.gt(after))
        .order(import_rejections::number.asc())
        .limit(limit)
        .select(RejectionRow::as_select())
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|row| Rejection {
            number: row.number,
            line: row.line,
            field: row.field,
            code: row.code,
            detail: row.detail,
        })
        .collect())
}
