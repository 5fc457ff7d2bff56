//! The file of an import, in pieces.

use crate::schema::{import_chunks, imports};
use crate::sql_types::Id;
use crate::{Db, Result};
use diesel::prelude::*;
use school::{AcademyId, ImportId};

/// Keeps a piece of the file.
pub fn keep_chunk(db: &mut Db, academy: AcademyId, id: ImportId, number: i32, body: &[u8]) -> Result<()> {
    diesel::insert_into(import_chunks::table)
        .values((
            import_chunks::academy_id.eq(Id::from(academy)),
            import_chunks::import_id.eq(Id::from(id)),
            import_chunks::number.eq(number),
            import_chunks::body.eq(body),
        ))
        .execute(db)?;
    Ok(())
}

/// A piece of the file.
pub fn chunk(db: &mut Db, academy: AcademyId, id: ImportId, number: i32) -> Result<Option<Vec<u8>>> {
    Ok(import_chunks::table
        .find((Id::from(academy), Id::from(id), number))
        .select(import_chunks::body)
        .first(db)
        .optional()?)
}

/// Throws the last piece of the file away; answers whether there was one. Piece by piece, because a large file takes
/// longer than a writer of registers should wait.
pub fn drop_chunk(db: &mut Db, academy: AcademyId, id: ImportId) -> Result<bool> {
    let pieces = import_chunks::table
        .filter(import_chunks::academy_id.eq(Id::from(academy)).and(import_chunks::import_id.eq(Id::from(id))));
    let last: Option<i32> = pieces.select(diesel::dsl::max(import_chunks::number)).first(db)?;
    let Some(last) = last else { return Ok(false) };
    diesel::delete(import_chunks::table.find((Id::from(academy), Id::from(id), last))).execute(db)?;
    Ok(true)
}

/// Ended imports whose files were not all thrown away.
pub fn leftovers(db: &mut Db, limit: i64) -> Result<Vec<(AcademyId, ImportId)>> {
    let rows: Vec<(Id, Id)> = import_chunks::table
        .inner_join(
            imports::table
                .on(imports::academy_id.eq(import_chunks::academy_id).and(imports::id.eq(import_chunks::import_id))),
        )
        .filter(import_chunks::number.eq(0).and(imports::status.eq_any(["succeeded", "failed"])))
        .limit(limit)
        .select((import_chunks::academy_id, import_chunks::import_id))
        .load(db)?;
    Ok(rows.into_iter().map(|(academy, id)| (academy.into(), id.into())).collect())
}
