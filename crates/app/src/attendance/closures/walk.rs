//! The walk of a closure over its sessions.

use super::MOST_MARKS;
use crate::attendance::loading::{self, Session};
use crate::attendance::writing::{self, Source};
use crate::{AcademyState, Context, Error, Result};
use attendance::closure::{CheckedClosure, Closing, Outcome, Tally, decide};
use attendance::register::Moment;
use attendance::{EntryKind, MarkChange};
use school::{AcademyId, Date, PupilId, RecordId, SessionAt};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::attendance::closure_marks::{self, ClosureMark};
use store::attendance::planned::{self, PlannedAbsence};
use store::roll::snapshot::RollPupil;

/// What a closure did, or would do, so far.
pub(super) struct Walk {
    academy: AcademyId,
    /// The numbers.
    pub(super) tally: Tally,
    /// The sessions ahead that become planned codes, by pupil.
    ahead: BTreeMap<PupilId, Vec<SessionAt>>,
    /// Pupils of whom some other plan stays.
    mixed: BTreeSet<PupilId>,
}

impl Walk {
    /// Walks over every session of a closure; writes what has begun where the closure has an id.
    pub(super) fn over(
        cx: &mut Context<'_>,
        academy: AcademyId,
        closure: &CheckedClosure,
        write_as: Option<RecordId>,
    ) -> Result<Self> {
        let state = cx.state(academy)?;
        let sessions = sessions_of(closure, &state, closure.first_day, closure.last_day);
        if sessions.is_empty() {
            let detail = "the academy's calendar has no session in the closure: a day on which the school does not meet needs none";
            return Err(Error::invalid("/first_day", "no_school_session", detail));
        }
        let mut walk = Self { academy, tally: Tally::default(), ahead: BTreeMap::new(), mixed: BTreeSet::new() };
        for at in sessions {
            let loaded = load(cx, academy, &state, closure, at)?;
            let changes = walk.decide(cx, closure, &loaded)?;
            if walk.tally.changed() > MOST_MARKS {
                let detail = format!("a closure changes at most {MOST_MARKS} marks: send it in parts");
                return Err(Error::invalid("/last_day", "too_many_marks", detail));
            }
            if let Some(id) = write_as {
                write(cx, academy, &loaded, id, &changes)?;
            }
        }
        Ok(walk)
    }

    fn decide(&mut self, cx: &Context<'_>, closure: &CheckedClosure, loaded: &Session) -> Result<Vec<MarkChange>> {
        let calendar = loaded.calendar()?;
        let moment = Moment::of(loaded.at, calendar, cx.at, loaded.state.register_settings(loaded.at.date, cx.at));
        let closing = Closing { closure, at: loaded.at, calendar, moment: &moment };
        let mut changes = Vec::new();
        for pupil in &loaded.roster {
            let outcome = decide(&closing, pupil);
            self.tally.add(pupil.pupil_id, loaded.at, &outcome);
            match outcome {
                Outcome::Write(change) => changes.push(change),
                Outcome::Plan => self.ahead.entry(pupil.pupil_id).or_default().push(loaded.at),
                Outcome::PlanKept(..) => {
                    self.mixed.insert(pupil.pupil_id);
                }
                Outcome::Outside | Outcome::Unchanged | Outcome::Kept(..) => {}
            }
        }
        Ok(changes)
    }

    /// Makes the planned codes of the sessions ahead: one plan for each pupil, or one for each session where another plan of the
    /// pupil stays.
    pub(super) fn plan(&mut self, cx: &mut Context<'_>, closure: &CheckedClosure, id: RecordId) -> Result<()> {
        let mut plans = Vec::new();
        for (pupil, sessions) in &self.ahead {
            let (Some(first), Some(last)) = (sessions.first(), sessions.last()) else { continue };
            if self.mixed.contains(pupil) {
                let each = sessions
                    .iter()
                    .map(|at| self.planned(cx, closure, id, (*pupil, at.date, at.date), vec![at.session]));
                plans.extend(each);
            } else {
                plans.push(self.planned(cx, closure, id, (*pupil, first.date, last.date), closure.sessions.clone()));
            }
        }
        Ok(planned::insert_many(cx.db, &plans)?)
    }

    fn planned(
        &self,
        cx: &Context<'_>,
        closure: &CheckedClosure,
        id: RecordId,
        (pupil_id, first_day, last_day): (PupilId, Date, Date),
        sessions: Vec<school::Session>,
    ) -> PlannedAbsence {
        PlannedAbsence {
            id: cx.new_id(),
            academy_id: self.academy,
            pupil_id,
            first_day,
            last_day,
            code: closure.code.as_str().to_owned(),
            weekdays: None,
            sessions: (sessions.len() < 2).then_some(sessions),
            comment: Some(closure.reason.clone()),
            source: plan_source(id),
            revision: 1,
            created_at: cx.at,
            updated_at: cx.at,
            cancelled_at: None,
            by: cx.acting.actor.clone(),
        }
    }
}

/// The source of the plans of a closure.
pub(super) fn plan_source(id: RecordId) -> String {
    format!("closure {id}")
}

/// The sessions of a closure between two days in which the academy meets for anybody.
pub(super) fn sessions_of(closure: &CheckedClosure, state: &AcademyState, from: Date, to: Date) -> Vec<SessionAt> {
    from.max(closure.first_day)
        .iter_days()
        .take_while(|day| *day <= to.min(closure.last_day))
        .flat_map(|day| closure.sessions.iter().map(move |session| SessionAt::new(day, *session)))
        .filter(|at| state.calendar_on(at.date).is_some_and(|calendar| calendar.meets(*at, None)))
        .collect()
}

/// The pupils whom a closure may touch in a session, with their marks and plans.
pub(super) fn load(
    cx: &mut Context<'_>,
    academy: AcademyId,
    state: &Arc<AcademyState>,
    closure: &CheckedClosure,
    at: SessionAt,
) -> Result<Session> {
    let is_for =
        |pupil: &&RollPupil| closure.is_for(pupil.characteristics_on(at.date).and_then(|values| values.year_group));
    let pupils: Vec<&RollPupil> = state.roll.pupils.iter().filter(is_for).collect();
    loading::session(cx, academy, state, at, &pupils)
}

/// Writes the marks of one session and what they replaced.
pub(super) fn write(
    cx: &mut Context<'_>,
    academy: AcademyId,
    session: &Session,
    id: RecordId,
    changes: &[MarkChange],
) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    writing::write(cx, academy, session, changes, &[], Source { group_id: None, word: "closure" })?;
    let found: Vec<ClosureMark> = changes
        .iter()
        .map(|change| ClosureMark {
            enrolment_id: change.enrolment_id,
            before: change.byte_before(),
            minutes_late: change.before.as_ref().and_then(|before| before.mark.minutes_late),
            entries: change.entries_after(),
        })
        .collect();
    Ok(closure_marks::insert(cx.db, academy, id, session.at, &found)?)
}

/// Whether a change enters a mark where there was none.
pub(super) fn is_entry(change: &MarkChange) -> bool {
    change.kind != EntryKind::Amendment
}
