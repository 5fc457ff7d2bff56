//! Who needs action at any academy in the caller's reach.

use super::beside::Beside;
use super::concerns::{Wanted, all_that_hold, day};
use super::sheets::Sheets;
use super::summaries::{Of, academies_of};
use super::undone;
use crate::{AcademyState, Context, Result, parallel};
use attendance::concerns::{Concern, Rule, Status};
use school::{Academy, AcademyId, Date, PupilId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Academies that are looked at together while a page is filled.
const AT_A_TIME: usize = 8;

/// A concern with the academy of its pupil.
#[derive(Debug, Clone, PartialEq)]
pub struct TrustConcern {
    /// The academy.
    pub academy_id: AcademyId,
    /// The concern.
    pub concern: Concern,
}

/// The place of a concern in the list of the trust.
pub type Place = (AcademyId, PupilId, Rule);

impl TrustConcern {
    /// Its place in the list.
    pub fn place(&self) -> Place {
        (self.academy_id, self.concern.pupil_id, self.concern.rule)
    }
}

/// The concerns of every academy in reach on a day, by academy, pupil and rule: at least `most` of those after a place, where
/// there are so many. Academies behind the last one that is needed are not looked at.
pub fn list_trust_concerns(
    cx: &mut Context<'_>,
    wanted: &Wanted,
    after: Option<Place>,
    most: usize,
) -> Result<Vec<TrustConcern>> {
    let as_of = day(cx, wanted.as_of)?;
    let mut academies: Vec<AcademyId> = academies_of(cx, Of::Trust)?.into_iter().map(|academy| academy.id).collect();
    academies.sort_unstable();
    academies.retain(|id| after.is_none_or(|(last, ..)| *id >= last));
    let mut found = Vec::new();
    for some in academies.chunks(AT_A_TIME) {
        let read = read(cx, some, as_of)?;
        for (one, concerns) in read.iter().zip(hold(cx, &read, wanted, as_of)?) {
            let academy_id = one.state.academy_id;
            let of_academy = concerns.into_iter().map(|concern| TrustConcern { academy_id, concern });
            found.extend(of_academy.filter(|each| after.is_none_or(|after| each.place() > after)));
        }
        if found.len() >= most {
            break;
        }
    }
    Ok(found)
}

/// How many pupils of an academy need action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The academy.
    pub academy: Academy,
    /// Pupils under any of the rules asked for.
    pub pupils: u64,
    /// Pupils under each rule that holds for any.
    pub by_rule: BTreeMap<Rule, u64>,
}

/// How many pupils of each academy in reach need action on a day, and by which rule, in the order of the academies' ids.
pub fn count_trust_concerns(cx: &mut Context<'_>, wanted: &Wanted) -> Result<Vec<Counted>> {
    let as_of = day(cx, wanted.as_of)?;
    let mut academies = academies_of(cx, Of::Trust)?;
    academies.sort_unstable_by_key(|academy| academy.id);
    let ids: Vec<AcademyId> = academies.iter().map(|academy| academy.id).collect();
    let read = read(cx, &ids, as_of)?;
    let all = hold(cx, &read, wanted, as_of)?;
    Ok(academies.into_iter().zip(all).map(|(academy, concerns)| count(academy, &concerns)).collect())
}

fn count(academy: Academy, concerns: &[Concern]) -> Counted {
    let mut by_rule = BTreeMap::new();
    for concern in concerns {
        *by_rule.entry(concern.rule).or_insert(0) += 1;
    }
    // The concerns of a pupil stand together.
    let pupils = concerns.chunk_by(|one, next| one.pupil_id == next.pupil_id).count() as u64;
    Counted { academy, pupils, by_rule }
}

/// An academy with everything that its rules look at.
struct Read {
    state: Arc<AcademyState>,
    sheets: Sheets,
    beside: Beside,
}

fn read(cx: &mut Context<'_>, academies: &[AcademyId], as_of: Date) -> Result<Vec<Read>> {
    let mut sheets = cx.sheets_of(academies, |_| true)?;
    let mut all = Vec::with_capacity(academies.len());
    for id in academies {
        let state = cx.state(*id)?;
        let beside = Beside::load(cx, *id, None, as_of)?;
        all.push(Read { state, sheets: sheets.remove(id).unwrap_or_default(), beside });
    }
    Ok(all)
}

fn hold(cx: &mut Context<'_>, read: &[Read], wanted: &Wanted, as_of: Date) -> Result<Vec<Vec<Concern>>> {
    match wanted.status {
        Status::Met => {
            Ok(parallel::each(read, |one| all_that_hold(&one.state, &one.sheets, &one.beside, wanted, as_of)))
        }
        Status::NoLongerMet => {
            read.iter().map(|one| undone::list(cx, &one.state, &one.sheets, &one.beside, wanted, as_of)).collect()
        }
    }
}
