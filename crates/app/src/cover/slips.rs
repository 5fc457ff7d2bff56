//! Cover slips and the notice board: what was published, without any reason for an absence.

use super::Loaded;
use super::publishing::rooms_missing;
use super::view::work_of_line;
use crate::staffing::staff_by_id;
use crate::{Context, Result, staffing};
use chrono::NaiveTime;
use cover::absence::CoverWork;
use cover::arrange::How;
use cover::day::{Activity, EventKind, Span};
use cover::publication::{PublishedLine, PublishedRoom, PublishedShare};
use school::{AcademyId, Date, StaffId, StaffMember};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use utoipa::ToSchema;
use uuid::Uuid;

/// One person's slip for one class.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Slip {
    /// The day.
    pub date: Date,
    /// The version in which it was published.
    pub version: i32,
    /// The requirement.
    pub requirement_id: Uuid,
    /// The period.
    pub period: String,
    /// From when on.
    #[serde(with = "cover::clock_time")]
    #[schema(value_type = String, example = "10:00")]
    pub starts: NaiveTime,
    /// Until when.
    #[serde(with = "cover::clock_time")]
    #[schema(value_type = String, example = "11:00")]
    pub ends: NaiveTime,
    /// What it is.
    pub activity: Activity,
    /// The class.
    pub class: String,
    /// The subject.
    pub subject: Option<String>,
    /// The room.
    pub room: Option<String>,
    /// Whether it is another room than the timetable's.
    pub room_changed: bool,
    /// The code of the absent person; empty where an event needs somebody in nobody's place. Never why.
    pub absent_staff_code: String,
    /// Who covers.
    pub covering_staff_id: StaffId,
    /// Their name.
    pub covering_staff_name: String,
    /// How the class is looked after.
    pub how: How,
    /// The work set, with where its material is.
    pub work: Option<CoverWork>,
    /// Whether it is still theirs: false where it was taken back, declined, is no longer needed or cannot be given since it was
    /// published.
    pub stands: bool,
    /// Whether the register of the class is theirs to take, as long as it is theirs: of two who share a period the first takes it, whatever
    /// their post. Attendance staff may always.
    pub takes_register: bool,
    /// Where the person who covers finds, on the day, who is in the class, where they sit and what to mind.
    #[schema(
        example = "/v1/academies/0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50/cover/2026-11-23/requirements/0197a3c2-7d5e-8c11-9f3a-2b6d8c1e4f50/briefing"
    )]
    pub briefing: String,
}

/// The board of the staff room.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NoticeBoard {
    /// The day.
    pub date: Date,
    /// The version published last; 0 while there is none, and then nothing else.
    pub version: i32,
    /// Codes of the staff whose classes are covered. Never why.
    pub absent_staff_codes: Vec<String>,
    /// What is covered by whom.
    pub lines: Vec<BoardLine>,
    /// Classes in other rooms.
    pub rooms: Vec<PublishedRoom>,
    /// Events of the day.
    pub events: Vec<BoardEvent>,
    /// How many classes still have no room.
    pub classes_without_room: usize,
}

/// One line of the board.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BoardLine {
    /// The period.
    pub period: String,
    /// The class.
    pub class: String,
    /// The room.
    pub room: Option<String>,
    /// The code of the absent person.
    pub absent_staff_code: String,
    /// The codes of who covers by what was published and gives it still; empty where nobody does or need.
    pub covering_staff_codes: Vec<String>,
    /// Whether it is as it was published: false where somebody who was to cover no longer does, or it is no longer needed.
    pub stands: bool,
    /// Whether it needs cover.
    pub required: bool,
}

/// An event as the board shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BoardEvent {
    /// What kind.
    pub kind: EventKind,
    /// What it is called.
    pub name: String,
}

/// The slips of the version published last, of everybody or of one person.
pub fn slips(cx: &mut Context<'_>, academy: AcademyId, date: Date, staff: Option<StaffId>) -> Result<Vec<Slip>> {
    let loaded = Loaded::alone(cx, academy, date)?;
    let names = staff_by_id(cx, academy)?;
    let Some(last) = loaded.published.last() else { return Ok(Vec::new()) };
    let still = still_given(&loaded);
    let mut found = Vec::new();
    for line in &last.value.lines {
        for share in line.shares.iter().filter(|share| staff.is_none_or(|id| id == share.staff_id)) {
            let mut slip = slip(&loaded, &names, last.value.version, line, share);
            if let Some(needed) = still.get(&share.assignment_id) {
                (slip.starts, slip.ends) = (needed.starts, needed.ends);
            }
            slip.stands = still.contains_key(&share.assignment_id);
            let taker = line.register_taker(|id| still.contains_key(&id)).map(|share| share.assignment_id);
            slip.takes_register &= taker == Some(share.assignment_id);
            found.push(slip);
        }
    }
    found.sort_by_key(|slip| (slip.starts, slip.covering_staff_id));
    Ok(found)
}

/// The assignments of the day that stand and count, with the times that are needed.
fn still_given(loaded: &Loaded) -> BTreeMap<Uuid, Span> {
    let board = loaded.board();
    let by = board.lines.iter().flat_map(|line| &line.by);
    by.filter(|(_, cover)| cover.state.counts(&loaded.settings)).map(|(id, cover)| (*id, cover.span())).collect()
}

type Names = HashMap<StaffId, StaffMember>;

fn code(names: &Names, id: StaffId) -> String {
    names.get(&id).map(|member| member.staff_code.clone()).unwrap_or_default()
}

fn slip(loaded: &Loaded, names: &Names, version: i32, line: &PublishedLine, share: &PublishedShare) -> Slip {
    Slip {
        date: loaded.date,
        version,
        requirement_id: line.requirement_id,
        period: line.period.clone(),
        starts: share.starts,
        ends: share.ends,
        activity: line.activity,
        class: line.class.clone(),
        subject: line.subject.clone(),
        room: line.room.clone(),
        room_changed: line.room_changed,
        absent_staff_code: code(names, line.absent_staff_id),
        covering_staff_id: share.staff_id,
        covering_staff_name: names.get(&share.staff_id).map(|member| member.signatory().name).unwrap_or_default(),
        how: share.how,
        work: work_of_line(loaded, line),
        stands: true,
        takes_register: names.get(&share.staff_id).is_some_and(staffing::may_take_covered),
        briefing: briefing(loaded, line.requirement_id),
    }
}

fn briefing(loaded: &Loaded, requirement: Uuid) -> String {
    format!("/v1/academies/{}/cover/{}/requirements/{requirement}/briefing", loaded.academy, loaded.date)
}

/// The notice board of the version published last.
pub fn notice_board(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<NoticeBoard> {
    let loaded = Loaded::alone(cx, academy, date)?;
    let names = staff_by_id(cx, academy)?;
    let mut board = NoticeBoard {
        date,
        version: loaded.version(),
        absent_staff_codes: Vec::new(),
        lines: Vec::new(),
        rooms: Vec::new(),
        events: Vec::new(),
        classes_without_room: rooms_missing(&loaded),
    };
    let Some(last) = loaded.published.last() else { return Ok(board) };
    board.rooms.clone_from(&last.value.rooms);
    let still = still_given(&loaded);
    board.lines = last.value.lines.iter().map(|line| board_line(&loaded, &names, line, &still)).collect();
    // Whoever is back is not away, whatever was published.
    let needed = last.value.lines.iter().filter(|line| loaded.place(line.requirement_id).is_some());
    board.absent_staff_codes = needed.map(|line| code(&names, line.absent_staff_id)).collect();
    board.absent_staff_codes.retain(|code| !code.is_empty());
    board.absent_staff_codes.sort();
    board.absent_staff_codes.dedup();
    let events = loaded.events.iter().filter(|kept| loaded.day.events.iter().any(|event| event.id == kept.id.0));
    board.events = events.map(|kept| BoardEvent { kind: kept.value.kind, name: kept.value.name.clone() }).collect();
    Ok(board)
}

fn board_line(loaded: &Loaded, names: &Names, line: &PublishedLine, still: &BTreeMap<Uuid, Span>) -> BoardLine {
    let stands = |share: &&PublishedShare| still.contains_key(&share.assignment_id);
    let need = loaded.place(line.requirement_id).and_then(|place| loaded.needs.get(place));
    let giving: Vec<&PublishedShare> = line.shares.iter().filter(stands).collect();
    BoardLine {
        period: line.period.clone(),
        class: line.class.clone(),
        room: need.map_or(line.room.clone(), |need| loaded.room(&line.period, &line.class, need.room.as_ref())),
        absent_staff_code: code(names, line.absent_staff_id),
        covering_staff_codes: giving.iter().map(|share| code(names, share.staff_id)).collect(),
        stands: giving.len() == line.shares.len() && need.is_some(),
        required: line.required,
    }
}
