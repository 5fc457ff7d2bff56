//! Saving what differs between the roll book and the database.

use super::{Member, PupilEntry, RollBook};
use crate::{Context, Error, Result};
use school::group::Membership;
use school::pupil::Enrolment;
use school::{AcademyId, Instant, PupilId};
use serde_json::{Value, json};
use std::collections::HashMap;
use store::events::Event;
use store::roll::{groups, pupils};
use uuid::Uuid;

/// What is to be written, in the order in which it is written.
#[derive(Default)]
struct Writes {
    new: Vec<pupils::Record>,
    updated: Vec<pupils::Record>,
    new_stays: Vec<(PupilId, Enrolment)>,
    stays: Vec<Enrolment>,
    characteristics: Vec<pupils::Dated>,
    ended_members: Vec<(Uuid, Membership)>,
    removed_members: Vec<Uuid>,
    new_members: Vec<groups::Kept>,
    happened: Vec<(&'static str, Uuid, &'static str, Value)>,
}

impl RollBook {
    /// Saves what differs, in batches, with one event for each pupil, group and membership that changed; answers how many
    /// pupils were written.
    pub fn save(&mut self, cx: &mut Context<'_>) -> Result<usize> {
        let stored = std::mem::take(&mut self.stored);
        if stored.is_empty() {
            return Ok(0);
        }
        self.join_persons(cx, &stored)?;
        let mut writes = Writes::default();
        self.new_groups(cx, &stored, &mut writes)?;
        let mut written = 0;
        for (id, before) in &stored {
            let names = self.changed.remove(id).unwrap_or_default();
            let Some(entry) = self.entries.get_mut(id) else { continue };
            if before.as_ref().is_some_and(|before| before == entry) {
                continue;
            }
            written += 1;
            match before {
                None => writes.add_new(entry, json!([])),
                Some(before) => {
                    if entry.shows_otherwise(before) {
                        entry.record.revision = before.record.revision + 1;
                        entry.record.updated_at = cx.at;
                        writes.updated.push(entry.record.clone());
                        writes.happened.push(("pupil", id.0, "updated", json!(names)));
                    }
                    writes.add_difference(before, entry);
                }
            }
        }
        if written > 0 {
            writes.write(cx, self.academy_id)?;
            let history = std::mem::take(&mut self.history);
            pupils::record_changes(cx.db, self.academy_id, &history)?;
            cx.touch_roll(self.academy_id)?;
            self.token = store::roll::academies::roll_version(cx.db, self.academy_id)?;
        }
        Ok(written)
    }

    /// Joins pupils whose number another academy of the trust knows to the same child.
    fn join_persons(&mut self, cx: &mut Context<'_>, stored: &Stored) -> Result<()> {
        let upn_of = |entry: &PupilEntry| entry.record.identity.upn.clone();
        let fresh: Vec<(PupilId, school::Upn)> = stored
            .iter()
            .filter_map(|(id, before)| {
                let upn = self.entries.get(id).and_then(upn_of)?;
                (before.as_ref().and_then(upn_of).as_ref() != Some(&upn)).then_some((*id, upn))
            })
            .collect();
        let upns: Vec<&str> = fresh.iter().map(|(_, upn)| upn.as_str()).collect();
        let known: HashMap<String, _> = pupils::persons_with_upns(cx.db, &upns)?.into_iter().collect();
        for (id, upn) in fresh {
            if let (Some(person), Some(entry)) = (known.get(upn.as_str()), self.entries.get_mut(&id)) {
                entry.record.person_id = *person;
            }
        }
        Ok(())
    }

    fn new_groups(&mut self, cx: &mut Context<'_>, stored: &Stored, writes: &mut Writes) -> Result<()> {
        let entries = &self.entries;
        let changed: Vec<&PupilEntry> = stored.keys().filter_map(|id| entries.get(id)).collect();
        let used = |group| changed.iter().any(|entry| entry.members.iter().any(|member| member.group_id == group));
        for group in self.groups.take_fresh(used) {
            groups::insert(cx.db, &group).map_err(|error| match error {
                // Somebody else made the group at the same moment: done again from its beginning, it is found.
                store::Error::Conflict(_) => Error::Stale,
                other => other.into(),
            })?;
            writes.happened.push(("group", group.id.0, "created", json!(["name", "kind"])));
        }
        Ok(())
    }
}

type Stored = std::collections::BTreeMap<PupilId, Option<PupilEntry>>;

impl Writes {
    fn add_new(&mut self, entry: &PupilEntry, names: Value) {
        let id = entry.record.id;
        self.new.push(entry.record.clone());
        self.new_stays.extend(entry.enrolments.iter().map(|stay| (id, *stay)));
        self.characteristics.extend(entry.characteristics.iter().map(|(from, values)| (id, *from, values.clone())));
        self.happened.push(("pupil", id.0, "created", names));
        for member in &entry.members {
            self.add_member(id, member);
        }
    }

    fn add_difference(&mut self, before: &PupilEntry, after: &PupilEntry) {
        let id = after.record.id;
        for stay in &after.enrolments {
            match before.enrolments.iter().find(|old| old.id == stay.id) {
                None => self.new_stays.push((id, *stay)),
                Some(old) if old != stay => self.stays.push(*stay),
                Some(_) => {}
            }
        }
        for dated in after.characteristics.iter().filter(|dated| !before.characteristics.contains(dated)) {
            self.characteristics.push((id, dated.0, dated.1.clone()));
        }
        for old in before.members.iter().filter(|old| after.members.iter().all(|member| member.key != old.key)) {
            self.removed_members.push(old.key);
            self.happened.push(("membership", old.key, "removed", about(id, old)));
        }
        for member in &after.members {
            match before.members.iter().find(|old| old.key == member.key) {
                None => self.add_member(id, member),
                Some(old) if old != member => {
                    self.ended_members.push((member.key, member.membership(id)));
                    self.happened.push(("membership", member.key, "updated", about(id, member)));
                }
                Some(_) => {}
            }
        }
    }

    fn add_member(&mut self, pupil: PupilId, member: &Member) {
        self.new_members.push((member.key, member.membership(pupil)));
        self.happened.push(("membership", member.key, "created", about(pupil, member)));
    }

    fn write(self, cx: &mut Context<'_>, academy: AcademyId) -> Result<()> {
        let at = cx.at;
        pupils::insert(cx.db, &self.new)?;
        for record in &self.updated {
            pupils::update(cx.db, record)?;
        }
        pupils::insert_enrolments(cx.db, academy, &self.new_stays, at)?;
        for stay in &self.stays {
            pupils::update_enrolment(cx.db, academy, stay, at)?;
        }
        pupils::save_characteristics(cx.db, academy, &self.characteristics)?;
        for key in self.removed_members {
            groups::delete_membership(cx.db, academy, key)?;
        }
        for (key, member) in self.ended_members {
            groups::set_membership_days(cx.db, academy, key, member.first_day, member.last_day)?;
        }
        groups::insert_members(cx.db, academy, &self.new_members)?;
        record(cx, academy, at, self.happened)
    }
}

/// Whose membership it is and in which group.
fn about(pupil: PupilId, member: &Member) -> Value {
    json!({ "pupil_id": pupil, "group_id": member.group_id })
}

fn record(
    cx: &mut Context<'_>,
    academy: AcademyId,
    at: Instant,
    happened: Vec<(&'static str, Uuid, &'static str, Value)>,
) -> Result<()> {
    let events: Vec<Event> = happened
        .into_iter()
        .map(|(subject_kind, subject_id, kind, fields)| Event {
            id: cx.new_id(),
            academy_id: Some(academy),
            subject_kind,
            subject_id,
            kind,
            at,
            fields,
        })
        .collect();
    Ok(store::events::record(cx.db, &cx.acting.actor, &events)?)
}
