//! What the names in a timetable stand for, and the groups and rooms that it makes known.

use crate::{Context, Result, records};
use school::group::{Group, GroupKind};
use school::timetable::{Activity, Room};
use school::{AcademyId, GroupId, StaffId};
use serde_json::json;
use std::collections::{BTreeSet, HashMap};

/// More groups, and more people, than an academy has had in all its years.
const MOST: i64 = 100_000;

/// People, groups and rooms by name.
pub(super) struct Names {
    academy: AcademyId,
    staff: HashMap<String, StaffId>,
    groups: HashMap<(GroupKind, String), GroupId>,
    rooms: BTreeSet<String>,
    fresh_groups: Vec<Group>,
    fresh_rooms: BTreeSet<String>,
}

impl Names {
    pub(super) fn load(cx: &mut Context<'_>, academy: AcademyId) -> Result<Self> {
        let staff = store::roll::staff::list(cx.db, academy, None, None, MOST)?;
        let groups = store::roll::groups::list(cx.db, academy, None, None, None, MOST)?;
        let rooms = records::all::<Room>(cx, academy, &records::Filter::default())?;
        Ok(Self {
            academy,
            staff: staff.into_iter().map(|member| (member.staff_code, member.id)).collect(),
            groups: groups.into_iter().map(|group| ((group.kind, group.name), group.id)).collect(),
            rooms: rooms.into_iter().map(|room| room.value.name).collect(),
            fresh_groups: Vec::new(),
            fresh_rooms: BTreeSet::new(),
        })
    }

    /// The person with a code.
    pub(super) fn person(&self, code: &str) -> Option<StaffId> {
        self.staff.get(code).copied()
    }

    /// The group of a class: a registration group where a form is registered, else a teaching group. It is made where there is
    /// none.
    pub(super) fn group(&mut self, cx: &Context<'_>, activity: Activity, class: &str) -> GroupId {
        let kind = if activity == Activity::Registration { GroupKind::Registration } else { GroupKind::Teaching };
        let key = (kind, class.to_owned());
        if let Some(id) = self.groups.get(&key) {
            return *id;
        }
        let id: GroupId = cx.new_id();
        self.fresh_groups.push(Group {
            id,
            academy_id: self.academy,
            name: class.to_owned(),
            kind,
            revision: 1,
            created_at: cx.at,
            updated_at: cx.at,
        });
        self.groups.insert(key, id);
        id
    }

    /// Makes a room known.
    pub(super) fn room(&mut self, name: &str) {
        if !self.rooms.contains(name) {
            self.fresh_rooms.insert(name.to_owned());
        }
    }

    /// Writes the groups and rooms that nobody knew before.
    pub(super) fn save(self, cx: &mut Context<'_>) -> Result<()> {
        for room in &self.fresh_rooms {
            records::add(cx, self.academy, Room::named(room))?;
        }
        for group in &self.fresh_groups {
            store::roll::groups::insert(cx.db, group)?;
            cx.record(self.academy, "group", group.id, "created", json!(["name", "kind"]))?;
        }
        if self.fresh_groups.is_empty() { Ok(()) } else { cx.touch_roll(self.academy) }
    }
}
