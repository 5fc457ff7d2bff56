//! Groups and their dated members.

use crate::db::{MultiBackend, on_backend};
use crate::error::conflict;
use crate::schema::{group_members, groups};
use crate::sql_types::{At, Id};
use crate::{Db, Error, Result, words};
use diesel::prelude::*;
use school::group::{Group, GroupKind, Membership};
use school::{AcademyId, Date, GroupId, PupilId};
use uuid::Uuid;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = groups, check_for_backend(MultiBackend))]
struct GroupRow {
    academy_id: Id,
    id: Id,
    name: String,
    kind: String,
    revision: i32,
    created_at: At,
    updated_at: At,
}

impl TryFrom<GroupRow> for Group {
    type Error = Error;

    fn try_from(row: GroupRow) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            academy_id: row.academy_id.into(),
            name: row.name,
            kind: words::value("groups", &row.kind)?,
            revision: row.revision,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        })
    }
}

/// Adds a group. A name that another group of the kind has is a conflict.
pub fn insert(db: &mut Db, group: &Group) -> Result<()> {
    let Group { id, academy_id, name, kind, revision, created_at, updated_at } = group.clone();
    let row = GroupRow {
        academy_id: academy_id.into(),
        id: id.into(),
        name,
        kind: words::word(&kind),
        revision,
        created_at: created_at.into(),
        updated_at: updated_at.into(),
    };
    diesel::insert_into(groups::table).values(row).execute(db).map_err(conflict("a group of this kind and name"))?;
    Ok(())
}

/// The group.
pub fn find(db: &mut Db, id: GroupId) -> Result<Option<Group>> {
    let row = groups::table.filter(groups::id.eq(Id::from(id))).select(GroupRow::as_select()).first(db).optional()?;
    row.map(Group::try_from).transpose()
}

/// Groups of an academy after an id, in the order of their ids; of one kind where it is given.
pub fn list(
    db: &mut Db,
    academy: AcademyId,
    kind: Option<GroupKind>,
    ids: Option<&[Uuid]>,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Group>> {
    let mut query = groups::table
        .filter(groups::academy_id.eq(Id::from(academy)))
        .order(groups::id.asc())
        .limit(limit)
        .select(GroupRow::as_select())
        .into_boxed();
    if let Some(kind) = kind {
        query = query.filter(groups::kind.eq(words::word(&kind)));
    }
    if let Some(ids) = ids {
        query = query.filter(groups::id.eq_any(ids.iter().map(|id| Id(*id)).collect::<Vec<_>>()));
    }
    if let Some(after) = after {
        query = query.filter(groups::id.gt(Id(after)));
    }
    query.load(db)?.into_iter().map(Group::try_from).collect()
}

/// A membership with its row's key.
pub type Kept = (Uuid, Membership);

/// The memberships of a group, or of pupils, or of a whole academy: of one kind of group, by pupil and day.
pub fn memberships(
    db: &mut Db,
    academy: AcademyId,
    group: Option<GroupId>,
    pupils: Option<&[PupilId]>,
    kind: Option<GroupKind>,
) -> Result<Vec<Kept>> {
    let mut query = group_members::table
        .inner_join(
            groups::table
                .on(groups::academy_id.eq(group_members::academy_id).and(groups::id.eq(group_members::group_id))),
        )
        .filter(group_members::academy_id.eq(Id::from(academy)))
        .order((group_members::pupil_id.asc(), group_members::first_day.asc()))
        .select((
            group_members::id,
            group_members::group_id,
            group_members::pupil_id,
            group_members::first_day,
            group_members::last_day,
        ))
        .into_boxed();
    if let Some(group) = group {
        query = query.filter(group_members::group_id.eq(Id::from(group)));
    }
    if let Some(pupils) = pupils {
        query = query.filter(group_members::pupil_id.eq_any(pupils.iter().map(|id| Id::from(*id)).collect::<Vec<_>>()));
    }
    if let Some(kind) = kind {
        query = query.filter(groups::kind.eq(words::word(&kind)));
    }
    let rows: Vec<(Id, Id, Id, Date, Option<Date>)> = query.load(db)?;
    Ok(rows
        .into_iter()
        .map(|(id, group, pupil, first_day, last_day)| {
            (id.0, Membership { group_id: group.into(), pupil_id: pupil.into(), first_day, last_day })
        })
        .collect())
}

#[derive(Insertable)]
#[diesel(table_name = group_members, treat_none_as_default_value = false)]
struct MemberRow {
    academy_id: Id,
    id: Id,
    group_id: Id,
    pupil_id: Id,
    first_day: Date,
    last_day: Option<Date>,
}

/// Adds members.
pub fn insert_members(db: &mut Db, academy: AcademyId, members: &[Kept]) -> Result<()> {
    for some in members.chunks(1_000) {
        let rows: Vec<_> = some
            .iter()
            .map(|(id, member)| MemberRow {
                academy_id: academy.into(),
                id: Id(*id),
                group_id: member.group_id.into(),
                pupil_id: member.pupil_id.into(),
                first_day: member.first_day,
                last_day: member.last_day,
            })
            .collect();
        on_backend!(db, |c| diesel::insert_into(group_members::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Sets the days of a membership.
pub fn set_membership_days(
    db: &mut Db,
    academy: AcademyId,
    id: Uuid,
    first_day: Date,
    last_day: Option<Date>,
) -> Result<()> {
    diesel::update(group_members::table.find((Id::from(academy), Id(id))))
        .set((group_members::first_day.eq(first_day), group_members::last_day.eq(last_day)))
        .execute(db)?;
    Ok(())
}

/// Takes back a membership that never held a day.
pub fn delete_membership(db: &mut Db, academy: AcademyId, id: Uuid) -> Result<()> {
    diesel::delete(group_members::table.find((Id::from(academy), Id(id)))).execute(db)?;
    Ok(())
}
