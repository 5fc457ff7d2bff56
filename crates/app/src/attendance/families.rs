//! Siblings: pupils who share a parent or carer, at one academy or at several of the trust.

use super::concerns::{attendance_of, read_sheets};
use super::sheets::Sheets;
use crate::{AcademyState, Context, Result};
use attendance::concerns::PupilAttendance;
use school::contact::identity_keys;
use school::{AcademyId, Date, PersonId, PupilId};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use store::attendance::sheets::Which;
use store::families::{Parent, parents};
use store::roll::snapshot::RollPupil;

/// A contact of more pupils than this is hardly a parent: a social worker, a home.
const MOST_CHILDREN: usize = 12;

/// The places of each pupil's siblings at the same academy: those with whom a contact who is a parent or carer is shared.
pub(crate) fn siblings(cx: &mut Context<'_>, academy: AcademyId, pupils: &[&RollPupil]) -> Result<Vec<Vec<usize>>> {
    let places: HashMap<PupilId, usize> =
        pupils.iter().enumerate().map(|(place, pupil)| (pupil.record.id, place)).collect();
    let mut siblings = vec![Vec::new(); pupils.len()];
    let parents = store::roll::contacts::of_parents(cx.db, academy)?;
    for family in parents.chunk_by(|(one, _), (two, _)| one == two).filter(|family| family.len() <= MOST_CHILDREN) {
        let children: Vec<usize> = family.iter().filter_map(|(_, pupil)| places.get(pupil).copied()).collect();
        for one in &children {
            siblings[*one].extend(children.iter().filter(|other| *other != one));
        }
    }
    for of_pupil in &mut siblings {
        of_pupil.sort_unstable();
        of_pupil.dedup();
    }
    Ok(siblings)
}

/// Siblings at the other academies that the caller reaches. Each academy keeps its own record of a parent: two records are one
/// person where the whole name and the telephone number or email address agree.
pub(crate) struct Elsewhere {
    academies: Vec<(Arc<AcademyState>, Sheets)>,
    /// Of each pupil: the places of the academies, and the siblings there.
    siblings: HashMap<PupilId, BTreeSet<(usize, PupilId)>>,
}

fn keys_of(parent: &Parent) -> Vec<String> {
    let Parent { surname, forename, telephone, email, .. } = parent;
    identity_keys(surname, forename.as_deref(), telephone.as_deref(), email.as_deref())
}

impl Elsewhere {
    /// Finds the siblings of some pupils of an academy, with their marks.
    pub(crate) fn load(cx: &mut Context<'_>, academy: AcademyId, pupils: &[&RollPupil]) -> Result<Self> {
        let mut found = Self { academies: Vec::new(), siblings: HashMap::new() };
        let persons: HashMap<PupilId, PersonId> =
            pupils.iter().map(|pupil| (pupil.record.id, pupil.record.person_id)).collect();
        let mut children: HashMap<String, BTreeSet<PupilId>> = HashMap::new();
        for parent in parents(cx.db, academy)?.iter().filter(|parent| persons.contains_key(&parent.pupil_id)) {
            for key in keys_of(parent) {
                children.entry(key).or_default().insert(parent.pupil_id);
            }
        }
        if children.is_empty() {
            return Ok(found);
        }
        for other in store::roll::academies::all(cx.db)? {
            if other.id != academy && cx.acting.reach.covers(other.id) {
                found.add(cx, other.id, &children, &persons)?;
            }
        }
        Ok(found)
    }

    fn add(
        &mut self,
        cx: &mut Context<'_>,
        other: AcademyId,
        children: &HashMap<String, BTreeSet<PupilId>>,
        persons: &HashMap<PupilId, PersonId>,
    ) -> Result<()> {
        let mut theirs: HashMap<String, BTreeSet<PupilId>> = HashMap::new();
        for parent in parents(cx.db, other)? {
            for key in keys_of(&parent).into_iter().filter(|key| children.contains_key(key)) {
                theirs.entry(key).or_default().insert(parent.pupil_id);
            }
        }
        theirs.retain(|key, there| there.len() + children.get(key).map_or(0, BTreeSet::len) <= MOST_CHILDREN);
        if theirs.is_empty() {
            return Ok(());
        }
        let state = cx.state(other)?;
        let place = self.academies.len();
        let mut wanted = BTreeSet::new();
        for (key, there) in &theirs {
            for one in children.get(key).into_iter().flatten() {
                // A child who is registered at both is no sibling of itself.
                let is_other = |id: &&PupilId| {
                    state.pupil(**id).is_some_and(|pupil| Some(&pupil.record.person_id) != persons.get(one))
                };
                for sibling in there.iter().filter(is_other) {
                    self.siblings.entry(*one).or_default().insert((place, *sibling));
                    wanted.insert(*sibling);
                }
            }
        }
        let ids: Vec<PupilId> = wanted.into_iter().collect();
        let sheets = read_sheets(cx, other, Which::Pupils(&ids))?;
        self.academies.push((state, sheets));
        Ok(())
    }

    /// The attendance of a pupil's siblings at other academies.
    pub(crate) fn siblings_of(&self, pupil: PupilId, as_of: Date) -> Vec<PupilAttendance<'_>> {
        let siblings = self.siblings.get(&pupil).into_iter().flatten();
        siblings
            .filter_map(|(place, id)| {
                let (state, sheets) = self.academies.get(*place)?;
                Some(attendance_of(state, state.pupil(*id)?, sheets, as_of))
            })
            .collect()
    }
}
