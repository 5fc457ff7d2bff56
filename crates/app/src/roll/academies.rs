//! Academies of the trust.

use crate::roll::checks::{Checks, set_text, tidy, tidy_optional};
use crate::roll::listing::{self, Ask, Collection, Listing};
use crate::roll::{StillSame, check_same};
use crate::{Context, Error, Result};
use exchange::Cell;
use school::{Academy, AcademyId, MarkAuthority, Phase};
use serde_json::json;

/// The longest name of an academy.
const LONGEST_NAME: usize = 200;

/// An academy to be made.
#[derive(Debug, Clone)]
pub struct NewAcademy {
    /// Its name.
    pub name: String,
    /// Unique reference number.
    pub urn: Option<String>,
    /// The three digits of the local authority.
    pub la_code: Option<String>,
    /// The four digits of the establishment.
    pub establishment_number: Option<String>,
    /// Its phase.
    pub phase: Phase,
    /// Whose mark stands when an import differs from an amendment; Rollcall's where nothing is said.
    pub mark_authority: Option<MarkAuthority>,
}

/// What is to change about an academy.
#[derive(Debug, Clone, Default)]
pub struct AcademyPatch {
    /// Its name.
    pub name: Option<String>,
    /// Unique reference number.
    pub urn: Cell<String>,
    /// The three digits of the local authority.
    pub la_code: Cell<String>,
    /// The four digits of the establishment.
    pub establishment_number: Cell<String>,
    /// Its phase.
    pub phase: Option<Phase>,
    /// Whose mark stands when an import differs from an amendment.
    pub mark_authority: Option<MarkAuthority>,
}

/// The academies in reach, the oldest record first.
pub fn list_academies(cx: &mut Context<'_>, ask: &Ask) -> Result<Listing<Academy>> {
    let mut all = store::roll::academies::all(cx.db)?;
    all.retain(|academy| cx.acting.reach.covers(academy.id));
    let ids: Vec<AcademyId> = all.iter().map(|academy| academy.id).collect();
    let collection = Collection { academies: &ids, kinds: &["academy"], filtered: false };
    listing::read(cx, &collection, ask, |_, wanted| {
        Ok(wanted.pick(all.into_iter().map(|academy| (academy.id.0, academy))))
    })
}

/// An academy in reach.
pub fn find_academy(cx: &mut Context<'_>, id: AcademyId) -> Result<Academy> {
    cx.academy(id)
}

/// Makes an academy.
///
/// # Errors
/// [`Error::Forbidden`] for a caller who does not reach the whole trust: it could not read what it made.
pub fn create_academy(cx: &mut Context<'_>, new: &NewAcademy) -> Result<Academy> {
    if !cx.acting.reach.is_trust_wide() {
        return Err(Error::Forbidden("an academy is made by a caller who reaches the whole trust"));
    }
    let academy = Academy {
        id: cx.new_id(),
        name: tidy(&new.name),
        urn: tidy_optional(new.urn.as_deref()),
        la_code: tidy_optional(new.la_code.as_deref()),
        establishment_number: tidy_optional(new.establishment_number.as_deref()),
        phase: new.phase,
        mark_authority: new.mark_authority.unwrap_or(MarkAuthority::Rollcall),
        revision: 1,
        created_at: cx.at,
        updated_at: cx.at,
    };
    check(&academy)?;
    store::roll::academies::insert(cx.db, &academy)?;
    let fields = json!(["name", "urn", "la_code", "establishment_number", "phase", "mark_authority"]);
    cx.record(academy.id, "academy", academy.id, "created", fields)?;
    Ok(academy)
}

/// Changes an academy; a patch that says what is so already changes nothing.
pub fn patch_academy(
    cx: &mut Context<'_>,
    id: AcademyId,
    patch: &AcademyPatch,
    still_same: StillSame<'_, Academy>,
) -> Result<Academy> {
    let before = cx.academy(id)?;
    check_same(&before, still_same)?;
    let mut after = before.clone();
    if let Some(name) = &patch.name {
        after.name = tidy(name);
    }
    set_text(&mut after.urn, &patch.urn);
    set_text(&mut after.la_code, &patch.la_code);
    set_text(&mut after.establishment_number, &patch.establishment_number);
    after.phase = patch.phase.unwrap_or(before.phase);
    after.mark_authority = patch.mark_authority.unwrap_or(before.mark_authority);
    check(&after)?;
    let changed = changed_fields(&before, &after);
    if changed.is_empty() {
        return Ok(before);
    }
    after.revision += 1;
    after.updated_at = cx.at;
    store::roll::academies::update(cx.db, &after)?;
    cx.record(id, "academy", id, "updated", json!(changed))?;
    Ok(after)
}

fn check(academy: &Academy) -> Result<()> {
    let mut checks = Checks::default();
    checks.line("/name", &academy.name, LONGEST_NAME);
    for (pointer, value, count) in [
        ("/urn", &academy.urn, 6),
        ("/la_code", &academy.la_code, 3),
        ("/establishment_number", &academy.establishment_number, 4),
    ] {
        if let Some(text) = value {
            checks.digits(pointer, text, count);
        }
    }
    checks.finish()
}

fn changed_fields(before: &Academy, after: &Academy) -> Vec<&'static str> {
    let pairs = [
        ("name", before.name != after.name),
        ("urn", before.urn != after.urn),
        ("la_code", before.la_code != after.la_code),
        ("establishment_number", before.establishment_number != after.establishment_number),
        ("phase", before.phase != after.phase),
        ("mark_authority", before.mark_authority != after.mark_authority),
    ];
    pairs.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect()
}
