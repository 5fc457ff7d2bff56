//! Codes known ahead, put together to planned absences.

use super::chunk::Task;
use super::decide::Wish;
use crate::Context;
use attendance::Code;
use school::calendar::SessionSet;
use school::{AcademicYear, Date, PupilId, Session};
use std::collections::BTreeMap;
use store::attendance::planned::PlannedAbsence;

/// Which sessions of its days a plan is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Both,
    Only(Session),
}

/// What is planned for a day: the code and the remark.
type Said = (Code, Option<String>);

/// The plans that say of each session what was wished for it, and of no other school session anything.
pub(super) fn merged(task: &Task<'_>, cx: &Context<'_>, wishes: &[Wish]) -> Vec<PlannedAbsence> {
    let mut by_pupil: BTreeMap<PupilId, Vec<&Wish>> = BTreeMap::new();
    for wish in wishes {
        by_pupil.entry(wish.pupil_id).or_default().push(wish);
    }
    let mut plans = Vec::new();
    for (pupil_id, mine) in by_pupil {
        let held = |date: Date| held(task, &mine, date);
        for (part, days) in by_part(&mine, &held) {
            let mut open: Option<PlannedAbsence> = None;
            for (date, (code, comment)) in days {
                if let Some(plan) = &mut open
                    && plan.code == code.as_str()
                    && plan.comment == comment
                    && follows(plan.last_day, date, &held)
                {
                    plan.last_day = date;
                    continue;
                }
                plans.extend(open.replace(plan(task, cx, pupil_id, part, date, code, comment)));
            }
            plans.extend(open);
        }
    }
    plans
}

/// Whether the academy meets for the pupil in the two sessions of a day.
fn held(task: &Task<'_>, mine: &[&Wish], date: Date) -> [bool; 2] {
    let state = &task.reading.state;
    let pupil = mine.first().and_then(|wish| state.roll.pupils.get(wish.pupil as usize));
    let Some(year) = AcademicYear::of(date) else { return [false; 2] };
    let group = pupil.and_then(|pupil| pupil.characteristics_on(date)).and_then(|values| values.year_group);
    let set: SessionSet = state.sessions(year, group);
    let morning = year.day_index(date).map_or(usize::MAX - 1, |day| 2 * day);
    [set.contains(morning), set.contains(morning + 1)]
}

fn by_part(mine: &[&Wish], held: &impl Fn(Date) -> [bool; 2]) -> BTreeMap<Part, BTreeMap<Date, Said>> {
    let mut days: BTreeMap<Date, [Option<Said>; 2]> = BTreeMap::new();
    for wish in mine {
        let half = usize::from(wish.at.session == Session::Pm);
        days.entry(wish.at.date).or_default()[half] = Some((wish.code, wish.comment.clone()));
    }
    let mut parts: BTreeMap<Part, BTreeMap<Date, Said>> = BTreeMap::new();
    for (date, [am, pm]) in days {
        let [am_held, pm_held] = held(date);
        let mut put = |part, said| parts.entry(part).or_default().insert(date, said);
        match (am, pm) {
            (Some(am), Some(pm)) if am == pm => put(Part::Both, am),
            (Some(am), None) if !pm_held => put(Part::Both, am),
            (None, Some(pm)) if !am_held => put(Part::Both, pm),
            (am, pm) => {
                am.and_then(|am| put(Part::Only(Session::Am), am));
                pm.and_then(|pm| put(Part::Only(Session::Pm), pm))
            }
        };
    }
    parts
}

/// Whether no school day lies between two days.
fn follows(last: Date, next: Date, held: &impl Fn(Date) -> [bool; 2]) -> bool {
    last.iter_days().skip(1).take_while(|day| *day < next).all(|day| held(day) == [false; 2])
}

fn plan(
    task: &Task<'_>,
    cx: &Context<'_>,
    pupil_id: PupilId,
    part: Part,
    date: Date,
    code: Code,
    comment: Option<String>,
) -> PlannedAbsence {
    PlannedAbsence {
        id: cx.new_id(),
        academy_id: task.academy,
        pupil_id,
        first_day: date,
        last_day: date,
        code: code.as_str().to_owned(),
        weekdays: None,
        sessions: match part {
            Part::Both => None,
            Part::Only(session) => Some(vec![session]),
        },
        comment,
        source: "import".to_owned(),
        revision: 1,
        created_at: cx.at,
        updated_at: cx.at,
        cancelled_at: None,
        by: cx.acting.actor.clone(),
    }
}
