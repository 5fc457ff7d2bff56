//! What a caller may ask of imports.

use crate::roll::listing::{self, Ask, Collection, Listing};
use crate::{Context, Error, Kind, Result};
use school::{AcademyId, ImportId};
use store::imports::{self, Import, Rejection};

/// The import, where its academy is in reach and its file has arrived.
pub fn find_import(cx: &mut Context<'_>, id: ImportId) -> Result<Import> {
    imports::find(cx.db, id)?
        .filter(|import| cx.acting.reach.covers(import.academy_id) && import.status != "receiving")
        .ok_or(Error::NotFound(Kind::Import))
}

/// The imports of an academy whose files have arrived: the newest first, or those that have changed. One that is being received
/// may vanish without having been anything, and enters the list when it is queued.
pub fn list_imports(cx: &mut Context<'_>, academy: AcademyId, ask: &Ask) -> Result<Listing<Import>> {
    cx.academy(academy)?;
    let academies = [academy];
    let collection = Collection { academies: &academies, kinds: &["import"], filtered: false };
    listing::read(cx, &collection, ask, |cx, wanted| {
        let found = match wanted.ids {
            Some(ids) => imports::of_ids(cx.db, academy, ids)?,
            None => imports::of_academy(cx.db, academy, wanted.after.map(ImportId), wanted.limit())?,
        };
        Ok(found.into_iter().map(|import| (import.id.0, import)).collect())
    })
}

/// What was refused of an import, in the order of the file: those after a number. Complete once the import has ended.
pub fn list_rejections(cx: &mut Context<'_>, id: ImportId, after: Option<i64>, limit: i64) -> Result<Vec<Rejection>> {
    let import = find_import(cx, id)?;
    Ok(imports::rejections(cx.db, import.academy_id, id, after.unwrap_or(i64::MIN), limit)?)
}
