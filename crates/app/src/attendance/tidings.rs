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

use super::beside::Beside;
use super::concerns::{attendance_of, read_sheets};
use super::sheets::Sheets;
use crate::{AcademyState, Acting, App, Context, Result};
use attendance::MarkChange;
use attendance::code::{self, Code};
use attendance::concerns::{Rule, Screen, concerns_of};
use chrono::Days;
use school::{AcademyId, Date, Instant, PupilId, SessionAt, clock};
use serde_json::json;
use std::collections::{BTreeSet, HashMap};
use store::attendance::concerns::{self as told, Review};
use store::attendance::sheets::Which;
use store::roll::snapshot::RollPupil;

/// How far back the last session that has closed is looked for, in days: no holiday is as long.
const LOOK_BACK: u64 = 60;

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
    let is_absence = |code: Code, at: SessionAt| code::on(code, at.date).is_some_and(|row| row.counts_as.is_absence());
    let matters = |change: &&MarkChange| {
        let before = change.before.as_ref().map(|standing| standing.mark.code);
        is_absence(change.after.code, change.at) || before.is_some_and(|code| is_absence(code, change.at))
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
    tell(cx, state, (&pupils, &told_before), &kept, &beside, of_marks)
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
    tell(cx, state, (pupils, &told_before), &kept, &beside, is_told)
}

/// Tells what differs from what was told before, of some pupils and the rules that `of` takes.
fn tell(
    cx: &mut Context<'_>,
    state: &AcademyState,
    (pupils, told_before): (&[PupilId], &HashMap<PupilId, Vec<String>>),
    kept: &Sheets,
    beside: &Beside,
    of: fn(Rule) -> bool,
) -> Result<()> {
    let today = clock::local(cx.at).0;
    let mut screen = Screen::new(state.calendars.keys().copied(), today);
    let mut news = Vec::new();
    for pupil in pupils.iter().filter_map(|id| state.pupil(*id)) {
        let id = pupil.record.id;
        let before = known(told_before.get(&id));
        let mut now = rules(state, pupil, kept, beside, (today, &mut screen), of);
        now.extend(before.iter().copied().filter(|rule| !of(*rule)));
        if now == before {
            continue;
        }
        for (kind, which) in [("concern_met", &now - &before), ("concern_ended", &before - &now)] {
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

/// Pupils told of in one transaction.
const TOLD_AT_A_TIME: usize = 25;

/// Goes through the academies again and again, one at a time, so that whoever runs it can rest between two of them.
#[derive(Debug, Default)]
pub struct Rounds {
    left: Vec<AcademyId>,
}

impl Rounds {
    /// Looks at all pupils of the next academy where it is due for it, because a session has closed or an import has ended since the
    /// last time, and tells what differs. Answers whether there is another academy in this round.
    pub fn next(&mut self, app: &App, acting: &Acting) -> Result<bool> {
        if self.left.is_empty() {
            let all = app.read(acting, |cx| Ok(store::roll::academies::all(cx.db)?))?;
            self.left = all.into_iter().map(|academy| academy.id).collect();
        }
        let Some(academy) = self.left.pop() else { return Ok(false) };
        if let Some(due) = app.read(acting, |cx| look(cx, academy))? {
            review(app, acting, academy, &due)?;
        }
        Ok(!self.left.is_empty())
    }
}

/// An academy that is due for a review.
struct Due {
    before: Option<Review>,
    now: Review,
    /// The pupils of whom something may be to be told.
    pupils: Vec<PupilId>,
}

/// Whether an academy is due, and for whom. What is read here is read without holding anybody up.
fn look(cx: &mut Context<'_>, academy: AcademyId) -> Result<Option<Due>> {
    let before = told::last_review(cx.db, academy)?;
    let imports = told::ended_imports(cx.db, academy)?;
    let state = cx.state(academy)?;
    let closed = last_closed(&state, cx.at);
    let since = |review: &Review| review.imports != imports || closed.is_some_and(|at| at > review.reviewed_at);
    if !before.as_ref().map_or(closed.is_some() || imports > 0, since) {
        return Ok(None);
    }
    let now = Review { reviewed_at: cx.at, imports };
    let kept = read_sheets(cx, academy, Which::All)?;
    let today = clock::local(cx.at).0;
    let beside = Beside::load(cx, academy, None, today)?;
    let told_before: HashMap<PupilId, Vec<String>> = told::told(cx.db, academy, None)?;
    let mut screen = Screen::new(state.calendars.keys().copied(), today);
    let mut pupils = Vec::new();
    for pupil in &state.roll.pupils {
        let now = rules(&state, pupil, &kept, &beside, (today, &mut screen), is_told);
        if now != known(told_before.get(&pupil.record.id)) {
            pupils.push(pupil.record.id);
        }
    }
    Ok(Some(Due { before, now, pupils }))
}

/// Tells what still differs, a few pupils at a time; the review counts as done once all is told. Of several nodes that looked
/// at the same time one tells each pupil: the others find nothing that differs any more.
fn review(app: &App, acting: &Acting, academy: AcademyId, due: &Due) -> Result<()> {
    for pupils in due.pupils.chunks(TOLD_AT_A_TIME) {
        app.write(acting, |cx| {
            told::hold_reviews(cx.db, academy)?;
            let state = cx.state(academy)?;
            tell_all(cx, &state, pupils)
        })?;
    }
    app.write(acting, |cx| Ok(told::note_review(cx.db, academy, due.before, due.now)?))?;
    Ok(())
}

/// The moment at which the last session of an academy closed.
fn last_closed(state: &AcademyState, now: Instant) -> Option<Instant> {
    let today = clock::local(now).0;
    let days = (0..LOOK_BACK).filter_map(|back| today.checked_sub_days(Days::new(back)));
    let closings = days.flat_map(|day| [school::Session::Pm, school::Session::Am].map(|session| (day, session)));
    closings
        .filter_map(|(day, session)| {
            let calendar = state.calendar_on(day)?;
            let meets = calendar.meets(SessionAt::new(day, session), None);
            meets.then(|| clock::instant_of(day, calendar.sessions.of(session).closes))
        })
        .find(|closes| *closes <= now)
}
