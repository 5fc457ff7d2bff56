//! Groups of pupils.

use crate::roll::checks::{Checks, LONGEST_GROUP, tidy};
use crate::roll::listing::{self, Ask, Collection, Listing};
use crate::{Context, Error, Kind, Result};
use school::group::{Group, GroupKind};
use school::{AcademyId, GroupId};
use serde_json::json;

/// Groups of an academy in the order of their ids; of one kind where it is given.
pub fn list_groups(
    cx: &mut Context<'_>,
    academy: AcademyId,
    kind: Option<GroupKind>,
    ask: &Ask,
) -> Result<Listing<Group>> {
    cx.academy(academy)?;
    let academies = [academy];
    let collection = Collection { academies: &academies, kinds: &["group"], filtered: false };
    listing::read(cx, &collection, ask, |cx, wanted| {
        let groups = store::roll::groups::list(cx.db, academy, kind, wanted.ids, wanted.after, wanted.limit())?;
        Ok(groups.into_iter().map(|group| (group.id.0, group)).collect())
    })
}

/// A group in reach.
pub fn find_group(cx: &mut Context<'_>, id: GroupId) -> Result<Group> {
    let group = store::roll::groups::find(cx.db, id)?;
    group.filter(|group| cx.acting.reach.covers(group.academy_id)).ok_or(Error::NotFound(Kind::Group))
}

/// Makes a group.
///
/// # Errors
/// [`Error::Conflict`] where another group of the kind has the name.
pub fn create_group(cx: &mut Context<'_>, academy: AcademyId, name: &str, kind: GroupKind) -> Result<Group> {
    cx.academy(academy)?;
    let mut checks = Checks::default();
    checks.line("/name", name, LONGEST_GROUP);
    checks.finish()?;
    let group = Group {
        id: cx.new_id(),
        academy_id: academy,
        name: tidy(name),
        kind,
        revision: 1,
        created_at: cx.at,
        updated_at: cx.at,
    };
    store::roll::groups::insert(cx.db, &group)?;
    cx.touch_roll(academy)?;
    cx.record(academy, "group", group.id, "created", json!(["name", "kind"]))?;
    Ok(group)
}
