//! The lesson marks of a day beside the session marks and the passages through the gate.

use super::register::standing;
use crate::attendance::loading;
use crate::{AcademyState, Context, Result, gate, timetable};
use attendance::Mark;
use attendance::lesson::{LessonSeen, Passage, PupilSession};
use school::timetable::TimetableDay;
use school::{AcademyId, Date, GroupId, PupilId, Session, SessionAt};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use store::roll::snapshot::RollPupil;

/// The mark of one lesson of a pupil.
#[derive(Debug, Clone)]
pub(super) struct SeenLesson {
    pub(super) group_id: GroupId,
    pub(super) class: String,
    pub(super) period: String,
    pub(super) session: Session,
    pub(super) seen: LessonSeen,
}

/// A day on which lessons were marked.
pub(super) struct MarkedDay {
    pub(super) state: Arc<AcademyState>,
    pub(super) date: Date,
    /// The lessons of each pupil, in their order.
    pub(super) lessons: BTreeMap<PupilId, Vec<SeenLesson>>,
    sessions: HashMap<(PupilId, Session), Mark>,
    passages: HashMap<PupilId, Vec<Passage>>,
}

impl MarkedDay {
    pub(super) fn load(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<Self> {
        let state = cx.state(academy)?;
        let day = timetable::day(cx, academy, date)?;
        let mut lessons = lessons(cx, academy, &day)?;
        lessons.retain(|pupil, _| state.pupil(*pupil).is_some());
        let passages = gate::passages(cx, academy, date)?;
        let sessions = session_marks(cx, academy, &state, date, lessons.keys().copied())?;
        Ok(Self { state, date, lessons, sessions, passages })
    }

    /// The mark of a session of a pupil.
    pub(super) fn session_mark(&self, pupil: PupilId, session: Session) -> Option<&Mark> {
        self.sessions.get(&(pupil, session))
    }

    /// The passages of a pupil on the day, in their order.
    pub(super) fn passages(&self, pupil: PupilId) -> &[Passage] {
        self.passages.get(&pupil).map(Vec::as_slice).unwrap_or_default()
    }

    /// What is known of a pupil in a session that has a mark, and the session's lessons.
    pub(super) fn pupil_session<T>(
        &self,
        pupil: PupilId,
        session: Session,
        ask: impl FnOnce(&PupilSession<'_>, &[&SeenLesson]) -> T,
    ) -> Option<T> {
        let mark = self.session_mark(pupil, session)?;
        let times = self.state.register_times(self.date)?.of(session);
        let lessons: Vec<&SeenLesson> =
            self.lessons.get(&pupil)?.iter().filter(|lesson| lesson.session == session).collect();
        let seen: Vec<LessonSeen> = lessons.iter().map(|lesson| lesson.seen).collect();
        let known = PupilSession {
            code: mark.code,
            minutes_late: mark.minutes_late,
            opens: school::clock::instant_of(self.date, times.opens),
            closes: school::clock::instant_of(self.date, times.closes),
            lessons: &seen,
            passages: self.passages(pupil),
        };
        Some(ask(&known, &lessons))
    }
}

/// The lessons of the day with a mark, by pupil and time. A register of a period that no longer takes place is left out.
fn lessons(cx: &mut Context<'_>, academy: AcademyId, day: &TimetableDay) -> Result<BTreeMap<PupilId, Vec<SeenLesson>>> {
    let mut found: BTreeMap<PupilId, Vec<SeenLesson>> = BTreeMap::new();
    for register in store::lessons::of_day(cx.db, academy, day.date)? {
        let Some(period) = day.period(&register.key.period) else { continue };
        let class = day.lesson(&period.name, register.key.group_id).find_map(|entry| entry.class.clone());
        let class = class.unwrap_or_default();
        for mark in &register.marks {
            let Some(code) = standing(mark).map(|standing| standing.mark.code) else { continue };
            found.entry(mark.pupil_id).or_default().push(SeenLesson {
                group_id: register.key.group_id,
                class: class.clone(),
                period: period.name.clone(),
                session: period.session,
                seen: LessonSeen { starts: period.starts_at(day.date), ends: period.ends_at(day.date), code },
            });
        }
    }
    for lessons in found.values_mut() {
        lessons.sort_by_key(|lesson| (lesson.seen.starts, lesson.group_id));
    }
    Ok(found)
}

fn session_marks(
    cx: &mut Context<'_>,
    academy: AcademyId,
    state: &Arc<AcademyState>,
    date: Date,
    pupils: impl Iterator<Item = PupilId>,
) -> Result<HashMap<(PupilId, Session), Mark>> {
    let pupils: Vec<&RollPupil> = pupils.filter_map(|id| state.pupil(id)).collect();
    let mut marks = HashMap::new();
    if pupils.is_empty() {
        return Ok(marks);
    }
    for session in Session::BOTH {
        let loaded = loading::session(cx, academy, state, SessionAt::new(date, session), &pupils)?;
        for pupil in loaded.roster {
            pupil.standing.map(|standing| marks.insert((pupil.pupil_id, session), standing.mark));
        }
    }
    Ok(marks)
}
