//! The cover of a day as it is shown.

use super::Loaded;
use super::calls::has_ended;
use super::publishing::published;
use super::rooms::is_lost;
use super::solving::ClockSpan;
use super::warnings::{DayWarning, warnings};
use crate::{Context, Result};
use chrono::NaiveTime;
use cover::absence::CoverWork;
use cover::arrange::{CoverAssignment, Gone, How, Line, State, Status};
use cover::day::{Activity, Source};
use cover::need::{Need, room_needs};
use cover::publication::{Difference, PublishedLine, PublishedShare, difference};
use cover::settings::CoverSettings;
use school::{AcademyId, Date, GroupId, Instant, StaffId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The cover of a day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CoverDay {
    /// The academy.
    pub academy_id: AcademyId,
    /// The day.
    pub date: Date,
    /// The version published last; 0 while there is none.
    pub version: i32,
    /// What needs cover, in the order of the day.
    pub requirements: Vec<Requirement>,
    /// Arranged cover that no longer stands, and why: it is settled with the next allocation or publication.
    pub changes: Vec<NoLonger>,
    /// Requirements that are otherwise than they were published last: new, no longer there, at another time or in another room. Empty
    /// while nothing is published.
    pub difference: Vec<Difference>,
    /// Classes whose room cannot be used or was changed.
    pub rooms: Vec<RoomLine>,
    /// What nobody can derive and somebody should look at: at most 200.
    pub warnings: Vec<DayWarning>,
}

/// One requirement.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Requirement {
    /// Its id: the same whenever the requirement is derived again.
    pub id: Uuid,
    /// The period.
    #[schema(example = "3")]
    pub period: String,
    /// The part of the period that needs cover starts.
    #[serde(with = "cover::clock_time")]
    #[schema(value_type = String, example = "10:00")]
    pub starts: NaiveTime,
    /// It ends.
    #[serde(with = "cover::clock_time")]
    #[schema(value_type = String, example = "11:00")]
    pub ends: NaiveTime,
    /// The parts that need cover: one, but where a teacher of the class is there for a while between two of them.
    pub parts: Vec<ClockSpan>,
    /// What it is.
    pub activity: Activity,
    /// The class.
    #[schema(example = "8y/En2")]
    pub class: String,
    /// The group whose register is taken.
    pub group_id: Option<GroupId>,
    /// The subject.
    pub subject: Option<String>,
    /// The year group.
    pub year_group: Option<i16>,
    /// The room of the day.
    pub room: Option<String>,
    /// Whether that is another room than the timetable's.
    pub room_changed: bool,
    /// The absent person; null where an event needs somebody in nobody's place.
    pub absent_staff_id: Option<StaffId>,
    /// The event that needs somebody; null where somebody is away.
    pub event_id: Option<Uuid>,
    /// Others timetabled with the class who are away too.
    pub also_absent_staff_ids: Vec<StaffId>,
    /// Whether it could be foreseen: then teachers are not asked.
    pub foreseeable: bool,
    /// How far it has come.
    pub status: Status,
    /// Who covers it, or its first part; null while nobody does.
    pub covering_staff_id: Option<StaffId>,
    /// Everybody who covers a part of it.
    pub assignments: Vec<Share>,
    /// Calls that wait for an answer: the first who accepts one has it.
    pub calls: Vec<CallLine>,
    /// Who has declined it.
    pub declined_staff_ids: Vec<StaffId>,
    /// Why it needs no cover; null where it does.
    pub not_required_because: Option<String>,
    /// The work that the absent person has set.
    pub cover_work: Option<CoverWork>,
}

/// A call that waits for an answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CoverCallLine)]
pub struct CallLine {
    /// The call.
    pub id: Uuid,
    /// How many are asked.
    pub asked: usize,
    /// How many of them have declined.
    pub declined: usize,
    /// Until when it may be answered.
    pub answer_by: Option<chrono::DateTime<chrono::Utc>>,
}

/// Somebody who covers a requirement or a part of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Share {
    /// The assignment.
    pub id: Uuid,
    /// Who.
    pub staff_id: StaffId,
    /// From when on.
    #[serde(with = "cover::clock_time")]
    #[schema(value_type = String, example = "10:00")]
    pub starts: NaiveTime,
    /// Until when.
    #[serde(with = "cover::clock_time")]
    #[schema(value_type = String, example = "11:00")]
    pub ends: NaiveTime,
    /// How far it has come.
    pub state: State,
    /// How the class is looked after.
    pub how: How,
    /// Whether a person chose it.
    pub pinned: bool,
}

/// Arranged cover that no longer stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NoLonger {
    /// The assignment.
    pub assignment_id: Uuid,
    /// The requirement that it was for.
    pub requirement_id: Uuid,
    /// Its period.
    pub period: String,
    /// Its class.
    pub class: String,
    /// Who was to cover.
    pub staff_id: StaffId,
    /// Why not.
    pub because: Gone,
}

/// A class whose room cannot be used or was changed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoomLine {
    /// The period.
    pub period: String,
    /// The class.
    pub class: String,
    /// The room of the timetable.
    pub room: Option<String>,
    /// The event that takes the room; null where it was changed without one.
    pub event_id: Option<Uuid>,
    /// The room of the day; null while there is none.
    pub new_room: Option<String>,
    /// Whether that cannot be used either by now: it was closed since, or somebody else is in it.
    pub new_room_lost: bool,
}

/// The cover of a day.
pub fn cover_day(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<CoverDay> {
    let loaded = Loaded::alone(cx, academy, date)?;
    let warnings = warnings(cx, &loaded)?;
    Ok(show(&loaded, warnings, cx.at))
}

/// Shows a loaded day.
fn show(loaded: &Loaded, warnings: Vec<DayWarning>, now: Instant) -> CoverDay {
    let board = loaded.board();
    let changes = board.gone.iter().map(|gone| no_longer(gone.id, &gone.assignment, gone.because)).collect();
    CoverDay {
        academy_id: loaded.academy,
        date: loaded.date,
        version: loaded.version(),
        requirements: board.lines.iter().map(|line| requirement(loaded, line, now)).collect(),
        changes,
        difference: differing(loaded, &board.lines),
        rooms: rooms(loaded),
        warnings,
    }
}

fn differing(loaded: &Loaded, lines: &[Line<'_>]) -> Vec<Difference> {
    let now: Vec<PublishedLine> = lines.iter().map(|line| published(loaded, line)).collect();
    loaded.published.last().map(|kept| difference(&kept.value, &now)).unwrap_or_default()
}

fn no_longer(id: Uuid, assignment: &CoverAssignment, because: Gone) -> NoLonger {
    NoLonger {
        assignment_id: id,
        requirement_id: assignment.requirement_id,
        period: assignment.period.clone(),
        class: assignment.class.clone(),
        staff_id: assignment.staff_id,
        because,
    }
}

fn requirement(loaded: &Loaded, line: &Line<'_>, now: Instant) -> Requirement {
    let need = line.need;
    let id = loaded.id_of(need);
    let room = loaded.room(&need.key.period, &need.key.class, need.room.as_ref());
    let declined = loaded.assignments.iter().map(|kept| &kept.value);
    let declined = declined.filter(|each| each.requirement_id == id && each.state == State::Declined);
    let calls = calls(loaded, id, line, now);
    let reason = line.decision.and_then(|decision| decision.reason.clone());
    let because = if need.independent_study { "independent_study" } else { "decided" };
    Requirement {
        id,
        period: need.key.period.clone(),
        starts: need.span.starts,
        ends: need.span.ends,
        parts: need.parts.iter().map(|part| ClockSpan::from(*part)).collect(),
        activity: need.activity,
        class: need.title.clone(),
        group_id: need.group_id,
        subject: need.subject.clone(),
        year_group: need.year_group,
        room_changed: room != need.room,
        room,
        absent_staff_id: need.absent(),
        event_id: need.event(),
        also_absent_staff_ids: need.also_absent.clone(),
        foreseeable: need.foreseeable,
        status: if calls.is_empty() { status(loaded, id, line) } else { Status::Offered },
        covering_staff_id: line.by.first().map(|(_, assignment)| assignment.staff_id),
        assignments: line.by.iter().map(|(id, assignment)| share(*id, assignment)).collect(),
        calls,
        declined_staff_ids: declined.map(|each| each.staff_id).collect(),
        not_required_because: (!line.required).then(|| reason.unwrap_or_else(|| because.to_owned())),
        cover_work: work(loaded, line),
    }
}

/// The calls of a requirement that nobody has yet.
fn calls(loaded: &Loaded, id: Uuid, line: &Line<'_>, now: Instant) -> Vec<CallLine> {
    let open = loaded.calls.iter().filter(|kept| {
        line.status == Status::Open
            && !has_ended(loaded.date, line.need, now)
            && kept.value.requirement_id == id
            && kept.value.closed_at(now).is_none()
    });
    open.map(|kept| CallLine {
        id: kept.id.0,
        asked: kept.value.asked.len(),
        declined: kept.value.declined.len(),
        answer_by: kept.value.answer_by,
    })
    .collect()
}

pub(super) fn share(id: Uuid, assignment: &CoverAssignment) -> Share {
    Share {
        id,
        staff_id: assignment.staff_id,
        starts: assignment.starts,
        ends: assignment.ends,
        state: assignment.state,
        how: assignment.how,
        pinned: assignment.pinned,
    }
}

/// The status with regard to what was published last.
fn status(loaded: &Loaded, id: Uuid, line: &Line<'_>) -> Status {
    let last = loaded.published.last().map(|kept| &kept.value);
    let Some(told) = last.and_then(|told| told.lines.iter().find(|told| told.requirement_id == id)) else {
        return line.status;
    };
    let same = told.required == line.required && told.shares == shares(line, &loaded.settings);
    match line.status {
        Status::NotRequired => Status::NotRequired,
        Status::Arranged if same => Status::Published,
        other if same => other,
        _ => Status::ChangedAfterPublish,
    }
}

/// The shares of a requirement as they are published: where agreement is needed only what was accepted.
pub(super) fn shares(line: &Line<'_>, settings: &CoverSettings) -> Vec<PublishedShare> {
    line.by
        .iter()
        .filter(|(_, assignment)| assignment.state.counts(settings))
        .map(|(id, assignment)| PublishedShare {
            assignment_id: *id,
            staff_id: assignment.staff_id,
            starts: assignment.starts,
            ends: assignment.ends,
            how: assignment.how,
        })
        .collect()
}

fn work(loaded: &Loaded, line: &Line<'_>) -> Option<CoverWork> {
    work_for(loaded, line.need)
}

/// What anybody who is away with the class has set for it. Who is needed by an event has no class.
fn work_for(loaded: &Loaded, need: &Need) -> Option<CoverWork> {
    let (period, class) = (&need.key.period, &need.key.class);
    need.absent()?;
    need.sources.iter().find_map(|source| match source {
        Source::Absence(id) => {
            let absence = loaded.absences.iter().find(|kept| kept.id.0 == *id)?;
            absence.value.work_for(loaded.date, period, class).cloned()
        }
        Source::Event(id) => {
            let event = loaded.events.iter().find(|kept| kept.id.0 == *id)?;
            event.value.work_for(loaded.date, period, class).cloned()
        }
    })
}

/// The work set for a published line.
pub(super) fn work_of_line(loaded: &Loaded, line: &PublishedLine) -> Option<CoverWork> {
    let place = loaded.place(line.requirement_id)?;
    work_for(loaded, loaded.needs.get(place)?)
}

fn rooms(loaded: &Loaded) -> Vec<RoomLine> {
    let board = loaded.board();
    let mut found: Vec<RoomLine> = room_needs(&loaded.day)
        .into_iter()
        .map(|need| {
            let changed =
                loaded.rooms.iter().find(|kept| kept.value.period == need.period && kept.value.class == need.class);
            RoomLine {
                period: need.period,
                class: need.class,
                room: Some(need.room),
                event_id: Some(need.event),
                new_room: changed.map(|kept| kept.value.to.clone()),
                new_room_lost: changed.is_some_and(|kept| is_lost(loaded, &board, &kept.value)),
            }
        })
        .collect();
    for kept in &loaded.rooms {
        let change = &kept.value;
        if !found.iter().any(|line| line.period == change.period && line.class == change.class) {
            found.push(RoomLine {
                period: change.period.clone(),
                class: change.class.clone(),
                room: change.from.clone(),
                event_id: None,
                new_room: Some(change.to.clone()),
                new_room_lost: is_lost(loaded, &board, change),
            });
        }
    }
    found
}
