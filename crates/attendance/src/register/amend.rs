//! Amending the mark of one pupil.

use super::{
    CodeUse, Decision, Moment, OnRecord, RosterPupil, Settings, SubmittedMark, advice,
    checks::{keep, read_mark, read_reason, reason_required},
    take::{change, future_session, may_write, not_a_school_session},
};
use crate::{EntryKind, Mark};
use school::{Calendar, Instant, PupilId, SessionAt, Violation};

/// One mark as it is to be amended, or entered where it was missed. What is left out (the outer none) stays as it
/// stands; an inner none takes minutes or remark away.
#[derive(Debug, Clone)]
pub struct Amendment<'a> {
    /// The session.
    pub at: SessionAt,
    /// Now.
    pub now: Instant,
    /// The academy's calendar of the year that holds the session.
    pub calendar: &'a Calendar,
    /// The academy's settings.
    pub settings: Settings,
    /// The pupil; none where the pupil is not on roll that day.
    pub pupil: Option<&'a RosterPupil>,
    /// What some codes rest on.
    pub on_record: &'a OnRecord,
    /// The new code.
    pub code: Option<String>,
    /// The new minutes late.
    pub minutes_late: Option<Option<i64>>,
    /// The new remark.
    pub comment: Option<Option<String>>,
    /// Why; always needed.
    pub reason: Option<String>,
    /// Which codes the writer may use.
    pub allowed: CodeUse,
}

/// Decides an amendment (School Attendance (Pupil Registration) (England) Regulations 2024: the original entry, the
/// amended entry, the reason, the date and who made it are kept). No change is made where the mark stands so already.
///
/// # Errors
/// Everything that is wrong, with pointers `/code`, `/minutes_late`, `/comment`, `/reason`, or empty for the session.
pub fn amend(amendment: &Amendment<'_>) -> Result<Decision, Vec<Violation>> {
    let at = amendment.at;
    let moment = Moment::of(at, amendment.calendar, amendment.now, amendment.settings);
    let mut errors = Vec::new();
    let group = amendment.pupil.and_then(|pupil| pupil.year_group);
    if !amendment.calendar.meets(at, group) {
        errors.push(not_a_school_session(""));
    }
    if amendment.pupil.is_none() {
        errors.push(Violation::new("", "not_on_roll", "the pupil was not on roll on that day"));
    }
    let sent = submitted(amendment);
    if sent.code.is_none() {
        errors.push(Violation::new("/code", "missing", "there is no mark yet: give its code"));
    }
    let mark = read_mark("", &sent, at, amendment.pupil.map(|pupil| pupil.date_of_birth), &mut errors);
    if !moment.has_begun() {
        errors.push(future_session("/code", mark.as_ref().map(|mark| mark.code), at));
    }
    if let Some(pupil) = amendment.pupil {
        keep(may_write(&sent, mark.as_ref(), pupil, amendment.allowed), "", "code", &mut errors);
    }
    match keep(read_reason(amendment.reason.as_deref(), amendment.settings.shortest_reason), "", "reason", &mut errors)
    {
        Some(Some(reason)) if errors.is_empty() => {
            let (Some(mark), Some(pupil)) = (mark, amendment.pupil) else { return Err(errors) };
            return Ok(decide(mark, pupil, amendment, &moment, reason));
        }
        Some(None) => errors.push(reason_required(amendment.settings.shortest_reason)),
        _ => {}
    }
    Err(errors)
}

/// The whole mark as it would stand: what was left out is taken from the one that stands, as far as it fits the code.
fn submitted(amendment: &Amendment<'_>) -> SubmittedMark {
    let standing = amendment.pupil.and_then(|pupil| pupil.standing.as_ref()).map(|standing| &standing.mark);
    let same = |standing: &&Mark| amendment.code.as_deref().is_none_or(|code| code == standing.code.as_str());
    let kept = standing.filter(same);
    SubmittedMark {
        pupil_id: amendment.pupil.map_or_else(|| PupilId(Default::default()), |pupil| pupil.pupil_id),
        code: amendment.code.clone().or_else(|| standing.map(|mark| mark.code.as_str().to_owned())),
        minutes_late: match amendment.minutes_late {
            Some(sent) => sent,
            None => kept.and_then(|mark| mark.minutes_late).map(i64::from),
        },
        comment: match &amendment.comment {
            Some(sent) => sent.clone(),
            None => standing.and_then(|mark| mark.comment.clone()),
        },
    }
}

fn decide(mark: Mark, pupil: &RosterPupil, amendment: &Amendment<'_>, moment: &Moment, reason: String) -> Decision {
    let kind = match &pupil.standing {
        Some(standing) if standing.mark == mark => return Decision::default(),
        Some(_) => EntryKind::Amendment,
        None if moment.has_closed() => EntryKind::LateEntry,
        None => EntryKind::Register,
    };
    let warnings = advice(&mark, pupil, amendment.at, moment, amendment.calendar, amendment.on_record);
    Decision { changes: vec![change(pupil, amendment.at, mark, kind, Some(reason))], warnings }
}

#[cfg(test)]
mod tests;
