//! What of a day nobody can derive and somebody should look at.

use super::Loaded;
use crate::records::{self, Filter};
use crate::{Context, Result};
use cover::day::{Activity, Entry, Period};
use cover::staff::EmploymentRecord;
use school::group::GroupKind;
use school::{Date, GroupId, Kept, Role, StaffId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use utoipa::ToSchema;
use uuid::Uuid;

/// The most warnings that are told of one day.
const MOST_WARNINGS: usize = 200;
/// The most groups that one warning names.
const MOST_GROUPS: usize = 30;

/// What a warning is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WarningCode {
    /// A class is timetabled for somebody whose contract has not begun or has ended.
    NotEmployed,
    /// A class is timetabled for somebody who does not work then by their working pattern.
    NotAtWork,
    /// A tutor is away, and no registration of theirs is in the timetable: whose register is not taken cannot be derived.
    RegistrationNotTimetabled,
    /// An exam asks for fewer invigilators than its candidates need.
    FewInvigilators,
}

/// Something of a day that somebody should look at.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DayWarning {
    /// What it is about.
    pub code: WarningCode,
    /// The period, where it is about one.
    pub period: Option<String>,
    /// The class, where it is about one.
    pub class: Option<String>,
    /// The person, where it is about one.
    pub staff_id: Option<StaffId>,
    /// The event, where it is about one.
    pub event_id: Option<Uuid>,
    /// What to know and to do. Never why somebody is away.
    pub detail: String,
}

/// The warnings of a day, at most 200. Of a day that is over those are left out that hang on what records of employment say now.
pub(super) fn warnings(cx: &mut Context<'_>, loaded: &Loaded) -> Result<Vec<DayWarning>> {
    let mut found = few_invigilators(loaded);
    if !loaded.over {
        found.extend(not_there(cx, loaded)?);
    }
    found.extend(registrations(cx, loaded)?);
    found.truncate(MOST_WARNINGS);
    Ok(found)
}

fn few_invigilators(loaded: &Loaded) -> Vec<DayWarning> {
    let today: BTreeSet<Uuid> = loaded.day.events.iter().map(|event| event.id).collect();
    let events = loaded.events.iter().filter(|kept| today.contains(&kept.id.0));
    let few = events.filter_map(|kept| {
        let event = &kept.value;
        let (needed, asked) = (event.invigilators_needed(&loaded.settings)?, event.invigilators_asked());
        let detail = format!("the candidates need {needed} invigilators; the event has and asks for {asked}");
        (asked < needed).then_some(DayWarning {
            code: WarningCode::FewInvigilators,
            period: None,
            class: None,
            staff_id: None,
            event_id: Some(kept.id.0),
            detail,
        })
    });
    few.collect()
}

/// Classes whose teacher is not away by any absence and not there either.
fn not_there(cx: &mut Context<'_>, loaded: &Loaded) -> Result<Vec<DayWarning>> {
    let day = &loaded.day;
    let on_site: HashMap<StaffId, &[cover::day::Span]> =
        day.people.iter().map(|person| (person.id, person.on_site.as_slice())).collect();
    let mut missing: Vec<(&Entry, &Period, StaffId)> = Vec::new();
    for entry in day.timetable.entries.iter().filter(|entry| entry.activity.has_pupils() && !day.is_lifted(entry)) {
        let Some(period) = day.timetable.periods.get(entry.period) else { continue };
        let absent = |staff: &StaffId| {
            on_site.get(staff).is_some_and(|there| !there.iter().any(|span| span.contains(period.span)))
                && !day.is_away(*staff, period.span)
        };
        missing.extend(entry.staff.iter().filter(|staff| absent(staff)).map(|staff| (entry, period, *staff)));
    }
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    let records: Vec<Kept<EmploymentRecord>> = records::all(cx, loaded.academy, &Filter::default())?;
    let employed: BTreeSet<StaffId> = records
        .iter()
        .filter(|kept| kept.value.employment.employed_on(loaded.date))
        .map(|kept| kept.value.staff_id)
        .collect();
    Ok(missing.into_iter().map(|(entry, period, staff)| not_there_line(entry, period, staff, &employed)).collect())
}

fn not_there_line(entry: &Entry, period: &Period, staff: StaffId, employed: &BTreeSet<StaffId>) -> DayWarning {
    let (code, detail) = if employed.contains(&staff) {
        (WarningCode::NotAtWork, "the person does not work then by their working pattern")
    } else {
        (WarningCode::NotEmployed, "the person's contract does not hold on this day")
    };
    DayWarning {
        code,
        period: Some(period.name.clone()),
        class: Some(entry.label().to_owned()),
        staff_id: Some(staff),
        event_id: None,
        detail: format!("{detail}: change the timetable, or record an absence to have the class covered"),
    }
}

/// Tutors who are away in a session and have no registration in it, where groups are without one: the session's register waits
/// for somebody, and the timetable does not say whose it is.
fn registrations(cx: &mut Context<'_>, loaded: &Loaded) -> Result<Vec<DayWarning>> {
    let day = &loaded.day;
    if day.away.is_empty() || day.timetable.periods.is_empty() {
        return Ok(Vec::new());
    }
    let tutors = tutors(cx, loaded)?;
    if tutors.is_empty() {
        return Ok(Vec::new());
    }
    let groups = registration_groups(cx, loaded)?;
    let noon = day.afternoon.unwrap_or_else(|| school::SessionTimes::default().pm.opens);
    let mut found = Vec::new();
    for (afternoon, session) in [(false, "morning"), (true, "afternoon")] {
        let in_session = |entry: &&Entry| {
            let period = day.timetable.periods.get(entry.period);
            entry.activity == Activity::Registration && period.is_some_and(|it| (it.span.starts >= noon) == afternoon)
        };
        let rows: Vec<&Entry> = day.timetable.entries.iter().filter(in_session).collect();
        // Where nobody registers in the afternoon by the timetable, the lessons do.
        if afternoon && rows.is_empty() {
            continue;
        }
        let has_row = |group: GroupId, name: &str| {
            rows.iter().any(|row| row.group_id == Some(group) || row.class.as_deref() == Some(name))
        };
        let without: Vec<&str> =
            groups.iter().filter(|(id, name)| !has_row(**id, name)).map(|(_, name)| name.as_str()).collect();
        if without.is_empty() {
            continue;
        }
        let spans =
            || day.timetable.periods.iter().filter(|it| (it.span.starts >= noon) == afternoon).map(|it| it.span);
        for tutor in &tutors {
            let away = spans().next().is_some_and(|first| day.is_away(*tutor, first));
            if away && !rows.iter().any(|row| row.staff.contains(tutor)) {
                found.push(registration_line(*tutor, session, &without));
            }
        }
    }
    Ok(found)
}

fn registration_line(tutor: StaffId, session: &str, without: &[&str]) -> DayWarning {
    let more = without.len().saturating_sub(MOST_GROUPS);
    let named = without.iter().take(MOST_GROUPS).copied().collect::<Vec<_>>().join(", ");
    let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
    DayWarning {
        code: WarningCode::RegistrationNotTimetabled,
        period: None,
        class: None,
        staff_id: Some(tutor),
        event_id: None,
        detail: format!(
            "a tutor is away in the {session}, and the timetable has no registration of theirs; groups without one: {named}{rest}"
        ),
    }
}

/// The tutors who are away on the day.
fn tutors(cx: &mut Context<'_>, loaded: &Loaded) -> Result<Vec<StaffId>> {
    let away: BTreeSet<StaffId> = loaded.day.away.iter().map(|away| away.staff).collect();
    let staff = crate::staffing::all_staff(cx, loaded.academy)?;
    let tutors = staff.into_iter().filter(|member| member.roles.contains(&Role::Tutor) && away.contains(&member.id));
    Ok(tutors.map(|member| member.id).collect())
}

/// The registration groups that have pupils on the day, by name.
fn registration_groups(cx: &mut Context<'_>, loaded: &Loaded) -> Result<BTreeMap<GroupId, String>> {
    let state = cx.state(loaded.academy)?;
    let groups = store::roll::groups::list(cx.db, loaded.academy, Some(GroupKind::Registration), None, None, 5_000)?;
    let date: Date = loaded.date;
    let used = groups.into_iter().filter(|group| !state.roster(group.id, date).is_empty());
    Ok(used.map(|group| (group.id, group.name)).collect())
}
