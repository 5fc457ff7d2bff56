//! Imported timetables.

use super::deciding::{Deciding, Verdict};
use super::names::Names;
use super::{Outcome, Read, Task, commit_once, read_all, save};
use crate::imports::run::{Run, Step, Stopped};
use crate::{Context, Result, records};
use exchange::{Row, TimetableCsv, TimetableRow};
use school::timetable::{Entry, PeriodGrid, TimetableVersion};
use school::{Date, StaffId, Timetable, Violation};
use serde_json::{Value, json};
use std::collections::HashSet;

/// Imports a timetable. A person whom the file names has the lines of the file from then on; the others keep theirs, unless the
/// file is complete.
pub(in crate::imports) fn run(run: &mut Run<'_>) -> std::result::Result<Option<Value>, Stopped> {
    let mut file = TimetableCsv::open(run.file())?;
    let rows = read_all(&mut || file.next_row())?;
    let task = Task::of(run);
    commit_once(run, rows.len(), |cx| decide(cx, task, &rows))
}

/// The entries that hold on the day from which the file is to hold, and that day.
fn standing(cx: &mut Context<'_>, task: Task) -> Result<(Vec<Entry>, Date)> {
    let heads = store::timetable::version_heads(cx.db, task.academy)?;
    let from = task.from(heads.is_empty());
    let Some(head) = heads.iter().rev().find(|head| head.valid_from <= from) else { return Ok((Vec::new(), from)) };
    let version = store::records::find::<TimetableVersion>(cx.db, head.id)?;
    Ok((version.map(|kept| kept.value.entries).unwrap_or_default(), from))
}

fn decide(cx: &mut Context<'_>, task: Task, rows: &[Read<TimetableRow>]) -> Result<Step<Option<Value>>> {
    let (before, from) = standing(cx, task)?;
    let grids = records::all::<PeriodGrid>(cx, task.academy, &records::Filter::default())?;
    let grids = Timetable { grids: sorted(grids.into_iter().map(|kept| kept.value).collect()), ..Timetable::default() };
    let mut names = Names::load(cx, task.academy)?;
    let mut outcome = Outcome::of(rows.len());
    let mut deciding = Deciding::over(&before);
    for row in rows {
        match row {
            Read::Refused(refused) => outcome.refuse(refused.iter().cloned()),
            Read::Row(row) => match resolve(cx, row, grids.grid_on(from), &mut names) {
                Err(violation) => outcome.refuse_for(row.line, violation),
                Ok(entry) => match deciding.add(entry) {
                    Verdict::Created => outcome.counts.created += 1,
                    Verdict::Updated => outcome.counts.updated += 1,
                    Verdict::Unchanged => outcome.counts.unchanged += 1,
                    Verdict::Clash => outcome.refuse_for(row.line, clash()),
                },
            },
        }
    }
    let named: HashSet<StaffId> = deciding.people().collect();
    let others = before.iter().filter(|entry| !named.contains(&entry.staff_id));
    let left: Vec<Entry> = others.filter(|_| !task.complete).cloned().collect();
    let notes = notes(from, &before, &left, deciding.taken().len(), task.complete);
    let mut after: Vec<Entry> = deciding.into_taken().into_iter().chain(left).collect();
    after.sort();
    let mut standing = before;
    standing.sort();
    if !task.dry_run && after != standing {
        for entry in &after {
            entry.room.iter().for_each(|room| names.room(room));
        }
        names.save(cx)?;
        save(cx, task.academy, TimetableVersion { valid_from: from, entries: after })?;
    }
    Ok(outcome.step(Some(notes)))
}

fn sorted(mut grids: Vec<PeriodGrid>) -> Vec<PeriodGrid> {
    grids.sort_by_key(|grid| grid.valid_from);
    grids
}

/// What is to be said of the file as a whole.
fn notes(from: Date, before: &[Entry], left: &[Entry], taken: usize, complete: bool) -> Value {
    let mut notes = vec![json!({ "code": "effective_from", "detail": format!("holds from {from}"), "count": taken })];
    let people = |entries: &[Entry]| entries.iter().map(|entry| entry.staff_id).collect::<HashSet<_>>().len();
    if !left.is_empty() {
        let detail = "people whom the file does not name keep their timetable; send complete=true to end it";
        notes.push(json!({ "code": "people_kept", "detail": detail, "count": people(left) }));
    }
    if complete {
        let detail = "people in the timetable before; those whom the file does not name have none from this day";
        notes.push(json!({ "code": "complete", "detail": detail, "count": people(before) }));
    }
    Value::Array(notes)
}

fn clash() -> Violation {
    let detail = "an earlier row of the file puts this person somewhere else in this period";
    Violation::new("/period", "person_twice_in_period", detail)
}

/// The entry that a row stands for.
fn resolve(
    cx: &Context<'_>,
    row: &Row<TimetableRow>,
    grid: Option<&PeriodGrid>,
    names: &mut Names,
) -> std::result::Result<Entry, Violation> {
    let TimetableRow { staff_code, week, day, period, activity, class, subject, room } = &row.values;
    let unknown = || Violation::new("/staff_code", "unknown_staff", "no member of staff of the academy has this code");
    let staff_id = names.person(staff_code).ok_or_else(unknown)?;
    if !grid.is_some_and(|grid| grid.has(*week, *day, period)) {
        let detail = "the academy has no such period on this day in this week; import periods-csv first";
        return Err(Violation::new("/period", "unknown_period", detail));
    }
    let class = class.as_deref().map(str::trim).filter(|class| !class.is_empty());
    let group_id = class.map(|class| names.group(cx, *activity, class));
    Ok(Entry {
        staff_id,
        week: *week,
        day: *day,
        period: period.clone(),
        activity: *activity,
        group_id,
        class: class.map(str::to_owned),
        subject: subject.clone(),
        room: room.clone(),
    })
}
