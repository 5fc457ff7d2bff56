//! Where lesson marks and session marks disagree.

use super::beside::MarkedDay;
use crate::{Context, Result};
use attendance::Code;
use attendance::lesson::{Disagreement, disagreement};
use school::{AcademyId, Date, GroupId, Instant, PupilId, Session};

/// A lesson mark that disagrees with the mark of its session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonConflict {
    /// The pupil.
    pub pupil_id: PupilId,
    /// How the two disagree.
    pub kind: Disagreement,
    /// The session.
    pub session: Session,
    /// Its mark.
    pub session_code: Code,
    /// The period of the lesson.
    pub period: String,
    /// The class.
    pub group_id: GroupId,
    /// Its name.
    pub class: String,
    /// The mark of the lesson.
    pub lesson_code: Code,
    /// When the pupil passed the gate last before the lesson ended, where they did; inwards or outwards.
    pub passed: Option<(Instant, bool)>,
}

/// The lesson marks of a day that disagree with the session marks, by pupil and time: neither replaces the other, a person
/// settles it by amending one of them.
pub fn lesson_conflicts(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<Vec<LessonConflict>> {
    let day = MarkedDay::load(cx, academy, date)?;
    let mut conflicts = Vec::new();
    for (pupil_id, lessons) in &day.lessons {
        for lesson in lessons {
            let Some(mark) = day.session_mark(*pupil_id, lesson.session) else { continue };
            let Some(kind) = disagreement(mark.code, lesson.seen.code) else { continue };
            let passages = day.passages(*pupil_id).iter();
            let passed = passages.take_while(|passage| passage.at < lesson.seen.ends).last();
            conflicts.push(LessonConflict {
                pupil_id: *pupil_id,
                kind,
                session: lesson.session,
                session_code: mark.code,
                period: lesson.period.clone(),
                group_id: lesson.group_id,
                class: lesson.class.clone(),
                lesson_code: lesson.seen.code,
                passed: passed.map(|passage| (passage.at, passage.inwards)),
            });
        }
    }
    Ok(conflicts)
}
