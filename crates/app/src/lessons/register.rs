//! The register of one lesson.

use super::{Lesson, derive, may_take};
use crate::attendance::loading;
use crate::{Context, Error, Result};
use attendance::register::{LessonChange, LessonPupil, LessonTaking, RegisterStatus, SubmittedMark, take_lesson};
use attendance::{Code, EntryKind, Mark, StandingMark, Warning};
use school::{AcademyId, Instant, PupilId};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use store::lessons::{self, EnteredLessonMark, LessonEntry, LessonKey, LessonMark};

/// The most submissions of one lesson that are told.
const MOST_ENTRIES: i64 = 500;

/// A pupil in the register of a lesson.
#[derive(Debug, Clone)]
pub struct LessonLine {
    /// The pupil with the mark that stands.
    pub pupil: LessonPupil,
    /// Unique pupil number.
    pub upn: Option<String>,
    /// Surname.
    pub surname: String,
    /// Forename.
    pub forename: String,
}

/// The register of a lesson as it stands.
#[derive(Debug)]
pub struct LessonRegister {
    /// The lesson.
    pub lesson: Lesson,
    /// The pupils in the class on its day.
    pub lines: Vec<LessonLine>,
    /// Where it stands.
    pub status: RegisterStatus,
    /// What was doubtful about the submission just made.
    pub warnings: Vec<Warning>,
    stored: lessons::LessonRegister,
}

impl LessonRegister {
    /// A digest of the roster and of each mark's count of entries: the entity tag.
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new();
        for line in &self.lines {
            digest.update(line.pupil.pupil_id.0.as_bytes());
            digest.update(line.pupil.standing.as_ref().map_or(0, |standing| standing.entries).to_be_bytes());
        }
        digest.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The mark that a stored one is.
pub(super) fn standing(mark: &LessonMark) -> Option<StandingMark> {
    let code = Code::parse(&mark.code).ok()?;
    let comment = mark.comment.clone();
    let mark_itself = Mark { code, minutes_late: mark.minutes_late, comment };
    Some(StandingMark { mark: mark_itself, entries: mark.entries, amended_by_person: mark.entries > 1 })
}

/// The register of a lesson of a class at an academy in reach.
pub fn find_lesson_register(cx: &mut Context<'_>, academy: AcademyId, key: &LessonKey) -> Result<LessonRegister> {
    let lesson = Lesson::find(cx, academy, key)?;
    load(cx, lesson)
}

fn load(cx: &mut Context<'_>, lesson: Lesson) -> Result<LessonRegister> {
    let key = lesson.key();
    let never = lessons::LessonRegister { key: key.clone(), marks: Vec::new(), revision: 0 };
    let stored = lessons::find(cx.db, lesson.academy_id, &key)?.unwrap_or(never);
    let marks: HashMap<PupilId, &LessonMark> = stored.marks.iter().map(|mark| (mark.pupil_id, mark)).collect();
    let lines: Vec<LessonLine> = lesson
        .roster(cx, |pupil| marks.contains_key(&pupil))?
        .into_iter()
        .map(|pupil| {
            let identity = &pupil.record.identity;
            let pupil_id = pupil.record.id;
            let standing = marks.get(&pupil_id).and_then(|mark| standing(mark));
            LessonLine {
                pupil: LessonPupil { pupil_id, date_of_birth: identity.date_of_birth, standing },
                upn: identity.upn.as_ref().map(ToString::to_string),
                surname: identity.surname.clone(),
                forename: identity.forename.clone(),
            }
        })
        .collect();
    let status = status_of(cx, &lesson, &lines);
    Ok(LessonRegister { lesson, lines, status, warnings: Vec::new(), stored })
}

fn status_of(cx: &Context<'_>, lesson: &Lesson, lines: &[LessonLine]) -> RegisterStatus {
    let marked = lines.iter().filter(|line| line.pupil.standing.is_some()).count();
    how_far(cx.at, lesson.starts(), lesson.ends(), lines.len(), marked)
}

/// How far the register of a lesson is. A class without pupils has none due.
pub(super) fn how_far(now: Instant, starts: Instant, ends: Instant, expected: usize, marked: usize) -> RegisterStatus {
    match (marked, expected) {
        (0, 0) => RegisterStatus::NotDue,
        (marked, expected) if marked == expected => RegisterStatus::Taken,
        (1.., _) => RegisterStatus::PartlyTaken,
        _ if now < starts => RegisterStatus::NotDue,
        _ if now < ends => RegisterStatus::Open,
        _ => RegisterStatus::Overdue,
    }
}

/// What a caller sends to take the register of a lesson.
#[derive(Debug, Clone, Default)]
pub struct LessonSubmitted {
    /// The marks; pupils may be left out.
    pub marks: Vec<SubmittedMark>,
    /// The reason for amendments.
    pub reason: Option<String>,
}

/// Takes the register of a lesson, or part of it; the same marks again change nothing. A session mark that stands is never
/// touched; where the academy's rule says so, the mark of a registration period gives the session mark that is missing.
pub fn take_lesson_register(
    cx: &mut Context<'_>,
    academy: AcademyId,
    key: &LessonKey,
    sent: &LessonSubmitted,
    precondition: &dyn Fn(&str) -> bool,
) -> Result<LessonRegister> {
    let mut register = find_lesson_register(cx, academy, key)?;
    if !may_take(cx, &register.lesson)? {
        return Err(Error::Forbidden(
            "the register of a lesson is taken by its teachers, whoever covers it, and attendance staff",
        ));
    }
    if !precondition(&register.digest()) {
        return Err(Error::Precondition);
    }
    let changes = decide(cx, &register, sent)?;
    if !changes.is_empty() {
        write(cx, &mut register, &changes)?;
    }
    // Who is left out of the session has no session mark to be missing.
    let is_expected = |id| register.lesson.state.pupil(id).is_some_and(|pupil| register.lesson.expects(pupil));
    let marks: Vec<(PupilId, Mark)> = register
        .lines
        .iter()
        .filter(|line| is_expected(line.pupil.pupil_id))
        .filter_map(|line| Some((line.pupil.pupil_id, line.pupil.standing.as_ref()?.mark.clone())))
        .collect();
    register.warnings = derive::session_marks(cx, &register.lesson, &marks)?;
    register.status = status_of(cx, &register.lesson, &register.lines);
    Ok(register)
}

fn decide(cx: &Context<'_>, register: &LessonRegister, sent: &LessonSubmitted) -> Result<Vec<LessonChange>> {
    let roster: Vec<LessonPupil> = register.lines.iter().map(|line| line.pupil.clone()).collect();
    let lesson = &register.lesson;
    let taking = LessonTaking {
        date: lesson.date,
        session: lesson.period.session,
        starts: lesson.starts(),
        ends: lesson.ends(),
        now: cx.at,
        roster: &roster,
        marks: &sent.marks,
        reason: sent.reason.as_deref(),
        shortest_reason: lesson.state.register_settings(lesson.date, cx.at).shortest_reason,
        allowed: loading::code_use(cx),
    };
    let changes = take_lesson(&taking).map_err(Error::Invalid)?;
    if changes.iter().any(|change| change.kind == EntryKind::Amendment) {
        cx.signatory()?;
    }
    Ok(changes)
}

fn write(cx: &mut Context<'_>, register: &mut LessonRegister, changes: &[LessonChange]) -> Result<()> {
    let academy = register.lesson.academy_id;
    for change in changes {
        let Mark { code, minutes_late, comment } = change.after.clone();
        let mark = LessonMark {
            pupil_id: change.pupil_id,
            code: code.as_str().to_owned(),
            minutes_late,
            comment,
            entries: change.entries_after(),
        };
        if let Some(line) = register.lines.iter_mut().find(|line| line.pupil.pupil_id == change.pupil_id) {
            line.pupil.standing = standing(&mark);
        }
        match register.stored.marks.iter_mut().find(|stored| stored.pupil_id == change.pupil_id) {
            Some(stored) => *stored = mark,
            None => register.stored.marks.push(mark),
        }
    }
    lessons::save(cx.db, academy, &register.stored, cx.at)?;
    register.stored.revision += 1;
    let entry = LessonEntry {
        id: cx.new_id(),
        key: register.stored.key.clone(),
        at: cx.at,
        marks: changes.iter().map(entered).collect(),
        by: cx.acting.actor.clone(),
    };
    lessons::enter(cx.db, academy, &entry)?;
    let amended = changes.iter().filter(|change| change.kind == EntryKind::Amendment).count();
    let fields = json!({ "date": entry.key.date, "period": entry.key.period, "entered": changes.len() - amended, "amended": amended });
    cx.record(academy, "lesson_register", entry.key.group_id, "taken", fields)
}

fn entered(change: &LessonChange) -> EnteredLessonMark {
    let Mark { code, minutes_late, comment } = change.after.clone();
    EnteredLessonMark {
        pupil_id: change.pupil_id,
        original: change.before.as_ref().map(|before| before.mark.code.as_str().to_owned()),
        code: code.as_str().to_owned(),
        minutes_late,
        comment,
        kind: change.kind.as_str().to_owned(),
        reason: change.reason.clone(),
    }
}

/// What every submission of a lesson's register entered and amended, the first one first.
pub fn lesson_entries(cx: &mut Context<'_>, academy: AcademyId, key: &LessonKey) -> Result<Vec<LessonEntry>> {
    cx.academy(academy)?;
    Ok(lessons::entries(cx.db, academy, key, MOST_ENTRIES)?)
}
