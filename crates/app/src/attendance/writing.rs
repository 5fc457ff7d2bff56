//! Writing decided marks: the sheet, the entry, what stands beside the mark, the warnings, in one transaction.

use super::loading::Session;
use super::{issues, tidings};
use crate::{Context, Error, Result};
use attendance::{EntryKind, MarkChange, Warning};
use school::{AcademyId, EnrolmentId, EntryId, GroupId, IssueId, PupilId};
use std::collections::{HashMap, HashSet};
use store::attendance::amendments::Amendment;
use store::attendance::details::Detail;
use store::attendance::entries::{EnteredMark, Submission};
use store::attendance::issues::Issue;
use store::attendance::sheets::Span;
use store::attendance::{amendments, details, entries, sheets};

/// Where changes come from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source {
    /// The group whose register was sent; none for a single mark.
    pub(crate) group_id: Option<GroupId>,
    /// `register`, `person` or `closure`.
    pub(crate) word: &'static str,
}

/// Writes the changes of one session. Where a sheet no longer holds what was decided on, nothing is written and the use case
/// begins again.
pub(crate) fn write(
    cx: &mut Context<'_>,
    academy: AcademyId,
    session: &Session,
    changes: &[MarkChange],
    warnings: &[Warning],
    source: Source,
) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let amends = changes.iter().any(|change| change.kind == EntryKind::Amendment);
    if amends && cx.acting.actor.person.is_none() {
        return Err(Error::Unsigned);
    }
    let versions = write_sheets(cx, academy, session, changes)?;
    write_submissions(cx, academy, session, changes, &versions, source)?;
    write_amendments(cx, academy, session, changes, &versions, source)?;
    write_details(cx, academy, session, changes)?;
    if amends {
        let amended = changes.iter().filter(|change| change.kind == EntryKind::Amendment);
        let pupils: Vec<PupilId> = amended.map(|change| change.pupil_id).collect();
        issues::settle_session(cx, academy, &pupils, session.at)?;
    }
    tidings::after_write(cx, &session.state, changes)?;
    raise(cx, academy, session, changes, warnings, source)
}

fn write_sheets(
    cx: &mut Context<'_>,
    academy: AcademyId,
    session: &Session,
    changes: &[MarkChange],
) -> Result<HashMap<EnrolmentId, i32>> {
    let there: HashSet<EnrolmentId> = session.with_sheet.iter().copied().collect();
    let missing: Vec<(EnrolmentId, PupilId)> = changes
        .iter()
        .filter(|change| !there.contains(&change.enrolment_id))
        .map(|change| (change.enrolment_id, change.pupil_id))
        .collect();
    if !missing.is_empty() {
        sheets::ensure(cx.db, academy, session.year, &missing)?;
    }
    let spans: Vec<Span> = changes
        .iter()
        .map(|change| Span {
            enrolment_id: change.enrolment_id,
            from: session.place,
            seen: vec![change.byte_before()],
            new: vec![change.after.code.byte()],
        })
        .collect();
    Ok(sheets::write(cx.db, academy, session.year, &spans)?)
}

fn write_submissions(
    cx: &mut Context<'_>,
    academy: AcademyId,
    session: &Session,
    changes: &[MarkChange],
    versions: &HashMap<EnrolmentId, i32>,
    source: Source,
) -> Result<()> {
    for kind in [EntryKind::Register, EntryKind::LateEntry, EntryKind::Planned] {
        let marks: Vec<EnteredMark> = changes
            .iter()
            .filter(|change| change.kind == kind)
            .map(|change| EnteredMark {
                enrolment_id: change.enrolment_id,
                before: change.byte_before(),
                after: change.after.code.byte(),
                version: versions.get(&change.enrolment_id).copied().unwrap_or(0),
            })
            .collect();
        if marks.is_empty() {
            continue;
        }
        let submission = Submission {
            id: cx.new_id(),
            year: session.year,
            group_id: source.group_id,
            at: session.at,
            kind: kind.as_str().to_owned(),
            sent_at: cx.at,
            by: cx.acting.actor.clone(),
            marks,
        };
        entries::submit(cx.db, academy, &submission)?;
    }
    Ok(())
}

fn write_amendments(
    cx: &mut Context<'_>,
    academy: AcademyId,
    session: &Session,
    changes: &[MarkChange],
    versions: &HashMap<EnrolmentId, i32>,
    source: Source,
) -> Result<()> {
    let rows: Vec<Amendment> = changes
        .iter()
        .filter(|change| change.kind == EntryKind::Amendment)
        .map(|change| Amendment {
            id: cx.new_id::<EntryId>(),
            year: session.year,
            enrolment_id: change.enrolment_id,
            pupil_id: change.pupil_id,
            at: change.at,
            original: change.before.as_ref().map_or("", |before| before.mark.code.as_str()).to_owned(),
            amended: change.after.code.as_str().to_owned(),
            minutes_late: change.after.minutes_late.and_then(|minutes| i16::try_from(minutes).ok()),
            comment: change.after.comment.clone(),
            reason: change.reason.clone().unwrap_or_default(),
            source: source.word.to_owned(),
            import_id: None,
            version: versions.get(&change.enrolment_id).copied().unwrap_or(0),
            made_at: cx.at,
            by: cx.acting.actor.clone(),
        })
        .collect();
    Ok(amendments::insert(cx.db, academy, &rows)?)
}

fn write_details(cx: &mut Context<'_>, academy: AcademyId, session: &Session, changes: &[MarkChange]) -> Result<()> {
    let rows: Vec<Detail> = changes
        .iter()
        .filter(|change| {
            change.entries_after() > 1 || change.after.minutes_late.is_some() || change.after.comment.is_some()
        })
        .map(|change| Detail {
            enrolment_id: change.enrolment_id,
            at: change.at,
            entries: change.entries_after(),
            minutes_late: change.after.minutes_late.and_then(|minutes| i16::try_from(minutes).ok()),
            comment: change.after.comment.clone(),
            raw_code: session.raw_codes.get(&change.pupil_id).cloned(),
            amended_by_person: change.kind == EntryKind::Amendment
                || change.before.as_ref().is_some_and(|before| before.amended_by_person),
        })
        .collect();
    Ok(details::save(cx.db, academy, &rows)?)
}

/// Puts warnings about marks on the list of what a person must look at.
fn raise(
    cx: &mut Context<'_>,
    academy: AcademyId,
    session: &Session,
    changes: &[MarkChange],
    warnings: &[Warning],
    source: Source,
) -> Result<()> {
    let rows: Vec<Issue> = warnings
        .iter()
        .filter_map(|warning| Some((warning, warning.pupil_id?, warning.at?)))
        .map(|(warning, pupil_id, at)| {
            let pupil = session.roster.iter().find(|pupil| pupil.pupil_id == pupil_id);
            let change = changes.iter().find(|change| change.pupil_id == pupil_id && change.at == at);
            let conflict = warning.code.starts_with("planned_");
            Issue {
                id: cx.new_id::<IssueId>(),
                pupil_id,
                at,
                kind: if conflict { "conflict" } else { "warning" }.to_owned(),
                code: warning.code.clone(),
                detail: warning.detail.clone(),
                standing_code: change.filter(|_| conflict).map(|change| change.after.code.as_str().to_owned()),
                other_code: pupil
                    .filter(|_| conflict)
                    .and_then(|pupil| pupil.planned)
                    .map(|code| code.as_str().to_owned()),
                source: source.word.to_owned(),
                found_at: cx.at,
                settled_at: None,
            }
        })
        .collect();
    issues::raise(cx, academy, &rows)
}
