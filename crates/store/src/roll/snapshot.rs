//! The whole roll of one academy at once, as figures and imports need it.

use super::pupils::{self, Record};
use crate::schema::{group_members, groups};
use crate::sql_types::Id;
use crate::{Db, Result, words};
use diesel::prelude::*;
use school::group::{GroupKind, Membership};
use school::pupil::{Characteristics, Enrolment};
use school::{AcademyId, Date, GroupId, PupilId};
use std::collections::HashMap;

/// A pupil with everything that is dated about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollPupil {
    /// The pupil's own row.
    pub record: Record,
    /// Stays on the roll, the earliest first.
    pub enrolments: Vec<Enrolment>,
    /// What is said from which day, the earliest first.
    pub characteristics: Vec<(Date, Characteristics)>,
    /// Registration groups, the earliest first.
    pub registration: Vec<Membership>,
}

impl RollPupil {
    /// What holds on a day; before the first entry, what the first entry says.
    pub fn characteristics_on(&self, date: Date) -> Option<&Characteristics> {
        let next = self.characteristics.partition_point(|(from, _)| *from <= date);
        self.characteristics.get(next.saturating_sub(1)).map(|(_, values)| values)
    }

    /// The registration group on a day.
    pub fn registration_on(&self, date: Date) -> Option<GroupId> {
        self.registration
            .iter()
            .rev()
            .find(|member| member.first_day <= date && member.last_day.is_none_or(|last| date <= last))
            .map(|member| member.group_id)
    }

    /// The stay that holds a day.
    pub fn enrolment_on(&self, date: Date) -> Option<&Enrolment> {
        self.enrolments.iter().find(|enrolment| enrolment.stay.holds_on(date))
    }
}

/// The roll of one academy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roll {
    /// The pupils in the order of their ids.
    pub pupils: Vec<RollPupil>,
    /// The names of the registration groups.
    pub group_names: HashMap<GroupId, String>,
}

/// Reads the roll of an academy: of the pupils named, or of all.
pub fn load(db: &mut Db, academy: AcademyId, ids: Option<&[PupilId]>) -> Result<Roll> {
    let records = pupils::of_academy(db, academy, ids)?;
    let mut enrolments: HashMap<PupilId, Vec<Enrolment>> = HashMap::with_capacity(records.len());
    for (pupil, enrolment) in pupils::enrolments_of(db, academy, ids)? {
        enrolments.entry(pupil).or_default().push(enrolment);
    }
    let mut characteristics: HashMap<PupilId, Vec<(Date, Characteristics)>> = HashMap::with_capacity(records.len());
    for (pupil, from, values) in pupils::characteristics_of(db, academy, ids)? {
        characteristics.entry(pupil).or_default().push((from, values));
    }
    let mut registration: HashMap<PupilId, Vec<Membership>> = HashMap::with_capacity(records.len());
    for member in memberships(db, academy, ids)? {
        registration.entry(member.pupil_id).or_default().push(member);
    }
    let pupils = records
        .into_iter()
        .map(|record| RollPupil {
            enrolments: enrolments.remove(&record.id).unwrap_or_default(),
            characteristics: characteristics.remove(&record.id).unwrap_or_default(),
            registration: registration.remove(&record.id).unwrap_or_default(),
            record,
        })
        .collect();
    Ok(Roll { pupils, group_names: group_names(db, academy)? })
}

fn memberships(db: &mut Db, academy: AcademyId, ids: Option<&[PupilId]>) -> Result<Vec<Membership>> {
    let mut query = group_members::table
        .inner_join(
            groups::table
                .on(groups::academy_id.eq(group_members::academy_id).and(groups::id.eq(group_members::group_id))),
        )
        .filter(group_members::academy_id.eq(Id::from(academy)))
        .filter(groups::kind.eq(words::word(&GroupKind::Registration)))
        .order((group_members::pupil_id.asc(), group_members::first_day.asc()))
        .select((group_members::group_id, group_members::pupil_id, group_members::first_day, group_members::last_day))
        .into_boxed();
    if let Some(ids) = ids {
        query = query.filter(group_members::pupil_id.eq_any(ids.iter().map(|id| Id::from(*id)).collect::<Vec<_>>()));
    }
    let rows: Vec<(Id, Id, Date, Option<Date>)> = query.load(db)?;
    Ok(rows
        .into_iter()
        .map(|(group, pupil, first_day, last_day)| Membership {
            group_id: group.into(),
            pupil_id: pupil.into(),
            first_day,
            last_day,
        })
        .collect())
}

fn group_names(db: &mut Db, academy: AcademyId) -> Result<HashMap<GroupId, String>> {
    let rows: Vec<(Id, String)> = groups::table
        .filter(groups::academy_id.eq(Id::from(academy)))
        .filter(groups::kind.eq(words::word(&GroupKind::Registration)))
        .select((groups::id, groups::name))
        .load(db)?;
    Ok(rows.into_iter().map(|(id, name)| (id.into(), name)).collect())
}
