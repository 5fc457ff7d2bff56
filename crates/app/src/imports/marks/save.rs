//! Writing what was decided, in the order in which the taking of a register writes: sheets first.

use super::chunk::{Sheet, Task};
use super::decide::Decided;
use super::order;
use crate::attendance::issues;
use crate::{Context, Result};
use attendance::MarkChange;
use school::{AcademicYear, EnrolmentId, EntryId, IssueId, PupilId, SessionAt};
use std::collections::{BTreeMap, HashMap, HashSet};
use store::attendance::amendments::Amendment;
use store::attendance::entries::ImportedMarks;
use store::attendance::issues::{self as stored, Issue};
use store::attendance::sheets::Span;
use store::attendance::{amendments, details, entries, planned, sheets};

/// The version of each sheet after the write.
type Versions = HashMap<(AcademicYear, EnrolmentId), i32>;

/// Saves everything.
pub(super) fn save(task: &Task<'_>, cx: &mut Context<'_>, decided: &mut Decided) -> Result<()> {
    let versions = write_sheets(task, cx, decided)?;
    write_entries(task, cx, decided, &versions)?;
    write_amendments(task, cx, decided, &versions)?;
    order::keep(task, cx, decided.standing.sheets.values())?;
    details::save(cx.db, task.academy, &decided.details)?;
    for plan in &decided.plans {
        planned::insert(cx.db, plan)?;
    }
    write_issues(task, cx, decided)
}

fn write_sheets(task: &Task<'_>, cx: &mut Context<'_>, decided: &Decided) -> Result<Versions> {
    let mut by_year: BTreeMap<AcademicYear, Vec<Span>> = BTreeMap::new();
    for sheet in decided.standing.sheets.values() {
        if let Some(span) = span(sheet) {
            by_year.entry(sheet.of.year).or_default().push(span);
        }
    }
    let mut versions = Versions::new();
    for (year, mut spans) in by_year {
        spans.sort_unstable_by_key(|span| span.enrolment_id);
        let written = sheets::write(cx.db, task.academy, year, &spans)?;
        versions.extend(written.into_iter().map(|(enrolment, version)| ((year, enrolment), version)));
    }
    Ok(versions)
}

/// From the first to the last place written. What lies between was seen and stays.
fn span(sheet: &Sheet) -> Option<Span> {
    let (first, last) = sheet.written?;
    let seen = sheet.before.get(first..=last)?.to_vec();
    let new = sheet.after.get(first..=last)?.to_vec();
    Some(Span { enrolment_id: sheet.of.enrolment_id, from: first, seen, new })
}

fn write_entries(task: &Task<'_>, cx: &mut Context<'_>, decided: &mut Decided, versions: &Versions) -> Result<()> {
    let mut entered = Vec::new();
    for sheet in decided.standing.sheets.values_mut().filter(|sheet| !sheet.entered.is_empty()) {
        entered.push(ImportedMarks {
            id: cx.new_id::<EntryId>(),
            year: sheet.of.year,
            enrolment_id: sheet.of.enrolment_id,
            import_id: task.import,
            at: cx.at,
            version: versions.get(&(sheet.of.year, sheet.of.enrolment_id)).copied().unwrap_or(0),
            marks: std::mem::take(&mut sheet.entered),
        });
    }
    entered.sort_unstable_by_key(|entry| entry.id);
    Ok(entries::import(cx.db, task.academy, &entered)?)
}

fn write_amendments(task: &Task<'_>, cx: &mut Context<'_>, decided: &Decided, versions: &Versions) -> Result<()> {
    let mut rows = Vec::with_capacity(decided.amendments.len());
    for (number, change) in &decided.amendments {
        let Some(sheet) = decided.standing.sheets.get(number) else { continue };
        let version = versions.get(&(sheet.of.year, sheet.of.enrolment_id)).copied().unwrap_or(0);
        rows.push(amendment(task, cx, sheet.of.year, change, version));
    }
    rows.sort_unstable_by_key(|row| row.id);
    Ok(amendments::insert(cx.db, task.academy, &rows)?)
}

fn amendment(task: &Task<'_>, cx: &Context<'_>, year: AcademicYear, change: &MarkChange, version: i32) -> Amendment {
    Amendment {
        id: cx.new_id::<EntryId>(),
        year,
        enrolment_id: change.enrolment_id,
        pupil_id: change.pupil_id,
        at: change.at,
        original: change.before.as_ref().map_or("", |before| before.mark.code.as_str()).to_owned(),
        amended: change.after.code.as_str().to_owned(),
        minutes_late: change.after.minutes_late.and_then(|minutes| i16::try_from(minutes).ok()),
        comment: change.after.comment.clone(),
        reason: change.reason.clone().unwrap_or_default(),
        source: "import".to_owned(),
        import_id: Some(task.import),
        version,
        made_at: cx.at,
        by: cx.acting.actor.clone(),
    }
}

/// Settles what was said of marks that are now others, and raises what is new. A conflict that a person has looked at is
/// not raised again while both sides say the same.
fn write_issues(task: &Task<'_>, cx: &mut Context<'_>, decided: &mut Decided) -> Result<()> {
    let amended: HashSet<(PupilId, SessionAt)> =
        decided.amendments.iter().map(|(_, change)| (change.pupil_id, change.at)).collect();
    let conflicts = decided.issues.iter().filter(|issue| issue.kind == "conflict").map(|issue| issue.pupil_id);
    let pupils: HashSet<PupilId> = amended.iter().map(|(pupil, _)| *pupil).chain(conflicts).collect();
    if !pupils.is_empty() {
        let pupils: Vec<PupilId> = pupils.into_iter().collect();
        let known = stored::of_pupils(cx.db, task.academy, &pupils)?;
        let over: Vec<IssueId> = known
            .iter()
            .filter(|issue| issue.settled_at.is_none() && amended.contains(&(issue.pupil_id, issue.at)))
            .map(|issue| issue.id)
            .collect();
        issues::settle(cx, task.academy, &over)?;
        let listed: HashSet<_> = known.iter().filter(|issue| issue.kind == "conflict").map(sides).collect();
        decided.issues.retain(|issue| issue.kind != "conflict" || !listed.contains(&sides(issue)));
    }
    issues::raise(cx, task.academy, &decided.issues)
}

/// What makes two conflicts the same.
fn sides(issue: &Issue) -> (PupilId, SessionAt, String, Option<String>, Option<String>) {
    (issue.pupil_id, issue.at, issue.code.clone(), issue.standing_code.clone(), issue.other_code.clone())
}
