//! Telling the event log which rules have come to hold for a pupil and which hold no longer.
//!
//! A write of marks tells at once what it changes, by the rules that look at marks alone: of the pupils whose mark was or
//! becomes an absence, and of those for whom a rule was last told to hold. A plan or a suspension tells at once of its pupil,
//! by every rule. All rules of all pupils are looked at when a session has closed and when an import has ended
//! ([`Rounds`]), so that the passing of time is told as well. What was told last is kept, and only what differs from it
//! is told.
//!
//! A review reads without holding anybody up, and tells in short transactions of its own, so that registers that are taken
//! meanwhile wait for no more than a few pupils.

mod rounds;

pub use rounds::Rounds;

use super::beside::Beside;
use super::concerns::{attendance_of, read_sheets};
use super::sheets::Sheets;
use crate::{AcademyState, Context, Result};
use attendance::CountsAs;
use attendance::MarkChange;
use attendance::code::{self, Code};
use attendance::concerns::{Rule, Screen, concerns_of};
use school::{AcademyId, Date, PupilId, SessionAt, clock};
use serde_json::json;
use std::collections::{BTreeSet, HashMap};
use store::attendance::concerns as told;
use store::attendance::sheets::Which;
use store::roll::snapshot::RollPupil;

/// Whether a write of marks can tell of the rule: it looks at nothing beside the marks.
fn of_marks(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::PersistentAbsence
            | Rule::SevereAbsence
            | Rule::PenaltyNoticeThreshold
            | Rule::ContinuousUnauthorised10Days
            | Rule::Sickness15Days
            | Rule::ReasonOverdue
            | Rule::ContinuousUnauthorised20Days
            | Rule::PenaltyNoticeWarning
            | Rule::ContinuousUnauthorisedWarning
            | Rule::SicknessWarning
            | Rule::ReasonDueSoon
    )
}

/// Whether the log is told of the rule at all: marks are missing in every session until a register is taken.
fn is_told(rule: Rule) -> bool {
    rule != Rule::MissingMarks
}

/// Tells what a write of marks has changed, in its transaction, after the sheets have been written.
pub(super) fn after_write(cx: &mut Context<'_>, state: &AcademyState, changes: &[MarkChange]) -> Result<()> {
    let counts_as = |code: Code, at: SessionAt| code::on(code, at.date).map(|row| row.counts_as);
    let matters = |change: &&MarkChange| {
        let after = counts_as(change.after.code, change.at);
        let before = change.before.as_ref().and_then(|standing| counts_as(standing.mark.code, change.at));
        let is_absence = [before, after].into_iter().flatten().any(CountsAs::is_absence);
        // A session that is no longer possible, or is again, changes every share and joins or parts what stood beside it.
        let was_possible = before.map(CountsAs::is_possible);
        is_absence || was_possible.is_some_and(|was| Some(was) != after.map(CountsAs::is_possible))
    };
    let mut pupils: BTreeSet<PupilId> = changes.iter().filter(matters).map(|change| change.pupil_id).collect();
    let changed: Vec<PupilId> = changes.iter().map(|change| change.pupil_id).collect();
    let told_before = told::told(cx.db, state.academy_id, Some(&changed))?;
    let holding = told_before.iter().filter(|(_, rules)| known(Some(rules)).into_iter().any(of_marks));
    pupils.extend(holding.map(|(pupil, _)| *pupil));
    if pupils.is_empty() {
        return Ok(());
    }
    let pupils: Vec<PupilId> = pupils.into_iter().collect();
    let kept = read_sheets(cx, state.academy_id, Which::Pupils(&pupils))?;
    let beside = Beside::settings_only(cx, state.academy_id, clock::local(cx.at).0)?;
    tell(cx, state, (&pupils, &told_before), &kept, &beside, Telling::OfMarks)
}

/// Tells what a plan or a suspension of one pupil has changed, in its transaction, after it has been written.
pub(crate) fn after_plan(cx: &mut Context<'_>, academy: AcademyId, pupil: PupilId) -> Result<()> {
    let state = cx.state(academy)?;
    tell_all(cx, &state, &[pupil])
}

/// Tells what differs, of some pupils and every rule that the log is told of.
fn tell_all(cx: &mut Context<'_>, state: &AcademyState, pupils: &[PupilId]) -> Result<()> {
    // Whoever writes marks of these pupils has told of them before this reads on, or tells afterwards.
    store::attendance::sheets::lock_pupils(cx.db, state.academy_id, pupils)?;
    let told_before = told::told(cx.db, state.academy_id, Some(pupils))?;
    let kept = read_sheets(cx, state.academy_id, Which::Pupils(pupils))?;
    let beside = Beside::load(cx, state.academy_id, Some(pupils), clock::local(cx.at).0)?;
    tell(cx, state, (pupils, &told_before), &kept, &beside, Telling::All)
}

/// Who tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Telling {
    /// A write of marks, which holds the sheets that it tells of.
    OfMarks,
    /// Whoever looks at every rule. A pupil who has no sheet yet cannot be held by it.
    All,
}

impl Telling {
    fn takes(self) -> fn(Rule) -> bool {
        match self {
            Self::OfMarks => of_marks,
            Self::All => is_told,
        }
    }
}

/// Tells what differs from what was told before, of some pupils. What is about to be told is held first, so that two who tell of
/// one pupil at the same moment do it one after the other; where another has told meanwhile, who looks at every rule leaves the
/// pupil to the next review.
fn tell(
    cx: &mut Context<'_>,
    state: &AcademyState,
    (pupils, told_before): (&[PupilId], &HashMap<PupilId, Vec<String>>),
    kept: &Sheets,
    beside: &Beside,
    telling: Telling,
) -> Result<()> {
    let today = clock::local(cx.at).0;
    let of = telling.takes();
    let mut screen = Screen::new(state.calendars.keys().copied(), today);
    let mut differing = Vec::new();
    for pupil in pupils.iter().filter_map(|id| state.pupil(*id)) {
        let before = known(told_before.get(&pupil.record.id));
        let now = rules(state, pupil, kept, beside, (today, &mut screen), of);
        if before.iter().copied().filter(|rule| of(*rule)).ne(now.iter().copied()) {
            differing.push((pupil.record.id, before, now));
        }
    }
    let ids: Vec<PupilId> = differing.iter().map(|(id, ..)| *id).collect();
    let held = told::hold(cx.db, state.academy_id, &ids, cx.at)?;
    let mut news = Vec::new();
    for (id, before, mut now) in differing {
        let standing = known(held.get(&id));
        if telling == Telling::All && standing != before {
            continue;
        }
        now.extend(standing.iter().copied().filter(|rule| !of(*rule)));
        for (kind, which) in [("concern_met", &now - &standing), ("concern_ended", &standing - &now)] {
            if !which.is_empty() {
                cx.record(state.academy_id, "concern", id, kind, json!(names(&which)))?;
            }
        }
        news.push((id, names(&now)));
    }
    Ok(told::tell(cx.db, state.academy_id, &news, cx.at)?)
}

/// The rules that hold for a pupil today; none for one who is not on roll.
fn rules(
    state: &AcademyState,
    pupil: &RollPupil,
    kept: &Sheets,
    beside: &Beside,
    (today, screen): (Date, &mut Screen),
    of: fn(Rule) -> bool,
) -> BTreeSet<Rule> {
    if pupil.enrolment_on(today).is_none() {
        return BTreeSet::new();
    }
    let record = attendance_of(state, pupil, kept, today);
    let found = beside.ask(state, pupil, &record, today, |asked| match screen.may_hold(asked, of) {
        true => concerns_of(asked, of),
        false => Vec::new(),
    });
    found.into_iter().map(|concern| concern.rule).collect()
}

/// Rules by their names. A name that is no longer one is left out, and so told to have ended.
fn known(names: Option<&Vec<String>>) -> BTreeSet<Rule> {
    names.into_iter().flatten().filter_map(|name| name.parse().ok()).collect()
}

fn names(rules: &BTreeSet<Rule>) -> Vec<String> {
    rules.iter().map(|rule| rule.as_str().to_owned()).collect()
}
