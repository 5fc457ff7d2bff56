//! The session marks that the marks of a registration period give, where the academy's rule says so.

use super::Lesson;
use crate::attendance::loading;
use crate::attendance::writing::{self, Source};
use crate::{Context, Result, timetable};
use attendance::register::{Settings, SubmittedMark, Taking, take};
use attendance::{Mark, Warning};
use school::timetable::SessionMarkRule;
use school::{PupilId, SessionAt};
use serde_json::json;
use std::collections::HashMap;
use store::roll::snapshot::RollPupil;

/// Enters the session marks that are missing. A mark that stands is never replaced; where a mark may not be entered, there is a
/// warning and the session has no mark from here.
pub(super) fn session_marks(cx: &mut Context<'_>, lesson: &Lesson, marks: &[(PupilId, Mark)]) -> Result<Vec<Warning>> {
    if !lesson.is_registration() {
        return Ok(Vec::new());
    }
    let (settings, _) = timetable::find_settings(cx, lesson.academy_id)?;
    if settings.session_marks != SessionMarkRule::RegistrationPeriod {
        return Ok(Vec::new());
    }
    let at = SessionAt::new(lesson.date, lesson.period.session);
    let pupils: Vec<&RollPupil> = marks.iter().filter_map(|(id, _)| lesson.state.pupil(*id)).collect();
    let mut session = loading::session(cx, lesson.academy_id, &lesson.state, at, &pupils)?;
    let calendar = loading::calendar(&lesson.state, session.year)?;
    session.roster.retain(|pupil| pupil.standing.is_none() && !pupil.boarder && calendar.meets(at, pupil.year_group));
    let taken: HashMap<PupilId, &Mark> = marks.iter().map(|(id, mark)| (*id, mark)).collect();
    let sent: Vec<SubmittedMark> = session
        .roster
        .iter()
        .filter_map(|pupil| {
            let mark = taken.get(&pupil.pupil_id)?;
            Some(SubmittedMark {
                pupil_id: pupil.pupil_id,
                code: Some(mark.code.as_str().to_owned()),
                minutes_late: mark.minutes_late.map(i64::from),
                comment: mark.comment.clone(),
            })
        })
        .collect();
    if sent.is_empty() {
        return Ok(Vec::new());
    }
    let taking = Taking {
        at,
        now: cx.at,
        calendar,
        settings: Settings::default(),
        roster: &session.roster,
        marks: &sent,
        reason: None,
        allowed: loading::code_use(cx),
    };
    let decision = match take(&taking) {
        Ok(decision) => decision,
        Err(_) => return Ok(vec![not_derived(at)]),
    };
    let source = Source { group_id: Some(lesson.group_id), word: "lesson" };
    writing::write(cx, lesson.academy_id, &session, &decision.changes, &decision.warnings, source)?;
    let fields = json!({ "date": at.date, "session": at.session, "entered": decision.changes.len(), "amended": 0 });
    cx.record(lesson.academy_id, "register", lesson.group_id, "taken", fields)?;
    Ok(decision.warnings)
}

fn not_derived(at: SessionAt) -> Warning {
    Warning {
        code: "session_mark_not_derived".to_owned(),
        detail: "the marks of the lesson stand, but may not be entered into the session's register as they are"
            .to_owned(),
        pupil_id: None,
        at: Some(at),
    }
}
