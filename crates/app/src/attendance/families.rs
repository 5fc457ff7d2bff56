//! Siblings: pupils who share a parent or carer, at one academy or at several of the trust.

use super::concerns::{attendance_of, read_sheets};
use super::sheets::Sheets;
use crate::{AcademyState, Context, Result};
use attendance::concerns::PupilAttendance;
use school::contact::identity_keys;
use school::pupil::EnrolmentKind;
use school::{AcademyId, Date, PersonId, PupilId};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use store::attendance::sheets::Which;
use store::families::{Parent, parents, parents_named};
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

/// Those whose siblings are looked for.
struct Family {
    /// The pupils of each parent.
    children: HashMap<String, BTreeSet<PupilId>>,
    /// Of each pupil, the child itself and its siblings at the same academy: none of them is a sibling elsewhere once more.
    here: HashMap<PupilId, HashSet<PersonId>>,
}

fn keys_of(parent: &Parent) -> Vec<String> {
    let Parent { surname, forename, telephone, email, .. } = parent;
    identity_keys(surname, forename.as_deref(), telephone.as_deref(), email.as_deref())
}

impl Elsewhere {
    /// Finds the siblings of some pupils of an academy, with their marks. `siblings` are those at the same academy, as
    /// [`siblings`] finds them.
    pub(crate) fn load(
        cx: &mut Context<'_>,
        academy: AcademyId,
        pupils: &[&RollPupil],
        siblings: &[Vec<usize>],
    ) -> Result<Self> {
        let mut found = Self { academies: Vec::new(), siblings: HashMap::new() };
        let person = |place: &usize| pupils.get(*place).map(|pupil| pupil.record.person_id);
        let mut family = Family { children: HashMap::new(), here: HashMap::new() };
        for (pupil, siblings) in pupils.iter().zip(siblings) {
            let here = siblings.iter().filter_map(person).chain([pupil.record.person_id]);
            family.here.insert(pupil.record.id, here.collect());
        }
        let mut surnames = BTreeSet::new();
        for parent in parents(cx.db, academy)?.iter().filter(|parent| family.here.contains_key(&parent.pupil_id)) {
            for key in keys_of(parent) {
                surnames.insert(parent.surname.clone());
                family.children.entry(key).or_default().insert(parent.pupil_id);
            }
        }
        let others: Vec<AcademyId> = store::roll::academies::all(cx.db)?
            .into_iter()
            .map(|other| other.id)
            .filter(|other| *other != academy && cx.acting.reach.covers(*other))
            .collect();
        if family.children.is_empty() || others.is_empty() {
            return Ok(found);
        }
        let mut theirs: BTreeMap<AcademyId, HashMap<String, BTreeSet<PupilId>>> = BTreeMap::new();
        for (other, parent) in parents_named(cx.db, &others, &surnames)? {
            for key in keys_of(&parent).into_iter().filter(|key| family.children.contains_key(key)) {
                theirs.entry(other).or_default().entry(key).or_default().insert(parent.pupil_id);
            }
        }
        for (other, theirs) in theirs {
            found.add(cx, other, theirs, &family)?;
        }
        Ok(found)
    }

    fn add(
        &mut self,
        cx: &mut Context<'_>,
        other: AcademyId,
        mut theirs: HashMap<String, BTreeSet<PupilId>>,
        family: &Family,
    ) -> Result<()> {
        let Family { children, here } = family;
        theirs.retain(|key, there| there.len() + children.get(key).map_or(0, BTreeSet::len) <= MOST_CHILDREN);
        if theirs.is_empty() {
            return Ok(());
        }
        let state = cx.state(other)?;
        let place = self.academies.len();
        let mut wanted = BTreeSet::new();
        for (key, there) in &theirs {
            for one in children.get(key).into_iter().flatten() {
                // A child who is registered at both is no sibling of itself, and a sibling at both is counted here.
                let is_other = |id: &&PupilId| {
                    let person = state.pupil(**id).map(|pupil| pupil.record.person_id);
                    person.is_some_and(|person| here.get(one).is_some_and(|here| !here.contains(&person)))
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

    /// The attendance of a pupil's siblings at other academies: of one who is registered at several of them, where the
    /// registration on the day is the main one.
    pub(crate) fn siblings_of(&self, pupil: PupilId, as_of: Date) -> Vec<PupilAttendance<'_>> {
        let mut once: BTreeMap<PersonId, (bool, &AcademyState, &RollPupil, &Sheets)> = BTreeMap::new();
        for (place, id) in self.siblings.get(&pupil).into_iter().flatten() {
            let Some((state, sheets)) = self.academies.get(*place) else { continue };
            let Some(sibling) = state.pupil(*id) else { continue };
            let is_main = sibling.enrolment_on(as_of).is_some_and(|stay| stay.kind == EnrolmentKind::Main);
            let known = once.get(&sibling.record.person_id).map(|(is_main, ..)| *is_main);
            if known.is_none_or(|known| is_main && !known) {
                once.insert(sibling.record.person_id, (is_main, state, sibling, sheets));
            }
        }
        once.into_values().map(|(_, state, sibling, sheets)| attendance_of(state, sibling, sheets, as_of)).collect()
    }
}
