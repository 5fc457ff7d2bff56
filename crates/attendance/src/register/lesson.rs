//! Taking the register of a lesson. No law asks for it: it stands beside the statutory register and never writes into it.

use super::checks::{Problem, keep, lawful_for_age, read_code, read_minutes, read_reason, read_text, reason_required};
use super::{CodeUse, SubmittedMark};
use crate::{Code, EntryKind, Mark, StandingMark};
use chrono::Duration;
use school::{Date, Instant, PupilId, Session, Violation};
use std::collections::{HashMap, HashSet};

/// How many minutes before it starts the register of a lesson may be taken: a class is settled before the bell.
const EARLY_MINUTES: i64 = 10;

/// A pupil on the roster of a lesson: in the class and on roll on its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonPupil {
    /// The pupil.
    pub pupil_id: PupilId,
    /// Decides compulsory school age.
    pub date_of_birth: Date,
    /// The mark of the lesson that stands, if any.
    pub standing: Option<StandingMark>,
}

/// The register of a lesson as it is submitted, and what it is submitted to.
#[derive(Debug, Clone, Copy)]
pub struct LessonTaking<'a> {
    /// The day.
    pub date: Date,
    /// The session that the lesson belongs to: present is `/` in the morning and `\` in the afternoon.
    pub session: Session,
    /// The lesson starts.
    pub starts: Instant,
    /// The lesson ends.
    pub ends: Instant,
    /// Now.
    pub now: Instant,
    /// Every pupil in the class on that day.
    pub roster: &'a [LessonPupil],
    /// What was sent, in its order: errors point to `/marks/{place}`.
    pub marks: &'a [SubmittedMark],
    /// Why marks are changed, where any is.
    pub reason: Option<&'a str>,
    /// The shortest reason of an amendment, in characters.
    pub shortest_reason: u8,
    /// Which codes the writer may use.
    pub allowed: CodeUse,
}

/// One mark of a lesson to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonChange {
    /// The pupil.
    pub pupil_id: PupilId,
    /// What stood there.
    pub before: Option<StandingMark>,
    /// What is to stand there.
    pub after: Mark,
    /// How it comes there.
    pub kind: EntryKind,
    /// Why, for an amendment.
    pub reason: Option<String>,
}

impl LessonChange {
    /// How many entries the history of the mark has once this is written.
    pub fn entries_after(&self) -> i32 {
        self.before.as_ref().map_or(0, |standing| standing.entries).saturating_add(1)
    }
}

/// Decides what the submitted register of a lesson writes. Marks as they stand change nothing; a missing mark is an entry, late
/// after the lesson has ended; a changed one is an amendment. Pupils who are left out stay as they are.
///
/// # Errors
/// Everything that is wrong with what was sent, in its order.
pub fn take_lesson(taking: &LessonTaking<'_>) -> Result<Vec<LessonChange>, Vec<Violation>> {
    let mut errors = Vec::new();
    let earliest = taking.starts.checked_sub_signed(Duration::minutes(EARLY_MINUTES)).unwrap_or(taking.starts);
    if taking.now < earliest {
        errors.push(Violation::new("", "future_lesson", "the lesson has not begun"));
    }
    let sent = read_all(taking, &mut errors);
    let reason = keep(read_reason(taking.reason, taking.shortest_reason), "", "reason", &mut errors).flatten();
    let changes: Vec<LessonChange> = taking
        .roster
        .iter()
        .filter_map(|pupil| decide(sent.get(&pupil.pupil_id)?.clone(), pupil, taking, reason.as_deref()))
        .collect();
    let malformed = errors.iter().any(|error| error.pointer == "/reason");
    if !malformed && changes.iter().any(|change| change.kind == EntryKind::Amendment && change.reason.is_none()) {
        errors.push(reason_required(taking.shortest_reason));
    }
    if errors.is_empty() { Ok(changes) } else { Err(errors) }
}

fn read_all(taking: &LessonTaking<'_>, errors: &mut Vec<Violation>) -> HashMap<PupilId, Mark> {
    let roster: HashMap<PupilId, &LessonPupil> = taking.roster.iter().map(|pupil| (pupil.pupil_id, pupil)).collect();
    let (mut seen, mut marks) = (HashSet::new(), HashMap::new());
    for (place, sent) in taking.marks.iter().enumerate() {
        let pointer = format!("/marks/{place}");
        if !seen.insert(sent.pupil_id) {
            let detail = "this pupil has been named before in this register";
            errors.push(Violation::new(format!("{pointer}/pupil_id"), "duplicate_pupil", detail));
        }
        let Some(pupil) = roster.get(&sent.pupil_id) else {
            let detail = "this pupil is not in the class on that day";
            errors.push(Violation::new(format!("{pointer}/pupil_id"), "not_on_roster", detail));
            continue;
        };
        let mark = read(&pointer, sent, pupil, taking, errors);
        keep(may_write(sent, mark.as_ref(), pupil, taking.allowed), &pointer, "code", errors);
        if let Some(mark) = mark {
            marks.insert(sent.pupil_id, mark);
        }
    }
    marks
}

fn read(
    pointer: &str,
    sent: &SubmittedMark,
    pupil: &LessonPupil,
    taking: &LessonTaking<'_>,
    errors: &mut Vec<Violation>,
) -> Option<Mark> {
    let code = keep(read_code(sent.code.as_deref()?, taking.date), pointer, "code", errors);
    if let Some(code) = code {
        keep(lawful_for_age(code, taking.date, pupil.date_of_birth), pointer, "code", errors);
    }
    let minutes_late = keep(read_minutes(sent.minutes_late, code), pointer, "minutes_late", errors);
    let comment = keep(read_text(sent.comment.as_deref()), pointer, "comment", errors);
    Some(Mark { code: of_session(code?, taking.session), minutes_late: minutes_late?, comment: comment? })
}

/// Present is written in the way of the session, whichever of the two signs was sent.
fn of_session(code: Code, session: Session) -> Code {
    match (code, session) {
        (Code::PRESENT_AM | Code::PRESENT_PM, Session::Am) => Code::PRESENT_AM,
        (Code::PRESENT_AM | Code::PRESENT_PM, Session::Pm) => Code::PRESENT_PM,
        (other, _) => other,
    }
}

fn may_write(sent: &SubmittedMark, mark: Option<&Mark>, pupil: &LessonPupil, allowed: CodeUse) -> Result<(), Problem> {
    let standing = pupil.standing.as_ref().map(|standing| standing.mark.code);
    match mark {
        None if sent.code.is_none() && standing.is_some() => {
            Err(("mark_may_not_be_removed", "a mark may be amended and never removed".to_owned()))
        }
        Some(mark) if !allowed.allows(mark.code) && standing != Some(mark.code) => {
            Err(("code_not_allowed", format!("the code {} is entered by attendance staff", mark.code)))
        }
        _ => Ok(()),
    }
}

fn decide(sent: Mark, pupil: &LessonPupil, taking: &LessonTaking<'_>, reason: Option<&str>) -> Option<LessonChange> {
    let ended = taking.now >= taking.ends;
    let Some(standing) = &pupil.standing else {
        let kind = if ended { EntryKind::LateEntry } else { EntryKind::Register };
        return Some(LessonChange { pupil_id: pupil.pupil_id, before: None, after: sent, kind, reason: None });
    };
    let after = super::take::completed(sent, &standing.mark);
    if after == standing.mark {
        return None;
    }
    let arrived = !ended && standing.mark.code == Code::NO_REASON_YET && after.code == Code::LATE;
    let reason = reason.or(arrived.then_some("arrived during the lesson")).map(str::to_owned);
    let (pupil_id, before) = (pupil.pupil_id, Some(standing.clone()));
    Some(LessonChange { pupil_id, before, after, kind: EntryKind::Amendment, reason })
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn pupil(number: u128, standing: Option<&str>) -> LessonPupil {
        let standing = standing.map(|code| StandingMark {
            mark: Mark::of(Code::parse(code).unwrap()),
            entries: 1,
            amended_by_person: false,
        });
        LessonPupil {
            pupil_id: PupilId(Uuid::from_u128(number)),
            date_of_birth: "2014-03-15".parse().unwrap(),
            standing,
        }
    }

    fn sent(number: u128, code: Option<&str>) -> SubmittedMark {
        let code = code.map(str::to_owned);
        SubmittedMark { pupil_id: PupilId(Uuid::from_u128(number)), code, minutes_late: None, comment: None }
    }

    fn taking<'a>(roster: &'a [LessonPupil], marks: &'a [SubmittedMark], now: &str) -> LessonTaking<'a> {
        LessonTaking {
            date: "2026-11-23".parse().unwrap(),
            session: Session::Pm,
            starts: at("2026-11-23T13:10:00Z"),
            ends: at("2026-11-23T14:10:00Z"),
            now: at(now),
            roster,
            marks,
            reason: None,
            shortest_reason: 3,
            allowed: CodeUse::Teaching,
        }
    }

    fn codes(errors: Result<Vec<LessonChange>, Vec<Violation>>) -> Vec<String> {
        errors.unwrap_err().into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
    }

    #[test]
    fn marks_are_entries_and_the_same_again_change_nothing() {
        let roster = [pupil(1, None), pupil(2, Some("\\")), pupil(3, Some("N"))];
        let marks = [sent(1, Some("/")), sent(2, Some("/")), sent(3, Some("L"))];
        let changes = take_lesson(&taking(&roster, &marks, "2026-11-23T13:20:00Z")).unwrap();
        let told: Vec<_> = changes.iter().map(|change| (change.after.code.as_str(), change.kind)).collect();
        assert_eq!(told, [("\\", EntryKind::Register), ("L", EntryKind::Amendment)]);
        assert_eq!(changes[1].reason.as_deref(), Some("arrived during the lesson"));
        let late = take_lesson(&taking(&roster, &marks[..1], "2026-11-23T15:00:00Z")).unwrap();
        assert_eq!(late[0].kind, EntryKind::LateEntry);
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let roster = [pupil(1, None), pupil(2, Some("\\"))];
        let marks = [sent(1, Some("I")), sent(1, Some("?")), sent(2, None), sent(9, Some("/"))];
        assert_eq!(
            codes(take_lesson(&taking(&roster, &marks, "2026-11-23T12:00:00Z"))),
            [
                " future_lesson",
                "/marks/0/code code_not_allowed",
                "/marks/1/pupil_id duplicate_pupil",
                "/marks/1/code unknown_code",
                "/marks/2/code mark_may_not_be_removed",
                "/marks/3/pupil_id not_on_roster",
            ]
        );
        let changed = [sent(2, Some("N"))];
        assert_eq!(codes(take_lesson(&taking(&roster, &changed, "2026-11-23T13:20:00Z"))), ["/reason reason_required"]);
        let said = |shortest_reason| {
            let taking = taking(&roster, &changed, "2026-11-23T13:20:00Z");
            take_lesson(&LessonTaking { reason: Some("left early"), shortest_reason, ..taking })
        };
        assert_eq!((said(10).unwrap().len(), codes(said(11))), (1, vec!["/reason reason_required".to_owned()]));
    }
}
