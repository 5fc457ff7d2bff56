//! What a school's own codes mean, for imports.

use crate::records::{self, Filter};
use crate::roll::{Ask, Listing};
use crate::{Context, Error, Result};
use attendance::local_code::{LocalCode, SentLocalCode, check};
use school::{AcademyId, Kept, RecordId};

/// One page of an academy's own codes, or what has changed among them.
pub fn list_local_codes(cx: &mut Context<'_>, academy: AcademyId, ask: &Ask) -> Result<Listing<Kept<LocalCode>>> {
    records::list(cx, academy, &Filter::default(), ask)
}

/// Gives a code of the school a meaning between two days.
pub fn create_local_code(cx: &mut Context<'_>, academy: AcademyId, sent: &SentLocalCode) -> Result<Kept<LocalCode>> {
    let code = check(sent, &known(cx, academy)?).map_err(Error::Invalid)?;
    records::add(cx, academy, code)
}

/// One of them in reach.
pub fn find_local_code(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<LocalCode>> {
    records::find(cx, id)
}

/// Takes a meaning away. Marks that were imported by it stay.
pub fn remove_local_code(cx: &mut Context<'_>, id: RecordId, precondition: &dyn Fn(i32) -> bool) -> Result<()> {
    let found: Kept<LocalCode> = records::find(cx, id)?;
    records::remove(cx, &found, precondition)
}

/// All of them.
pub(crate) fn known(cx: &mut Context<'_>, academy: AcademyId) -> Result<Vec<LocalCode>> {
    let all: Vec<Kept<LocalCode>> = records::all(cx, academy, &Filter::default())?;
    Ok(all.into_iter().map(|kept| kept.value).collect())
}
