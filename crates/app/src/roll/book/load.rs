//! Opening the roll book.

use super::{Groups, Keys, Member, PupilEntry, RollBook};
use crate::{Context, Error, Kind, Result};
use school::group::GroupKind;
use school::pupil::{Characteristics, Enrolment};
use school::{AcademyId, Date, PupilId};
use std::collections::{BTreeMap, HashMap};

impl RollBook {
    /// Opens the book of an academy in reach: with the pupils named, or with all.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the academy is not in reach or one of the pupils named is not of it.
    pub fn open(cx: &mut Context<'_>, academy: AcademyId, ids: Option<&[PupilId]>) -> Result<Self> {
        cx.academy(academy)?;
        let token = store::roll::academies::roll_version(cx.db, academy)?;
        let groups = Groups::of(store::roll::groups::list(cx.db, academy, None, None, None, i64::MAX)?);
        let entries = entries(cx, academy, ids, &groups)?;
        if ids.is_some_and(|ids| ids.iter().any(|id| !entries.contains_key(id))) {
            return Err(Error::NotFound(Kind::Pupil));
        }
        let mut keys = Keys::default();
        for entry in entries.values() {
            keys.replace(None, entry);
        }
        Ok(Self {
            academy_id: academy,
            token,
            entries,
            stored: BTreeMap::new(),
            changed: BTreeMap::new(),
            history: Vec::new(),
            groups,
            keys,
        })
    }
}

fn entries(
    cx: &mut Context<'_>,
    academy: AcademyId,
    ids: Option<&[PupilId]>,
    groups: &Groups,
) -> Result<BTreeMap<PupilId, PupilEntry>> {
    if ids.is_some_and(<[PupilId]>::is_empty) {
        return Ok(BTreeMap::new());
    }
    let mut enrolments: HashMap<PupilId, Vec<Enrolment>> = HashMap::new();
    for (pupil, enrolment) in store::roll::pupils::enrolments_of(cx.db, academy, ids)? {
        enrolments.entry(pupil).or_default().push(enrolment);
    }
    let mut characteristics: HashMap<PupilId, Vec<(Date, Characteristics)>> = HashMap::new();
    for (pupil, from, values) in store::roll::pupils::characteristics_of(cx.db, academy, ids)? {
        characteristics.entry(pupil).or_default().push((from, values));
    }
    let mut members: HashMap<PupilId, Vec<Member>> = HashMap::new();
    for (key, member) in store::roll::groups::memberships(cx.db, academy, None, ids, None)? {
        let kind = groups.get(member.group_id).map_or(GroupKind::Other, |group| group.kind);
        let (group_id, first_day, last_day) = (member.group_id, member.first_day, member.last_day);
        members.entry(member.pupil_id).or_default().push(Member { key, group_id, kind, first_day, last_day });
    }
    let records = store::roll::pupils::of_academy(cx.db, academy, ids)?;
    Ok(records
        .into_iter()
        .map(|record| {
            let id = record.id;
            let entry = PupilEntry {
                enrolments: enrolments.remove(&id).unwrap_or_default(),
                characteristics: characteristics.remove(&id).unwrap_or_default(),
                members: members.remove(&id).unwrap_or_default(),
                record,
            };
            (id, entry)
        })
        .collect())
}
