//! The register of a registration group at one session.

use super::loading::{self, Session};
use super::on_record;
use super::writing::{self, Source};
use crate::{Context, Error, Kind, Result};
use attendance::Warning;
use attendance::register::{Moment, RegisterStatus, SubmittedMark, Taking, status, take};
use school::{AcademyId, Date, GroupId, SessionAt};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use store::roll::snapshot::RollPupil;

/// A register as it stands.
#[derive(Debug)]
pub struct Register {
    /// The group.
    pub group_id: GroupId,
    /// Its name.
    pub group_name: String,
    /// The pupils with their marks and plans.
    pub session: Session,
    /// Where the register stands.
    pub status: RegisterStatus,
    /// What was doubtful about the submission just made.
    pub warnings: Vec<Warning>,
}

impl Register {
    /// A digest of the roster and of each mark's count of entries: the register's entity tag.
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new();
        for pupil in &self.session.roster {
            digest.update(pupil.pupil_id.0.as_bytes());
            digest.update(pupil.standing.as_ref().map_or(0, |standing| standing.entries).to_be_bytes());
        }
        digest.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The register of a group at a session.
pub fn find_register(cx: &mut Context<'_>, academy: AcademyId, group: GroupId, at: SessionAt) -> Result<Register> {
    let register = load(cx, academy, group, at)?;
    if !register.session.calendar()?.meets(at, None) {
        return Err(Error::NotFound(Kind::Other("register: the academy does not meet in this session")));
    }
    Ok(register)
}

fn load(cx: &mut Context<'_>, academy: AcademyId, group: GroupId, at: SessionAt) -> Result<Register> {
    let state = cx.state(academy)?;
    let group_name = state.roll.group_names.get(&group).cloned().ok_or(Error::NotFound(Kind::Group))?;
    let pupils = state.roster(group, at.date);
    let session = loading::session(cx, academy, &state, at, &pupils)?;
    let status = status_of(&session, cx)?;
    Ok(Register { group_id: group, group_name, session, status, warnings: Vec::new() })
}

fn status_of(session: &Session, cx: &Context<'_>) -> Result<RegisterStatus> {
    let calendar = session.calendar()?;
    let expected: Vec<_> =
        session.roster.iter().filter(|pupil| !pupil.boarder && calendar.meets(session.at, pupil.year_group)).collect();
    let marked = expected.iter().filter(|pupil| pupil.standing.is_some()).count();
    Ok(status(&moment_of(session, calendar, cx), expected.len(), marked))
}

fn moment_of(session: &Session, calendar: &school::Calendar, cx: &Context<'_>) -> Moment {
    Moment::of(session.at, calendar, cx.at, session.state.register_settings(session.at.date, cx.at))
}

/// What a caller sends to take a register.
#[derive(Debug, Clone, Default)]
pub struct Submitted {
    /// The marks; pupils may be left out.
    pub marks: Vec<SubmittedMark>,
    /// The reason for amendments.
    pub reason: Option<String>,
}

/// Takes the register of a group, or part of it; the same marks again change nothing. `precondition` is asked about the
/// entity tag of the register as it stands.
pub fn take_register(
    cx: &mut Context<'_>,
    academy: AcademyId,
    group: GroupId,
    at: SessionAt,
    sent: &Submitted,
    precondition: &dyn Fn(&str) -> bool,
) -> Result<Register> {
    let register = load(cx, academy, group, at)?;
    if !precondition(&register.digest()) {
        return Err(Error::Precondition);
    }
    let state = &register.session.state;
    let codes = sent.marks.iter().map(|mark| (mark.pupil_id, mark.code.as_deref()));
    let on_record = on_record::of_codes(cx, academy, state, (at.date, at.date), codes)?;
    let taking = Taking {
        at,
        now: cx.at,
        calendar: register.session.calendar()?,
        settings: state.register_settings(at.date, cx.at),
        roster: &register.session.roster,
        on_record: &on_record,
        marks: &sent.marks,
        reason: sent.reason.as_deref(),
        allowed: loading::code_use(cx),
    };
    let decision = take(&taking).map_err(Error::Invalid)?;
    if decision.changes.is_empty() {
        return Ok(Register { warnings: decision.warnings, ..register });
    }
    let source = Source { group_id: Some(group), word: "register" };
    writing::write(cx, academy, &register.session, &decision.changes, &decision.warnings, source)?;
    let amended = decision.changes.iter().filter(|change| change.kind == attendance::EntryKind::Amendment).count();
    let fields = json!({ "date": at.date, "session": at.session, "entered": decision.changes.len() - amended, "amended": amended });
    cx.record(academy, "register", group, "taken", fields)?;
    after(register, &decision.changes, decision.warnings, cx)
}

/// The register after the changes, without asking the database again.
fn after(
    mut register: Register,
    changes: &[attendance::MarkChange],
    warnings: Vec<Warning>,
    cx: &Context<'_>,
) -> Result<Register> {
    let mut written: HashMap<_, _> = changes.iter().map(|change| (change.pupil_id, change)).collect();
    for pupil in &mut register.session.roster {
        if let Some(change) = written.remove(&pupil.pupil_id) {
            pupil.standing = Some(attendance::StandingMark {
                mark: change.after.clone(),
                entries: change.entries_after(),
                amended_by_person: change.kind == attendance::EntryKind::Amendment,
            });
        }
    }
    register.status = status_of(&register.session, cx)?;
    register.warnings = warnings;
    Ok(register)
}

/// One line of the list of registers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterLine {
    /// The group.
    pub group_id: GroupId,
    /// Its name.
    pub group_name: String,
    /// The session.
    pub at: SessionAt,
    /// Where the register stands.
    pub status: RegisterStatus,
    /// Pupils who are to be marked.
    pub expected: usize,
    /// Pupils who have a mark.
    pub marked: usize,
}

/// The registers of a day, by session and name of the group: of one session and of one status where they are given.
pub fn list_registers(
    cx: &mut Context<'_>,
    academy: AcademyId,
    date: Date,
    session: Option<school::Session>,
    wanted: Option<RegisterStatus>,
) -> Result<Vec<RegisterLine>> {
    let state = cx.state(academy)?;
    let Some(calendar) = state.calendar_on(date) else { return Ok(Vec::new()) };
    let mut lines = Vec::new();
    for session in school::Session::BOTH.into_iter().filter(|each| session.is_none_or(|only| only == *each)) {
        let at = SessionAt::new(date, session);
        if !calendar.meets(at, None) {
            continue;
        }
        let all: Vec<&RollPupil> = state.roll.pupils.iter().collect();
        let loaded = loading::session(cx, academy, &state, at, &all)?;
        lines.extend(lines_of(&loaded, calendar, cx));
    }
    lines.retain(|line| wanted.is_none_or(|status| line.status == status));
    Ok(lines)
}

fn lines_of(loaded: &Session, calendar: &school::Calendar, cx: &Context<'_>) -> Vec<RegisterLine> {
    let mut counts: HashMap<GroupId, (usize, usize)> = HashMap::new();
    for pupil in &loaded.roster {
        let group = loaded.pupil(pupil.pupil_id).and_then(|record| record.registration_on(loaded.at.date));
        if let Some(group) = group
            && !pupil.boarder
            && calendar.meets(loaded.at, pupil.year_group)
        {
            let (expected, marked) = counts.entry(group).or_default();
            *expected += 1;
            *marked += usize::from(pupil.standing.is_some());
        }
    }
    let moment = moment_of(loaded, calendar, cx);
    let mut lines: Vec<RegisterLine> = counts
        .into_iter()
        .map(|(group_id, (expected, marked))| RegisterLine {
            group_id,
            group_name: loaded.state.roll.group_names.get(&group_id).cloned().unwrap_or_default(),
            at: loaded.at,
            status: status(&moment, expected, marked),
            expected,
            marked,
        })
        .collect();
    lines.sort_by(|a, b| a.group_name.cmp(&b.group_name).then(a.group_id.cmp(&b.group_id)));
    lines
}
