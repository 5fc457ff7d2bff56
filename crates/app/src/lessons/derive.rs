//! The session marks that the marks of a registration period give, where the academy's rule says so.

use super::Lesson;
use crate::attendance::loading::{self, Session};
use crate::attendance::on_record;
use crate::attendance::writing::{self, Source};
use crate::{Context, Result, timetable};
use attendance::register::{Decision, RosterPupil, SubmittedMark, Taking, take};
use attendance::{Mark, Warning};
use school::timetable::SessionMarkRule;
use school::{PupilId, SessionAt};
use serde_json::json;
use std::collections::{HashMap, HashSet};
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
    let sent = submitted(&session, marks);
    if sent.is_empty() {
        return Ok(Vec::new());
    }
    let codes = sent.iter().map(|mark| (mark.pupil_id, mark.code.as_deref()));
    let on_record = on_record::of_codes(cx, lesson.academy_id, &lesson.state, (at.date, at.date), codes)?;
    let taking = Taking {
        at,
        now: cx.at,
        calendar,
        settings: lesson.state.register_settings(at.date, cx.at),
        roster: &session.roster,
        on_record: &on_record,
        marks: &sent,
        reason: None,
        allowed: loading::code_use(cx),
    };
    let Some((decision, refused)) = lawful(&taking, &sent) else { return Ok(vec![not_derived(at)]) };
    let source = Source { group_id: Some(lesson.group_id), word: "lesson" };
    writing::write(cx, lesson.academy_id, &session, &decision.changes, &decision.warnings, source)?;
    let fields = json!({ "date": at.date, "session": at.session, "entered": decision.changes.len(), "amended": 0 });
    cx.record(lesson.academy_id, "register", lesson.group_id, "taken", fields)?;
    let mut warnings = decision.warnings;
    warnings.extend(refused.then(|| not_derived(at)));
    Ok(warnings)
}

/// The marks of the lesson for the pupils who have none in the session.
fn submitted(session: &Session, marks: &[(PupilId, Mark)]) -> Vec<SubmittedMark> {
    let taken: HashMap<PupilId, &Mark> = marks.iter().map(|(id, mark)| (*id, mark)).collect();
    let of = |pupil: &RosterPupil| {
        let mark = taken.get(&pupil.pupil_id)?;
        Some(SubmittedMark {
            pupil_id: pupil.pupil_id,
            code: Some(mark.code.as_str().to_owned()),
            minutes_late: mark.minutes_late.map(i64::from),
            comment: mark.comment.clone(),
        })
    };
    session.roster.iter().filter_map(of).collect()
}

/// What may be entered of the marks, and whether some may not; none where the session itself refuses them.
fn lawful(taking: &Taking<'_>, sent: &[SubmittedMark]) -> Option<(Decision, bool)> {
    let refused = match take(taking) {
        Ok(decision) => return Some((decision, false)),
        Err(refused) => refused,
    };
    let is_refused = |place: usize| refused.iter().any(|each| each.pointer.starts_with(&format!("/marks/{place}/")));
    let rest: Vec<SubmittedMark> =
        sent.iter().enumerate().filter(|(place, _)| !is_refused(*place)).map(|(_, mark)| mark.clone()).collect();
    let kept: HashSet<PupilId> = rest.iter().map(|mark| mark.pupil_id).collect();
    let roster: Vec<RosterPupil> =
        taking.roster.iter().filter(|pupil| kept.contains(&pupil.pupil_id)).cloned().collect();
    take(&Taking { roster: &roster, marks: &rest, ..*taking }).ok().map(|decision| (decision, true))
}

fn not_derived(at: SessionAt) -> Warning {
    Warning {
        code: "session_mark_not_derived".to_owned(),
        detail: "the marks of the lesson stand, but some may not be entered into the session's register as they are"
            .to_owned(),
        pupil_id: None,
        at: Some(at),
    }
}
