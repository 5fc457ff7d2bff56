//! What needed cover on some days, and who took it: derived day by day, published or not.

use super::assembling::Frame;
use super::given::{self, Given, Range};
use super::{loading, requirement_id};
use crate::records::{self, Filter};
use crate::{Context, Result, timetable};
use cover::absence::StaffAbsence;
use cover::arrange::CoverDecision;
use cover::ledger::Taken;
use cover::need::{Day, Need, needs};
use school::timetable::TimetableDay;
use school::{AcademyId, Date, Kept, StaffId};
use std::collections::HashMap;
use uuid::Uuid;

/// Some days, with everything that says what needed cover on them.
pub(crate) struct TakenDays {
    academy: AcademyId,
    records: loading::Records,
    /// Who takes a requirement.
    by: HashMap<Uuid, Vec<StaffId>>,
    /// The assignments that stand, with the times of them that are needed.
    pub(crate) stands: HashMap<Uuid, Given>,
}

/// One of them.
pub(crate) struct TakenDay {
    /// The day, without people.
    pub(crate) day: Day,
    /// The same as the timetable has it.
    pub(crate) timetabled: TimetableDay,
    /// What needed cover, and what became of it.
    pub(crate) needs: Vec<(Need, Taken)>,
}

impl TakenDays {
    /// Reads them.
    pub(crate) fn load(cx: &mut Context<'_>, academy: AcademyId, (from, to): (Date, Date)) -> Result<Self> {
        let records = loading::over(cx, academy, Range { from, to })?;
        let given = given::of(cx, academy, &records)?;
        let mut by: HashMap<Uuid, Vec<StaffId>> = HashMap::new();
        for each in &given {
            by.entry(each.assignment.value.requirement_id).or_default().push(each.assignment.value.staff_id);
        }
        let stands = given.into_iter().map(|each| (each.assignment.id.0, each)).collect();
        Ok(Self { academy, records, by, stands })
    }

    /// The absences that touch the days.
    pub(crate) fn absences(&self) -> &[Kept<StaffAbsence>] {
        &self.records.absences
    }

    /// One of the days.
    pub(crate) fn on(&self, cx: &mut Context<'_>, date: Date) -> Result<TakenDay> {
        let timetabled = timetable::day(cx, self.academy, date)?;
        let loading::Records { frame, absences, events, decisions, .. } = &self.records;
        let mut day = frame.assemble(&timetabled, absences, events);
        day.afternoon = cx.state(self.academy)?.calendar_on(date).map(|calendar| calendar.sessions.pm.opens);
        let decided: HashMap<Uuid, &CoverDecision> =
            decisions.iter().map(|kept| (kept.value.requirement_id, &kept.value)).collect();
        let of = |need: Need| {
            let id = requirement_id(self.academy, date, &need.key);
            let required = cover::arrange::is_required(&need, decided.get(&id).copied());
            let by = self.by.get(&id).cloned().unwrap_or_default();
            (need, Taken { required, by })
        };
        let needs = needs(&day, &frame.settings).into_iter().map(of).collect();
        Ok(TakenDay { day, timetabled, needs })
    }
}

/// Who is away on some days, with the periods of each.
pub(crate) fn away_on(cx: &mut Context<'_>, academy: AcademyId, dates: &[Date]) -> Result<Vec<(Date, Day)>> {
    let (Some(from), Some(to)) = (dates.first(), dates.last()) else { return Ok(Vec::new()) };
    let filter = Filter { subjects: None, from: Some(*from), to: Some(*to) };
    let (absences, events) = (records::all::<StaffAbsence>(cx, academy, &filter)?, records::all(cx, academy, &filter)?);
    let frame = Frame::load(cx, academy, &events)?;
    let outlines = timetable::outlines(cx, academy, dates.iter().copied())?;
    Ok(frame.away(&outlines, &absences, &events))
}
