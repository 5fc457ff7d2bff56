//! Pupils who were in school and not in a lesson.

use super::beside::{MarkedDay, SeenLesson};
use crate::{Context, Result};
use attendance::Code;
use attendance::lesson::{here_since, missed_lessons};
use school::{AcademyId, Date, GroupId, Instant, PupilId, Session};

/// A lesson that a pupil missed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissedLesson {
    /// The period.
    pub period: String,
    /// It starts.
    pub starts: Instant,
    /// It ends.
    pub ends: Instant,
    /// The class.
    pub group_id: GroupId,
    /// Its name.
    pub class: String,
    /// The mark of the lesson.
    pub code: Code,
}

/// A pupil who was in school for a session and missed lessons of it, with the evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truant {
    /// The pupil.
    pub pupil_id: PupilId,
    /// Surname.
    pub surname: String,
    /// Forename.
    pub forename: String,
    /// Registration group on the day.
    pub registration_group: Option<String>,
    /// The session.
    pub session: Session,
    /// Its mark.
    pub session_code: Code,
    /// Since when the pupil is known to have been in school.
    pub here_since: Instant,
    /// The lessons missed, in their order.
    pub lessons: Vec<MissedLesson>,
    /// When the pupil passed the gate that day: inwards or outwards.
    pub passages: Vec<(Instant, bool)>,
}

/// Pupils who were present or late in a session of a day and absent from a lesson of it without having signed out, by pupil and
/// session.
pub fn truancy(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<Vec<Truant>> {
    let day = MarkedDay::load(cx, academy, date)?;
    let mut truants = Vec::new();
    for pupil_id in day.lessons.keys() {
        for session in Session::BOTH {
            truants.extend(of_session(&day, *pupil_id, session));
        }
    }
    Ok(truants)
}

fn of_session(day: &MarkedDay, pupil_id: PupilId, session: Session) -> Option<Truant> {
    let (since, lessons) = day.pupil_session(pupil_id, session, |known, lessons| {
        let missed = missed_lessons(known).into_iter().filter_map(|place| lessons.get(place).map(|lesson| of(lesson)));
        (here_since(known), missed.collect::<Vec<_>>())
    })?;
    if lessons.is_empty() {
        return None;
    }
    let record = day.state.pupil(pupil_id)?;
    let identity = &record.record.identity;
    Some(Truant {
        pupil_id,
        surname: identity.surname.clone(),
        forename: identity.forename.clone(),
        registration_group: record
            .registration_on(day.date)
            .and_then(|group| day.state.roll.group_names.get(&group).cloned()),
        session,
        session_code: day.session_mark(pupil_id, session)?.code,
        here_since: since?,
        lessons,
        passages: day.passages(pupil_id).iter().map(|passage| (passage.at, passage.inwards)).collect(),
    })
}

fn of(lesson: &SeenLesson) -> MissedLesson {
    MissedLesson {
        period: lesson.period.clone(),
        starts: lesson.seen.starts,
        ends: lesson.seen.ends,
        group_id: lesson.group_id,
        class: lesson.class.clone(),
        code: lesson.seen.code,
    }
}
