//! Cover that was given: the one place from which counts, feeds and registers read it, whoever gave it.

use super::loading::{self, Records};
use super::requirement_id;
use crate::staffing::central_record::Known;
use crate::staffing::{all_staff, check_days};
use crate::{Context, Result, records};
use cover::arrange::{CoverAssignment, CoverDecision};
use cover::day::Span;
use cover::need::{Day, NeedKey, needs};
use cover::publication::Publication;
use cover::settings::CoverSettings;
use school::{AcademyId, Date, GroupId, Kept, StaffId};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// The most days that one use case looks back over.
const MOST_DAYS: i64 = 400;

/// Days, both ends inside.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    pub(super) from: Date,
    pub(super) to: Date,
}

/// One cover that is arranged or was given, and still has its lesson.
#[derive(Debug, Clone)]
pub struct Given {
    /// The assignment.
    pub assignment: Kept<CoverAssignment>,
    /// Its minutes: those of its parts, where it has several.
    pub minutes: u32,
    /// The parts of it that are needed, in the order of time.
    pub parts: Vec<Span>,
}

/// The minutes of parts of a cover.
pub(super) fn minutes(parts: &[Span]) -> u32 {
    parts.iter().map(|part| part.minutes()).sum()
}

/// All cover of an academy from a day to a day that is given: what still stands, with its lesson and with somebody who can give it,
/// and where agreement is needed what was accepted. A requirement that is no longer derived (the timetable changed, the absence was
/// cancelled) counts for nobody. Merged classes are in it, marked as such.
pub fn given(cx: &mut Context<'_>, academy: AcademyId, from: Date, to: Date) -> Result<Vec<Given>> {
    check_days(from, to, MOST_DAYS)?;
    let records = loading::over(cx, academy, Range { from, to })?;
    of(cx, academy, &records)
}

/// The same of records that are read already.
pub(super) fn of(cx: &mut Context<'_>, academy: AcademyId, records: &Records) -> Result<Vec<Given>> {
    let (today, _) = school::clock::local(cx.at);
    let mut told: HashMap<Date, HashSet<Uuid>> = HashMap::new();
    let mut found = Vec::new();
    for Stands { assignment, parts, .. } in standing(cx, academy, records, true)? {
        let CoverAssignment { date, state, .. } = assignment.value;
        // What is over was given by the settings of its day: what was published then counts, whatever they say now.
        let agreed = state.counts(&records.frame.settings)
            || (date < today && {
                if let Entry::Vacant(place) = told.entry(date) {
                    place.insert(published(cx, academy, date)?);
                }
                told.get(&date).is_some_and(|shares| shares.contains(&assignment.id.0))
            });
        if agreed {
            found.push(Given { minutes: minutes(&parts), parts, assignment });
        }
    }
    Ok(found)
}

/// Cover that stands, with the times of it that are needed, the parts of them, and whether its requirement is the whole of the period.
pub(super) struct Stands {
    pub(super) assignment: Kept<CoverAssignment>,
    pub(super) parts: Vec<Span>,
    whole: bool,
}

/// All arranged cover that stands, whether or not it was agreed to, day by day. `fit`: whether those who are to give it are asked
/// for what their records say, of days that are not over.
pub(super) fn standing(cx: &mut Context<'_>, academy: AcademyId, records: &Records, fit: bool) -> Result<Vec<Stands>> {
    let mut by_day: BTreeMap<Date, Vec<&Kept<CoverAssignment>>> = BTreeMap::new();
    for kept in &records.assignments {
        by_day.entry(kept.value.date).or_default().push(kept);
    }
    let (today, _) = school::clock::local(cx.at);
    // Read once, and only where a day is not over.
    let ahead = fit && by_day.keys().any(|date| *date >= today);
    let known = if ahead { Some((Known::load(cx, academy)?, all_staff(cx, academy)?)) } else { None };
    let mut found = Vec::new();
    for (date, assignments) in by_day {
        let timetabled = crate::timetable::day(cx, academy, date)?;
        let mut day = records.frame.assemble(&timetabled, &records.absences, &records.events);
        let known = known.as_ref().filter(|_| date >= today);
        if let Some((known, staff)) = known {
            day.people = crate::staffing::people::with(cx, academy, (known, staff), date, timetabled.week)?;
        }
        let settings = known.is_some().then_some(&records.frame.settings);
        found.extend(standing_on(&day, (academy, date), records, &assignments, settings));
    }
    Ok(found)
}

fn standing_on(
    day: &Day,
    (academy, date): (AcademyId, Date),
    records: &Records,
    assignments: &[&Kept<CoverAssignment>],
    settings: Option<&CoverSettings>,
) -> Vec<Stands> {
    let needs = needs(day, &records.frame.settings);
    let by_id: HashMap<Uuid, &NeedKey> =
        needs.iter().map(|need| (requirement_id(academy, date, &need.key), &need.key)).collect();
    let decisions: HashMap<NeedKey, CoverDecision> = records
        .decisions
        .iter()
        .filter_map(|kept| Some(((*by_id.get(&kept.value.requirement_id)?).clone(), kept.value.clone())))
        .collect();
    let asked = assignments.iter().map(|kept| (kept.id.0, &kept.value));
    let (stands, _) = cover::arrange::standing(day, &needs, &decisions, asked, settings);
    let mut standing: HashMap<Uuid, (bool, Vec<Span>, CoverAssignment)> = HashMap::new();
    for (place, by) in stands {
        let Some(need) = needs.get(place) else { continue };
        let all = day
            .timetable
            .periods
            .get(need.place)
            .is_some_and(|period| need.parts.iter().any(|part| part.contains(period.span)));
        standing.extend(by.into_iter().map(|(id, needed)| (id, (all, need.parts_in(needed.span()).collect(), needed))));
    }
    let stands = assignments.iter().filter_map(|kept| {
        let (whole, parts, value) = standing.remove(&kept.id.0)?;
        Some(Stands { whole, parts, assignment: Kept { value, ..(*kept).clone() } })
    });
    stands.collect()
}

/// The minutes of all cover that stands on some days, by the id of the assignment.
pub(super) fn standing_minutes(cx: &mut Context<'_>, academy: AcademyId, range: Range) -> Result<HashMap<Uuid, u32>> {
    let records = loading::over(cx, academy, range)?;
    let stands = standing(cx, academy, &records, true)?;
    Ok(stands.into_iter().map(|each| (each.assignment.id.0, minutes(&each.parts))).collect())
}

/// The register of a lesson that passes from an absent teacher to whoever covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    /// The absent teacher.
    pub from: StaffId,
    /// Who covers.
    pub to: StaffId,
    /// Whether the teacher is away for the whole of the period.
    pub whole: bool,
}

/// From whom to whom the register of a class passes in a period of a day: with cover that was published, for as long as it
/// stands. Taken back, declined, or without its absence it passes nothing. Of several who share a period it passes to the first who
/// gives their part still.
pub fn passed(
    cx: &mut Context<'_>,
    academy: AcademyId,
    date: Date,
    period: &str,
    group: GroupId,
) -> Result<Vec<Passed>> {
    let day = crate::timetable::day(cx, academy, date)?;
    let classes: HashSet<String> = day.lesson(period, group).filter_map(|entry| entry.class.clone()).collect();
    let records = loading::over(cx, academy, Range { from: date, to: date })?;
    let here = |cover: &CoverAssignment| {
        cover.period == period && classes.contains(&cover.class) && cover.state.counts(&records.frame.settings)
    };
    if !records.assignments.iter().any(|kept| here(&kept.value)) {
        return Ok(Vec::new());
    }
    let Some(last) = last_published(cx, academy, date)? else { return Ok(Vec::new()) };
    let stand = standing(cx, academy, &records, true)?;
    let stand: Vec<Stands> = stand.into_iter().filter(|each| here(&each.assignment.value)).collect();
    let gives: HashSet<Uuid> = stand.iter().map(|each| each.assignment.id.0).collect();
    let takers = last.lines.iter().filter_map(|line| line.register_taker(|id| gives.contains(&id)));
    let takers: HashSet<Uuid> = takers.map(|share| share.assignment_id).collect();
    Ok(stand
        .into_iter()
        .filter(|each| takers.contains(&each.assignment.id.0))
        .map(|Stands { assignment, whole, .. }| Passed {
            from: assignment.value.absent_staff_id,
            to: assignment.value.staff_id,
            whole,
        })
        .collect())
}

/// The version of a day that was published last.
fn last_published(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<Option<Publication>> {
    let filter = records::Filter { subjects: None, from: Some(date), to: Some(date) };
    let versions: Vec<Kept<Publication>> = records::all(cx, academy, &filter)?;
    Ok(versions.into_iter().map(|kept| kept.value).max_by_key(|published| published.version))
}

/// The assignments of the version of a day that was published last.
pub(super) fn published(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<HashSet<Uuid>> {
    let last = last_published(cx, academy, date)?;
    let lines = last.iter().flat_map(|published| &published.lines);
    Ok(lines.flat_map(|line| &line.shares).map(|share| share.assignment_id).collect())
}
