//! Imported periods.

use super::{Outcome, Read, Task, commit_once, read_all, save};
use crate::imports::run::{Run, Step, Stopped};
use crate::{Context, Result, records};
use exchange::PeriodsCsv;
use school::timetable::{MOST_PERIODS, Period, PeriodGrid};
use school::{Violation, Weekday};
use serde_json::{Value, json};

/// Imports a file of periods. A day of the week that the file names has the periods of the file from then on; the others keep
/// theirs, unless the file is complete.
pub(in crate::imports) fn run(run: &mut Run<'_>) -> std::result::Result<Option<Value>, Stopped> {
    let mut file = PeriodsCsv::open(run.file())?;
    let rows = read_all(&mut || file.next_row())?;
    let task = Task::of(run);
    commit_once(run, rows.len(), |cx| decide(cx, task, &rows))
}

fn decide(cx: &mut Context<'_>, task: Task, rows: &[Read<Period>]) -> Result<Step<Option<Value>>> {
    let grids = records::all::<PeriodGrid>(cx, task.academy, &records::Filter::default())?;
    let from = task.from(grids.is_empty());
    let standing: Option<&PeriodGrid> = grids
        .iter()
        .map(|kept| &kept.value)
        .filter(|grid| grid.valid_from <= from)
        .max_by_key(|grid| grid.valid_from)
        .or_else(|| grids.iter().map(|kept| &kept.value).min_by_key(|grid| grid.valid_from));
    let before: Vec<Period> = standing.map(|grid| grid.periods.clone()).unwrap_or_default();
    let (taken, outcome) = judge(rows, &before);
    let mut named: Vec<Weekday> = taken.iter().map(|period| period.day).collect();
    named.sort_unstable();
    named.dedup();
    let kept = before.iter().filter(|period| !task.complete && !named.contains(&period.day)).cloned();
    let mut after: Vec<Period> = taken.into_iter().chain(kept).collect();
    let removed = before.iter().filter(|period| !after.iter().any(|other| same_place(other, period))).count();
    sort(&mut after);
    let mut sorted = before;
    sort(&mut sorted);
    if !task.dry_run && after != sorted && !after.is_empty() {
        save(cx, task.academy, PeriodGrid { valid_from: from, periods: after })?;
    }
    Ok(outcome
        .step(Some(json!([{ "code": "effective_from", "detail": format!("holds from {from}"), "count": removed }]))))
}

fn sort(periods: &mut [Period]) {
    periods.sort_by(|one, two| {
        (one.day, one.starts, one.week, &one.name, one.ends).cmp(&(two.day, two.starts, two.week, &two.name, two.ends))
    });
}

fn same_place(one: &Period, two: &Period) -> bool {
    (one.week, one.day, &one.name) == (two.week, two.day, &two.name)
}

/// The periods of the file that may stand beside each other, and what became of the rows.
fn judge(rows: &[Read<Period>], before: &[Period]) -> (Vec<Period>, Outcome) {
    let mut outcome = Outcome::of(rows.len());
    let mut taken: Vec<Period> = Vec::new();
    for row in rows {
        let row = match row {
            Read::Row(row) => row,
            Read::Refused(refused) => {
                outcome.refuse(refused.iter().cloned());
                continue;
            }
        };
        let period = &row.values;
        if taken.contains(period) {
            outcome.counts.unchanged += 1;
        } else if taken.len() == MOST_PERIODS {
            let detail = format!("a timetable has at most {MOST_PERIODS} periods");
            outcome.refuse_for(row.line, Violation::new("/period", "too_many", detail));
        } else if let Some(violation) = taken.iter().find_map(|other| period.check_beside(other)) {
            outcome.refuse_for(row.line, violation);
        } else {
            let count = match before.iter().find(|other| same_place(other, period)) {
                Some(other) if other == period => &mut outcome.counts.unchanged,
                Some(_) => &mut outcome.counts.updated,
                None => &mut outcome.counts.created,
            };
            *count += 1;
            taken.push(period.clone());
        }
    }
    (taken, outcome)
}
