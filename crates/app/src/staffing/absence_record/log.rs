//! The absence log of an academy, and the rows of the census, as files for others.

use super::census_of;
use super::days::Days;
use crate::records::{self, Filter};
use crate::staffing::{check_days, staff_by_id};
use crate::{Context, Error, Further, Result};
use cover::absence::StaffAbsence;
use cover::absence_record::{CensusRow, Lost, Protection, SpellCategory, lost};
use school::{AcademicYear, AcademyId, Date, Kept, StaffMember};
use serde_json::json;
use std::collections::HashMap;

/// The longest range of the log, in days.
const MOST_DAYS: i64 = 800;

/// One absence of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRow {
    /// The absence.
    pub absence: Kept<StaffAbsence>,
    /// The person; none where the staff record is gone.
    pub member: Option<StaffMember>,
    /// What it took of the days of the range.
    pub lost: Lost,
    /// What is confidential about it; none for who may not read why staff are away.
    pub why: Option<Why>,
}

/// What is confidential about an absence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// Its category; none where nobody has said it.
    pub category: Option<SpellCategory>,
    /// What protects it.
    pub protection: Option<Protection>,
    /// The reason.
    pub reason: Option<String>,
}

/// The log of the absences that touch a range of days, in the order of their first days. That it was taken out is an event.
/// Cancelled absences never were and are not in it.
pub fn absence_log(
    cx: &mut Context<'_>,
    academy: AcademyId,
    (from, to): (Date, Date),
    sees: &Further,
) -> Result<Vec<LogRow>> {
    check_days(from, to, MOST_DAYS)?;
    let days = Days::load(cx, academy, (from, to))?;
    let spells: HashMap<_, _> = days.spells(cx, None)?.into_iter().map(|spell| (spell.absence_id, spell)).collect();
    let filter = Filter { subjects: None, from: Some(from), to: Some(to) };
    let mut absences = records::all::<StaffAbsence>(cx, academy, &filter)?;
    absences.sort_by_key(|kept| (kept.value.first_day, kept.value.staff_id, kept.id));
    let members = staff_by_id(cx, academy)?;
    let confidential = sees.at(academy);
    let rows = absences.into_iter().filter_map(|absence| {
        let spell = spells.get(&absence.id.0)?;
        let staff = spell.staff_id;
        let reason = absence.value.reason.clone();
        Some(LogRow {
            member: members.get(&staff).cloned(),
            lost: lost(spell, from, to, |date| days.works(staff, date)),
            why: confidential.then_some(Why { category: spell.category, protection: spell.protection, reason }),
            absence,
        })
    });
    let rows: Vec<LogRow> = rows.collect();
    let range = json!({ "from": from.to_string(), "to": to.to_string(), "with_reasons": confidential });
    cx.record(academy, <StaffAbsence as school::Record>::KIND, academy, "exported", range)?;
    Ok(rows)
}

/// The rows of the census of a year with the people they are of. That they were taken out is an event. While an absence has no
/// category there is nothing to send.
pub fn census_file(
    cx: &mut Context<'_>,
    academy: AcademyId,
    year: AcademicYear,
) -> Result<Vec<(CensusRow, Option<StaffMember>)>> {
    let census = census_of(cx, academy, year)?;
    let unsaid = census.validation.iter().filter(|fault| fault.code == "no_category").count();
    if unsaid > 0 {
        let why = format!("{unsaid} absences of the year have no category: say it first (validation of the return)");
        return Err(Error::Conflict(why));
    }
    let members = staff_by_id(cx, academy)?;
    let fields = json!({ "academic_year": year.to_string() });
    cx.record(academy, "workforce_census", academy, "exported", fields)?;
    Ok(census
        .rows
        .into_iter()
        .map(|row| {
            let who = members.get(&row.staff_id).cloned();
            (row, who)
        })
        .collect())
}
