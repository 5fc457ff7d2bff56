//! Taking a register.

use super::{
    CodeUse, Decision, Moment, OnRecord, RosterPupil, Settings, SubmittedMark, advice,
    checks::{Problem, keep, lawful_for_age, read_mark, read_reason, reason_required},
};
use crate::{Code, CountsAs, EntryKind, Mark, MarkChange, Warning, code};
use school::{Calendar, Instant, PupilId, SessionAt, Violation};
use std::collections::{HashMap, HashSet};

/// A register as it is submitted, and what it is submitted to.
#[derive(Debug, Clone, Copy)]
pub struct Taking<'a> {
    /// The session.
    pub at: SessionAt,
    /// Now.
    pub now: Instant,
    /// The academy's calendar of the year that holds the session.
    pub calendar: &'a Calendar,
    /// The academy's settings.
    pub settings: Settings,
    /// Every pupil on roll in the group that day.
    pub roster: &'a [RosterPupil],
    /// What some codes rest on.
    pub on_record: &'a OnRecord,
    /// What was sent, in its order: errors point to `/marks/{place}`.
    pub marks: &'a [SubmittedMark],
    /// Why marks are changed, where any is.
    pub reason: Option<&'a str>,
    /// Which codes the writer may use.
    pub allowed: CodeUse,
}

/// Decides what a submitted register writes. Marks as they stand change nothing; a missing mark is an entry, late after
/// the register has closed; a changed mark is an amendment. Pupils who are left out get the code planned for them, or
/// stay without a mark.
///
/// # Errors
/// Everything that is wrong with what was sent, in its order, with pointers below `/marks`.
pub fn take(taking: &Taking<'_>) -> Result<Decision, Vec<Violation>> {
    let moment = Moment::of(taking.at, taking.calendar, taking.now, taking.settings);
    let mut errors = session_errors(taking, &moment);
    let sent = read_all(taking, &moment, errors.is_empty(), &mut errors);
    let reason = keep(read_reason(taking.reason, taking.settings.shortest_reason), "", "reason", &mut errors).flatten();
    let mut decision = Decision::default();
    let mut lacks_reason = false;
    for pupil in taking.roster {
        let change = match sent.get(&pupil.pupil_id) {
            Some(mark) => decide(mark.clone(), pupil, taking.at, &moment, reason.as_deref()),
            None => from_plan(pupil, taking, &mut decision.warnings),
        };
        lacks_reason |=
            matches!(&change, Some(change) if change.kind == EntryKind::Amendment && change.reason.is_none());
        let Some(change) = change else { continue };
        if change.kind != EntryKind::Planned {
            decision.warnings.extend(advice(
                &change.after,
                pupil,
                taking.at,
                &moment,
                taking.calendar,
                taking.on_record,
            ));
        }
        decision.changes.push(change);
    }
    let malformed = errors.iter().any(|error| error.pointer == "/reason");
    if lacks_reason && !malformed {
        errors.push(reason_required(taking.settings.shortest_reason));
    }
    if errors.is_empty() { Ok(decision) } else { Err(errors) }
}

/// What is wrong with the session itself.
fn session_errors(taking: &Taking<'_>, moment: &Moment) -> Vec<Violation> {
    let mut errors = Vec::new();
    if !taking.calendar.meets(taking.at, None) {
        errors.push(not_a_school_session(""));
    }
    if taking.marks.iter().all(|mark| mark.code.is_none()) && !moment.has_begun() {
        errors.push(Violation::new("", "future_session", "the session has not begun"));
    }
    errors
}

pub(super) fn not_a_school_session(pointer: &str) -> Violation {
    Violation::new(pointer, "not_a_school_session", "the academy's calendar has no session at this time")
}

/// A mark ahead of its session.
pub(super) fn future_session(pointer: &str, code: Option<Code>, at: SessionAt) -> Violation {
    let may_be_planned = code.and_then(|code| code::on(code, at.date)).is_some_and(|row| row.may_be_planned);
    let detail = if may_be_planned {
        "the session has not begun; a code known ahead is a planned absence"
    } else {
        "the session has not begun; this mark is made when it has"
    };
    Violation::new(pointer, "future_session", detail)
}

/// Reads every submitted mark; what is wrong goes to `errors`.
fn read_all(
    taking: &Taking<'_>,
    moment: &Moment,
    academy_meets: bool,
    errors: &mut Vec<Violation>,
) -> HashMap<PupilId, Mark> {
    let roster: HashMap<PupilId, &RosterPupil> = taking.roster.iter().map(|pupil| (pupil.pupil_id, pupil)).collect();
    let mut seen = HashSet::new();
    let mut marks = HashMap::new();
    for (place, sent) in taking.marks.iter().enumerate() {
        let pointer = format!("/marks/{place}");
        let pupil = roster.get(&sent.pupil_id).copied();
        if pupil.is_none() {
            let detail = "this pupil is not on the roster of the register on that day";
            errors.push(Violation::new(format!("{pointer}/pupil_id"), "not_on_roster", detail));
        }
        if !seen.insert(sent.pupil_id) {
            let detail = "this pupil has been named before in this register";
            errors.push(Violation::new(format!("{pointer}/pupil_id"), "duplicate_pupil", detail));
        }
        let mark = read_mark(&pointer, sent, taking.at, pupil.map(|pupil| pupil.date_of_birth), errors);
        if sent.code.is_some() && !moment.has_begun() {
            errors.push(future_session(&format!("{pointer}/code"), mark.as_ref().map(|mark| mark.code), taking.at));
        }
        let Some(pupil) = pupil else { continue };
        if academy_meets && sent.code.is_some() && !taking.calendar.meets(taking.at, pupil.year_group) {
            errors.push(not_a_school_session(&pointer));
        }
        keep(may_write(sent, mark.as_ref(), pupil, taking.allowed), &pointer, "code", errors);
        if let Some(mark) = mark {
            marks.insert(sent.pupil_id, mark);
        }
    }
    marks
}

/// Whether the writer may make this mark of the one that stands.
pub(super) fn may_write(
    sent: &SubmittedMark,
    mark: Option<&Mark>,
    pupil: &RosterPupil,
    allowed: CodeUse,
) -> Result<(), Problem> {
    let standing = pupil.standing.as_ref().map(|standing| standing.mark.code);
    match mark {
        None if sent.code.is_none() && standing.is_some() => {
            Err(("mark_may_not_be_removed", "a mark may be amended and never removed".to_owned()))
        }
        Some(mark) if !allowed.allows(mark.code) && standing.or(pupil.planned) != Some(mark.code) => {
            let detail = format!("the code {} is entered by attendance staff", mark.code);
            Err(("code_not_allowed", detail))
        }
        _ => Ok(()),
    }
}

/// The change that a mark makes, if any. An amendment without a reason is still to be refused.
fn decide(sent: Mark, pupil: &RosterPupil, at: SessionAt, moment: &Moment, reason: Option<&str>) -> Option<MarkChange> {
    let Some(standing) = &pupil.standing else {
        let kind = if moment.has_closed() { EntryKind::LateEntry } else { EntryKind::Register };
        return Some(change(pupil, at, sent, kind, None));
    };
    let after = completed(sent, &standing.mark);
    if after == standing.mark {
        return None;
    }
    let reason = reason.or_else(|| default_reason(&standing.mark, &after, moment)).map(str::to_owned);
    Some(change(pupil, at, after, EntryKind::Amendment, reason))
}

pub(super) fn change(
    pupil: &RosterPupil,
    at: SessionAt,
    after: Mark,
    kind: EntryKind,
    reason: Option<String>,
) -> MarkChange {
    let (pupil_id, enrolment_id) = (pupil.pupil_id, pupil.enrolment_id);
    MarkChange { pupil_id, enrolment_id, at, before: pupil.standing.clone(), after, kind, reason }
}

/// What is not said of an unchanged code stays as it stands.
pub(super) fn completed(sent: Mark, standing: &Mark) -> Mark {
    if sent.code != standing.code {
        return sent;
    }
    Mark {
        code: sent.code,
        minutes_late: sent.minutes_late.or(standing.minutes_late),
        comment: sent.comment.or_else(|| standing.comment.clone()),
    }
}

/// The changes that explain themselves: a late arrival after N, and a detail added to an unchanged code.
fn default_reason(before: &Mark, after: &Mark, moment: &Moment) -> Option<&'static str> {
    match (before.code, after.code) {
        (Code::NO_REASON_YET, Code::LATE) if !moment.has_closed() => Some("arrived before the register closed"),
        (Code::NO_REASON_YET, Code::LATE_AFTER_CLOSE) if moment.has_closed() => {
            Some("arrived after the register closed")
        }
        (old, new) if old == new && only_adds(before, after) => Some("detail added"),
        _ => None,
    }
}

fn only_adds(before: &Mark, after: &Mark) -> bool {
    let minutes = before.minutes_late.is_none() || before.minutes_late == after.minutes_late;
    minutes && (before.comment.is_none() || before.comment == after.comment)
}

/// The planned code of a pupil who was left out, as an entry.
fn from_plan(pupil: &RosterPupil, taking: &Taking<'_>, warnings: &mut Vec<Warning>) -> Option<MarkChange> {
    let planned = pupil.planned.filter(|_| pupil.standing.is_none() && !pupil.boarder)?;
    if !taking.calendar.meets(taking.at, pupil.year_group) {
        return None;
    }
    let row = code::on(planned, taking.at.date);
    let lawful = row.is_some_and(|row| row.may_be_planned)
        && lawful_for_age(planned, taking.at.date, pupil.date_of_birth).is_ok();
    if !lawful {
        let detail = "the planned code may not be entered for this pupil on this day; the pupil has no mark";
        warnings.push(Warning::of_mark(pupil.pupil_id, taking.at, "planned_code_not_lawful", detail));
        return None;
    }
    if row.is_some_and(|row| row.counts_as == CountsAs::ApprovedEducationalActivity) {
        let detail = "attendance at an approved educational activity is entered as planned: confirm with the provider, or by the list \
                      of the trip, that the pupil was there; amend the mark where not";
        warnings.push(Warning::of_mark(pupil.pupil_id, taking.at, "attendance_to_be_confirmed", detail));
    }
    Some(change(pupil, taking.at, Mark::of(planned), EntryKind::Planned, None))
}

#[cfg(test)]
mod tests;
