//! Reviews of whole academies, one after the other.

use super::super::beside::Beside;
use super::super::concerns::read_sheets;
use super::{is_told, known, rules, tell_all};
use crate::{AcademyState, Acting, App, Context, Result};
use attendance::concerns::Screen;
use chrono::Days;
use school::{AcademyId, Instant, PupilId, Session, SessionAt, clock};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use store::attendance::concerns::{self as told, Review, Standing};
use store::attendance::sheets::Which;

/// Pupils told of in one transaction.
const TOLD_AT_A_TIME: usize = 10;

/// How far the last session that has closed, and the next that will close, are looked for, in days: no holiday is as long.
const LOOK: u64 = 60;

/// Goes through the academies again and again, one at a time, so that whoever runs it can rest between two of them. What is
/// remembered of an academy is when its sessions close, not its roll.
#[derive(Debug, Default)]
pub struct Rounds {
    left: VecDeque<Standing>,
    /// The review under way: a few pupils at each step.
    review: Option<UnderWay>,
    known: HashMap<AcademyId, Known>,
}

/// What is known of an academy as long as its roll and calendars do not change.
#[derive(Debug, Clone, Copy)]
struct Known {
    roll_version: i32,
    /// The moment at which the last session closed.
    closed: Option<Instant>,
    /// The moment at which this must be worked out again.
    until: Instant,
}

/// A review whose findings are being told.
#[derive(Debug)]
struct UnderWay {
    standing: Standing,
    now: Review,
    pupils: VecDeque<PupilId>,
    /// The roll and calendars that were looked at, with their token.
    state: (i32, Arc<AcademyState>),
}

impl Rounds {
    /// One step: looks at all pupils of the next academy that is due for it, because a session has closed or an import has ended
    /// since the last time, or tells what differs of a few pupils of the last one looked at. Who was looked at longest ago comes
    /// first. Answers whether there is another step in this round; an academy that cannot be looked at is logged and left to the
    /// next round.
    pub fn next(&mut self, app: &App, acting: &Acting) -> Result<bool> {
        if let Some(mut review) = self.review.take() {
            let academy = review.standing.academy_id;
            match review.step(app, acting) {
                Ok(true) => {}
                Ok(false) => self.review = Some(review),
                Err(error) => tracing::error!(academy = %academy.0, %error, "a review of concerns was broken off"),
            }
            return Ok(self.review.is_some() || !self.left.is_empty());
        }
        if self.left.is_empty() {
            let now = app.clock.now();
            let mut all = app.read(acting, |cx| Ok(told::standings(cx.db)?))?;
            all.retain(|standing| self.may_be_due(standing, now));
            all.sort_by_key(|standing| standing.review.map(|review| review.reviewed_at));
            self.left = all.into();
        }
        let Some(standing) = self.left.pop_front() else { return Ok(false) };
        if let Err(error) = self.see_to(app, acting, &standing) {
            tracing::error!(academy = %standing.academy_id.0, %error, "the concerns of an academy could not be reviewed");
        }
        Ok(self.review.is_some() || !self.left.is_empty())
    }

    fn may_be_due(&self, standing: &Standing, now: Instant) -> bool {
        match self.known.get(&standing.academy_id) {
            Some(known) if known.roll_version == standing.roll_version && now < known.until => {
                is_due(standing, known.closed)
            }
            _ => true,
        }
    }

    fn see_to(&mut self, app: &App, acting: &Acting, standing: &Standing) -> Result<()> {
        let Some(looked) = app.read(acting, |cx| look(cx, standing))? else { return Ok(()) };
        if let Some(pupils) = looked.pupils {
            let now = Review { reviewed_at: looked.at, imports: standing.imports };
            let state = (looked.known.roll_version, looked.state);
            self.review = Some(UnderWay { standing: *standing, now, pupils: pupils.into(), state });
        }
        self.known.insert(standing.academy_id, looked.known);
        Ok(())
    }
}

fn is_due(standing: &Standing, closed: Option<Instant>) -> bool {
    match &standing.review {
        None => closed.is_some() || standing.imports > 0,
        Some(review) => review.imports != standing.imports || closed.is_some_and(|closed| closed > review.reviewed_at),
    }
}

/// What was found of an academy.
struct Looked {
    known: Known,
    state: Arc<AcademyState>,
    at: Instant,
    /// The pupils of whom something may be to be told; none where no review was due.
    pupils: Option<Vec<PupilId>>,
}

/// Whether an academy is due, and for whom. What is read here is read without holding anybody up, and not kept.
fn look(cx: &mut Context<'_>, standing: &Standing) -> Result<Option<Looked>> {
    let academy = standing.academy_id;
    let Some((roll_version, state)) = cx.app.states.get_once(cx.db, academy)? else { return Ok(None) };
    let (closed, until) = closings(&state, cx.at);
    let times = Known { roll_version, closed, until };
    if !is_due(standing, closed) {
        return Ok(Some(Looked { known: times, state, at: cx.at, pupils: None }));
    }
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
    Ok(Some(Looked { known: times, state, at: cx.at, pupils: Some(pupils) }))
}

impl UnderWay {
    /// Tells what still differs of a few pupils; the review counts as done, and this answers so, once all is told. Of several
    /// nodes that looked at the same time one tells each pupil: the others find nothing that differs any more.
    fn step(&mut self, app: &App, acting: &Acting) -> Result<bool> {
        let academy = self.standing.academy_id;
        let some: Vec<PupilId> = self.pupils.drain(..TOLD_AT_A_TIME.min(self.pupils.len())).collect();
        if some.is_empty() {
            app.write(acting, |cx| Ok(told::note_review(cx.db, academy, self.standing.review, self.now)?))?;
            return Ok(true);
        }
        app.write(acting, |cx| {
            let (looked_at, state) = &self.state;
            if store::roll::academies::roll_version(cx.db, academy)? == Some(*looked_at) {
                return tell_all(cx, state, &some);
            }
            match cx.app.states.get_once(cx.db, academy)? {
                Some((_, state)) => tell_all(cx, &state, &some),
                None => Ok(()),
            }
        })?;
        Ok(false)
    }
}

/// The moment at which the last session of an academy closed, and that at which the next will.
fn closings(state: &Arc<AcademyState>, now: Instant) -> (Option<Instant>, Instant) {
    let today = clock::local(now).0;
    let closes = |day, session: Session| {
        let meets = state.calendar_on(day)?.meets(SessionAt::new(day, session), None);
        let times = state.register_times(day).filter(|_| meets)?;
        Some(clock::instant_of(day, times.of(session).closes))
    };
    let back = (0..LOOK).filter_map(|days| today.checked_sub_days(Days::new(days)));
    let mut earlier = back.flat_map(|day| [Session::Pm, Session::Am].map(|session| closes(day, session))).flatten();
    let ahead = (0..LOOK).filter_map(|days| today.checked_add_days(Days::new(days)));
    let mut later = ahead.flat_map(|day| Session::BOTH.map(|session| closes(day, session))).flatten();
    let closed = earlier.find(|closes| *closes <= now);
    let next = later.find(|closes| *closes > now);
    (closed, next.unwrap_or(now + chrono::Duration::days(1)))
}
