//! Concerns that an amendment undid.

use super::beside::Beside;
use super::concerns::{Wanted, attendance_of};
use super::sheets::Sheets;
use crate::{AcademyState, Context, Result};
use attendance::Code;
use attendance::concerns::{Concern, Rule, Status, concerns_of};
use school::{AcademicYear, Date, EnrolmentId, PupilId};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::attendance::amendments::{self, Amendment};
use store::roll::snapshot::RollPupil;

/// How many moments at which a pupil's marks were amended are looked at, the latest first.
const MOST_MOMENTS: usize = 200;

/// The concerns that held until marks of this academic year or the last were amended and do not hold on `as_of`: of each rule
/// the one undone last. A rule was undone where, on the day of the amendment, it held by the marks as they stood before and
/// does not by those after; marks entered since for the first time are looked at as if they had been there.
pub(super) fn list(
    cx: &mut Context<'_>,
    state: &AcademyState,
    kept: &Sheets,
    beside: &Beside,
    wanted: &Wanted,
    as_of: Date,
) -> Result<Vec<Concern>> {
    let mut by_pupil: HashMap<PupilId, Vec<Amendment>> = HashMap::new();
    let year = AcademicYear::of(as_of);
    for year in [year.and_then(AcademicYear::previous), year].into_iter().flatten() {
        for amendment in amendments::of_year(cx.db, state.academy_id, year, None)? {
            if amendment.original != amendment.amended {
                by_pupil.entry(amendment.pupil_id).or_default().push(amendment);
            }
        }
    }
    let mut found = Vec::new();
    for pupil in state.roll.pupils.iter().filter(|pupil| pupil.enrolment_on(as_of).is_some()) {
        if let Some(amended) = by_pupil.remove(&pupil.record.id) {
            found.extend(of_pupil(state, pupil, kept, beside, wanted, as_of, amended));
        }
    }
    Ok(found)
}

fn of_pupil(
    state: &AcademyState,
    pupil: &RollPupil,
    kept: &Sheets,
    beside: &Beside,
    wanted: &Wanted,
    as_of: Date,
    mut amended: Vec<Amendment>,
) -> Vec<Concern> {
    let ask = |sheets: &Sheets, day: Date, rules: &BTreeSet<Rule>| {
        let record = attendance_of(state, pupil, sheets, day);
        beside.ask(state, pupil, &record, day, |asked| concerns_of(asked, |rule| rules.contains(&rule)))
    };
    let mut open: BTreeSet<Rule> = Rule::ALL.into_iter().filter(|rule| wanted.takes(*rule)).collect();
    for concern in ask(kept, as_of, &open) {
        open.remove(&concern.rule);
    }
    let ids: Vec<EnrolmentId> = pupil.enrolments.iter().map(|enrolment| enrolment.id).collect();
    let mut sheets = kept.copy_of(&ids);
    amended.sort_by_key(|amendment| (amendment.made_at, amendment.version));
    let mut undone: BTreeMap<Rule, Concern> = BTreeMap::new();
    for _ in 0..MOST_MOMENTS {
        let Some(moment) = amended.last().map(|amendment| amendment.made_at) else { break };
        if open.is_empty() {
            break;
        }
        let day = school::clock::local(moment).0.min(as_of);
        let after: BTreeSet<Rule> = ask(&sheets, day, &open).into_iter().map(|concern| concern.rule).collect();
        while let Some(amendment) = amended.pop_if(|amendment| amendment.made_at == moment) {
            take_back(&mut sheets, &amendment);
        }
        for concern in ask(&sheets, day, &open).into_iter().filter(|concern| !after.contains(&concern.rule)) {
            open.remove(&concern.rule);
            let concern = Concern { status: Status::NoLongerMet, due_on: None, undone_on: Some(day), ..concern };
            undone.insert(concern.rule, concern);
        }
    }
    undone.into_values().collect()
}

/// Puts the original entry of an amendment back.
fn take_back(sheets: &mut Sheets, amendment: &Amendment) {
    let sheet = sheets.get_mut(amendment.year, amendment.enrolment_id);
    if let (Some(sheet), Ok(original)) = (sheet, Code::parse(&amendment.original)) {
        // An amendment stands in the year of its session.
        let _ = sheet.set(amendment.at, original);
    }
}
